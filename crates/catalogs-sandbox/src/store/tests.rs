use serde_json::json;

use super::*;

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn add(book: &mut AddressBook, kind: Kind, body: Value) -> Result<Value, Refusal> {
    book.create(kind, Uuid::new_v4(), &object(body))
}

fn contact_person(book: &mut AddressBook) -> Uuid {
    id(&add(book, Kind::ContactPerson, json!({"name": "Анна"})).expect("a contact person"))
}

fn address(book: &mut AddressBook, contact_person_ids: &[Uuid]) -> Uuid {
    let body = json!({
        "address_city_id": 1, "address_type": 1, "contact_person_ids": contact_person_ids,
    });
    id(&add(book, Kind::Address, body).expect("an address"))
}

fn organization(changes: Value) -> Value {
    let mut body = json!({"ownership": 1, "residency": 1, "all_departments_allowed": true});
    for (name, value) in object(changes) {
        body[name] = value;
    }
    body
}

fn id(value: &Value) -> Uuid {
    value["id"]
        .as_str()
        .and_then(crate::guid::parse)
        .expect("an id")
}

#[test]
fn omitted_fields_get_schema_defaults() {
    let mut book = AddressBook::default();
    let person = add(&mut book, Kind::ContactPerson, json!({})).expect("all may be left out");
    let empty_person = json!({
        "id": person["id"], "name": "", "phone": "", "extra_phone": null, "email": "",
    });
    assert_eq!(person, empty_person);

    let body = json!({"address_city_id": 5, "address_type": 3, "note": null});
    let address = add(&mut book, Kind::Address, body).expect("an address");
    let expected = json!({
        "id": address["id"], "address": "", "address_city_id": 5, "address_latitude": 0.0,
        "address_longitude": 0.0, "note": "", "contact_persons": [], "schedule_summary": "",
        "address_type": 3,
    });
    assert_eq!(address, expected);

    let response =
        add(&mut book, Kind::Organization, organization(json!({}))).expect("it is whole");
    let expected = json!({
        "id": response["id"], "name": "", "ownership": 1, "residency": 1, "inn": null,
        "phone": null, "extra_phone": null, "docs_address": null, "addresses": [],
        "contact_persons": [], "all_departments_allowed": true, "department_ids": [],
    });
    assert_eq!(response, expected);
}

#[test]
fn restricted_organization_needs_departments() {
    let required = Some("departments_required");
    for (all, departments, expected) in [
        (false, json!([]), required),
        (false, json!([1]), None),
        (true, json!([]), None),
        (true, json!([1]), None),
    ] {
        let changes = json!({"all_departments_allowed": all, "department_ids": departments});
        let mut book = AddressBook::default();
        let result = add(&mut book, Kind::Organization, organization(changes.clone()));
        assert_eq!(
            result.err().map(|refusal| refusal.code),
            expected,
            "{changes}"
        );
        let count = book.list(Kind::Organization).len();
        assert_eq!(count, usize::from(expected.is_none()));
    }
}

#[test]
fn references_are_resolved_and_embedded() {
    let mut book = AddressBook::default();
    let person = contact_person(&mut book);
    let warehouse = address(&mut book, &[person]);
    let body = organization(json!({
        "address_ids": [warehouse, warehouse], "contact_person_ids": [person],
        "department_ids": [7, 9, 7],
    }));
    let response = add(&mut book, Kind::Organization, body).expect("an organization");
    assert_eq!(
        response["addresses"],
        json!([book.get(Kind::Address, warehouse).expect("there")])
    );
    assert_eq!(
        response["addresses"][0]["contact_persons"],
        response["contact_persons"]
    );
    assert_eq!(response["contact_persons"][0]["name"], "Анна");
    assert_eq!(response["department_ids"], json!([7, 9]));
    assert!(response.get("address_ids").is_none() && response.get("contact_person_ids").is_none());

    let dangling = [
        (
            json!({"address_ids": [warehouse, person]}),
            "$.address_ids[1]: ",
        ),
        (
            json!({"contact_person_ids": [Uuid::nil()]}),
            "$.contact_person_ids[0]: ",
        ),
    ];
    for (changes, path) in dangling {
        let refusal = add(&mut book, Kind::Organization, organization(changes)).expect_err("no");
        assert_eq!(refusal.code, "unknown_reference");
        assert!(refusal.reason.starts_with(path), "{}", refusal.reason);
    }
}

#[test]
fn delete_unlinks_from_all_referrers() {
    let mut book = AddressBook::default();
    let (anna, boris) = (contact_person(&mut book), contact_person(&mut book));
    let (one, two) = (
        address(&mut book, &[anna, boris]),
        address(&mut book, &[anna]),
    );
    let body = organization(json!({"address_ids": [one, two], "contact_person_ids": [anna]}));
    let firm = id(&add(&mut book, Kind::Organization, body).expect("an organization"));

    assert_eq!(book.delete(Kind::ContactPerson, anna), Ok(()));
    assert_eq!(book.delete(Kind::Address, two), Ok(()));
    let response = book.get(Kind::Organization, firm).expect("still there");
    assert_eq!(response["contact_persons"], json!([]));
    assert_eq!(response["addresses"].as_array().map(Vec::len), Some(1));
    assert_eq!(id(&response["addresses"][0]["contact_persons"][0]), boris);

    assert_eq!(book.delete(Kind::Organization, firm), Ok(()));
    let gone = book
        .delete(Kind::Organization, firm)
        .expect_err("it is gone");
    assert_eq!(
        (gone.status.as_u16(), gone.code),
        (404, "organization_not_found")
    );
    // What the organization referred to stays.
    let left = book.snapshot();
    assert_eq!((left.addresses.len(), left.contact_persons.len()), (1, 1));
}

#[test]
fn replace_keeps_id_and_position() {
    let mut book = AddressBook::default();
    let (first, second) = (contact_person(&mut book), contact_person(&mut book));
    let body = object(json!({"email": "b@b.example"}));
    let response = book
        .replace(Kind::ContactPerson, first, &body)
        .expect("it is there");
    assert_eq!((id(&response), &response["name"]), (first, &json!("")));
    let ids: Vec<Uuid> = book.list(Kind::ContactPerson).iter().map(id).collect();
    assert_eq!(ids, [first, second]);

    let refusal = book
        .replace(Kind::ContactPerson, Uuid::nil(), &body)
        .expect_err("unknown");
    assert_eq!(refusal.code, "contact_person_not_found");
    let refusal = book
        .replace(Kind::Address, first, &body)
        .expect_err("not whole");
    assert_eq!(refusal.code, "missing_field");
}

#[test]
fn unknown_fields_are_kept_read_only_ones_ignored() {
    let mut book = AddressBook::default();
    let body = organization(json!({
        "id": "mine", "addresses": ["x"], "contact_persons": {"a": 1}, "vat_rate": {"percent": 20},
        "nothing": null, "docs_address": {"postcode": "101000", "district": ["Север", 1.5]},
    }));
    let response = add(&mut book, Kind::Organization, body).expect("unknown fields are no error");
    assert_ne!(response["id"], "mine");
    assert_eq!(
        (&response["addresses"], &response["contact_persons"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(response["vat_rate"], json!({"percent": 20}));
    assert_eq!(response["nothing"], Value::Null);
    let docs_address = json!({"postcode": "101000", "district": ["Север", 1.5]});
    assert_eq!(response["docs_address"], docs_address);

    // A contact person has no links: there the names are as unknown as any other.
    let body = json!({"contact_person_ids": ["x"], "contact_persons": 5});
    let response = add(&mut book, Kind::ContactPerson, body).expect("unknown fields are no error");
    assert_eq!(response["contact_person_ids"], json!(["x"]));
}

#[test]
fn filter_returns_organizations_visible_to_departments() {
    let mut book = AddressBook::default();
    for (name, all, departments) in [
        ("all", true, json!([])),
        ("7", false, json!([7])),
        ("7 and 9", false, json!([7, 9])),
    ] {
        let body = organization(json!({
            "name": name, "all_departments_allowed": all, "department_ids": departments,
        }));
        add(&mut book, Kind::Organization, body).expect("an organization");
    }
    let cases = [
        (json!([7]), vec!["all", "7", "7 and 9"]),
        (json!([9]), vec!["all", "7 and 9"]),
        (json!([9, 7]), vec!["all", "7", "7 and 9"]),
        (json!([1]), vec!["all"]),
        (json!([]), vec![]),
    ];
    for (departments, expected) in cases {
        let found = book.filter(departments.as_array().expect("a list"));
        let names: Vec<&str> = found
            .iter()
            .filter_map(|one| one["name"].as_str())
            .collect();
        assert_eq!(names, expected, "{departments}");
    }
}
