//! Unknown numbers, kept digit for digit: `4.50` and `12345678901234567890123` are written
//! differently once they have gone through a floating-point number.

use std::collections::BTreeMap;

use serde_json::{
    Map, Number, Value,
    value::{RawValue, to_raw_value},
};

/// The JSON texts of fields by name; of a field that is a documented object, a map of the same kind.
pub(super) type Digits = Map<String, Value>;

/// Returns the texts of the unknown fields of an object whose numbers would change.
pub(super) fn read(object: &[u8], documented: &[&str]) -> Digits {
    let fields = serde_json::from_slice::<BTreeMap<String, &RawValue>>(object);
    let changed = |(name, value): (String, &RawValue)| {
        let text = value.get();
        if !documented.contains(&name.as_str()) {
            return (!is_exact(text)).then(|| (name, text.into()));
        }
        let inner = match text.starts_with('{') {
            true => read(text.as_bytes(), &[]),
            false => Digits::new(),
        };
        (!inner.is_empty()).then(|| (name, inner.into()))
    };
    fields.into_iter().flatten().filter_map(changed).collect()
}

/// Writes the texts into a request body, wherever it still has the same value.
pub(crate) fn restore(digits: &Digits, body: &[u8]) -> Option<Vec<u8>> {
    let mut fields: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body).ok()?;
    for (name, kept) in digits {
        let Some(field) = fields.get_mut(name) else {
            continue;
        };
        match kept {
            Value::String(text) if is_same(text, field.get()) => {
                *field = RawValue::from_string(text.clone()).ok()?;
            }
            Value::Object(inner) => {
                if let Some(object) = restore(inner, field.get().as_bytes()) {
                    *field =
                        to_raw_value(&serde_json::from_slice::<&RawValue>(&object).ok()?).ok()?;
                }
            }
            _ => {}
        }
    }
    serde_json::to_vec(&fields).ok()
}

fn is_same(one: &str, another: &str) -> bool {
    let value = |text| serde_json::from_str::<Value>(text).ok();
    value(one).is_some_and(|one| Some(one) == value(another))
}

/// Whether every number in a JSON text is written as [`Number`] writes it.
fn is_exact(json: &str) -> bool {
    let mut in_text = false;
    let mut bytes = json.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if in_text => drop(bytes.next()),
            b'"' => in_text = !in_text,
            b'-' | b'0'..=b'9' if !in_text => {
                let rest = &json[at..];
                let is_end = |c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
                let number = &rest[..rest.find(is_end).unwrap_or(rest.len())];
                let written = number.parse::<Number>().map(|number| number.to_string());
                if written.ok().as_deref() != Some(number) {
                    return false;
                }
                if number.len() > 1 {
                    bytes.nth(number.len() - 2);
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_that_would_change_are_kept() {
        let exact = [
            "1",
            "-0.5",
            "1.0",
            r#""4.50""#,
            r#"["\"4.50", 7]"#,
            "null",
            "18446744073709551615",
        ];
        for json in exact {
            assert!(is_exact(json), "{json}");
        }
        let others = [
            "4.50",
            "[1, 1e3]",
            r#"{"a\\":12345678901234567890123}"#,
            "-0.10",
            "1E5",
        ];
        for json in others {
            assert!(!is_exact(json), "{json}");
        }
    }

    #[test]
    fn digits_are_restored_where_the_value_is_the_same() {
        let response = br#"{"name": 4.50, "a": 4.50, "b": {"c": [1.10]}, "d": 7, "docs": {"floor": 2.50, "n": 1}}"#;
        let digits = read(response, &["name", "docs"]);
        assert_eq!(digits.len(), 3);
        let body = br#"{"a":4.5,"b":{"c":[1.2]},"d":7,"docs":{"floor":2.5},"name":4.5}"#;
        let restored = restore(&digits, body).unwrap();
        assert_eq!(
            String::from_utf8(restored).unwrap(),
            r#"{"a":4.50,"b":{"c":[1.2]},"d":7,"docs":{"floor":2.50},"name":4.5}"#
        );
    }
}
