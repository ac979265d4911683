//! What each operation does to the address book.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    contract::{Contract, Operation},
    guid,
    refusal::Refusal,
    response::BufferedResponse,
    routes::Target,
    store::{AddressBook, Kind, RuleViolation},
};

/// Whether an operation changes the address book.
pub(crate) fn writes(operation_id: &str) -> bool {
    let verb = operation_id.split('_').next();
    verb.is_some_and(|verb| ["create", "replace", "delete"].contains(&verb))
}

/// Checks a request against the specification and carries it out. The operation's id is a verb and
/// an entity.
pub(crate) fn run(
    book: &mut AddressBook,
    target: &Target,
    body: &[u8],
) -> Result<BufferedResponse, Refusal> {
    let operation = target.operation;
    let (verb, entity) = operation.id().split_once('_').unwrap_or_default();
    let kind = Kind::from_name(entity).or_else(|| Kind::from_plural(entity));
    let body = match (verb, kind) {
        ("list", None) if entity == "address_types" => address_types(),
        ("list", Some(kind)) => book.list(kind).into(),
        ("filter", Some(Kind::Organization)) => {
            book.filter(departments(&read(operation, body)?)?).into()
        }
        ("get", Some(kind)) => book.get(kind, id(target)?)?,
        ("create", Some(kind)) => book.create(kind, Uuid::new_v4(), &read(operation, body)?)?,
        ("replace", Some(kind)) => book.replace(kind, id(target)?, &read(operation, body)?)?,
        ("delete", Some(kind)) => {
            book.delete(kind, id(target)?)?;
            return Ok(BufferedResponse::empty(StatusCode::OK));
        }
        _ => {
            let reason = format!("operation {} is not implemented", operation.id());
            return Err(Refusal::sandbox_error(reason));
        }
    };
    Ok(BufferedResponse::json(StatusCode::OK, &body))
}

fn id(target: &Target) -> Result<Uuid, Refusal> {
    let id = target.id.as_deref().and_then(guid::parse);
    id.ok_or_else(Refusal::invalid_id)
}

/// Reads a body and checks it against the operation's schema.
fn read(operation: &Operation, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::empty_body());
    }
    let body: Value =
        serde_json::from_slice(body).map_err(|error| Refusal::invalid_json(&error))?;
    let violations = Contract::strict().check_request(operation.id(), &body);
    match body {
        Value::Object(body) if violations.is_empty() => Ok(body),
        _ => Err(Refusal::invalid_request(&violations)),
    }
}

fn departments(body: &Map<String, Value>) -> Result<&[Value], Refusal> {
    match body.get("departments").and_then(Value::as_array) {
        Some(departments) => Ok(departments),
        None => Err(RuleViolation::Missing(vec!["departments".to_owned()]).into()),
    }
}

fn address_types() -> Value {
    json!([
        { "id": 1, "name": "Склад", "name_eng": "Warehouse" },
        { "id": 2, "name": "Офис", "name_eng": "Office" },
        { "id": 3, "name": "Магазин", "name_eng": "Shop" },
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_types_match_the_spec() {
        let types = address_types();
        let body = types.to_string();
        let contract = Contract::strict();
        let violations = contract.check_response("list_address_types", 200, body.as_bytes());
        assert_eq!(violations, []);
        let missing = contract.missing_in_response("list_address_types", &types);
        assert!(missing.is_empty(), "{missing:?}");
    }
}
