//! The `x-` keys of the spec: which ones there are, where they belong and what they hold.

use serde_json::Value;

use crate::spec::METHODS;

/// What an `x-` key holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Texts,
    True,
    OneOf(&'static [&'static str]),
}

impl Holds {
    fn accepts(self, value: &Value) -> bool {
        let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
        match self {
            Holds::Text => is_text(value),
            Holds::Texts => value
                .as_array()
                .is_some_and(|list| list.iter().all(is_text)),
            Holds::True => *value == true,
            Holds::OneOf(choices) => value.as_str().is_some_and(|text| choices.contains(&text)),
        }
    }

    fn expected(self) -> String {
        match self {
            Holds::Text => "a text".to_owned(),
            Holds::Texts => "a list of texts".to_owned(),
            Holds::True => "`true`".to_owned(),
            Holds::OneOf(choices) => format!("one of {}", choices.join(", ")),
        }
    }
}

/// Keys of an operation.
const OPERATION: &[(&str, Holds)] = &[
    ("x-summary-ru", Holds::Text),
    ("x-phrase", Holds::Text),
    ("x-function-ru", Holds::Text),
    (
        "x-effect",
        Holds::OneOf(&["read", "create", "replace", "delete"]),
    ),
];

/// Keys of a component schema.
const COMPONENT: &[(&str, Holds)] = &[
    ("x-label", Holds::Text),
    ("x-label-ru", Holds::Text),
    ("x-plural-label", Holds::Text),
    ("x-plural-label-ru", Holds::Text),
    ("x-description-ru", Holds::Text),
    ("x-enum-varnames", Holds::Texts),
    ("x-enum-descriptions", Holds::Texts),
    ("x-enum-descriptions-ru", Holds::Texts),
];

/// Keys of a property.
const PROPERTY: &[(&str, Holds)] = &[
    ("x-label", Holds::Text),
    ("x-label-ru", Holds::Text),
    ("x-description-ru", Holds::Text),
    ("x-required", Holds::True),
    ("x-personal", Holds::True),
    ("x-clear", Holds::OneOf(&["never"])),
    ("x-response-name", Holds::Text),
];

/// Reports the `x-` keys of the node at `place`, a JSON pointer, that do not belong there or do
/// not hold what they have to.
pub(crate) fn check(node: &Value, place: &str, problems: &mut Vec<String>) {
    let keys = node.as_object().into_iter().flatten();
    for (key, value) in keys.filter(|(key, _)| key.starts_with("x-")) {
        if node.get("$ref").is_some() {
            problems.push(format!(
                "{place}/{key}: has no effect beside `$ref` in OpenAPI 3.0; move it to the target"
            ));
            continue;
        }
        match keys_at(place).iter().find(|(known, _)| known == key) {
            None => problems.push(format!("{place}/{key}: is not a known key here")),
            Some((_, holds)) if !holds.accepts(value) => {
                problems.push(format!("{place}/{key}: expected {}", holds.expected()));
            }
            Some(_) => {}
        }
    }
}

/// The keys that the node at `place` may have.
fn keys_at(place: &str) -> &'static [(&'static str, Holds)] {
    let segments: Vec<&str> = place.split('/').skip(1).collect();
    match segments[..] {
        ["paths", _, method] if METHODS.contains(&method) => OPERATION,
        ["components", "schemas", _] => COMPONENT,
        ["components", "schemas", _, "properties", _] => PROPERTY,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn extension_is_accepted_only_where_it_belongs() {
        let operation = "/paths/~1things/get";
        let component = "/components/schemas/Thing";
        let property = "/components/schemas/Thing/properties/x-name";
        let cases = [
            (operation, json!({ "x-effect": "read" }), None),
            (component, json!({ "x-enum-varnames": ["a"] }), None),
            (
                property,
                json!({ "x-label": "A", "x-personal": true }),
                None,
            ),
            (
                operation,
                json!({ "x-effect": "none" }),
                Some("x-effect: expected one of read,"),
            ),
            (
                operation,
                json!({ "x-lable": "A" }),
                Some("get/x-lable: is not a known key here"),
            ),
            (
                operation,
                json!({ "x-label": "A" }),
                Some("x-label: is not a known key here"),
            ),
            (
                component,
                json!({ "x-personal": true }),
                Some("is not a known key here"),
            ),
            (
                component,
                json!({ "x-enum-varnames": [1] }),
                Some("expected a list of texts"),
            ),
            (
                property,
                json!({ "x-label": " " }),
                Some("x-name/x-label: expected a text"),
            ),
            (
                property,
                json!({ "x-personal": false }),
                Some("expected `true`"),
            ),
            (
                property,
                json!({ "$ref": "#", "x-label": "A" }),
                Some("has no effect beside"),
            ),
            (
                "/info",
                json!({ "x-label": "A" }),
                Some("/info/x-label: is not a known key"),
            ),
        ];
        for (place, node, expected) in cases {
            let mut problems = Vec::new();
            check(&node, place, &mut problems);
            match expected {
                None => assert_eq!(problems, [""; 0], "{place} {node}"),
                Some(text) => assert!(problems.concat().contains(text), "{node}: {problems:?}"),
            }
        }
    }
}
