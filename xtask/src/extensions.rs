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
    use super::*;

    /// A place, a node there, and what is wrong with it.
    const CASES: &str = r##"
operation | {"x-effect":"read"} |
component | {"x-enum-varnames":["a"]} |
property  | {"x-label":"A","x-personal":true} |
operation | {"x-effect":"none"} | x-effect: expected one of read,
operation | {"x-lable":"A"} | get/x-lable: is not a known key here
operation | {"x-label":"A"} | x-label: is not a known key here
component | {"x-personal":true} | is not a known key here
component | {"x-enum-varnames":[1]} | expected a list of texts
property  | {"x-label":" "} | x-name/x-label: expected a text
property  | {"x-personal":false} | expected `true`
property  | {"$ref":"#","x-label":"A"} | has no effect beside
/info     | {"x-label":"A"} | /info/x-label: is not a known key
"##;

    #[test]
    fn extension_is_accepted_only_where_it_belongs() -> serde_json::Result<()> {
        for case in CASES.trim().lines() {
            let cells: Vec<&str> = case.split('|').map(str::trim).collect();
            let [place, node, expected] = cells[..] else {
                panic!("three cells in `{case}`");
            };
            let place = match place {
                "operation" => "/paths/~1things/get",
                "component" => "/components/schemas/Thing",
                "property" => "/components/schemas/Thing/properties/x-name",
                other => other,
            };
            let mut problems = Vec::new();
            check(&serde_json::from_str(node)?, place, &mut problems);
            assert_eq!(
                problems.is_empty(),
                expected.is_empty(),
                "{case}: {problems:?}"
            );
            assert!(problems.concat().contains(expected), "{case}: {problems:?}");
        }
        Ok(())
    }
}
