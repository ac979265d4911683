//! What each operation does to the address book.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::answer::{Answer, Refusal};
use crate::book::{Book, Kind};
use crate::contract::{Contract, Operation};
use crate::guid;
use crate::routes::Target;

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

/// The action behind an operation of the specification.
fn action(operation_id: &str) -> Option<Action> {
    use Action::{Create, Delete, Filter, Get, List, Replace, Types};
    use Kind::{Address, ContactPerson, Organization};
    Some(match operation_id {
        "list_organizations" => List(Organization),
        "filter_organizations" => Filter,
        "create_organization" => Create(Organization),
        "get_organization" => Get(Organization),
        "replace_organization" => Replace(Organization),
        "delete_organization" => Delete(Organization),
        "list_addresses" => List(Address),
        "list_address_types" => Types,
        "create_address" => Create(Address),
        "get_address" => Get(Address),
        "replace_address" => Replace(Address),
        "delete_address" => Delete(Address),
        "list_contact_persons" => List(ContactPerson),
        "create_contact_person" => Create(ContactPerson),
        "get_contact_person" => Get(ContactPerson),
        "replace_contact_person" => Replace(ContactPerson),
        "delete_contact_person" => Delete(ContactPerson),
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

/// Judges a request by the specification and does what it asks for.
pub(crate) fn act(book: &mut Book, target: &Target, body: &[u8]) -> Result<Answer, Refusal> {
    let operation = target.operation;
    let Some(action) = action(operation.id()) else {
        return Err(Refusal::sandbox_error(format!(
            "nothing plays {}",
            operation.id()
        )));
    };
    let answer = match action {
        Action::List(kind) => book.list(kind).into(),
        Action::Types => address_types(),
        Action::Get(kind) => book.get(kind, id(target)?)?,
        Action::Filter => book.filter(departments(&read(operation, body)?)?).into(),
        Action::Create(kind) => book.create(kind, Uuid::new_v4(), &read(operation, body)?)?,
        Action::Replace(kind) => book.replace(kind, id(target)?, &read(operation, body)?)?,
        Action::Delete(kind) => {
            book.delete(kind, id(target)?)?;
            return Ok(Answer::empty(StatusCode::OK));
        }
    };
    Ok(Answer::ok(&answer))
}

fn id(target: &Target) -> Result<Uuid, Refusal> {
    target
        .id
        .as_deref()
        .and_then(guid::parse)
        .ok_or_else(Refusal::invalid_id)
}

/// Reads a body and holds it against the operation's schema.
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
    fn every_operation_of_the_specification_is_played() {
        for operation in Contract::strict().operations() {
            assert!(
                action(operation.id()).is_some(),
                "nothing plays {}",
                operation.id()
            );
        }
        assert!(action("no_such_operation").is_none());
    }

    #[test]
    fn the_address_types_are_those_of_the_specification() {
        let types = address_types();
        let body = types.to_string();
        let contract = Contract::strict();
        assert_eq!(
            contract.check_answer("list_address_types", 200, body.as_bytes()),
            []
        );
        assert!(
            contract
                .missing_in_answer("list_address_types", &types)
                .is_empty()
        );
    }
}
