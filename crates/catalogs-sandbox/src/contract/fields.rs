//! Which fields a schema documents and a value leaves out, and the other way round.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::spec::resolve;

/// JSON paths of fields, nested ones included.
#[derive(Default)]
pub(super) struct Fields {
    /// Documented, and not in the value.
    pub(super) missing: Vec<String>,
    /// In the value, and not documented.
    pub(super) unknown: Vec<String>,
}

/// Compares the fields of `value` with those of `schema`.
pub(super) fn compare(spec: &Value, schema: &Value, value: &Value) -> Fields {
    let mut fields = Fields::default();
    walk(spec, schema, value, "$", &mut fields);
    fields
}

fn walk(spec: &Value, schema: &Value, value: &Value, path: &str, fields: &mut Fields) {
    let mut parts = Vec::new();
    flatten(spec, schema, &mut parts);
    let properties: Vec<&Map<String, Value>> = parts
        .iter()
        .filter_map(|part| part.get("properties")?.as_object())
        .collect();
    if let (Some(object), false) = (value.as_object(), properties.is_empty()) {
        let mut known = BTreeSet::new();
        for (name, property) in properties.into_iter().flatten() {
            let path = format!("{path}.{name}");
            let is_new = known.insert(name);
            match object.get(name) {
                Some(value) => walk(spec, property, value, &path, fields),
                None if is_new => fields.missing.push(path),
                None => {}
            }
        }
        let unknown = object.keys().filter(|name| !known.contains(name));
        let unknown = unknown.map(|name| format!("{path}.{name}"));
        fields.unknown.extend(unknown);
    }
    for items in parts.iter().filter_map(|part| part.get("items")) {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            walk(spec, items, item, &format!("{path}[{index}]"), fields);
        }
    }
}

/// A schema and all that it is made of.
fn flatten<'a>(spec: &'a Value, schema: &'a Value, parts: &mut Vec<&'a Value>) {
    let schema = resolve(spec, schema);
    parts.push(schema);
    let all_of = schema.get("allOf").and_then(Value::as_array);
    for part in all_of.into_iter().flatten() {
        flatten(spec, part, parts);
    }
}
