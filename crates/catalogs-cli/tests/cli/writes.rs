//! Creating, changing and deleting: what is sent, what is printed, what is left as it is.

use serde_json::{Value, json};

use crate::support::{ADDRESS, NOBODY, ORGANIZATION, PERSON, Ran, Route, World};

fn find<'a>(list: &'a [Value], id: &Value) -> &'a Value {
    list.iter()
        .find(|entity| entity["id"] == *id)
        .expect("it is there")
}

#[test]
fn create_sends_flags_and_shows_id() {
    let world = World::new();
    let person = world
        .run([
            "contacts",
            "create",
            "--name",
            "Иванова Мария",
            "--phone",
            "+7 495 123-45-67",
            "--extra-phone",
            "104",
            "--email",
            "m@romashka.example",
            "-o",
            "json",
        ])
        .ok()
        .says("created contact person")
        .json();
    let person_id = person["id"].as_str().expect("an id");
    let address = world
        .run([
            "addresses",
            "create",
            "--address",
            "ул. Складская, 5",
            "--city",
            "1",
            "--type",
            "warehouse",
            "--latitude",
            "55.7558",
            "--longitude",
            "37,6173",
            "--note",
            "двор",
            "--schedule",
            "Пн-Пт",
            "--contact-person",
            person_id,
            "-o",
            "json",
        ])
        .ok()
        .json();
    let address_id = address["id"].as_str().expect("an id");
    let organization = world
        .run([
            "organizations",
            "create",
            "--name",
            "ООО «Ромашка»",
            "--ownership",
            "1",
            "--residency",
            "РФ",
            "--inn",
            "7707083893",
            "--phone",
            "+7 495 123-45-60",
            "--extra-phone",
            "1",
            "--department",
            "7",
            "--department",
            "9",
            "--address",
            address_id,
            "--contact-person",
            person_id,
            "--docs-postcode",
            "010100",
            "--docs-city",
            "1",
            "--docs-street",
            "ул.",
            "--docs-house",
            "5",
            "--docs-office",
            "3",
            "-o",
            "json",
        ])
        .ok()
        .json();
    let state = world.sandbox.state();
    assert_eq!(*find(&state.contact_persons, &person["id"]), person);
    assert_eq!(*find(&state.addresses, &address["id"]), address);
    let kept = find(&state.organizations, &organization["id"]);
    assert_eq!(*kept, organization);
    assert_eq!(
        (
            &kept["residency"],
            &kept["department_ids"],
            &kept["docs_address"]["postcode"]
        ),
        (&json!(1), &json!([7, 9]), &json!("010100"))
    );
    assert_eq!(
        kept["addresses"][0]["contact_persons"][0]["id"],
        person["id"]
    );
}

#[test]
fn invalid_drafts_fail_before_sending() {
    let world = World::new();
    let cases: [(&[&str], &str); 10] = [
        (
            &[
                "organizations",
                "create",
                "--name",
                "x",
                "--ownership",
                "1",
                "--residency",
                "1",
                "--all-departments",
                "--docs-city",
                "1",
            ],
            "missing: docs_address.postcode (--docs-postcode), docs_address.street_name (--docs-street)",
        ),
        (&["organizations", "create"], "there is nothing to write"),
        (
            &["organizations", "create", "--name", "x"],
            "missing: ownership (--ownership), residency (--residency), all_departments_allowed (--all-departments or --department)",
        ),
        (
            &["addresses", "create", "--address", "x"],
            "missing: address_city_id (--city), address_type (--type)",
        ),
        (
            &["organizations", "create", "--residency", "narnia"],
            "there is no such residency",
        ),
        (
            &["addresses", "create", "--latitude", "nan"],
            "not a number (expected e.g. 55.7558)",
        ),
        (
            &["organizations", "edit", ORGANIZATION],
            "nothing to change",
        ),
        (
            &[
                "organizations",
                "edit",
                ORGANIZATION,
                "--clear",
                "residency",
            ],
            "--clear cannot empty residency",
        ),
        (
            &[
                "organizations",
                "edit",
                ORGANIZATION,
                "--phone",
                "1",
                "--clear",
                "phone",
            ],
            "both set and cleared",
        ),
        (
            &["organizations", "get", "no-guid"],
            "invalid value 'no-guid'",
        ),
    ];
    for (args, expected) in cases {
        world.run(args).fails(2).says(expected);
    }
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn suspicious_values_are_sent_with_warning() {
    let world = World::new();
    let args = [
        "organizations",
        "create",
        "--name",
        "x",
        "--ownership",
        "1",
        "--residency",
        "1",
        "--all-departments",
        "--inn",
        "7707083894",
    ];
    world
        .run(args)
        .ok()
        .says("warning: inn: it is no INN (ИНН)");
    let quiet = world.run(args.into_iter().chain(["--quiet"])).ok();
    assert_eq!(quiet.err, "");
}

#[test]
fn edit_changes_only_named_fields() {
    let world = World::new();
    let before = world.sandbox.state();
    let edited = world
        .run([
            "organizations",
            "edit",
            ORGANIZATION,
            "--phone",
            "+7 495 123-45-67",
            "--clear",
            "inn,docs-address",
            "-o",
            "json",
        ])
        .ok()
        .json();
    let mut expected = find(&before.organizations, &json!(ORGANIZATION)).clone();
    expected["phone"] = json!("+7 495 123-45-67");
    expected["inn"] = Value::Null;
    expected["docs_address"] = Value::Null;
    let after = world.sandbox.state();
    assert_eq!(*find(&after.organizations, &json!(ORGANIZATION)), expected);
    assert_eq!(edited["phone"], expected["phone"]);
    assert_eq!(after.organizations.len(), before.organizations.len());
}

#[test]
fn edit_of_several_continues_after_missing() {
    let world = World::new();
    let other = "0a710003-0000-4000-8000-000000000002";
    world
        .run([
            "contacts",
            "edit",
            PERSON,
            NOBODY,
            other,
            "--extra-phone",
            "7",
        ])
        .fails(8)
        .says("2 of 3 edited; 1 failed")
        .says(&format!(
            "{NOBODY}: cannot get a contact person: the service returned 404"
        ));
    let state = world.sandbox.state().contact_persons;
    for id in [PERSON, other] {
        assert_eq!(find(&state, &json!(id))["extra_phone"], 7);
    }
}

#[test]
fn replace_clears_omitted_fields() {
    let world = World::new();
    world
        .run([
            "addresses",
            "replace",
            ADDRESS,
            "--address",
            "ул. Новая, 1",
            "--city",
            "2",
            "--type",
            "shop",
        ])
        .ok();
    let state = world.sandbox.state();
    let address = find(&state.addresses, &json!(ADDRESS));
    assert_eq!(
        (
            &address["address_type"],
            &address["contact_persons"],
            &address["note"]
        ),
        (&json!(3), &json!([]), &json!(""))
    );
}

#[test]
fn delete_without_terminal_needs_yes() {
    let world = World::new();
    world
        .run(["contacts", "delete", PERSON])
        .fails(2)
        .says("pass --yes");
    assert!(world.sandbox.requests().is_empty());
    let ran = world
        .run(["contacts", "delete", "--yes", PERSON, "-o", "json"])
        .ok();
    assert_eq!(ran.json(), json!({ "id": PERSON, "deleted": true }));
    world.run(["contacts", "delete", "--yes", PERSON]).fails(3);
}

#[test]
fn delete_of_several_reports_each_result() {
    let world = World::new();
    let ran = world
        .run(["contacts", "delete", "--yes", PERSON, NOBODY, "-o", "json"])
        .fails(8);
    assert_eq!(ran.json()["id"], PERSON);
    let error: Value = serde_json::from_str(&ran.err).expect("JSON");
    let error = &error["error"];
    assert_eq!(
        (&error["kind"], &error["exit_code"]),
        (&json!("partial_failure"), &json!(8))
    );
    assert_eq!(
        (&error["failed"][0]["of"], &error["failed"][0]["kind"]),
        (&json!(NOBODY), &json!("not_found"))
    );
    world
        .run([
            "contacts",
            "delete",
            "--yes",
            NOBODY,
            "0a710003-0000-4000-8000-0000000000fe",
        ])
        .fails(3)
        .says("0 of 2 deleted");
}

#[test]
fn custom_requests_use_token_and_route() {
    let world = World::new();
    for route in [Route::Direct, Route::Gateway] {
        let mut command = world.on(route);
        command.args([
            "request",
            "post",
            "/organizations/filter",
            "--data",
            "{\"departments\": [12]}",
        ]);
        let found = Ran::of(&mut command).ok().json();
        assert_eq!(
            found.as_array().map(Vec::len),
            world_count(&world),
            "{route:?}"
        );
    }
    world
        .run([
            "request",
            "DELETE",
            &format!("/organizations/contactPersons/{PERSON}"),
        ])
        .ok()
        .says("the response has no body");
    let mut command = world.on(Route::Direct);
    command.args([
        "request",
        "POST",
        "/organizations/contactPersons",
        "--data",
        "@-",
    ]);
    let created = Ran::fed(&mut command, "{\"name\": \"Мария\"}").ok().json();
    assert_eq!(created["name"], "Мария");
    world
        .run(["request", "GET", "/cities"])
        .fails(3)
        .says("check the path");
    world
        .run(["request", "GET", "https://evil.example"])
        .fails(2)
        .says("start with a slash");
    world
        .run(["request", "GET", "/../x"])
        .fails(2)
        .says("leads out of the route");
    world
        .run(["request", "GET", "/v1.2/catalogs/organizations"])
        .fails(2)
        .says("leave the route out");
    world
        .run(["request", "BREW", "/"])
        .fails(2)
        .says("one of GET, POST");
    world
        .run(["request", "PUT", "/x", "--data", "{"])
        .fails(2)
        .says("--data is not valid JSON");
}

/// How many organizations department 12 sees.
fn world_count(world: &World) -> Option<usize> {
    let all = world.sandbox.state().organizations;
    let sees = |it: &&Value| {
        it["all_departments_allowed"] == true
            || it["department_ids"]
                .as_array()
                .is_some_and(|ids| ids.contains(&json!(12)))
    };
    Some(all.iter().filter(sees).count())
}
