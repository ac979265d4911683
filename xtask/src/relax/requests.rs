//! What the client makes sure of in requests.

use serde_json::{Value, json};

use super::schemas::{Side, each_component, each_property, enum_names, replace_enums};

/// Lets an enum be any integer.
pub(super) fn open_enums(spec: &mut Value) {
    let enums = enum_names(spec);
    let open = json!({ "type": "integer", "format": "int64" });
    each_property(spec, Side::Requests, |property| {
        replace_enums(property, &enums, &open)
    });
}

/// Lets every field be null but flags and lists, which have an empty value of their own.
pub(super) fn make_nullable(spec: &mut Value) {
    each_property(spec, Side::Requests, |property| {
        let kind = property["type"].as_str().unwrap_or_default();
        if !matches!(kind, "array" | "boolean" | "") {
            property["nullable"] = json!(true);
        }
    });
}

/// Makes every documented field present in what is sent.
pub(super) fn require_everything(spec: &mut Value) {
    each_component(spec, Side::Requests, |schema| {
        if let Some(properties) = schema["properties"].as_object() {
            let names: Vec<&String> = properties.keys().collect();
            schema["required"] = json!(names);
        }
    });
}
