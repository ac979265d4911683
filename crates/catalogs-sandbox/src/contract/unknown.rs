//! Which fields of a value the specification does not name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The JSON paths of the properties that `value` has and `schema` does not document.
pub(super) fn fields(spec: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut unknown = Vec::new();
    walk(spec, schema, value, "$", &mut unknown);
    unknown
}

fn walk(spec: &Value, schema: &Value, value: &Value, path: &str, unknown: &mut Vec<String>) {
    let mut parts = Vec::new();
    flatten(spec, schema, &mut parts);
    let properties: Vec<&Map<String, Value>> = parts
        .iter()
        .filter_map(|part| part.get("properties")?.as_object())
        .collect();
    if let (Some(object), false) = (value.as_object(), properties.is_empty()) {
        let known: BTreeSet<&String> = properties.iter().flat_map(|it| it.keys()).collect();
        for (name, value) in object {
            let path = format!("{path}.{name}");
            if !known.contains(name) {
                unknown.push(path);
                continue;
            }
            for property in properties.iter().filter_map(|it| it.get(name)) {
                walk(spec, property, value, &path, unknown);
            }
        }
    }
    let items = parts.iter().filter_map(|part| part.get("items"));
    for items in items {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            walk(spec, items, item, &format!("{path}[{index}]"), unknown);
        }
    }
}

/// A schema and all that it is made of.
fn flatten<'a>(spec: &'a Value, schema: &'a Value, parts: &mut Vec<&'a Value>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(target) = spec.pointer(reference.trim_start_matches('#')) {
            flatten(spec, target, parts);
        }
        return;
    }
    parts.push(schema);
    let all_of = schema.get("allOf").and_then(Value::as_array);
    for part in all_of.into_iter().flatten() {
        flatten(spec, part, parts);
    }
}
