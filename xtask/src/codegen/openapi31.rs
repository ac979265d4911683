//! The OpenAPI 3.1 copy of the spec, for tools that follow JSON Schema.

use serde_json::{Map, Value, json};

/// Keys whose value is a schema.
const SCHEMA: &[&str] = &["schema", "items", "additionalProperties", "not"];

/// Keys whose value is a list of schemas.
const SCHEMA_LISTS: &[&str] = &["allOf", "anyOf", "oneOf"];

/// Keys whose value has schemas by name.
const SCHEMA_MAPS: &[&str] = &["schemas", "properties"];

/// Rewrites a strict OpenAPI 3.0 spec as OpenAPI 3.1.
pub(super) fn convert(spec: &Value) -> Value {
    let mut converted = node(spec);
    converted["openapi"] = json!("3.1.0");
    converted
}

/// Converts the schemas below a node that is not a schema itself.
fn node(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), child(key, value)))
            .collect(),
        Value::Array(list) => list.iter().map(node).collect(),
        _ => value.clone(),
    }
}

fn child(key: &str, value: &Value) -> Value {
    match value {
        _ if matches!(key, "example" | "examples") => value.clone(),
        Value::Object(_) if SCHEMA.contains(&key) => schema(value),
        Value::Array(list) if SCHEMA_LISTS.contains(&key) => list.iter().map(schema).collect(),
        Value::Object(map) if SCHEMA_MAPS.contains(&key) => map
            .iter()
            .map(|(name, value)| (name.clone(), schema(value)))
            .collect(),
        _ => node(value),
    }
}

/// Converts a schema: `nullable` becomes a type, and `example` a list of them.
///
/// An `enum` stays as it is, since a spec in which `null` is missing from it is refused.
fn schema(value: &Value) -> Value {
    let nullable = value["nullable"] == true;
    let mut converted = Map::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        let (key, value) = match key.as_str() {
            "nullable" => continue,
            "type" if nullable => ("type", json!([value, "null"])),
            "example" => ("examples", json!([value])),
            key => (key, child(key, value)),
        };
        converted.insert(key.to_owned(), value);
    }
    converted.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nullable_becomes_null_type_everywhere() {
        let schemas = json!({
            "Place": { "type": "object", "nullable": true, "properties": {
                "nullable": { "type": "boolean" },
                "example": { "type": "string", "nullable": false },
            }},
            "Thing": { "type": "object", "example": { "nullable": true }, "properties": {
                "kind": { "type": "integer", "nullable": true, "enum": [1, null] },
                "place": { "$ref": "#/components/schemas/Place" },
                "sizes": { "type": "array", "items": { "type": "integer", "nullable": true } },
            }},
        });
        let expected = json!({
            "Place": { "type": ["object", "null"], "properties": {
                "nullable": { "type": "boolean" },
                "example": { "type": "string" },
            }},
            "Thing": { "type": "object", "examples": [{ "nullable": true }], "properties": {
                "kind": { "type": ["integer", "null"], "enum": [1, null] },
                "place": { "$ref": "#/components/schemas/Place" },
                "sizes": { "type": "array", "items": { "type": ["integer", "null"] } },
            }},
        });
        let spec = json!({
            "openapi": "3.0.3",
            "paths": { "/a": { "get": { "parameters": [{ "example": 1, "schema": {
                "type": "string", "nullable": true
            }}]}}},
            "components": { "schemas": schemas },
        });
        let converted = convert(&spec);
        assert_eq!(converted["openapi"], "3.1.0");
        assert_eq!(converted["components"]["schemas"], expected);
        let parameter = &converted["paths"]["/a"]["get"]["parameters"][0];
        assert_eq!(parameter["schema"]["type"], json!(["string", "null"]));
        assert_eq!(parameter["example"], 1);
    }
}
