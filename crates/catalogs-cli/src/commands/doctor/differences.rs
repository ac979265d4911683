//! Where an response departs from the strict specification: the same departure in many entries is
//! one, and what came is text by its type and shape, never by its value.

use std::{collections::BTreeMap, fmt};

use catalogs_sandbox::contract::Contract;
use serde_json::{Value, json};

/// More shapes than so many are not listed for one departure.
const MOST_SHAPES: usize = 3;
/// No field of the specification has a longer name.
const LONGEST_NAME: usize = 40;

/// One departure.
#[derive(Clone, Debug, PartialEq)]
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

impl Difference {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "path": self.path,
            "expected": self.expected,
            "came": self.came,
            "count": self.count,
            "of": self.of,
        })
    }
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
    let wrong = wrong
        .into_iter()
        .map(|violation| (violation.path, violation.expected));
    let missing = contract.missing_in_response(operation, response);
    let missing = missing
        .into_iter()
        .map(|path| (path, "the documented field".to_owned()));
    let unknown = contract.unknown_in_response(operation, response);
    let unknown = unknown
        .into_iter()
        .map(|path| (path, "no such field".to_owned()));

    let mut found: BTreeMap<(String, String), Difference> = BTreeMap::new();
    for (path, expected) in wrong.chain(missing).chain(unknown) {
        let steps = steps(response, &path);
        let path = path_text(&steps);
        let difference = found
            .entry((path.clone(), expected.clone()))
            .or_insert_with(|| Difference {
                path,
                expected,
                came: Vec::new(),
                count: 0,
                of: holders(response, &steps),
            });
        difference.count += 1;
        let came = shape(at(response, &steps));
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
        Some(Value::String(text)) => match text.chars().count() {
            1 => "a string of 1 character".to_owned(),
            length => format!("a string of {length} characters"),
        },
        Some(Value::Array(list)) if list.is_empty() => "[]".to_owned(),
        Some(Value::Array(list)) => format!("a list of {}", list.len()),
        Some(Value::Object(fields)) if fields.is_empty() => "{}".to_owned(),
        Some(Value::Object(fields)) => match fields.len() {
            1 => "an object with 1 field".to_owned(),
            count => format!("an object with {count} fields"),
        },
    }
}

enum Step<'a> {
    Field(&'a str),
    Entry(usize),
}

/// The steps of a path into an response. Names may hold anything, dots included: the response's own
/// names tell where one ends.
fn steps<'a>(response: &Value, path: &'a str) -> Vec<Step<'a>> {
    let mut found = Vec::new();
    let mut value = Some(response);
    let mut rest = path.trim_start_matches('$');
    while let Some(kind) = rest.chars().next() {
        let inner = &rest[kind.len_utf8()..];
        if let ('[', Some((index, after))) = (kind, inner.split_once(']'))
            && let Ok(index) = index.parse::<usize>()
        {
            found.push(Step::Entry(index));
            value = value.and_then(|value| value.get(index));
            rest = after;
            continue;
        }
        let ends = |name: &str| {
            let after = inner.strip_prefix(name);
            after.is_some_and(|after| after.is_empty() || after.starts_with(['.', '[']))
        };
        let names = value.and_then(Value::as_object).map(|fields| fields.keys());
        let known = names.into_iter().flatten().filter(|name| ends(name));
        let end = known.map(String::len).max();
        let end = end.unwrap_or_else(|| inner.find(['.', '[']).unwrap_or(inner.len()));
        let (name, after) = inner.split_at(end);
        found.push(Step::Field(name));
        value = value.and_then(|value| value.get(name));
        rest = after;
    }
    found
}

fn at<'a>(response: &'a Value, steps: &[Step<'_>]) -> Option<&'a Value> {
    steps.iter().try_fold(response, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Entry(index) => value.get(index),
    })
}

/// How many values there are that could have what the steps lead to, in whichever entries.
fn holders(response: &Value, steps: &[Step<'_>]) -> usize {
    let Some((last, steps)) = steps.split_last() else {
        return 1;
    };
    let mut values = vec![response];
    for step in steps {
        values = match step {
            Step::Field(name) => values.iter().filter_map(|it| it.get(name)).collect(),
            Step::Entry(_) => {
                let lists = values.iter().filter_map(|it| it.as_array());
                lists.flatten().collect()
            }
        };
    }
    match last {
        Step::Field(_) => values.iter().filter(|it| it.is_object()).count(),
        Step::Entry(_) => {
            let lists = values.iter().filter_map(|it| it.as_array());
            lists.map(Vec::len).sum()
        }
    }
}

/// The path as text, with `[*]` for any entry. Names that the specification does not know are the
/// server's: only what looks like one is repeated.
fn path_text(steps: &[Step<'_>]) -> String {
    let steps = steps.iter().map(|step| match step {
        Step::Entry(_) => "[*]".to_owned(),
        Step::Field(name) if is_name(name) => format!(".{name}"),
        Step::Field(_) => ".…".to_owned(),
    });
    format!("${}", steps.collect::<String>())
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
            assert_eq!(
                holders(&response, &steps(&response, path)),
                expected,
                "{path}"
            );
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
            let steps = steps(&response, path);
            assert_eq!(path_text(&steps), expected, "{path}");
        }
        assert_eq!(
            at(&response, &steps(&response, "$[0].a.b@c.d")),
            Some(&json!(1))
        );
    }
}
