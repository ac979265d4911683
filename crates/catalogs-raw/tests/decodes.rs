//! What the relaxed types put up with, and what they send whole.

use catalogs_raw::types;
use serde_json::{Value, json};

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn decoded(fields: Value) -> types::Organization {
    let mut answer = json!({ "id": ID });
    answer
        .as_object_mut()
        .unwrap()
        .extend(fields.as_object().unwrap().clone());
    serde_json::from_value(answer).unwrap()
}

#[test]
fn an_unknown_enum_value_is_kept() {
    for residency in [json!(77), json!({}), json!("RU"), json!(1.5)] {
        let organization = decoded(json!({ "residency": residency }));
        assert_eq!(organization.residency, Some(residency));
    }
}

#[test]
fn a_null_list_is_no_list() {
    let lists = json!({ "addresses": null, "contact_persons": null, "department_ids": null });
    let organization = decoded(lists);
    assert!(organization.addresses.is_none());
    assert!(organization.contact_persons.is_none());
    assert!(organization.department_ids.is_none());
}

#[test]
fn an_extra_field_is_kept() {
    let organization = decoded(json!({ "rating": 4.5, "docs_address": { "floor": 3 } }));
    assert_eq!(organization.extra["rating"], 4.5);
    assert_eq!(organization.docs_address.unwrap().extra["floor"], 3);
}

#[test]
fn an_answer_with_nothing_but_its_id_is_enough_and_one_without_is_not() {
    decoded(json!({}));
    assert!(serde_json::from_value::<types::Organization>(json!({ "name": "n" })).is_err());
}

#[test]
fn a_request_says_null_and_empty_where_it_is() {
    let request = types::ContactPersonRequest {
        name: None,
        phone: None,
        extra_phone: None,
        email: None,
        extra: Default::default(),
    };
    let sent = serde_json::to_value(request).unwrap();
    assert_eq!(
        sent,
        json!({ "name": null, "phone": null, "extra_phone": null, "email": null })
    );

    let request = types::AddressRequest {
        address: None,
        address_city_id: None,
        address_latitude: None,
        address_longitude: None,
        address_type: None,
        contact_person_ids: Vec::new(),
        note: None,
        schedule_summary: None,
        extra: Default::default(),
    };
    assert_eq!(
        serde_json::to_value(request).unwrap()["contact_person_ids"],
        json!([])
    );
}
