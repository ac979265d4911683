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
    store::{AddressBook, Kind},
};

#[derive(Debug, Clone, Copy)]
enum Action {
    List(Kind),
    Filter,
    Types,
    Create(Kind),
    Get(Kind),
    Replace(Kind),
    Delete(Kind),
}

/// The action behind an operation of the specification: its id is a verb and an entity.
fn action(operation_id: &str) -> Option<Action> {
    let (verb, entity) = operation_id.split_once('_')?;
    Some(match (verb, entity) {
        ("list", "address_types") => Action::Types,
        ("filter", "organizations") => Action::Filter,
        ("list", _) => Action::List(Kind::from_plural(entity)?),
        ("create", _) => Action::Create(Kind::from_name(entity)?),
        ("get", _) => Action::Get(Kind::from_name(entity)?),
        ("replace", _) => Action::Replace(Kind::from_name(entity)?),
        ("delete", _) => Action::Delete(Kind::from_name(entity)?),
        _ => return None,
    })
}

/// Whether an operation changes the address book.
pub(crate) fn writes(operation_id: &str) -> bool {
    use Action::{Create, Delete, Replace};
    matches!(
        action(operation_id),
        Some(Create(_) | Replace(_) | Delete(_))
    )
}

/// Checks a request against the specification and carries it out.
pub(crate) fn run(
    book: &mut AddressBook,
    target: &Target,
    body: &[u8],
) -> Result<BufferedResponse, Refusal> {
    let operation = target.operation;
    let Some(action) = action(operation.id()) else {
        let reason = format!("operation {} is not implemented", operation.id());
        return Err(Refusal::sandbox_error(reason));
    };
    let body = match action {
        Action::List(kind) => book.list(kind).into(),
        Action::Types => address_types(),
        Action::Get(kind) => book.get(kind, id(target)?)?,
        Action::Filter => book.filter(departments(&read(operation, body)?)?).into(),
        Action::Create(kind) => book.create(kind, Uuid::new_v4(), &read(operation, body)?)?,
        Action::Replace(kind) => book.replace(kind, id(target)?, &read(operation, body)?)?,
        Action::Delete(kind) => {
            book.delete(kind, id(target)?)?;
            return Ok(BufferedResponse::empty(StatusCode::OK));
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
        None => Err(Refusal::missing_fields(&["departments"])),
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
    fn every_operation_of_the_spec_has_an_action() {
        let actions = |id: &str| format!("{:?}", action(id));
        for operation in Contract::strict().operations() {
            assert!(action(operation.id()).is_some(), "{}", operation.id());
        }
        assert_eq!(actions("list_addresses"), "Some(List(Address))");
        assert_eq!(actions("get_contact_person"), "Some(Get(ContactPerson))");
        for unknown in ["no_such_operation", "list_address", "get_addresses", "get"] {
            assert!(action(unknown).is_none(), "{unknown}");
        }
    }

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
