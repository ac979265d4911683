//! Where the strict spec has its operations, entities and properties.

use serde_json::Value;

use crate::spec::{METHODS, SCHEMAS, escape};

/// A node of the spec and its JSON pointer.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub(super) place: String,
    pub(super) value: &'a Value,
}

/// An operation.
pub(super) struct Operation<'a> {
    pub(super) node: Node<'a>,
    pub(super) id: &'a str,
    pub(super) path: &'a str,
    pub(super) method: &'a str,
    pub(super) effect: &'a str,
}

/// An entity: the component schemas of its responses and requests.
#[derive(Clone, Copy)]
pub(super) struct Entity<'a> {
    pub(super) name: &'a str,
    pub(super) path: &'a str,
    pub(super) response: &'a str,
    pub(super) request: &'a str,
}

/// The entities: what a `POST` creates.
pub(super) fn entities<'a>(operations: &[Operation<'a>]) -> Vec<Entity<'a>> {
    operations
        .iter()
        .filter(|operation| operation.effect == "create")
        .filter_map(|operation| {
            Some(Entity {
                name: operation.id.strip_prefix("create_")?,
                path: operation.path,
                response: component(response_schema(operation.node.value))?,
                request: component(request_schema(operation.node.value))?,
            })
        })
        .collect()
}

/// The operations in the order of the spec.
pub(super) fn operations(spec: &Value) -> Vec<Operation<'_>> {
    let paths = spec["paths"].as_object().into_iter().flatten();
    let mut operations = Vec::new();
    for (path, item) in paths {
        let methods = item.as_object().into_iter().flatten();
        for (method, value) in methods.filter(|(key, _)| METHODS.contains(&key.as_str())) {
            let by_method = match method.as_str() {
                "post" => "create",
                "put" | "patch" => "replace",
                "delete" => "delete",
                _ => "read",
            };
            operations.push(Operation {
                node: Node {
                    place: format!("/paths/{}/{method}", escape(path)),
                    value,
                },
                id: value["operationId"].as_str().unwrap_or_default(),
                path,
                method,
                effect: value["x-effect"].as_str().unwrap_or(by_method),
            });
        }
    }
    operations
}

fn request_schema(operation: &Value) -> &Value {
    &operation["requestBody"]["content"]["application/json"]["schema"]
}

pub(super) fn response_schema(operation: &Value) -> &Value {
    &operation["responses"]["200"]["content"]["application/json"]["schema"]
}

/// The name of the component schema that `schema` refers to.
pub(super) fn component(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(SCHEMAS)
}

/// Whether `path` is that of a list and an id.
pub(super) fn is_item_of(path: &str, list: &str) -> bool {
    let id = path
        .strip_prefix(list)
        .and_then(|rest| rest.strip_prefix('/'));
    id.is_some_and(|id| id.starts_with('{') && !id.contains('/'))
}

pub(super) fn properties<'a>(object: Option<&Node<'a>>) -> Vec<(&'a str, Node<'a>)> {
    let Some(node) = object else {
        return Vec::new();
    };
    let properties = node.value["properties"].as_object().into_iter().flatten();
    properties
        .map(|(name, value)| {
            let place = format!("{}/properties/{}", node.place, escape(name));
            (name.as_str(), Node { place, value })
        })
        .collect()
}
