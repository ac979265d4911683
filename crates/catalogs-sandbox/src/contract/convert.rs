//! OpenAPI 3.0 schemas as JSON Schema.
//!
//! OpenAPI 3.0 grew out of JSON Schema draft 4, and draft 4 is what comes out: there `1.0` is no
//! integer, and neither is it for a service that reads an int32.

use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::spec::components;
use crate::guid;

const SPEC_SCHEMAS: &str = "#/components/schemas/";
const DEFINITIONS: &str = "#/definitions/";

/// The check made of an OpenAPI schema of `spec`.
pub(super) fn validator(
    schema: &Value,
    spec: &Value,
) -> Result<Validator, ValidationError<'static>> {
    let definitions: Map<String, Value> = components(spec)
        .iter()
        .map(|(name, schema)| (name.clone(), json_schema(schema)))
        .collect();
    // `allOf`, because draft 4 looks at nothing that stands beside a `$ref`.
    let whole = json!({ "allOf": [json_schema(schema)], "definitions": definitions });
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .with_format("uuid", |text: &str| guid::parse(text).is_some())
        .should_validate_formats(true)
        .build(&whole)
}

/// An OpenAPI schema that refers to a named one.
pub(super) fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("{SPEC_SCHEMAS}{name}") })
}

/// One OpenAPI 3.0 schema as JSON Schema.
pub(super) fn json_schema(schema: &Value) -> Value {
    let Some(schema) = schema.as_object() else {
        return schema.clone();
    };
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        // OpenAPI 3.0 ignores what stands beside a `$ref`.
        return json!({ "$ref": reference.replacen(SPEC_SCHEMAS, DEFINITIONS, 1) });
    }
    let mut out = Map::new();
    for (keyword, value) in schema {
        match keyword.as_str() {
            "description" | "title" | "example" | "nullable" | "deprecated" | "default" => {}
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                out.insert(
                    keyword.clone(),
                    properties
                        .map(|(name, property)| (name.clone(), json_schema(property)))
                        .collect(),
                );
            }
            "allOf" | "anyOf" | "oneOf" => {
                let branches = value.as_array().into_iter().flatten();
                out.insert(keyword.clone(), branches.map(json_schema).collect());
            }
            "items" | "additionalProperties" | "not" => {
                out.insert(keyword.clone(), json_schema(value));
            }
            "format" => match value.as_str() {
                Some("int32") => {
                    out.insert("minimum".to_owned(), i32::MIN.into());
                    out.insert("maximum".to_owned(), i32::MAX.into());
                }
                _ => {
                    out.insert(keyword.clone(), value.clone());
                }
            },
            _ => {
                out.insert(keyword.clone(), value.clone());
            }
        }
    }
    if schema.get("nullable") == Some(&Value::Bool(true)) {
        nullable(out)
    } else {
        out.into()
    }
}

/// A schema that lets `null` pass as well.
///
/// An `enum` stays as it is: OpenAPI 3.0 wants `null` listed in it.
fn nullable(mut schema: Map<String, Value>) -> Value {
    let combines = ["allOf", "anyOf", "oneOf"]
        .iter()
        .any(|keyword| schema.contains_key(*keyword));
    if combines {
        return json!({ "anyOf": [{ "type": "null" }, schema] });
    }
    if let Some(kind) = schema.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    }
    schema.into()
}
