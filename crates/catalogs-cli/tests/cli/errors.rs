//! What a failure says, and what it exits with.

use catalogs_sandbox::{Fault, RateLimit, ServerError};
use serde_json::{Value, json};

use crate::support::{NOBODY, ORGANIZATION, PERSON, Ran, Route, World, is_missing};

#[test]
fn failures_have_exit_codes_and_hints() {
    let world = World::new();
    let list = ["contacts", "list"];
    let edit = ["contacts", "edit", PERSON, "--extra-phone", "1"];
    let create = ["contacts", "create", "--name", "Мария"];

    world
        .run(["organizations", "get", NOBODY])
        .fails(3)
        .says("404 Not Found")
        .says("hint: check the id");

    world.sandbox.inject(Fault::unauthorized());
    world
        .run(list)
        .fails(4)
        .says("401 Unauthorized")
        .says("catalogs whoami");

    world.sandbox.inject_times(Fault::too_many_requests(), 5);
    world
        .run(list)
        .fails(5)
        .says("429 Too Many Requests (too_many_requests)")
        .says("(after 5 attempts)");

    world
        .sandbox
        .inject_times(Fault::server_error(ServerError::BadGateway), 5);
    world.run(list).fails(6).says("502 Bad Gateway");

    // The reading of the edit goes well, its writing does not.
    world
        .sandbox
        .script([None].into_iter().chain(vec![Some(Fault::reset()); 5]));
    world
        .run(edit)
        .fails(7)
        .says("may have taken effect nevertheless");

    world.sandbox.inject(Fault::garbage_json());
    world
        .run(list)
        .fails(1)
        .says("cannot be decoded")
        .says("please report it");

    world.run(create.into_iter().chain(["--phone", "5"])).ok();
    world.run(["contacts"]).fails(2);
}

#[test]
fn create_with_unknown_outcome_is_reconciled() {
    let world = World::new();
    let create = ["contacts", "create", "--name", "Единственная Мария"];
    world.sandbox.inject(Fault::reset().after_effect());
    let ran = world.run(create).fails(7);
    let state = world.sandbox.state().contact_persons;
    let new: Vec<&Value> = state
        .iter()
        .filter(|it| it["name"] == "Единственная Мария")
        .collect();
    assert_eq!(new.len(), 1);
    let id = new[0]["id"].as_str().expect("an id").to_owned();
    ran.says(&format!(
        "{id} has the same fields: unless it was there before, it was created"
    ));

    world.sandbox.inject(Fault::reset());
    world
        .run(["contacts", "create", "--name", "Никакая Мария"])
        .fails(7)
        .says("it is not there now, but the request may still be running");
    world.sandbox.inject(Fault::reset());
    world.run(create).fails(7).says("has the same fields");
}

#[test]
fn refused_connection_is_unreachable() {
    let world = World::new();
    world
        .block_on(world.sandbox.refuse_connections())
        .expect("refused");
    world
        .run(["contacts", "list"])
        .fails(6)
        .says("no connection to the service")
        .says("catalogs sandbox");
    // What the first cannot reach, the rest is not tried with.
    world
        .run(["contacts", "delete", "--yes", PERSON, NOBODY])
        .fails(6)
        .says(&format!("not tried: {NOBODY}"));
}

#[test]
fn errors_are_json_with_json_output() {
    let world = World::new();
    for format in ["json", "jsonl"] {
        let ran = world
            .run(["organizations", "get", NOBODY, "-o", format])
            .fails(3);
        assert_eq!(ran.out, "");
        let error: Value = serde_json::from_str(&ran.err).expect("JSON");
        let error = &error["error"];
        for (name, expected) in [
            ("kind", json!("not_found")),
            ("exit_code", json!(3)),
            ("operation", json!("get_organization")),
            ("status", json!(404)),
            ("error_code", json!("organization_not_found")),
            ("hint", json!("check the id")),
            ("attempts", json!(1)),
        ] {
            assert_eq!(error[name], expected, "{name}");
        }
        let usage = world
            .run(["organizations", "get", "x", "-o", format])
            .fails(2);
        let error: Value = serde_json::from_str(&usage.err).expect("JSON");
        assert_eq!(error["error"]["kind"], "usage");
    }
}

#[test]
fn service_reason_is_shown() {
    let world = World::new();
    world
        .run(["organizations", "edit", ORGANIZATION, "--address", NOBODY])
        .fails(1)
        .says("400 Bad Request (unknown_reference)")
        .says("--dry-run=json");
}

#[test]
fn rate_limit_of_service_is_respected() {
    let world = World::with(|builder| builder.rate_limit(RateLimit::default()));
    let people = world.sandbox.state().contact_persons;
    let ids: Vec<&str> = people
        .iter()
        .filter_map(|person| person["id"].as_str())
        .collect();
    assert!(ids.len() > 10);
    let all = ["contacts", "get", "-o", "json"];
    let got = world.run(all.into_iter().chain(ids.iter().copied())).ok();
    assert_eq!(got.json().as_array().map(Vec::len), Some(ids.len()));
    let requests = world.sandbox.requests();
    let refused = requests.iter().filter(|it| it.status() == 429);
    assert_eq!(refused.count(), 0);
}

#[test]
fn verbose_shows_requests_without_personal_data() {
    let world = World::new();
    world
        .sandbox
        .inject(Fault::server_error(ServerError::BadGateway));
    let mut command = world.on(Route::Direct);
    command.args(["contacts", "get", PERSON, "--verbose"]);
    let ran = Ran::of(&mut command)
        .ok()
        .says("> GET /v1.2/catalogs/organizations/contactPersons/{contactPersonId} at 127.0.0.1: 200 in ")
        .says("sent again 1×");
    assert!(
        !ran.err.contains("Соколова") && !ran.err.contains(PERSON),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn unwritable_output_is_not_a_failed_delete() {
    if is_missing(&["bash"]) {
        return;
    }
    let world = World::new();
    let other = "0a710003-0000-4000-8000-000000000002";
    let line = format!("catalogs contacts delete --yes {PERSON} {other} > /dev/full");
    let ran = world.shell(Route::Direct, &line).fails(1);
    assert!(!ran.err.contains("failed"), "{ran:?}");
    assert_eq!(world.sandbox.state().contact_persons.len(), 11);
    let line = format!("catalogs organizations get {NOBODY} 2> /dev/full");
    world.shell(Route::Direct, &line).fails(3);
}

#[test]
fn impossible_format_fails_before_sending() {
    let world = World::new();
    let data = ["--data", "{\"name\": \"Мария\"}", "-o", "csv"];
    world
        .run(
            ["request", "POST", "/organizations/contactPersons"]
                .into_iter()
                .chain(data),
        )
        .fails(2)
        .says("not as csv");
    world
        .run(["contacts", "list", "-o", "json", "--columns", "name"])
        .fails(2);
    assert!(world.sandbox.requests().is_empty());
}

#[cfg(unix)]
#[test]
fn non_utf8_argument_is_usage_error() {
    use std::os::unix::ffi::OsStrExt;
    let world = World::new();
    let name = std::ffi::OsStr::from_bytes(b"\xcc\xe0\xf0\xe8\xff");
    let mut command = world.on(Route::Direct);
    command.args(["contacts", "create", "--name"]).arg(name);
    Ran::of(&mut command).fails(2).says("UTF-8");
}
