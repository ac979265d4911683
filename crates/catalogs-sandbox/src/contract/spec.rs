//! Looking things up in the specification's JSON.

use std::sync::LazyLock;

use serde_json::{Map, Value};

/// The named schemas.
pub(super) fn components(spec: &Value) -> &Map<String, Value> {
    object(&spec["components"]["schemas"])
}

/// The schema that a reference leads to; any other as it is.
pub(super) fn resolve<'a>(spec: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let target = reference.and_then(|reference| spec.pointer(reference.trim_start_matches('#')));
    target.unwrap_or(schema)
}

/// The schema of the JSON body of a `requestBody` or of a response.
pub(super) fn json_body(holder: Option<&Value>) -> Option<&Value> {
    holder?.pointer("/content/application~1json/schema")
}

pub(super) fn object(value: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    value.as_object().unwrap_or(&NONE)
}
