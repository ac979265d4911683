//! Tests of fields by name, and of stored drafts.

use std::collections::BTreeSet;

use proptest::{option, prelude::*, sample::select};
use serde_json::Value;
use serde_json::json;

use crate::{
    Address, ContactPerson, ContactPersonDraft, DepartmentAccess, Draft, Entity, Organization,
    OrganizationDraft, Residency, description::Clear, model::Body,
};

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn read_organization(extra: Value) -> OrganizationDraft {
    let mut response = json!({
        "id": ID,
        "name": "ООО «Ромашка»", "residency": 1, "inn": "7707083893",
        "all_departments_allowed": true, "department_ids": [],
        "addresses": [], "contact_persons": [], "new_field": {"a": 1},
    });
    for (name, value) in extra.as_object().unwrap() {
        response[name] = value.clone();
    }
    serde_json::from_value::<Organization>(response)
        .unwrap()
        .to_draft()
}

#[test]
fn set_field_changes_only_that_field() {
    let before = read_organization(json!({}));
    let mut draft = before.clone();
    draft.set_field("residency", json!(10)).unwrap();
    draft
        .set_field("docs_address.postcode", json!("050000"))
        .unwrap();
    draft.set_field("inn", Value::Null).unwrap();
    draft
        .set_field("all_departments_allowed", json!(false))
        .unwrap();
    draft.set_field("department_ids", json!([7])).unwrap();
    assert_eq!(draft.residency, Some(Residency::Kazakhstan));
    assert_eq!(
        draft.docs_address.as_ref().unwrap().postcode.as_deref(),
        Some("050000")
    );
    assert_eq!(
        draft.docs_address.as_ref().unwrap().office_no.as_deref(),
        Some("")
    );
    assert_eq!(draft.inn, None);
    assert_eq!(draft.departments, DepartmentAccess::only([7]));
    assert_eq!((&draft.name, &draft.extra), (&before.name, &before.extra));
}

#[test]
fn set_field_keeps_missing_fields() {
    let mut draft = read_organization(json!({"addresses": null, "residency": {}}));
    draft.set_field("phone", json!("+7 495 123-45-67")).unwrap();
    assert_eq!(draft.missing_fields(), ["addresses", "residency"]);
    draft.set_field("residency", json!(1)).unwrap();
    assert_eq!(draft.missing_fields(), ["addresses"]);
}

#[test]
fn rejected_value_is_not_repeated_and_changes_nothing() {
    let before = read_organization(json!({}));
    let cases = [
        (
            "nmae",
            json!("canary"),
            "nmae cannot be set: the documentation has no field of this name",
        ),
        ("docs_address.x", json!("canary"), "has no field"),
        ("name.x", json!("canary"), "has no field"),
        ("extra", json!("canary"), "has no field"),
        (
            "ownership",
            json!("canary"),
            "ownership cannot be set: expected i32, found string",
        ),
        (
            "docs_address.city_id",
            json!("canary"),
            "expected i32, found string",
        ),
        ("address_ids", json!(["canary"]), "expected a GUID"),
        ("department_ids", json!("canary"), "expected a sequence"),
    ];
    for (field, value, expected) in cases {
        let mut draft = before.clone();
        let error = draft.set_field(field, value).unwrap_err();
        let text = error.to_string();
        assert!(
            error.is_invalid_request() && text.contains(expected),
            "{field}: {text}"
        );
        assert!(!text.contains("canary"), "{text}");
        assert!(draft == before);
    }
}

#[test]
fn unused_departments_are_sent_as_they_were_read() {
    let body = json!({"all_departments_allowed": true, "department_ids": [7]});
    let draft = serde_json::from_value::<OrganizationDraft>(body).unwrap();
    assert_eq!(draft.departments, DepartmentAccess::All);
    assert_eq!(draft.to_raw().department_ids, [7]);
    let mut set = draft.clone();
    let error = set.set_field("department_ids", json!([9])).unwrap_err();
    assert!(error.to_string().contains("all departments are allowed"));
    assert!(set == draft);
}

#[test]
fn request_body_is_read_as_draft() {
    let draft =
        serde_json::from_value::<ContactPersonDraft>(json!({"name": "Мария", "x": 1})).unwrap();
    assert_eq!((draft.name.as_deref(), draft.phone), (Some("Мария"), None));
    assert_eq!(draft.extra["x"], 1);
    let error = serde_json::from_value::<OrganizationDraft>(
        json!({"name": "canary", "ownership": "canary"}),
    );
    let text = error.unwrap_err().to_string();
    assert!(
        text.contains("ownership") && !text.contains("canary"),
        "{text}"
    );
}

#[test]
fn links_and_departments_may_be_null_or_left_out() {
    let access = |body: serde_json::Value| {
        serde_json::from_value::<OrganizationDraft>(body).map(|draft| draft.departments)
    };
    let cases = [
        (
            json!({"all_departments_allowed": true, "address_ids": null}),
            DepartmentAccess::All,
        ),
        (
            json!({"all_departments_allowed": false}),
            DepartmentAccess::Only(vec![]),
        ),
        (
            json!({"all_departments_allowed": false, "department_ids": null}),
            DepartmentAccess::Only(vec![]),
        ),
        (json!({"department_ids": [7]}), DepartmentAccess::only([7])),
    ];
    for (body, expected) in cases {
        assert_eq!(access(body.clone()).unwrap(), expected, "{body}");
    }
    let error = access(json!({"department_ids": []}))
        .unwrap_err()
        .to_string();
    assert!(error.contains("all_departments_allowed"), "{error}");
}

#[test]
fn null_empties_lists_and_departments() {
    let mut draft = read_organization(json!({"addresses": [{"id": ID}]}));
    draft.set_field("address_ids", Value::Null).unwrap();
    assert!(draft.addresses.is_empty());
    draft.set_field("department_ids", Value::Null).unwrap();
    assert_eq!(draft.departments, DepartmentAccess::All);
    draft
        .set_field("all_departments_allowed", json!(false))
        .unwrap();
    draft.set_field("department_ids", json!([7])).unwrap();
    draft.set_field("department_ids", Value::Null).unwrap();
    assert_eq!(draft.departments, DepartmentAccess::Only(vec![]));
}

#[test]
fn stored_draft_keeps_missing_fields_and_never_sends_them() {
    for response in [
        json!({}),
        json!({"addresses": null}),
        json!({"residency": {"odd": [1]}, "contact_persons": null}),
        json!({"all_departments_allowed": null, "department_ids": [7]}),
        json!({"all_departments_allowed": false, "department_ids": null}),
        json!({"all_departments_allowed": null, "department_ids": null}),
        json!({"department_ids": [7, 9]}),
    ] {
        let draft = read_organization(response.clone());
        let stored = serde_json::to_string(&draft).unwrap();
        let back: OrganizationDraft = serde_json::from_str(&stored).unwrap();
        assert!(back == draft, "{stored}");
        assert_eq!(back.missing_fields(), draft.missing_fields());
        assert_eq!(
            stored.contains("$missing"),
            !draft.missing_fields().is_empty()
        );
        let mut sent = back.clone();
        sent.extra
            .insert("$missing".to_owned(), json!({"addresses": null}));
        assert!(
            !serde_json::to_string(&sent.to_raw())
                .unwrap()
                .contains("$missing")
        );
    }
    let address: Address = serde_json::from_value(json!({"id": ID, "address_type": {}})).unwrap();
    let stored = serde_json::to_string(&address.to_draft()).unwrap();
    let back: crate::AddressDraft = serde_json::from_str(&stored).unwrap();
    assert_eq!(back.missing_fields(), ["contact_persons", "address_type"]);
}

#[test]
fn malformed_missing_fields_are_refused_or_ignored() {
    let read = |missing: Value| {
        let body = json!({"name": "Мария", "$missing": missing});
        serde_json::from_value::<ContactPersonDraft>(body)
    };
    assert!(read(json!("canary")).is_err_and(|error| !error.to_string().contains("canary")));
    assert_eq!(
        read(json!({"unknown": 1})).unwrap().missing_fields(),
        [""; 0]
    );
}

/// A response whose fields are absent, null, odd or as documented.
fn partial_response() -> impl Strategy<Value = Value> {
    let field = |name: &'static str, values: Vec<Value>| {
        option::of(select(values)).prop_map(move |value| (name, value))
    };
    let links = vec![
        json!(null),
        json!(""),
        json!([]),
        json!([null]),
        json!([{"id": ID}]),
        json!([{"id": ID}, null]),
    ];
    let fields = (
        field("addresses", links.clone()),
        field("contact_persons", links),
        field(
            "all_departments_allowed",
            vec![json!(null), json!(true), json!(false)],
        ),
        field(
            "department_ids",
            vec![json!(null), json!([]), json!([7, 9]), json!([7, null])],
        ),
        field(
            "residency",
            vec![json!(null), json!(1), json!(77), json!({}), json!("RU")],
        ),
        field(
            "docs_address",
            vec![json!(null), json!({"city_id": 5, "x": {}})],
        ),
        field("inn", vec![json!(null), json!(""), json!("7707083893")]),
        field("$missing", vec![json!(null), json!({"addresses": null})]),
    );
    fields.prop_map(|(a, b, c, d, e, f, g, h)| {
        let fields = [a, b, c, d, e, f, g, h];
        let mut response = json!({"id": ID});
        for (name, value) in fields {
            if let Some(value) = value {
                response[name] = value;
            }
        }
        response
    })
}

proptest! {
    #[test]
    fn stored_draft_is_read_back_as_it_was(response in partial_response()) {
        let read: Organization = serde_json::from_value(response).unwrap();
        let again = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
        prop_assert!(read == again, "{:?}", again);
        let mut draft = read.to_draft();
        draft.extra.remove("$missing");
        let stored = serde_json::to_string(&draft).unwrap();
        prop_assert!(draft == serde_json::from_str(&stored).unwrap(), "{}", stored);
        let text = serde_json::to_string(&draft.to_raw()).unwrap();
        prop_assert!(!text.contains("$missing"), "{}", text);
    }
}

#[test]
fn fields_are_those_of_the_description() {
    fn check<E: Entity>() {
        let described = E::DESCRIPTION
            .fields
            .iter()
            .filter(|field| field.in_request);
        let described: BTreeSet<&str> = described.map(|field| field.name).collect();
        let declared: BTreeSet<&str> = E::Draft::FIELDS.iter().copied().collect();
        assert_eq!(declared, described);
        let mut draft = E::Draft::empty();
        for field in E::DESCRIPTION
            .fields
            .iter()
            .filter(|field| field.in_request)
        {
            if field.clear == Clear::Null {
                draft.set_field(field.name, Value::Null).unwrap();
            }
        }
        assert_eq!(draft, E::Draft::empty());
    }
    check::<Organization>();
    check::<Address>();
    check::<ContactPerson>();
}
