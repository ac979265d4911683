//! Which entries are shown, and in which order: `--where`, `--sort` and `search`.

use std::{borrow::Borrow, cmp::Ordering, str::FromStr};

use catalogs::compare;
use serde_json::Value;

use crate::{
    error::Failure,
    record::{check_field, code_names, code_of, lookup, texts},
};

/// One `--where`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    field: String,
    is_negated: bool,
    looks_inside: bool,
    wanted: String,
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let place = text.find(['=', '~']).ok_or(
            "it has to be FIELD=VALUE, FIELD!=VALUE, FIELD~TEXT or FIELD!~TEXT, such as inn=7707083893",
        )?;
        let (field, rest) = text.split_at(place);
        let (field, is_negated) = match field.strip_suffix('!') {
            Some(field) => (field, true),
            None => (field, false),
        };
        if field.trim().is_empty() {
            return Err("there is no field before the sign".to_owned());
        }
        Ok(Self {
            field: field.trim().to_owned(),
            is_negated,
            looks_inside: rest.starts_with('~'),
            wanted: rest[1..].trim().to_lowercase(),
        })
    }
}

impl Condition {
    fn holds(&self, entry: &Value) -> bool {
        let found = lookup(entry, &self.field);
        let mut texts = found.map(texts).unwrap_or_default();
        if texts.is_empty() {
            texts.push(String::new());
        }
        let name = last(&self.field);
        if let Some(names) = found.and_then(|value| code_names(name, value)) {
            texts.extend(names.map(str::to_lowercase));
        }
        let wanted = code_of(name, &self.wanted).unwrap_or_else(|| self.wanted.clone());
        let matches = match self.looks_inside {
            true => texts.iter().any(|text| text.contains(&self.wanted)),
            false => texts.contains(&wanted),
        };
        matches != self.is_negated
    }
}

/// Keeps what matches all conditions, and sorts it. A field that nothing has is a slip of the pen.
pub(crate) fn select(
    mut entries: Vec<Value>,
    conditions: &[Condition],
    sort: Option<&str>,
    known: &[impl Borrow<str>],
) -> Result<Vec<Value>, Failure> {
    for condition in conditions {
        check_field(&condition.field, &entries, known)?;
    }
    let sort = sort.map(|field| match field.strip_prefix('-') {
        Some(field) => (field, true),
        None => (field, false),
    });
    if let Some((field, _)) = sort {
        check_field(field, &entries, known)?;
    }
    entries.retain(|entry| conditions.iter().all(|condition| condition.holds(entry)));
    if let Some((field, descending)) = sort {
        entries.sort_by(|a, b| compare(lookup(a, field), lookup(b, field), descending));
    }
    Ok(entries)
}

/// Keeps what holds a text anywhere.
pub(crate) fn search(mut entries: Vec<Value>, text: &str) -> Vec<Value> {
    let wanted = text.trim().to_lowercase();
    entries.retain(|entry| {
        let mut texts = texts(entry).into_iter();
        texts.any(|text| text.contains(&wanted) || compare::contains_phone(&text, &wanted))
    });
    entries
}

fn last(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field)
}

/// Numbers by size, texts by letters, and what is empty at the end either way.
fn compare(a: Option<&Value>, b: Option<&Value>, descending: bool) -> Ordering {
    let filled = |value: Option<&Value>| value.is_some_and(|value| !value.is_null());
    match (filled(a), filled(b)) {
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        (false, false) => return Ordering::Equal,
        (true, true) => {}
    }
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    let text = |value: Option<&Value>| value.map(texts).unwrap_or_default().join(" ");
    let order = match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => text(a).cmp(&text(b)),
    };
    if descending { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entries() -> Vec<Value> {
        vec![
            json!({"n": 1, "name": "ООО «Ромашка»", "residency": 1, "phone": null,
                   "department_ids": [7, 9], "docs_address": {"city_id": 5}}),
            json!({"n": 2, "name": "ТОО Алатау", "residency": 10, "phone": "+7 727 000-09-01",
                   "department_ids": [], "docs_address": null}),
            json!({"n": 3, "name": "ооо «роза»", "residency": 77, "phone": "8(495)1234567",
                   "department_ids": [7]}),
        ]
    }

    fn numbers(entries: &[Value]) -> Vec<u64> {
        entries
            .iter()
            .filter_map(|entry| entry["n"].as_u64())
            .collect()
    }

    #[test]
    fn conditions_keep_what_matches_all_of_them() {
        let cases: [(&[&str], &[u64]); 16] = [
            (&[], &[1, 2, 3]),
            (&["residency=russia"], &[1]),
            (&["residency=РОССИЯ"], &[1]),
            (&["residency=10"], &[2]),
            (&["residency!=kz"], &[1, 3]),
            (&["residency~каз"], &[2]),
            (&["residency=77"], &[3]),
            (&["name~ООО"], &[1, 3]),
            (&["name!~ооо"], &[2]),
            (&["phone="], &[1]),
            (&["phone!="], &[2, 3]),
            (&["department_ids=7"], &[1, 3]),
            (&["department_ids="], &[2]),
            (&["docs_address.city_id=5"], &[1]),
            (&["name~ооо", "department_ids=9"], &[1]),
            (&["name = ТОО алатау "], &[2]),
        ];
        for (conditions, expected) in cases {
            let parsed: Vec<Condition> = conditions
                .iter()
                .map(|text| text.parse().expect("a condition"))
                .collect();
            let selected = select(entries(), &parsed, None, &["name", "docs_address.city_id"]);
            assert_eq!(
                numbers(&selected.expect("known fields")),
                expected,
                "{conditions:?}"
            );
        }
        for text in ["name", "", "=x", "!=x"] {
            assert!(text.parse::<Condition>().is_err(), "{text}");
        }
    }

    #[test]
    fn unknown_field_is_rejected() {
        let condition: Condition = "nmae=x".parse().expect("a condition");
        let known = ["name", "docs_address.city_id"];
        assert!(select(entries(), &[condition], None, &known).is_err());
        assert!(select(entries(), &[], Some("-nmae"), &known).is_err());
        let known_but_empty: Condition = "docs_address=".parse().expect("a condition");
        assert!(select(Vec::new(), &[known_but_empty], Some("name"), &known).is_ok());
    }

    #[test]
    fn sorting_knows_numbers_and_letters_and_puts_the_empty_last() {
        let cases: [(&str, &[u64]); 5] = [
            ("name", &[3, 1, 2]),
            ("-name", &[2, 1, 3]),
            ("residency", &[1, 2, 3]),
            ("-residency", &[3, 2, 1]),
            ("phone", &[2, 3, 1]),
        ];
        for (field, expected) in cases {
            let sorted = select(entries(), &[], Some(field), &["x"; 0]).expect("sorted");
            assert_eq!(numbers(&sorted), expected, "{field}");
        }
    }

    #[test]
    fn search_finds_text_and_phones_in_any_format() {
        let cases: [(&str, &[u64]); 7] = [
            ("РОМАШКА", &[1]),
            ("ооо", &[1, 3]),
            ("495 123-45-67", &[3]),
            ("+77270000901", &[2]),
            ("8 (727) 000-09-01", &[2]),
            ("12", &[3]),
            ("нет такого", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(numbers(&search(entries(), text)), expected, "{text}");
        }
    }
}
