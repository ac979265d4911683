//! Strings, numbers and JSON as the language writes them.

use serde_json::{Number, Value};

use super::layout::{indented, list};
use super::program::Program;
use crate::text::{pretty, quoted};

/// How much `json!` is given at once: it goes through it piece by piece, each time one level deeper,
/// and the compiler stops it at a depth of 128.
const MOST: usize = 30;

/// A literal for a string.
pub(super) fn string(text: &str) -> String {
    quoted(text, |c| format!("\\u{{{:x}}}", u32::from(c)))
}

/// An expression for JSON. It may end in a `?`.
pub(super) fn json(program: &mut Program, value: &Value) -> String {
    if nodes(value) > MOST {
        program.uses_json();
        return format!("serde_json::from_str(\n    {},\n)?", text(value));
    }
    program.uses_json_macro();
    format!("json!({})", inside(value))
}

/// A literal for JSON as text, as readable as it can be.
fn text(value: &Value) -> String {
    let text = pretty(value);
    match text.contains("\"#") {
        true => string(&text),
        false => format!("r#\"{text}\"#"),
    }
}

/// What stands between the parentheses of `json!`.
fn inside(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => self::number(number),
        Value::String(text) => string(text),
        Value::Array(items) => list(&items.iter().map(inside).collect::<Vec<_>>()),
        Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Object(fields) => {
            let lines: String = fields
                .iter()
                .map(|(name, value)| {
                    format!("    {}: {},\n", string(name), indented(&inside(value)))
                })
                .collect();
            format!("{{\n{lines}}}")
        }
    }
}

/// A literal for a number. Left to itself, an integer is an `i32`.
fn number(number: &Number) -> String {
    match (number.as_i64(), number.as_u64()) {
        (Some(value), _) if i32::try_from(value).is_ok() => value.to_string(),
        (Some(value), _) => format!("{value}_i64"),
        (None, Some(value)) => format!("{value}_u64"),
        (None, None) => number.to_string(),
    }
}

fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}
