//! Records in the API's own JSON: their fields, codes and texts.

use std::borrow::Borrow;

use catalogs::{
    AddressType, Residency,
    description::{self, Kind},
};
use serde::Serialize;
use serde_json::Value;

use crate::error::Failure;

/// Entities in the API's own shape.
pub(crate) fn to_values<T: Serialize>(entities: &[T]) -> Result<Vec<Value>, Failure> {
    let values = entities.iter().map(serde_json::to_value);
    values
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::other(format!("cannot show the response: {error}")))
}

/// Refuses a field that neither the documentation nor any entry has.
pub(crate) fn check_field(
    field: &str,
    entries: &[Value],
    known: &[impl Borrow<str>],
) -> Result<(), Failure> {
    let is_known = known.iter().any(|column| {
        let rest = column.borrow().strip_prefix(field);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    if is_known || entries.iter().any(|entry| lookup(entry, field).is_some()) {
        return Ok(());
    }
    let known: Vec<&str> = known.iter().map(Borrow::borrow).collect();
    Err(Failure::usage(format!("there is no field {field}"))
        .hint(format!("there are {}", known.join(", "))))
}

/// The value of a field; a dot leads into an inner object.
pub(crate) fn lookup<'a>(entry: &'a Value, field: &str) -> Option<&'a Value> {
    field
        .split('.')
        .try_fold(entry, |place, name| place.get(name))
}

/// The names of a code, English and Russian.
pub(crate) fn code_names(field: &str, value: &Value) -> Option<impl Iterator<Item = &'static str>> {
    let value = value.as_i64()?;
    let fields = description::ENTITIES.iter().flat_map(|it| it.fields);
    let codes = fields.filter_map(|it| match it.kind {
        Kind::Code(codes) if it.response_name == field => Some(codes),
        _ => None,
    });
    let code = codes.flatten().find(|code| code.value == value);
    Some(
        code.into_iter()
            .flat_map(|code| [code.label.en, code.label.ru]),
    )
}

/// The code of a name.
pub(crate) fn code_of(field: &str, text: &str) -> Option<String> {
    let code = match field {
        "residency" => text.parse::<Residency>().ok()?.code(),
        "address_type" => text.parse::<AddressType>().ok()?.code(),
        _ => return None,
    };
    Some(code.to_string())
}

/// All texts and numbers in a value, in lower case.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.to_lowercase()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        scalar => vec![scalar.to_string()],
    }
}
