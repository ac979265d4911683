//! Where a response differs from the strict specification. The same difference in many entries is
//! reported once, by type and shape, never by value.

use std::{collections::BTreeMap, fmt};

use catalogs_sandbox::contract::Contract;
use serde::Serialize;
use serde_json::Value;

use crate::output::counted;

/// At most this many shapes are listed for one difference.
const MOST_SHAPES: usize = 3;
/// No field of the specification has a longer name.
const LONGEST_NAME: usize = 40;

/// One departure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Difference {
    /// A JSON path, with `[*]` for whichever entry of a list.
    path: String,
    expected: String,
    /// What came instead, masked.
    came: Vec<String>,
    /// In how many places, and of how many there are.
    count: usize,
    of: usize,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let came = match self.came.split_at_checked(MOST_SHAPES) {
            Some((some, [_, ..])) => format!("{}, or other", some.join(" or ")),
            _ => self.came.join(" or "),
        };
        write!(f, "{}: expected {}, came {came}", self.path, self.expected)?;
        match self.path.contains("[*]") {
            true => write!(f, "; in {} of {}", self.count, self.of),
            false => Ok(()),
        }
    }
}

/// How the response to an operation differs from what the strict specification says of it.
pub(crate) fn of(operation: &str, response: &Value) -> Vec<Difference> {
    let contract = Contract::strict();
    let body = response.to_string();
    let wrong = contract.check_response(operation, 200, body.as_bytes());
    let wrong = wrong.into_iter().map(|it| (it.path, it.expected));
    let missing = contract
        .missing_in_response(operation, response)
        .into_iter();
    let missing = missing.map(|path| (path, "the documented field".to_owned()));
    let unknown = contract
        .unknown_in_response(operation, response)
        .into_iter();
    let unknown = unknown.map(|path| (path, "no such field".to_owned()));

    let mut found: BTreeMap<(String, String), Difference> = BTreeMap::new();
    for (path, expected) in wrong.chain(missing).chain(unknown) {
        let place = follow(response, &path);
        let difference = found
            .entry((place.path.clone(), expected.clone()))
            .or_insert_with(|| Difference {
                path: place.path,
                expected,
                came: Vec::new(),
                count: 0,
                of: place.of,
            });
        difference.count += 1;
        let came = shape(place.value);
        if !difference.came.contains(&came) {
            difference.came.push(came);
        }
    }
    found.into_values().collect()
}

/// A value by its type and shape.
fn shape(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::Bool(_)) => "true or false".to_owned(),
        Some(Value::Number(number)) if number.is_f64() => "a number".to_owned(),
        Some(Value::Number(_)) => "a whole number".to_owned(),
        Some(Value::String(text)) => {
            let length = counted(text.chars().count(), "character", "characters");
            format!("a string of {length}")
        }
        Some(Value::Array(list)) if list.is_empty() => "[]".to_owned(),
        Some(Value::Array(list)) => format!("a list of {}", list.len()),
        Some(Value::Object(fields)) if fields.is_empty() => "{}".to_owned(),
        Some(Value::Object(fields)) => {
            format!(
                "an object with {}",
                counted(fields.len(), "field", "fields")
            )
        }
    }
}

/// What a path into a response leads to.
struct Place<'a> {
    /// The path with `[*]` for any entry. Names that the specification does not know are the
    /// server's: only what looks like a name is repeated.
    path: String,
    value: Option<&'a Value>,
    /// How many values there are that could have it, in whichever entries.
    of: usize,
}

/// Follows a path. Names may hold anything, dots included: the response's own names tell where one
/// ends.
fn follow<'a>(response: &'a Value, path: &str) -> Place<'a> {
    let mut place = Place {
        path: "$".to_owned(),
        value: Some(response),
        of: 1,
    };
    // The values at the same place, in whichever entries.
    let mut all = vec![response];
    let mut rest = path.trim_start_matches('$');
    while let Some(kind) = rest.chars().next() {
        let inner = &rest[kind.len_utf8()..];
        if let ('[', Some((index, after))) = (kind, inner.split_once(']'))
            && let Ok(index) = index.parse::<usize>()
        {
            place.path += "[*]";
            place.value = place.value.and_then(|value| value.get(index));
            all = all
                .into_iter()
                .filter_map(Value::as_array)
                .flatten()
                .collect();
            place.of = all.len();
            rest = after;
            continue;
        }
        let ends = |name: &str| {
            let after = inner.strip_prefix(name);
            after.is_some_and(|after| after.is_empty() || after.starts_with(['.', '[']))
        };
        let fields = place.value.and_then(Value::as_object);
        let known = fields
            .into_iter()
            .flat_map(|fields| fields.keys())
            .filter(|name| ends(name));
        let end = known.map(String::len).max();
        let end = end.unwrap_or_else(|| inner.find(['.', '[']).unwrap_or(inner.len()));
        let (name, after) = inner.split_at(end);
        place.path.push('.');
        place.path += if is_name(name) { name } else { "…" };
        place.value = place.value.and_then(|value| value.get(name));
        place.of = all.iter().filter(|it| it.is_object()).count();
        all = all.into_iter().filter_map(|it| it.get(name)).collect();
        rest = after;
    }
    place
}

/// Whether it is a name as programmers give them, rather than somebody's data in the place of one.
fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-$".contains(c))
        && has_few_digits(name)
}

/// Whether it cannot be a phone or a registration number.
pub(super) fn has_few_digits(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() <= 4
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_value_has_a_shape() {
        let cases = [
            (json!(true), "true or false"),
            (json!("я"), "a string of 1 character"),
            (json!([]), "[]"),
            (json!([1, 2]), "a list of 2"),
            (json!({"a": 1}), "an object with 1 field"),
            (json!({"a": 1, "b": 2}), "an object with 2 fields"),
        ];
        for (value, expected) in cases {
            assert_eq!(shape(Some(&value)), expected);
        }
        assert_eq!(shape(None), "nothing");
    }

    #[test]
    fn many_shapes_are_cut_short_and_nested_lists_are_counted() {
        let difference = Difference {
            path: "$[*].name".into(),
            expected: "a string".into(),
            came: ["null", "{}", "[]", "a number"].map(str::to_owned).to_vec(),
            count: 4,
            of: 9,
        };
        let text = difference.to_string();
        assert_eq!(
            text,
            "$[*].name: expected a string, came null or {} or [], or other; in 4 of 9"
        );
        let response = json!([{"a": [{}, {}]}, {"a": [{}]}, {"a": null}]);
        for (path, expected) in [
            ("$[0].a[0].b", 3),
            ("$[0].a[1]", 3),
            ("$[2].b", 3),
            ("$", 1),
        ] {
            assert_eq!(follow(&response, path).of, expected, "{path}");
        }
    }

    #[test]
    fn path_names_follow_the_response() {
        let response = json!([{"a.b@c": {"d": 1}, "e[0]": 2, "a": {"b": 3}}]);
        for (path, expected) in [
            ("$", "$"),
            ("$[0].a.b@c.d", "$[*].….d"),
            ("$[0].e[0]", "$[*].…"),
            ("$[0].a.b", "$[*].a.b"),
            ("$[0].missing", "$[*].missing"),
            ("$[0].a.x.y", "$[*].a.x.y"),
        ] {
            assert_eq!(follow(&response, path).path, expected, "{path}");
        }
        assert_eq!(follow(&response, "$[0].a.b@c.d").value, Some(&json!(1)));
    }
}
