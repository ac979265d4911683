//! From the fields of a request to the fields of a response, by what the specification says of
//! each.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::kind::Kind;
use crate::{contract::Contract, guid};

/// The fields of an entry as they will be returned, those that nothing can stand for, and the ids
/// it refers to as they were sent, with their places.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) fields: Map<String, Value>,
    pub(super) missing: Vec<String>,
    pub(super) addresses: Vec<(usize, Uuid)>,
    pub(super) contact_persons: Vec<(usize, Uuid)>,
}

/// Completes a request body. In one that did not pass the schema, what is no id is passed over.
///
/// Fields that the specification does not know are kept. Fields that it knows in responses only
/// (`id`, `addresses`, `contact_persons`) are not the caller's to set, and are dropped.
pub(super) fn complete(kind: Kind, body: &Map<String, Value>) -> Draft {
    let (in_requests, in_responses) = (kind.request_properties(), kind.response_properties());
    let mut missing = Vec::new();
    let mut fields = body.clone();
    fields.retain(|name, _| in_requests.contains_key(name) || !in_responses.contains_key(name));
    for (name, property) in in_requests
        .iter()
        .filter(|(name, _)| !body.contains_key(*name))
    {
        match default_value(property) {
            Some(value) => drop(fields.insert(name.clone(), value)),
            None => missing.push(name.clone()),
        }
    }
    for (name, value) in fields.iter_mut().filter(|(_, value)| value.is_null()) {
        if let Some(empty) = in_responses.get(name).and_then(empty_value) {
            *value = empty;
        }
    }
    if let Some(Value::Array(departments)) = fields.get_mut("department_ids") {
        *departments = each_once(departments);
    }
    // Only where the specification knows them; elsewhere the names are as unknown as any other.
    let mut ids = |name: &str| match in_requests.get(name).and_then(|_| fields.remove(name)) {
        Some(Value::Array(ids)) => ids
            .iter()
            .enumerate()
            .filter_map(|(index, id)| Some((index, guid::parse(id.as_str()?)?)))
            .collect(),
        _ => Vec::new(),
    };
    let (addresses, contact_persons) = (ids("address_ids"), ids("contact_person_ids"));
    Draft {
        fields,
        missing,
        addresses,
        contact_persons,
    }
}

/// What a field that was left out means: `null` where null is allowed, an empty list for a list.
/// Nothing can stand for the rest.
fn default_value(property: &Value) -> Option<Value> {
    if is_nullable(property) {
        return Some(Value::Null);
    }
    (property["type"] == "array").then(|| json!([]))
}

/// The value in place of a `null` that the response may not have.
fn empty_value(property: &Value) -> Option<Value> {
    match property["type"].as_str() {
        _ if is_nullable(property) => None,
        Some("string") => Some(json!("")),
        Some("number") => Some(json!(0.0)),
        _ => None,
    }
}

fn is_nullable(property: &Value) -> bool {
    Contract::strict().resolve(property)["nullable"] == true
}

fn each_once(values: &[Value]) -> Vec<Value> {
    let mut once = Vec::with_capacity(values.len());
    for value in values {
        if !once.contains(value) {
            once.push(value.clone());
        }
    }
    once
}
