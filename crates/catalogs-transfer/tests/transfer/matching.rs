//! Which rows mean what is there already, and which could mean several things.

use catalogs_transfer::{Action, CheckOptions, Diagnostics, Existing, Plan, check};
use serde_json::{Value, json};

use crate::support::{csv, json as read_json, strictly};

const FIRST: &str = "00000000-0000-4000-8000-000000000001";
const SECOND: &str = "00000000-0000-4000-8000-000000000002";

fn person(id: &str, name: &str, phone: &str, email: &str) -> Value {
    json!({"id": id, "name": name, "phone": phone, "email": email})
}

fn existing(persons: Value, addresses: Value, organizations: Value) -> Existing {
    let mut existing = Existing::new();
    existing.contact_persons = serde_json::from_value(persons).unwrap();
    existing.addresses = serde_json::from_value(addresses).unwrap();
    existing.organizations = serde_json::from_value(organizations).unwrap();
    existing
}

fn plan(existing: &Existing, file: Value) -> Result<Plan, Diagnostics> {
    Plan::make(&strictly(read_json(file)).unwrap(), existing)
}

/// Which entity each row means; a dash where none.
fn meant(existing: &Existing, file: Value) -> Vec<String> {
    match plan(existing, file) {
        Ok(plan) => {
            let id =
                |step: &catalogs_transfer::Step| step.id.map_or("-".into(), |id| id.to_string());
            plan.steps().iter().map(id).collect()
        }
        Err(diagnostics) => diagnostics
            .iter()
            .map(|diagnostic| diagnostic.in_full())
            .collect(),
    }
}

#[test]
fn person_matches_by_name_phone_and_email() {
    let there = |second: Value| {
        existing(
            json!([
                person(FIRST, "Мария Ёлкина", "+7 495 123-45-67", ""),
                second
            ]),
            json!([]),
            json!([]),
        )
    };
    let other = there(person(SECOND, "Пётр", "", "p@x.example"));
    let namesake = there(person(SECOND, "мария елкина", "", ""));
    let double = there(person(SECOND, "МАРИЯ  Елкина", "84951234567", ""));
    let whole = existing(
        json!([person(
            SECOND,
            "Мария Ёлкина",
            "+7 495 123-45-67",
            "m@x.example"
        )]),
        json!([]),
        json!([]),
    );
    let ambiguous = &format!(
        "contacts, row 1, id: the address book has 2 that it could be; say which by its id: right would be `{FIRST}` or `{SECOND}`"
    );
    let perhaps = |id: &str| {
        format!(
            "contacts, row 1, id: the address book has one that differs in one thing; set `id` to update it, or `<new>` to create another: right would be `{id}`"
        )
    };
    let (first, second) = (perhaps(FIRST), perhaps(SECOND));
    let cases = [
        // An e-mail, or a phone, that is there on one side only.
        (
            &other,
            json!({"name": "Мария Ёлкина", "phone": "74951234567", "email": "m@x.example"}),
            &*first,
        ),
        (
            &other,
            json!({"name": "Пётр", "phone": "74951234567", "email": "p@x.example"}),
            &*second,
        ),
        (
            &other,
            json!({"name": "мария елкина", "phone": "8 (495) 1234567"}),
            FIRST,
        ),
        (&other, json!({"name": "Мария Ёлкина"}), "-"),
        (
            &whole,
            json!({"name": "Мария Ёлкина", "phone": "74951234567"}),
            SECOND,
        ),
        (
            &whole,
            json!({"name": "Мария Ёлкина", "phone": null, "email": "m@x.example"}),
            SECOND,
        ),
        (&other, json!({"name": "Мария Ёлкина", "phone": null}), "-"),
        (
            &other,
            json!({"name": "Мария Ёлкина", "phone": "+7 495 765-43-21"}),
            "-",
        ),
        (
            &other,
            json!({"name": "Мария Ёлкина", "email": "m@x.example"}),
            "-",
        ),
        (
            &other,
            json!({"name": "Пётр", "email": "P@X.example"}),
            SECOND,
        ),
        (&other, json!({"name": "Анна"}), "-"),
        // Exactly the same goes before perhaps the same.
        (&namesake, json!({"name": "Мария Ёлкина"}), SECOND),
        (
            &namesake,
            json!({"name": "Мария Ёлкина", "phone": "74951234567"}),
            FIRST,
        ),
        (&double, json!({"name": "Мария Ёлкина"}), "-"),
        (
            &double,
            json!({"name": "Мария Ёлкина", "phone": "74951234567"}),
            ambiguous,
        ),
        (&double, json!({"id": SECOND, "name": "Анна"}), SECOND),
    ];
    for (existing, row, expected) in cases {
        assert_eq!(
            meant(existing, json!({"contacts": [row]})),
            [expected],
            "{row}"
        );
    }
}

#[test]
fn address_matches_by_text_city_and_type() {
    let address = |id: &str, city: i32| json!({"id": id, "address": "ул. Складская, 5, стр. 2", "address_city_id": city, "address_type": 1});
    let existing = existing(
        json!([]),
        json!([address(FIRST, 1), address(SECOND, 2)]),
        json!([]),
    );
    let row = |text: &str, city: i32, sort: i32| json!({"address": text, "address_city_id": city, "address_type": sort});
    for (row, expected) in [
        (row("УЛ СКЛАДСКАЯ 5 СТР 2", 1, 1), FIRST),
        (row("ул. Складская,5,стр.2", 2, 1), SECOND),
        (row("ул. Складская, 52", 1, 1), "-"),
    ] {
        assert_eq!(
            meant(&existing, json!({"addresses": [row]})),
            [expected],
            "{row}"
        );
    }
}

#[test]
fn organization_matches_by_number_or_name() {
    let organization = |id: &str, residency: i32, name: &str, inn: Value| {
        json!({"id": id, "residency": residency, "name": name, "inn": inn, "ownership": 1,
               "all_departments_allowed": true, "addresses": [], "contact_persons": []})
    };
    let there = existing(
        json!([]),
        json!([]),
        json!([
            organization(FIRST, 1, "Ромашка", json!("7707083893")),
            organization(SECOND, 200, "Foo Ltd.", json!(""))
        ]),
    );
    let row = |residency: i32, name: &str, inn: Value| json!({"residency": residency, "name": name, "inn": inn, "ownership": 1, "all_departments_allowed": true});
    let perhaps = |id: &str| {
        format!(
            "organizations, row 1, id: the address book has one that differs in one thing; set `id` to update it, or `<new>` to create another: right would be `{id}`"
        )
    };
    for (row, expected) in [
        (row(1, "Другое имя", json!("7707 083 893")), FIRST),
        (row(1, "Ромашка", json!("500100732259")), &*perhaps(FIRST)),
        (row(1, "Ромашка", json!(null)), &*perhaps(FIRST)),
        (row(200, "FOO LTD", json!(null)), SECOND),
        (row(200, "FOO LTD", json!("123")), &*perhaps(SECOND)),
        (row(10, "FOO LTD", json!("990140000126")), "-"),
        (row(10, "Foo Ltd.", json!(null)), "-"),
    ] {
        assert_eq!(
            meant(&there, json!({"organizations": [row]})),
            [expected],
            "{row}"
        );
    }
}

#[test]
fn two_rows_never_match_one_entity() {
    let existing = existing(
        json!([person(FIRST, "Мария", "+7 495 123-45-67", "m@x.example")]),
        json!([]),
        json!([]),
    );
    let file = json!({"contacts": [
        {"name": "Мария", "phone": "+7 495 123-45-67"}, {"name": "Мария", "email": "m@x.example"},
        {"id": FIRST, "name": "Мария"},
    ]});
    assert_eq!(
        meant(&existing, file),
        [
            "contacts, row 2, id: it is the same in the address book as row 1; give their ids, or tell them apart",
            "contacts, row 3, id: it is the same in the address book as row 1; give their ids, or tell them apart",
        ]
    );
}

#[test]
fn unknown_id_and_incomplete_row_are_reported() {
    let existing = existing(
        json!([person(FIRST, "Мария", "", "")]),
        json!([]),
        json!([]),
    );
    let file = json!({
        "contacts": [{"id": SECOND, "name": "x"}],
        "addresses": [{"address": "x", "address_city_id": 1, "address_type": 1,
                       "contact_person_ids": [FIRST, SECOND]}],
        "organizations": [{"residency": 1, "inn": "7707083893"}],
    });
    let missing =
        |kind: &str| format!("it is empty, and the row is to be added: every {kind} needs it");
    let expected = vec![
        format!("addresses, row 1, contact_person_ids: the address book has no contact person of this id: it is `{SECOND}`"),
        format!("contacts, row 1, id: the address book has no contact person of this id: it is `{SECOND}`"),
        format!("organizations, row 1, name: {}", missing("organization")),
        format!("organizations, row 1, ownership: {}", missing("organization")),
        "organizations, row 1, department_ids: no department would see the organization; list some, or allow all".to_owned(),
    ];
    let mut found = meant(&existing, file);
    let mut expected = expected;
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn equal_entity_is_unchanged() {
    let existing = existing(
        json!([person(FIRST, "Мария", "+7 495 123-45-67", "")]),
        json!([]),
        json!([]),
    );
    let file = json!({"contacts": [{"name": "Мария", "phone": "74951234567", "email": null}]});
    assert_eq!(
        plan(&existing, file).unwrap().steps()[0].action,
        Action::Unchanged
    );
}

#[test]
fn code_not_shown_by_service_matches_any() {
    let there = existing(
        json!([]),
        json!([{"id": FIRST, "address": "ул. Ленина, 1", "address_city_id": 1, "address_type": {}}]),
        json!([
            {"id": FIRST, "residency": {}, "name": "Ромашка", "inn": "7707083893"},
            {"id": SECOND, "residency": 200, "name": "Роза", "inn": "7707083893"},
        ]),
    );
    let organization =
        |residency: i32| json!({"organizations": [{"residency": residency, "inn": "7707083893"}]});
    assert_eq!(meant(&there, organization(1)), [FIRST]);
    assert_eq!(meant(&there, organization(200)), [SECOND]);
    let address = json!({"addresses": [{"address": "ул. Ленина, 1", "address_city_id": 1, "address_type": 2}]});
    assert_eq!(meant(&there, address), [FIRST]);
}

#[test]
fn entity_of_other_row_is_no_possible_match() {
    let organization =
        |id: &str, inn: Value| json!({"id": id, "residency": 1, "name": "Ромашка", "inn": inn});
    let there = existing(
        json!([]),
        json!([]),
        json!([organization(FIRST, json!("7707083893"))]),
    );
    // As an import of both that was interrupted left it.
    let file = json!({"organizations": [
        {"residency": 1, "name": "Ромашка", "inn": "7707083893"},
        {"residency": 1, "name": "Ромашка", "ownership": 1, "all_departments_allowed": true},
    ]});
    assert_eq!(meant(&there, file), [FIRST, "-"]);
}

#[test]
fn branches_match_by_number_and_name() {
    let organization =
        |id: &str, name: &str| json!({"id": id, "residency": 1, "name": name, "inn": "7707083893"});
    let row = |name: &str| json!({"residency": 1, "name": name, "inn": "7707083893", "ownership": 1, "all_departments_allowed": true});
    let there = existing(
        json!([]),
        json!([]),
        json!([organization(FIRST, "Север"), organization(SECOND, "Юг")]),
    );
    let tolerantly = |there: &Existing, rows: Value| {
        let options = CheckOptions::new().tolerant(true);
        let checked = check(read_json(json!({ "organizations": rows })), &options).unwrap();
        let plan = Plan::make(&checked, there);
        plan.map(|plan| {
            let ids = plan.steps().iter().map(|step| step.id);
            ids.map(|id| id.map_or("-".to_owned(), |id| id.to_string()))
                .collect::<Vec<String>>()
        })
    };
    let both = tolerantly(&there, json!([row("ЮГ"), row("Север")])).unwrap();
    assert_eq!(both, [SECOND, FIRST]);
    let third = tolerantly(&there, json!([row("Юг"), row("Север"), row("Восток")])).unwrap();
    assert_eq!(third, [SECOND, FIRST, "-"]);
    assert_eq!(tolerantly(&there, json!([row("Юг")])).unwrap(), [SECOND]);
    // It may be another name of the one that no row means.
    let renamed = tolerantly(&there, json!([row("Юг"), row("Восток")])).unwrap_err();
    assert!(
        renamed
            .to_string()
            .contains("row 2, id: the address book has one"),
        "{renamed}"
    );
    assert!(
        strictly(read_json(
            json!({"organizations": [row("Юг"), row("Север")]})
        ))
        .is_err()
    );
}

#[test]
fn hidden_characters_do_not_prevent_match() {
    let existing = existing(
        json!([person(FIRST, "Мария", "+7 495 123-45-67", "m@x.example")]),
        json!([]),
        json!([]),
    );
    let file = json!({"contacts": [{"name": "Ма\u{200b}р\u{ad}ия", "phone": "74951234567", "email": "m@x.example"}]});
    let checked = check(read_json(file), &CheckOptions::new().tolerant(true)).unwrap();
    let plan = Plan::make(&checked, &existing).unwrap();
    assert_eq!(plan.steps()[0].id.unwrap().to_string(), FIRST);
}

#[test]
fn possible_match_needs_id_or_new() {
    let there = existing(
        json!([person(FIRST, "Мария", "+7 495 123-45-67", "m@x.example")]),
        json!([{"id": FIRST, "address": "ул. Ленина, 1", "address_city_id": 1, "address_type": 1,
                "address_latitude": 55.75, "address_longitude": 37.61}]),
        json!([{"id": FIRST, "residency": 1, "name": "Ромашка", "inn": "7707083893"}]),
    );
    let address = |text: &str, city: i32, sort: i32| {
        json!({"address": text, "address_city_id": city, "address_type": sort,
               "address_latitude": 55.75, "address_longitude": 37.61})
    };
    let organization = |name: &str, residency: i32, inn: &str| {
        json!({"name": name, "residency": residency, "inn": inn, "ownership": 1,
               "all_departments_allowed": true})
    };
    let cases = [
        (
            "contacts",
            json!({"name": "Мария", "phone": "+7 495 765-43-21", "email": "m@x.example"}),
        ),
        (
            "contacts",
            json!({"name": "Мария", "phone": "+7 495 123-45-67", "email": "new@x.example"}),
        ),
        (
            "contacts",
            json!({"name": "Мария Новая", "phone": "+7 495 123-45-67", "email": "m@x.example"}),
        ),
        ("organizations", organization("Ромашка", 1, "500100732259")),
        ("addresses", address("ул. Ленина, 1", 2, 1)),
        ("addresses", address("ул. Ленина, 1", 1, 2)),
        ("addresses", address("ул. Ленина, д. 1", 1, 1)),
    ];
    for (list, row) in cases {
        let told = meant(&there, json!({ list: [row] }));
        assert_eq!(told.len(), 1);
        assert!(
            told[0].contains("differs in one thing") && told[0].contains(FIRST),
            "{told:?}"
        );
        for (id, expected) in [(FIRST, FIRST), ("<new>", "-"), ("<НОВЫЙ>", "-")] {
            let mut row = row.clone();
            row["id"] = json!(id);
            assert_eq!(meant(&there, json!({ list: [row] })), [expected], "{row}");
        }
    }
    // Too much is different for a change.
    for (list, row) in [
        (
            "contacts",
            json!({"name": "Анна", "phone": "+7 495 123-45-67", "email": "a@x.example"}),
        ),
        ("organizations", organization("Роза", 1, "500100732259")),
        ("addresses", address("ул. Ленина, д. 1", 2, 1)),
    ] {
        assert_eq!(meant(&there, json!({ list: [row] })), ["-"], "{row}");
    }
}

#[test]
fn new_row_matches_once_created() {
    let there = existing(
        json!([
            person(FIRST, "Мария", "+7 495 123-45-67", "m@x.example"),
            person(SECOND, "Мария", "+7 495 123-45-67", "")
        ]),
        json!([]),
        json!([]),
    );
    let row = |email: &str| json!({"contacts": [{"id": "<new>", "name": "Мария", "phone": "+7 495 123-45-67", "email": email}]});
    assert_eq!(meant(&there, row("m@x.example")), [FIRST]);
    assert_eq!(meant(&there, row("")), [SECOND]);
    assert_eq!(meant(&there, row("other@x.example")), ["-"]);
}

#[test]
fn row_that_clears_without_match_is_not_created() {
    let there = Existing::new();
    let header = "id;name;residency;inn;ownership;all_departments_allowed\n";
    let made = |row: &str| {
        let table = csv("organizations.csv", &format!("{header}{row}\n"));
        Plan::make(&strictly(table).unwrap(), &there)
    };
    let told = made(";Ромашка;1;<clear>;1;true").unwrap_err().to_string();
    assert!(
        told.contains("the row clears something, but means nothing"),
        "{told}"
    );
    assert!(made("<new>;Ромашка;1;<clear>;1;true").is_ok());
    // Programs write null for what they do not have.
    let file = json!({"contacts": [{"name": "Мария", "phone": null}]});
    assert_eq!(meant(&there, file), ["-"]);
}

#[test]
fn foreign_ids_are_reported_once() {
    let id = |n: u32| format!("00000000-0000-4000-8000-0000000000{n}");
    let rows: Vec<Value> = (10..40)
        .map(|n| json!({"id": id(n), "name": "x"}))
        .collect();
    let told = meant(&Existing::new(), json!({ "contacts": rows }));
    assert_eq!(told.len(), 1, "{told:?}");
    for part in ["contacts, row 1, id", "none of 30 ids", "--keys", &id(10)] {
        assert!(told[0].contains(part), "{part}: {}", told[0]);
    }
}
