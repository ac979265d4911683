//! The spec serves other tools: its examples work in the sandbox, and its OpenAPI 3.1 copy says
//! the same.

use catalogs_sandbox::{
    Sandbox,
    contract::{Contract, Operation, spec_json},
};
use contract_tests::fixtures::{self, with};
use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value, json};
use uuid::Uuid;

const OPENAPI_31: &str = include_str!("../../../openapi/generated/catalogs-3.1.json");

fn spec() -> Value {
    serde_json::from_str(spec_json()).unwrap()
}

/// What a reference leads to.
fn resolved<'a>(spec: &'a Value, node: &'a Value) -> &'a Value {
    match node["$ref"].as_str() {
        Some(reference) => spec.pointer(reference.trim_start_matches('#')).unwrap(),
        None => node,
    }
}

/// The path of an operation with the parameters' examples for ids.
fn example_path(spec: &Value, operation: &Operation) -> String {
    let item = &spec["paths"][operation.path()];
    let parameters = item["parameters"].as_array().into_iter().flatten();
    parameters.map(|parameter| resolved(spec, parameter)).fold(
        operation.path().to_owned(),
        |path, parameter| {
            let name = parameter["name"].as_str().unwrap();
            path.replace(
                &format!("{{{name}}}"),
                parameter["example"].as_str().unwrap(),
            )
        },
    )
}

/// Sends a request as any HTTP client would, and returns the status.
fn send(sandbox: &Sandbox, method: &str, path: &str, body: Option<&Value>) -> u16 {
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{}/v1.2/catalogs{path}", sandbox.origin()))
        .header("Authorization", format!("Bearer {}", sandbox.api_token()))
        .header("User-Agent", "ati_integrator_64357")
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("Accept-Encoding", "gzip, deflate, br")
        .body(body.map(Value::to_string).unwrap_or_default())
        .unwrap();
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build();
    let response = ureq::Agent::new_with_config(config).run(request).unwrap();
    response.status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_is_accepted_with_demo_data() {
    let spec = spec();
    let sandbox = contract_tests::sandbox().await;
    for operation in Contract::strict().operations() {
        sandbox.reset();
        let path = example_path(&spec, operation);
        let schema = operation.request_schema();
        let body = schema.map(|schema| &resolved(&spec, schema)["example"]);
        let send = || send(&sandbox, operation.method(), &path, body);
        let status = tokio::task::block_in_place(send);
        assert_eq!(status, 200, "{}", operation.id());
    }
}

/// Every schema of the 3.1 copy, as plain JSON Schema.
fn schema_31<'a>(registry: &'a Registry<'a>, name: &str) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .should_validate_formats(true)
        .build(&json!({ "$ref": format!("urn:spec#/components/schemas/{name}") }))
        .unwrap()
}

#[test]
fn openapi_31_copy_accepts_and_refuses_the_same() {
    let copy: Value = serde_json::from_str(OPENAPI_31).unwrap();
    let registry = Registry::new().add("urn:spec", &copy).unwrap();
    let registry = registry.prepare().unwrap();
    let mut cases = vec![
        ("Organization", fixtures::organization()),
        ("Address", fixtures::address()),
        ("ContactPerson", fixtures::contact_person()),
        ("AddressTypeInfo", fixtures::address_type()),
    ];
    let spec = spec();
    let schemas = spec["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        cases.push((name, schema["example"].clone()));
        // Each property with a value of each type, so that every keyword has to agree.
        for (property, _) in schema["properties"].as_object().into_iter().flatten() {
            for value in [
                json!(null),
                json!(true),
                json!(77),
                json!(1),
                json!(1.5),
                json!("x"),
                json!(Uuid::nil()),
                json!([]),
                json!([77]),
                json!(["x"]),
                json!([Uuid::nil()]),
                json!({}),
                json!({ "city_id": null }),
            ] {
                let pointer = format!("/{property}");
                cases.push((name, with(schema["example"].clone(), &pointer, value)));
            }
        }
    }
    let mut refused = 0;
    for (name, value) in &cases {
        let strict = Contract::strict().check_schema(name, value).is_empty();
        let copy = schema_31(&registry, name).is_valid(value);
        assert_eq!(copy, strict, "{name}: {value}");
        refused += usize::from(!strict);
    }
    assert!(refused > 100, "only {refused} of {} refused", cases.len());
}

#[test]
fn null_is_accepted_for_docs_address_and_residency() {
    let copy: Value = serde_json::from_str(OPENAPI_31).unwrap();
    let registry = Registry::new().add("urn:spec", &copy).unwrap();
    let registry = registry.prepare().unwrap();
    let cases = [
        ("Organization", "/docs_address", true),
        ("Organization", "/residency", true),
        ("OrganizationRequest", "/docs_address", true),
        ("OrganizationRequest", "/residency", false),
    ];
    for (name, pointer, accepted) in cases {
        let example = spec()["components"]["schemas"][name]["example"].clone();
        let value = with(example, pointer, Value::Null);
        let copy = schema_31(&registry, name).is_valid(&value);
        let strict = Contract::strict().check_schema(name, &value).is_empty();
        assert_eq!((copy, strict), (accepted, accepted), "{name}{pointer}");
    }
}
