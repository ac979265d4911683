//! Tests of values that are not of the documented type.

use serde_json::{Value, json};

use crate::{Address, Draft, Organization, model::Body};

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

fn organization(field: &str, value: &str) -> Result<Organization, serde_json::Error> {
    serde_json::from_str(&format!(r#"{{"id":"{ID}","{field}":{value}}}"#))
}

/// What stands in the request body that would replace the organization.
fn written(field: &str, value: &str) -> Value {
    let read = organization(field, value).unwrap_or_else(|error| panic!("{value}: {error}"));
    let body = serde_json::to_value(read.to_draft().to_raw()).unwrap();
    body[field].clone()
}

#[test]
fn drifted_scalar_is_read_as_documented_type() {
    let cases = [
        ("extra_phone", "101", json!(101)),
        ("extra_phone", "101.0", json!(101)),
        ("extra_phone", r#"" 101 ""#, json!(101)),
        ("extra_phone", r#""101.0""#, json!(101)),
        ("extra_phone", r#""""#, json!(null)),
        ("ownership", "1.0", json!(1)),
        ("residency", r#""1""#, json!(1)),
        ("residency", "10.0", json!(10)),
        ("inn", "7707083893", json!("7707083893")),
        ("inn", "7707083893.0", json!("7707083893")),
        ("inn", r#""""#, json!("")),
        ("phone", "12.5", json!("12.5")),
        ("docs_address", r#""""#, json!(null)),
        ("all_departments_allowed", "1", json!(true)),
        ("all_departments_allowed", r#""0""#, json!(false)),
        ("department_ids", r#"["7", 8.0]"#, json!([7, 8])),
    ];
    for (field, value, expected) in cases {
        assert_eq!(written(field, value), expected, "{field}: {value}");
    }
    let docs = organization("docs_address", r#"{"postcode": 101000, "city_id": "5"}"#);
    let docs = docs.unwrap().docs_address.unwrap();
    assert_eq!(docs.postcode.as_deref(), Some("101000"));
    assert_eq!(docs.city_id.map(crate::model::CityId::get), Some(5));
    let address = json!({"id": ID, "address_latitude": "55.75", "address_longitude": 37});
    let address: Address = serde_json::from_value(address).unwrap();
    assert_eq!(
        (address.latitude, address.longitude),
        (Some(55.75), Some(37.0))
    );
}

#[test]
fn value_without_clear_meaning_is_refused() {
    let cases = [
        ("extra_phone", "4951234567"),
        ("extra_phone", "101.5"),
        ("extra_phone", r#""x""#),
        ("extra_phone", "true"),
        ("ownership", "{}"),
        ("name", "true"),
        ("name", "12345678901234567890123"),
        ("docs_address", r#""x""#),
        ("docs_address", "5"),
        ("addresses", "{}"),
        ("addresses", r#"["x"]"#),
        ("all_departments_allowed", "2"),
        ("department_ids", r#"["x"]"#),
    ];
    for (field, value) in cases {
        assert!(organization(field, value).is_err(), "{field}: {value}");
    }
}

#[test]
fn last_of_duplicate_fields_counts() {
    let text = format!(
        r#"{{"id":"{ID}","name":1,"name":"b","docs_address":{{"house_no":"1","house_no":"2"}}}}"#
    );
    let read: Organization = serde_json::from_str(&text).unwrap();
    assert_eq!(read.name.as_deref(), Some("b"));
    assert_eq!(read.docs_address.unwrap().house_no.as_deref(), Some("2"));
}

#[test]
fn list_with_null_counts_as_missing_until_it_is_set() {
    let person = format!(r#"[{{"id":"{ID}"}},null]"#);
    let cases = [
        ("contact_persons", "[null]", "contact_persons"),
        ("contact_persons", person.as_str(), "contact_persons"),
        ("contact_persons", r#""""#, "contact_persons"),
    ];
    for (field, value, missing) in cases {
        let read = organization(field, value).unwrap();
        let mut draft = read.to_draft();
        assert!(draft.missing_fields().contains(&missing), "{value}");
        let again: Organization =
            serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
        assert!(again == read, "{value}");
        let stored = serde_json::to_string(&draft).unwrap();
        assert!(draft == serde_json::from_str(&stored).unwrap(), "{stored}");
        draft.contact_persons = vec![crate::model::ContactPersonId::new(uuid::Uuid::nil())];
        assert!(!draft.missing_fields().contains(&missing), "{value}");
    }
    let text =
        format!(r#"{{"id":"{ID}","all_departments_allowed":false,"department_ids":[7,null]}}"#);
    let read: Organization = serde_json::from_str(&text).unwrap();
    assert!(read.to_draft().missing_fields().contains(&"departments"));
    assert!(read.departments.includes(7));
}

#[test]
fn model_is_serialized_in_declared_order_with_nulls() {
    let read = organization("rating", "4.5").unwrap();
    let expected = format!(
        r#"{{"id":"{ID}","name":null,"ownership":null,"residency":null,"inn":null,"phone":null,"extra_phone":null,"docs_address":null,"addresses":null,"contact_persons":null,"all_departments_allowed":null,"department_ids":null,"rating":4.5}}"#
    );
    assert_eq!(serde_json::to_string(&read).unwrap(), expected);
}
