//! Strings and numbers as the language writes them.

use serde_json::Number;

use crate::text::is_hidden;

/// An expression for a string: literals, with what cannot be seen put between them by its code.
pub(super) fn string(text: &str) -> String {
    let mut parts = Vec::new();
    let mut literal = String::new();
    for c in text.chars() {
        match c {
            c if is_hidden(c) => {
                close(&mut parts, &mut literal);
                parts.push(named(c));
            }
            '"' => literal.push_str("\"\""),
            c => literal.push(c),
        }
    }
    close(&mut parts, &mut literal);
    if parts.is_empty() {
        "\"\"".to_owned()
    } else {
        parts.join(" + ")
    }
}

fn close(parts: &mut Vec<String>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(format!("\"{literal}\""));
        literal.clear();
    }
}

fn named(c: char) -> String {
    match c {
        '\n' => "Символы.ПС".to_owned(),
        '\r' => "Символы.ВК".to_owned(),
        '\t' => "Символы.Таб".to_owned(),
        c => format!("Символ({})", u32::from(c)),
    }
}

/// A number in full: the language knows no exponents.
pub(super) fn number(number: &Number) -> String {
    let text = number.to_string();
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text;
    };
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let exponent: isize = exponent.parse().unwrap_or_default();
    let point = exponent.saturating_add_unsigned(whole.len());
    match usize::try_from(point) {
        Err(_) | Ok(0) => format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs())),
        Ok(point) if point >= digits.len() => format!("{sign}{digits:0<point$}"),
        Ok(point) => {
            let (whole, fraction) = digits.split_at(point);
            format!("{sign}{whole}.{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn string_is_written_as_expression() {
        for (text, expected) in [
            ("", r#""""#),
            ("ООО «Ромашка»", r#""ООО «Ромашка»""#),
            (r#"ООО "Ромашка""#, r#""ООО ""Ромашка""""#),
            ("\"", r#""""""#),
            ("a\nb", r#""a" + Символы.ПС + "b""#),
            ("\r\n", "Символы.ВК + Символы.ПС"),
            ("\ta|b//c", r#"Символы.Таб + "a|b//c""#),
            ("\u{0}\u{feff}z", r#"Символ(0) + Символ(65279) + "z""#),
        ] {
            assert_eq!(string(text), expected, "{text:?}");
        }
    }

    #[test]
    fn number_is_written_without_exponent() {
        for (value, expected) in [
            (json!(0), "0"),
            (json!(-7), "-7"),
            (json!(u64::MAX), "18446744073709551615"),
            (json!(55.755826), "55.755826"),
            (json!(55.0), "55.0"),
            (json!(1e-7), "0.0000001"),
            (json!(-1.25e-7), "-0.000000125"),
            (json!(1e21), "1000000000000000000000"),
            (json!(-1.5e16), "-15000000000000000"),
            (json!(1.2345678901234567e16), "12345678901234568"),
        ] {
            let Value::Number(value) = value else {
                panic!("{value} is no number")
            };
            assert_eq!(number(&value), expected);
        }
    }

    proptest! {
        #[test]
        fn number_without_exponent_has_same_value(
            float in any::<f64>().prop_filter("JSON knows no others", |float| float.is_finite()),
        ) {
            let text = number(&Number::from_f64(float).unwrap());
            prop_assert!(text.chars().all(|c| c.is_ascii_digit() || ".-".contains(c)), "{}", text);
            prop_assert_eq!(text.parse::<f64>().unwrap(), float);
        }
    }
}
