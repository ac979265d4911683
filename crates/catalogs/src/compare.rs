//! Rules by which values of the address book are compared: phones by their digits, coordinates
//! within a tenth of a metre, null like an empty text.
//!
//! ```
//! use catalogs::compare;
//! use serde_json::json;
//!
//! assert!(compare::same_phone("8 (495) 123-45-67", "+7 495 1234567"));
//! assert!(compare::same_text("ООО  «Ромашка» ", "ООО «Ромашка»"));
//! assert!(compare::same_email("M.Ivanova@romashka.example", "m.ivanova@romashka.example"));
//! assert!(compare::could_be("note", &json!(null), &json!("")));
//! ```

use serde_json::Value;

/// Coordinates that differ by less than this, in degrees, are the same: a tenth of a metre.
pub const COORDINATE_TOLERANCE: f64 = 1e-6;

/// Returns whether two coordinates, in degrees, are the same place.
pub fn same_coordinate(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() < COORDINATE_TOLERANCE
}

/// Returns the ASCII digits of a text.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Returns a phone as it is compared: its digits. In Russia, 8 before ten digits means +7.
pub fn phone_digits(phone: &str) -> String {
    let digits = digits(phone);
    match digits.strip_prefix('8') {
        Some(rest) if rest.len() == 10 && !phone.trim_start().starts_with('+') => {
            format!("7{rest}")
        }
        _ => digits,
    }
}

/// Returns whether two texts are the same phone. Texts without digits are compared as they are.
pub fn same_phone(a: &str, b: &str) -> bool {
    let (left, right) = (phone_digits(a), phone_digits(b));
    if left.is_empty() && right.is_empty() {
        return same_text(a, b);
    }
    left == right
}

/// Returns whether a text contains a part of a phone, of at least four digits, however both are
/// formatted. A part with anything but digits and `+-()` and spaces is not one of a phone.
pub fn contains_phone(text: &str, part: &str) -> bool {
    let is_phone = part
        .chars()
        .all(|c| c.is_ascii_digit() || " +-()".contains(c));
    let part = digits(part);
    if !is_phone || part.len() < 4 {
        return false;
    }
    let part = match part.strip_prefix('8') {
        Some(rest) if rest.len() == 10 => rest,
        _ => &part,
    };
    digits(text).contains(part)
}

/// Returns whether two texts are the same but for leading, trailing and repeated blanks.
pub fn same_text(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// Returns whether two e-mail addresses are the same: without blanks around them, in any case.
pub fn same_email(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Returns whether two lists have the same elements, in any order and each any number of times.
pub fn same_list(a: &[Value], b: &[Value]) -> bool {
    a.iter().all(|value| b.contains(value)) && b.iter().all(|value| a.contains(value))
}

/// Returns whether a value is one that the service may respond with for another empty one: null, an
/// empty text or list, 0, or an object with empty fields only.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) => false,
    }
}

/// Returns whether `found` could be what the service made of `wanted`, which was sent for the field.
///
/// Empty values are the same. Of an object, fields that were not sent do not count. Blanks and the
/// formatting of phones may have changed.
pub fn could_be(field: &str, wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        _ if is_empty(wanted) || is_empty(found) => is_empty(wanted) && is_empty(found),
        (Value::String(wanted), Value::String(found)) if field == "phone" => {
            same_phone(wanted, found)
        }
        (Value::String(wanted), Value::String(found)) => same_text(wanted, found),
        (Value::Array(wanted), Value::Array(found)) => same_list(wanted, found),
        (Value::Object(wanted), Value::Object(found)) => wanted
            .iter()
            .all(|(field, value)| could_be(field, value, found.get(field).unwrap_or(&Value::Null))),
        _ => same_number(wanted, found),
    }
}

/// Returns whether writing `new` over `old` would change nothing that the service is known to keep.
///
/// Stricter than [`could_be`]: a text is the same only letter for letter, except that null is the
/// same as an empty one, a phone is its digits as written, and an e-mail address has no case; a 0
/// is empty only as a coordinate.
pub fn is_unchanged(field: &str, old: &Value, new: &Value) -> bool {
    let is_coordinate = matches!(field, "address_latitude" | "address_longitude");
    let is_blank = |value: &Value| match value {
        Value::Number(_) => is_coordinate && is_empty(value),
        Value::Object(_) => false,
        _ => is_empty(value),
    };
    match (old, new) {
        _ if is_blank(old) && is_blank(new) => true,
        (Value::String(old), Value::String(new)) if field == "phone" => {
            old == new || (!digits(old).is_empty() && digits(old) == digits(new))
        }
        (Value::String(old), Value::String(new)) if field == "email" => same_email(old, new),
        (Value::Array(old), Value::Array(new)) => same_list(old, new),
        _ if is_coordinate => same_number(old, new),
        _ => old == new,
    }
}

fn same_number(a: &Value, b: &Value) -> bool {
    let numbers = a.as_f64().zip(b.as_f64());
    a == b || numbers.is_some_and(|(a, b)| same_coordinate(a, b))
}

#[cfg(test)]
mod tests;
