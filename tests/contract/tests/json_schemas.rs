//! The models' own JSON Schemas tell the truth about what they serialize to.

use std::collections::BTreeSet;

use catalogs::{
    Address, AddressDraft, ContactPerson, ContactPersonDraft, Organization, OrganizationDraft,
    model::{AddressTypeInfo, DocsAddress},
};
use catalogs_sandbox::contract;
use contract_tests::{
    drafts::{self, each},
    fixtures,
};
use proptest::strategy::Strategy;
use schemars::{JsonSchema, schema_for};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

fn wrong(schema: &jsonschema::Validator, value: &Value) -> Vec<String> {
    let errors = schema.iter_errors(value);
    errors
        .map(|error| format!("{} at {}", error.kind().keyword(), error.instance_path()))
        .collect()
}

fn fits<T: JsonSchema + Serialize, S: Strategy<Value = T>>(drafts: S) {
    let validator = jsonschema::validator_for(&schema::<T>()).unwrap();
    each(128, drafts, |draft| {
        let value = serde_json::to_value(&draft).unwrap();
        assert_eq!(wrong(&validator, &value), [""; 0], "{value}");
        Ok(())
    });
}

#[test]
fn draft_matches_its_schema() {
    fits(drafts::organization());
    fits(drafts::address());
    fits(drafts::contact_person());
    fits(drafts::docs_address());
}

/// What the model serializes to, after it was read from `response`.
fn reread<T: Serialize + DeserializeOwned>(response: &Value) -> Value {
    let read: T = serde_json::from_value(response.clone()).unwrap();
    serde_json::to_value(&read).unwrap()
}

fn response_fits<T: JsonSchema + Serialize + DeserializeOwned>(response: &Value) {
    let validator = jsonschema::validator_for(&schema::<T>()).unwrap();
    let value = reread::<T>(response);
    // What a response leaves out becomes null.
    let mut whole = value.clone();
    for field in whole.as_object_mut().unwrap().values_mut() {
        field.take();
    }
    for (name, field) in response.as_object().unwrap() {
        whole[name] = field.clone();
    }
    assert_eq!(value, whole, "nothing is lost");
    assert_eq!(wrong(&validator, &value), [""; 0], "{value}");
}

#[test]
fn full_response_matches_its_schema() {
    response_fits::<Organization>(&fixtures::organization());
    response_fits::<Address>(&fixtures::address());
    response_fits::<ContactPerson>(&fixtures::contact_person());
    response_fits::<AddressTypeInfo>(&fixtures::address_type());
}

#[test]
fn response_with_only_an_id_matches_its_schema() {
    response_fits::<Organization>(&json!({ "id": fixtures::ID }));
    response_fits::<Address>(&json!({ "id": fixtures::ID }));
    response_fits::<ContactPerson>(&json!({ "id": fixtures::ID }));
    response_fits::<AddressTypeInfo>(&json!({}));
}

#[test]
fn unknown_code_matches_its_schema() {
    let organization = fixtures::with(fixtures::organization(), "/residency", json!(77));
    response_fits::<Organization>(&organization);
    response_fits::<Address>(&fixtures::with(
        fixtures::address(),
        "/address_type",
        json!(77),
    ));
}

#[test]
fn schema_refuses_values_the_model_cannot_hold() {
    let refused = |schema: Value, value: Value| {
        let validator = jsonschema::validator_for(&schema).unwrap();
        assert_ne!(wrong(&validator, &value), [""; 0], "{value}");
    };
    let organization = |field: Value| fixtures::with(fixtures::organization(), "/name", field);
    refused(schema::<Organization>(), organization(json!(5)));
    refused(
        schema::<Organization>(),
        fixtures::without(fixtures::organization(), "/id"),
    );
    refused(
        schema::<AddressDraft>(),
        json!({ "address_latitude": "55.7" }),
    );
    refused(schema::<ContactPersonDraft>(), json!({ "name": ["Анна"] }));
}

#[test]
fn properties_are_named_as_in_the_specification() {
    let spec: Value = serde_json::from_str(contract::spec_json()).unwrap();
    let names = |schema: &Value| -> BTreeSet<String> {
        schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    let cases = [
        ("Organization", schema::<Organization>()),
        ("OrganizationRequest", schema::<OrganizationDraft>()),
        ("DocsAddress", schema::<DocsAddress>()),
        ("Address", schema::<Address>()),
        ("AddressRequest", schema::<AddressDraft>()),
        ("ContactPerson", schema::<ContactPerson>()),
        ("ContactPersonRequest", schema::<ContactPersonDraft>()),
        ("AddressTypeInfo", schema::<AddressTypeInfo>()),
    ];
    for (name, schema) in cases {
        assert_eq!(
            names(&schema),
            names(&spec["components"]["schemas"][name]),
            "{name}"
        );
    }
}
