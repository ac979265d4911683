//! Which schemas requests and responses reach, and the rules that treat both alike.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::spec::{METHODS, SCHEMAS};

/// A side of the conversation.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Requests,
    Responses,
}

impl Side {
    fn key(self) -> &'static str {
        match self {
            Side::Requests => "requestBody",
            Side::Responses => "responses",
        }
    }
}

/// The operations of the spec.
pub(crate) fn operations_mut(spec: &mut Value) -> impl Iterator<Item = &mut Value> {
    spec["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.iter_mut())
        .filter(|(key, _)| METHODS.contains(&key.as_str()))
        .map(|(_, operation)| operation)
}

/// The component schemas, by name.
pub(crate) fn components_mut(spec: &mut Value) -> Option<&mut Map<String, Value>> {
    spec.pointer_mut("/components/schemas")?.as_object_mut()
}

/// Applies `change` to each component schema that `side` reaches.
pub(crate) fn each_component(spec: &mut Value, side: Side, mut change: impl FnMut(&mut Value)) {
    let reached = reachable(spec, side);
    for (name, schema) in components_mut(spec).into_iter().flatten() {
        if reached.contains(name) {
            change(schema);
        }
    }
}

/// Applies `change` to each property of each component schema that `side` reaches.
pub(crate) fn each_property(spec: &mut Value, side: Side, mut change: impl FnMut(&mut Value)) {
    each_component(spec, side, |schema| {
        if let Some(properties) = schema["properties"].as_object_mut() {
            properties.values_mut().for_each(&mut change);
        }
    });
}

/// Names of the component schemas that `side` reaches, directly or through others.
pub(crate) fn reachable(spec: &Value, side: Side) -> BTreeSet<String> {
    let mut open = Vec::new();
    let paths = spec["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values());
    for item in paths.filter_map(Value::as_object) {
        for (_, operation) in item
            .iter()
            .filter(|(key, _)| METHODS.contains(&key.as_str()))
        {
            references(spec, &operation[side.key()], &mut open);
        }
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name.clone()) {
            references(spec, &spec["components"]["schemas"][&name], &mut open);
        }
    }
    reached
}

/// Collects the schemas that `node` refers to; references to other components are followed.
fn references(spec: &Value, node: &Value, into: &mut Vec<String>) {
    match node {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                match (reference.strip_prefix(SCHEMAS), reference.strip_prefix('#')) {
                    (Some(name), _) => into.push(name.to_owned()),
                    (None, Some(pointer)) => {
                        if let Some(target) = spec.pointer(pointer) {
                            references(spec, target, into);
                        }
                    }
                    (None, None) => {}
                }
            }
            map.values().for_each(|child| references(spec, child, into));
        }
        Value::Array(list) => list.iter().for_each(|child| references(spec, child, into)),
        _ => {}
    }
}

/// Makes each property nullable that refers to a nullable object, instead of the object itself.
pub(super) fn move_nulls_to_references(spec: &mut Value) {
    let mut nullable = Vec::new();
    for (name, schema) in components_mut(spec).into_iter().flatten() {
        if schema["type"] == "object" && schema["nullable"] == true {
            schema["nullable"] = json!(false);
            nullable.push((format!("{SCHEMAS}{name}"), schema["description"].clone()));
        }
    }
    for (_, schema) in components_mut(spec).into_iter().flatten() {
        let properties = schema["properties"].as_object_mut();
        for property in properties.into_iter().flat_map(|all| all.values_mut()) {
            let target = nullable
                .iter()
                .find(|(target, _)| property["$ref"] == *target);
            if let Some((target, description)) = target {
                *property = json!({
                    "type": "object",
                    "nullable": true,
                    "description": description,
                    "allOf": [{ "$ref": target }],
                });
            }
        }
    }
}

/// Gives requests their own copy, `…Request`, of each object schema that responses use too.
pub(super) fn split_shared(spec: &mut Value) {
    let responses = reachable(spec, Side::Responses);
    let requests = reachable(spec, Side::Requests);
    let shared: Vec<String> = responses
        .intersection(&requests)
        .filter(|name| spec["components"]["schemas"][name.as_str()]["type"] == "object")
        .cloned()
        .collect();
    let all = components_mut(spec).map(|all| all.keys().cloned().collect::<BTreeSet<_>>());
    let own_name = |name: &str| {
        let mut own = format!("{name}Request");
        while all.as_ref().is_some_and(|all| all.contains(&own)) {
            own.push_str("Part");
        }
        own
    };
    let renames: Vec<(String, String)> = shared
        .iter()
        .map(|name| {
            (
                format!("{SCHEMAS}{name}"),
                format!("{SCHEMAS}{}", own_name(name)),
            )
        })
        .collect();
    if let Some(components) = components_mut(spec) {
        for name in &shared {
            let copy = components[name].clone();
            components.insert(own_name(name), copy);
        }
        for name in requests.iter().map(|name| match shared.contains(name) {
            true => own_name(name),
            false => name.clone(),
        }) {
            rename_references(&mut components[&name], &renames);
        }
    }
    for operation in operations_mut(spec) {
        if let Some(body) = operation.get_mut("requestBody") {
            rename_references(body, &renames);
        }
    }
}

fn rename_references(node: &mut Value, renames: &[(String, String)]) {
    match node {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some((_, new)) = renames.iter().find(|(old, _)| old == reference)
            {
                *reference = new.clone();
            }
            map.values_mut()
                .for_each(|child| rename_references(child, renames));
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|child| rename_references(child, renames)),
        _ => {}
    }
}

/// Replaces every enum below `node` (written there or referred to) with `open`.
pub(crate) fn replace_enums(node: &mut Value, enums: &BTreeSet<String>, open: &Value) {
    let is_enum = node.get("enum").is_some()
        || node
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix(SCHEMAS))
            .is_some_and(|name| enums.contains(name));
    if is_enum {
        let description = node.get("description").cloned();
        *node = open.clone();
        if let (Some(object), Some(text)) = (node.as_object_mut(), description) {
            object.insert("description".to_owned(), text);
        }
        return;
    }
    match node {
        Value::Object(map) => {
            map.values_mut()
                .for_each(|child| replace_enums(child, enums, open));
        }
        Value::Array(list) => {
            list.iter_mut()
                .for_each(|child| replace_enums(child, enums, open));
        }
        _ => {}
    }
}

/// Names of the component schemas that are enums.
pub(crate) fn enum_names(spec: &Value) -> BTreeSet<String> {
    let schemas = spec["components"]["schemas"].as_object();
    let enums = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema.get("enum").is_some());
    enums.map(|(name, _)| name.clone()).collect()
}

/// Lets every object carry fields that the spec does not name.
pub(super) fn keep_unknown_fields(spec: &mut Value) {
    for (_, schema) in components_mut(spec).into_iter().flatten() {
        if schema["type"] == "object" {
            schema["additionalProperties"] = json!({});
        }
    }
}

/// Drops the component schemas that no operation reaches.
pub(super) fn drop_unused(spec: &mut Value) {
    let mut used = reachable(spec, Side::Requests);
    used.extend(reachable(spec, Side::Responses));
    if let Some(components) = components_mut(spec) {
        components.retain(|name, _| used.contains(name));
    }
}
