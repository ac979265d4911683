//! The jq filter that turns a response into the request that changes it.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{Edit, text::compact};

/// The ids of a list, which has to be one.
const IDS: &str = r#"def ids($list): arrays // error("the response does not show \($list)")
    | map(.id // error("an entry of \($list) has no id"));
  "#;

/// A filter that fails where the response is not one, or lacks a list that the edit would empty.
pub(crate) fn filter(edit: &Edit) -> String {
    let mut ids = "";
    // `input` fails where there is none; left to itself, jq would do nothing, and succeed.
    let mut steps = vec![
        "input".to_owned(),
        r#"if .id then del(.id) else error("the response has no id") end"#.to_owned(),
    ];
    for field in edit.has_to_show() {
        steps.push(format!(
            r#"if .{field} == null then error("the response does not show {field}") else . end"#
        ));
    }
    for field in edit.codes_kept() {
        steps.push(format!(
            r#"if (.{field} | type) == "object" then error("the response shows no {field}") else . end"#
        ));
    }
    for link in &edit.links {
        let (response, request) = (link.response, link.request);
        steps.push(if edit.sets(*link) {
            format!("del(.{response})")
        } else {
            ids = IDS;
            format!(".{request} = (.{response} | ids(\"{response}\")) | del(.{response})")
        });
    }
    steps.extend(
        edit.changes
            .iter()
            .map(|change| format!("{} = {}", path(&change.path), compact(&change.value))),
    );
    format!("\n  {ids}{}\n", steps.join("\n  | "))
}

fn path(fields: &[String]) -> String {
    let mut path = String::new();
    for field in fields {
        let plain = field.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && field.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain {
            let _ = write!(path, ".{field}");
        } else {
            let dot = if path.is_empty() { "." } else { "" };
            let _ = write!(path, "{dot}[{}]", compact(&Value::from(field.as_str())));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jq_path_is_plain_or_quoted() {
        for (fields, expected) in [
            (&["phone"][..], ".phone"),
            (&["docs_address", "postcode"], ".docs_address.postcode"),
            (&["and"], ".and"),
            (&["a b", "c"], r#".["a b"].c"#),
            (&["a", "1c", "\""], r#".a["1c"]["\""]"#),
            (&[""], r#".[""]"#),
        ] {
            let fields: Vec<_> = fields.iter().map(|&field| field.to_owned()).collect();
            assert_eq!(path(&fields), expected);
        }
    }
}
