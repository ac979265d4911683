//! Where an answer departs from the strict specification: the same departure in many entries is
//! one, and what came is told by its type and shape, never by its value.

use std::{collections::BTreeMap, fmt};

use catalogs_sandbox::contract::Contract;
use serde_json::{Value, json};

use crate::output::harmless;

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

/// How the answer to an operation differs from what the strict specification says of it.
pub(crate) fn of(operation: &str, answer: &Value) -> Vec<Difference> {
    let contract = Contract::strict();
    let body = answer.to_string();
    let wrong = contract.check_answer(operation, 200, body.as_bytes());
    let wrong = wrong
        .into_iter()
        .map(|violation| (violation.path, violation.expected));
    let missing = contract.missing_in_answer(operation, answer);
    let missing = missing
        .into_iter()
        .map(|path| (path, "the documented field".to_owned()));
    let unknown = contract.unknown_in_answer(operation, answer);
    let unknown = unknown
        .into_iter()
        .map(|path| (path, "no such field".to_owned()));

    let mut grouped: BTreeMap<(String, String), (Vec<String>, usize)> = BTreeMap::new();
    for (path, expected) in wrong.chain(missing).chain(unknown) {
        let came = shape(at(answer, &path));
        let (shapes, count) = grouped.entry((any_index(&path), expected)).or_default();
        *count += 1;
        if !shapes.contains(&came) {
            shapes.push(came);
        }
    }
    let grouped = grouped.into_iter();
    grouped
        .map(|((path, expected), (came, count))| Difference {
            of: holders(answer, &path).max(count),
            path: tame(&path),
            expected,
            came,
            count,
        })
        .collect()
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

/// `$[17].name` as `$[*].name`.
fn any_index(path: &str) -> String {
    let steps = steps(path).into_iter().map(|step| match step {
        Step::Field(name) => format!(".{name}"),
        Step::Entry(_) => "[*]".to_owned(),
    });
    format!("${}", steps.collect::<String>())
}

enum Step<'a> {
    Field(&'a str),
    /// `None`: whichever.
    Entry(Option<usize>),
}

/// The steps of a path. A name that itself looks like a path is taken for one, and leads nowhere.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut found = Vec::new();
    for part in path.trim_start_matches('$').split('.') {
        let (name, entries) = match part.find('[') {
            Some(start) => part.split_at(start),
            None => (part, ""),
        };
        if !name.is_empty() {
            found.push(Step::Field(name));
        }
        let entries = entries.split(['[', ']']).filter(|entry| !entry.is_empty());
        found.extend(entries.map(|entry| Step::Entry(entry.parse().ok())));
    }
    found
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path)
        .into_iter()
        .try_fold(value, |value, step| match step {
            Step::Field(name) => value.get(name),
            Step::Entry(index) => value.get(index?),
        })
}

/// How many values there are that could have what the path leads to.
fn holders(answer: &Value, path: &str) -> usize {
    let mut steps = steps(path);
    let last = steps.pop();
    let mut values = vec![answer];
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
        Some(Step::Entry(_)) => values
            .iter()
            .filter_map(|it| it.as_array())
            .map(Vec::len)
            .sum(),
        _ => values.iter().filter(|it| it.is_object()).count(),
    }
}

/// Names of fields that the specification does not know are the server's: only what looks like
/// one is repeated.
fn tame(path: &str) -> String {
    let steps = steps(path).into_iter().map(|step| match step {
        Step::Entry(_) => "[*]".to_owned(),
        Step::Field(name) if is_name(name) => format!(".{}", harmless(name)),
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
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    fn told(operation: &str, answer: Value) -> Vec<String> {
        of(operation, &answer)
            .iter()
            .map(Difference::to_string)
            .collect()
    }

    #[test]
    fn a_difference_names_the_place_what_is_expected_and_the_shape_of_what_came() {
        let person = |name: Value| json!({"id": ID, "name": name, "phone": "+7", "extra_phone": null, "email": "a@b"});
        let cases = [
            (json!([]), vec![]),
            (json!([person(json!("A"))]), vec![]),
            (json!(null), vec!["$: expected a list, came null"]),
            (json!({}), vec!["$: expected a list, came {}"]),
            (
                json!([
                    person(json!(7)),
                    person(json!("B")),
                    person(json!(null)),
                    person(json!(8))
                ]),
                vec!["$[*].name: expected a string, came a whole number or null; in 3 of 4"],
            ),
            (
                json!([{"id": "canary", "phone": "", "extra_phone": 1.5, "email": "", "name": "", "Иванов": 1, "nick": "canary"}]),
                vec![
                    "$[*].extra_phone: expected a whole number or null, came a number; in 1 of 1",
                    "$[*].id: expected a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301, came a string of 6 characters; in 1 of 1",
                    "$[*].nick: expected no such field, came a string of 6 characters; in 1 of 1",
                    "$[*].…: expected no such field, came a whole number; in 1 of 1",
                ],
            ),
            (
                json!([person(json!("A")), {"id": ID, "name": "", "phone": "", "extra_phone": 1}]),
                vec!["$[*].email: expected the documented field, came nothing; in 1 of 2"],
            ),
        ];
        for (answer, expected) in cases {
            assert_eq!(
                told("list_contact_persons", answer.clone()),
                expected,
                "{answer}"
            );
        }
    }

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
        let answer = json!([{"a": [{}, {}]}, {"a": [{}]}, {"a": null}]);
        assert_eq!(holders(&answer, "$[*].a[*].b"), 3);
        assert_eq!(holders(&answer, "$[*].a[*]"), 3);
        assert_eq!(holders(&answer, "$[*].b"), 3);
        assert_eq!(holders(&answer, "$"), 0);
    }
}
