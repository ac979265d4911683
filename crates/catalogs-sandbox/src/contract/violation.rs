//! What a check found.

use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

/// One place where JSON departs from the specification.
///
/// It says where and what was expected, and never what was found: that may be personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where: a JSON path such as `$.docs_address.city_id`, with `$` for the whole value, or
    /// `status` for the status of a response.
    pub path: String,
    /// What was expected there, such as `a whole number or null`.
    pub expected: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.path, self.expected)
    }
}

impl Violation {
    pub(super) fn new(path: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            expected: expected.into(),
        }
    }

    /// Everything that `validator` finds in `value`, one violation for each place.
    pub(super) fn all(validator: &Validator, value: &Value) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for error in validator.iter_errors(value) {
            collect(&error, &mut found);
        }
        found
    }
}

fn collect(error: &ValidationError<'_>, found: &mut Vec<Violation>) {
    if let ValidationErrorKind::AnyOf { context } = error.kind() {
        // A nullable object: what is wrong with the object says more than "nor is it null".
        let known = found.len();
        let branches = context
            .iter()
            .filter(|branch| !branch.iter().all(asks_for_null));
        branches.flatten().for_each(|error| collect(error, found));
        let here = json_path(error.instance_path());
        let itself = found
            .iter_mut()
            .skip(known)
            .filter(|violation| violation.path == here);
        itself.for_each(|violation| violation.expected.push_str(" or null"));
        return;
    }
    let violation = Violation::new(json_path(error.instance_path()), expected(error.kind()));
    match found.iter_mut().find(|other| other.path == violation.path) {
        None => found.push(violation),
        // The list of allowed values says more than their type.
        Some(other) if matches!(error.kind(), ValidationErrorKind::Enum { .. }) => {
            *other = violation;
        }
        Some(_) => {}
    }
}

fn asks_for_null(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::Type { kind: TypeKind::Single(kind) }
        if kind.as_str() == "null")
}

/// A location as a JSON path: `$.department_ids[2]`.
fn json_path(location: &Location) -> String {
    let mut path = String::from("$");
    for segment in location.segments() {
        match segment {
            LocationSegment::Property(name) => {
                path.push('.');
                path.push_str(&name);
            }
            LocationSegment::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

fn expected(kind: &ValidationErrorKind) -> String {
    match kind {
        ValidationErrorKind::Type {
            kind: TypeKind::Single(kind),
        } => name(kind.as_str()).to_owned(),
        ValidationErrorKind::Type {
            kind: TypeKind::Multiple(kinds),
        } => {
            let names: Vec<&str> = kinds.iter().map(|kind| name(kind.as_str())).collect();
            // `null` comes first in the set, and reads better at the end.
            names.into_iter().rev().collect::<Vec<_>>().join(" or ")
        }
        ValidationErrorKind::Enum { options } => {
            let options: Vec<String> = options
                .as_array()
                .into_iter()
                .flatten()
                .map(Value::to_string)
                .collect();
            format!("one of {}", options.join(", "))
        }
        ValidationErrorKind::Format { format } if format == "uuid" => {
            "a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301".to_owned()
        }
        ValidationErrorKind::Minimum { limit } => format!("at least {limit}"),
        ValidationErrorKind::Maximum { limit } => format!("at most {limit}"),
        other => format!("what the schema's `{}` asks for", other.keyword()),
    }
}

fn name(json_type: &str) -> &str {
    match json_type {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a string",
        "array" => "a list",
        "object" => "an object",
        other => other,
    }
}
