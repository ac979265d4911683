//! Records in the API's own JSON: their fields, codes and texts.

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
    known: &[impl AsRef<str>],
) -> Result<(), Failure> {
    let is_known = known.iter().map(AsRef::as_ref).any(|column| {
        column == field
            || column
                .strip_prefix(field)
                .is_some_and(|rest| rest.starts_with('.'))
    });
    if is_known || entries.iter().any(|entry| lookup(entry, field).is_some()) {
        return Ok(());
    }
    Err(
        Failure::usage(format!("there is no field {field}")).hint(format!(
            "there are {}",
            known
                .iter()
                .map(AsRef::as_ref)
                .collect::<Vec<&str>>()
                .join(", ")
        )),
    )
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
    match field {
        "residency" => text
            .parse::<Residency>()
            .ok()
            .map(|it| it.code().to_string()),
        "address_type" => text
            .parse::<AddressType>()
            .ok()
            .map(|it| it.code().to_string()),
        _ => None,
    }
}

/// All texts and numbers in a value, in lower case.
pub(crate) fn collect_texts(value: Option<&Value>, into: &mut Vec<String>) {
    match value {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => into.push(text.to_lowercase()),
        Some(Value::Array(list)) => list
            .iter()
            .for_each(|value| collect_texts(Some(value), into)),
        Some(Value::Object(fields)) => {
            fields
                .values()
                .for_each(|value| collect_texts(Some(value), into));
        }
        Some(scalar) => into.push(scalar.to_string()),
    }
}
