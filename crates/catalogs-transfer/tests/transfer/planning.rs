//! What a plan says would be written, field by field.

use std::time::Duration;

use catalogs_transfer::{Action, Existing, Plan};
use serde_json::{Value, json};

use crate::support::{book, json as read_json, strictly};

const ID: &str = "00000000-0000-4000-8000-000000000001";

/// What is there: one of each, and the organization has it all.
fn existing() -> Existing {
    let person = json!({"id": ID, "name": "Мария", "phone": "+7 495 123-45-67", "extra_phone": 0, "email": ""});
    let address = json!({"id": ID, "address": "ул. Складская, 5", "address_city_id": 1, "address_type": 1,
        "address_latitude": 0.0, "address_longitude": 0.0, "note": "x", "contact_persons": [person]});
    let organization = json!({"id": ID, "name": "Ромашка", "ownership": 1, "residency": 1, "inn": "7707083893",
        "phone": null, "docs_address": null, "all_departments_allowed": true, "department_ids": [],
        "addresses": [address], "contact_persons": [], "new_field": 1});
    let mut existing = Existing::new();
    existing.contact_persons = serde_json::from_value(json!([person])).unwrap();
    existing.addresses = serde_json::from_value(json!([address])).unwrap();
    existing.organizations = serde_json::from_value(json!([organization])).unwrap();
    existing
}

/// The changes that a row of organization `ID` makes: field, old, new.
fn changes(list: &str, mut row: Value) -> Vec<(&'static str, Value, Value)> {
    row["id"] = json!(ID);
    let checked = strictly(read_json(json!({ list: [row] }))).unwrap();
    let plan = Plan::make(&checked, &existing()).unwrap();
    let changes = plan.steps()[0].changes.iter();
    changes
        .map(|change| (change.field, change.old.clone(), change.new.clone()))
        .collect()
}

#[test]
fn new_docs_address_needs_all_but_office() {
    let row = json!({"id": ID, "docs_address": {"postcode": "101000", "city_id": 1}});
    let checked = strictly(read_json(json!({ "organizations": [row] }))).unwrap();
    let diagnostics = Plan::make(&checked, &existing()).unwrap_err();
    let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    let expected = ["docs_address.street_name", "docs_address.house_no"].map(|part| {
        format!(
            "organizations, row 1, {part}: it is empty, and other parts of a new address for \
             documents are there"
        )
    });
    assert_eq!(said, expected);
    let whole = json!({"postcode": "101000", "city_id": 1, "street_name": "x", "house_no": "1"});
    let made = changes("organizations", json!({ "docs_address": whole }));
    assert_eq!(made.len(), 4);
    assert!(made.contains(&("docs_address.postcode", json!(null), json!("101000"))));
    let row = json!({"id": ID, "docs_address": {"extra": {"x": 2}}});
    let checked = strictly(read_json(json!({ "organizations": [row] }))).unwrap();
    assert_eq!(Plan::make(&checked, &existing()).unwrap_err().errors(), 4);
}

#[test]
fn change_is_shown_by_field() {
    let cases = [
        (
            json!({"name": "Роза"}),
            vec![("name", json!("Ромашка"), json!("Роза"))],
        ),
        (json!({"name": "Ромашка", "phone": ""}), vec![]),
        (
            json!({"phone": "+7 495 123-45-67"}),
            vec![("phone", json!(null), json!("+7 495 123-45-67"))],
        ),
        (
            json!({"inn": null}),
            vec![("inn", json!("7707083893"), json!(null))],
        ),
        (
            json!({"extra_phone": 0}),
            vec![("extra_phone", json!(null), json!(0))],
        ),
        (
            json!({"department_ids": [7]}),
            vec![
                ("all_departments_allowed", json!(true), json!(false)),
                ("department_ids", json!([]), json!([7])),
            ],
        ),
        (
            json!({"all_departments_allowed": true, "department_ids": []}),
            vec![],
        ),
        (json!({"docs_address": null}), vec![]),
        (json!({"address_ids": [ID]}), vec![]),
        (
            json!({"address_ids": []}),
            vec![("address_ids", json!([ID]), json!([]))],
        ),
        (
            json!({"contact_person_ids": [ID, ID]}),
            vec![("contact_person_ids", json!([]), json!([ID]))],
        ),
        (json!({"extra": {"new_field": 1}}), vec![]),
        (
            json!({"extra": {"x": 2}}),
            vec![(
                "extra",
                json!({"new_field": 1}),
                json!({"new_field": 1, "x": 2}),
            )],
        ),
        (
            json!({"extra": null}),
            vec![("extra", json!({"new_field": 1}), json!({}))],
        ),
    ];
    for (row, expected) in cases {
        assert_eq!(changes("organizations", row.clone()), expected, "{row}");
    }
    let cases = [
        (json!({"address_latitude": null}), vec![]),
        (
            json!({"note": null}),
            vec![("note", json!("x"), json!(null))],
        ),
        (
            json!({"address_latitude": 55.5, "address_longitude": 37.5}),
            vec![
                ("address_latitude", json!(0.0), json!(55.5)),
                ("address_longitude", json!(0.0), json!(37.5)),
            ],
        ),
        (
            json!({"contact_person_ids": null}),
            vec![("contact_person_ids", json!([ID]), json!([]))],
        ),
    ];
    for (row, expected) in cases {
        assert_eq!(changes("addresses", row.clone()), expected, "{row}");
    }
    assert_eq!(
        changes("contacts", json!({"extra_phone": null})),
        [("extra_phone", json!(0), json!(null))]
    );
}

#[test]
fn organization_keeps_last_department() {
    let checked = strictly(read_json(
        json!({"organizations": [{"id": ID, "all_departments_allowed": false}]}),
    ))
    .unwrap();
    let diagnostics = Plan::make(&checked, &existing()).unwrap_err();
    let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "organizations, row 1, department_ids: no department would see the organization; list some, or allow all"
        ]
    );
}

#[test]
fn links_to_rows_show_their_matches() {
    let checked = strictly(read_json(json!({
        "contacts": [{"key": "m", "id": ID}, {"key": "n", "name": "Новый"}],
        "addresses": [{"id": ID, "contact_person_ids": ["m"]}],
        "organizations": [{"id": ID, "contact_person_ids": ["n", "m"]}],
    })))
    .unwrap();
    let plan = Plan::make(&checked, &existing()).unwrap();
    let [mary, new, address, organization] = plan.steps() else {
        panic!("{plan:?}")
    };
    assert_eq!(
        [mary.action, new.action, address.action],
        [Action::Unchanged, Action::Create, Action::Unchanged]
    );
    assert_eq!(
        organization.changes[0].new,
        json!(["row 2 of contacts", ID])
    );
}

#[test]
fn plan_counts_requests_and_time() {
    let checked = strictly(book()).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    assert_eq!((plan.count(Action::Create), plan.requests()), (9, 9));
    assert_eq!(plan.duration(10), Duration::from_millis(900));
    assert_eq!(plan.duration(0), Duration::from_secs(9));
    assert!(!plan.changes_nothing());
    let change = strictly(read_json(json!({"contacts": [{"id": ID, "name": "Роза"}]}))).unwrap();
    assert_eq!(Plan::make(&change, &existing()).unwrap().requests(), 2);
}

#[test]
fn plan_is_json_and_debug_hides_values() {
    let checked = strictly(read_json(json!({"contacts": [{"id": ID, "name": "Роза"}]}))).unwrap();
    let plan = Plan::make(&checked, &existing()).unwrap();
    assert_eq!(
        serde_json::to_value(&plan).unwrap(),
        json!([{"kind": "contact_person", "row": 1, "key": null, "id": ID, "action": "update",
                "changes": [{"field": "name", "old": "Мария", "new": "Роза"}]}])
    );
    let debug = format!("{plan:?} {:?} {checked:?}", plan.steps());
    assert!(
        !debug.contains("Мария") && !debug.contains("Роза"),
        "{debug}"
    );
}
