//! Cells as texts.

use serde_json::Value;

use crate::{
    Markers,
    cell::{Cell, Guard},
};

/// What stands in a cell where there are only texts.
pub(super) fn text(cell: &Cell, markers: &Markers, guard: Guard) -> String {
    match cell {
        Cell::Clear => markers.clear.first().cloned().unwrap_or_default(),
        Cell::Literal(text) => markers.write(text, guard),
        Cell::Json(Value::Array(list)) => markers.write(&joined(list), guard),
        _ => cell.shown(),
    }
}

/// Ids, keys or numbers of a list, as they stand in one cell.
fn joined(list: &[Value]) -> String {
    let texts = list.iter().map(|entry| match entry {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    texts.collect::<Vec<_>>().join(";")
}
