//! Values as the language writes them.

use serde_json::Value;

use crate::text::is_hidden;

/// How wide a list may be on its line.
const WIDTH: usize = 70;

/// A literal for a string.
pub(super) fn string(text: &str) -> String {
    let mut literal = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            // What is hidden is in the basic plane.
            c if is_hidden(c) => literal.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal + "\""
}

/// An expression for a value, so many steps in.
pub(super) fn literal(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text),
        Value::Array(items) => list(items, depth),
        Value::Object(fields) => {
            let entries = fields
                .iter()
                .map(|(name, value)| (string(name), literal(value, depth + 1)));
            dictionary(entries, depth)
        }
    }
}

/// A dictionary of expressions, one on each line.
pub(super) fn dictionary(
    entries: impl IntoIterator<Item = (String, String)>,
    depth: usize,
) -> String {
    let lines = entries
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}"));
    match block(lines, depth) {
        lines if lines.is_empty() => "{}".to_owned(),
        lines => format!("{{{lines}}}"),
    }
}

fn list(items: &[Value], depth: usize) -> String {
    let nested = |item: &Value| item.is_array() || item.is_object();
    let lines: Vec<_> = items.iter().map(|item| literal(item, depth + 1)).collect();
    let line = lines.join(", ");
    if line.chars().count() <= WIDTH && !items.iter().any(nested) {
        format!("[{line}]")
    } else {
        format!("[{}]", block(lines, depth))
    }
}

/// Lines between brackets.
fn block(lines: impl IntoIterator<Item = String>, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let lines: String = lines
        .into_iter()
        .map(|line| format!("\n{indent}    {line},"))
        .collect();
    match lines.is_empty() {
        true => lines,
        false => format!("{lines}\n{indent}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn value_is_written_as_expression() {
        for (value, expected) in [
            (json!(null), "None"),
            (json!([true, false]), "[True, False]"),
            (json!(u64::MAX), "18446744073709551615"),
            (json!([0.1, 55.0, 1e-7]), "[0.1, 55.0, 1e-7]"),
            (json!({}), "{}"),
            (json!([]), "[]"),
            (
                json!("ООО «\"Ромашка\"»\\ 🚚"),
                r#""ООО «\"Ромашка\"»\\ 🚚""#,
            ),
            (json!("a\r\n\t\0\u{2028}'"), r#""a\r\n\t\u0000\u2028'""#),
            (
                json!({ "a": { "b": [[1]] } }),
                "{
    \"a\": {
        \"b\": [
            [1],
        ],
    },
}",
            ),
        ] {
            assert_eq!(literal(&value, 0), expected);
        }
    }
}
