//! Whether a field says the same before and after.

use serde_json::Value;

/// Coordinates closer than this, in degrees, are the same: a tenth of a metre.
pub(super) const SAME_DEGREES: f64 = 1e-6;

/// Whether writing `new` over `old` would change nothing that the service is known to keep: it may
/// return an empty text for null, and 0 for a coordinate that is null; lists are in any order, and
/// of a phone only the digits count.
pub(crate) fn is_same(field: &str, old: &Value, new: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(number) => is_degrees(field) && number.as_f64() == Some(0.0),
        _ => false,
    };
    match (old, new) {
        _ if is_empty(old) && is_empty(new) => true,
        (Value::Number(old), Value::Number(new)) if is_degrees(field) => {
            let difference = old
                .as_f64()
                .zip(new.as_f64())
                .map(|(old, new)| (old - new).abs());
            difference.is_some_and(|difference| difference < SAME_DEGREES)
        }
        (Value::String(old), Value::String(new)) if field == "phone" => {
            digits_only(old) == digits_only(new) && !digits_only(old).is_empty() || old == new
        }
        // A service may keep it in lower case.
        (Value::String(old), Value::String(new)) if field == "email" => {
            old.trim().to_lowercase() == new.trim().to_lowercase()
        }
        (Value::Array(old), Value::Array(new)) => sorted(old) == sorted(new),
        _ => old == new,
    }
}

fn digits_only(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

fn is_degrees(field: &str) -> bool {
    matches!(field, "address_latitude" | "address_longitude")
}

fn sorted(list: &[Value]) -> Vec<String> {
    let mut sorted: Vec<String> = list.iter().map(Value::to_string).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}
