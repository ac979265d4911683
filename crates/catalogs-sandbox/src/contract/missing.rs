//! Which documented fields a value leaves out.

use serde_json::Value;

/// The JSON paths of the properties that `schema` documents and `value` has not.
pub(super) fn fields(spec: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut missing = Vec::new();
    walk(spec, schema, value, "$", &mut missing);
    missing
}

fn walk(spec: &Value, schema: &Value, value: &Value, path: &str, missing: &mut Vec<String>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(target) = spec.pointer(reference.trim_start_matches('#')) {
            walk(spec, target, value, path, missing);
        }
        return;
    }
    for part in schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        walk(spec, part, value, path, missing);
    }
    if let (Some(properties), Some(object)) = (
        schema.get("properties").and_then(Value::as_object),
        value.as_object(),
    ) {
        for (name, property) in properties {
            let path = format!("{path}.{name}");
            match object.get(name) {
                Some(value) => walk(spec, property, value, &path, missing),
                None => missing.push(path),
            }
        }
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        for (index, item) in list.iter().enumerate() {
            walk(spec, items, item, &format!("{path}[{index}]"), missing);
        }
    }
}
