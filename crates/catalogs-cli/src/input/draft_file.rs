//! Drafts from files: JSON, JSON lines or YAML, in the shape of a request or of a response.

use std::path::Path;

use catalogs::Draft;
use serde_json::{Map, Value};

use super::{name_of, read as read_text};
use crate::{entities::CliEntity, error::Failure};

/// Request bodies from a file.
pub(crate) struct Bodies {
    pub(crate) bodies: Vec<Map<String, Value>>,
    /// Whether the file holds a list, or several values.
    pub(crate) is_list: bool,
    /// Fields that the documentation does not know, where a person seems to have written them.
    pub(crate) unknown: Vec<String>,
}

/// Reads the drafts in a file.
pub(crate) fn read<E: CliEntity>(path: &Path) -> Result<Bodies, Failure> {
    parse::<E>(&read_text(path)?, &name_of(path))
}

fn parse<E: CliEntity>(text: &str, name: &str) -> Result<Bodies, Failure> {
    let (values, is_list) = match values(text, name)? {
        mut values if values.len() == 1 => match values.remove(0) {
            Value::Array(list) => (list, true),
            value => (vec![value], false),
        },
        values => (values, true),
    };
    let mut unknown = Vec::new();
    let mut bodies = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let place = if is_list {
            format!("{name}, entry {}", index + 1)
        } else {
            name.to_owned()
        };
        let Value::Object(entry) = value else {
            return Err(
                Failure::usage(format!("{place} is no object with fields")).hint(format!(
                    "it has to look like {{\"{}\": …}}",
                    E::Draft::FIELDS.first().copied().unwrap_or_default()
                )),
            );
        };
        let is_response = entry.contains_key("id");
        let body = to_request::<E>(entry, &place)?;
        if !is_response {
            let odd = body
                .keys()
                .filter(|field| !E::Draft::FIELDS.contains(&field.as_str()));
            unknown.extend(odd.cloned());
        }
        bodies.push(body);
    }
    unknown.sort();
    unknown.dedup();
    Ok(Bodies {
        bodies,
        is_list,
        unknown,
    })
}

/// The values in a text. YAML is what does not begin like JSON.
fn values(text: &str, name: &str) -> Result<Vec<Value>, Failure> {
    let wrong =
        |line: u64, problem: String| Failure::usage(format!("{name}, line {line}: {problem}"));
    if text.trim().is_empty() {
        return Err(Failure::usage(format!("{name} is empty")));
    }
    if text.trim_start().starts_with(['{', '[']) {
        let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        return values.collect::<Result<_, _>>().map_err(|error| {
            wrong(
                error.line() as u64,
                format!("no JSON at column {}", error.column()),
            )
        });
    }
    let value: Value = serde_saphyr::from_str(text).map_err(|error| {
        let place = error.location();
        let line = place.map_or(1, |place| place.line());
        let column = place.map_or(1, |place| place.column());
        wrong(line, format!("neither JSON nor YAML at column {column}"))
    })?;
    Ok(vec![value])
}

/// Turns a response into the request that changes nothing; a request stays as it is.
fn to_request<E: CliEntity>(
    mut entry: Map<String, Value>,
    place: &str,
) -> Result<Map<String, Value>, Failure> {
    entry.remove("id");
    for link in E::links() {
        let Some(linked) = entry.remove(link.response_name) else {
            continue;
        };
        let ids = match linked {
            Value::Null => None,
            Value::Array(linked) => linked
                .iter()
                .map(|entity| entity.get("id").filter(|id| id.is_string()).cloned())
                .collect::<Option<Vec<Value>>>(),
            _ => None,
        };
        let Some(ids) = ids else {
            return Err(Failure::usage(format!(
                "{place}: {} is no list of entities with ids",
                link.response_name
            ))
            .hint(format!(
                "to link by id, write {} with a list of ids",
                link.name
            )));
        };
        // If both are there, the ids count.
        entry.entry(link.name).or_insert(Value::Array(ids));
    }
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use catalogs::{Address, ContactPerson, Organization};
    use serde_json::json;

    use super::*;

    const ID: &str = "0a710001-0000-4000-8000-000000000001";

    #[test]
    fn json_json_lines_and_yaml_are_read() {
        let cases = [
            (r#"{"name": "Мария"}"#, false, 1),
            (r#"[{"name": "Мария"}]"#, true, 1),
            ("[{\"name\": \"Мария\"}, {\"name\": \"Мария\"}]", true, 2),
            ("{\"name\": \"Мария\"}\n{\"name\": \"Мария\"}\n", true, 2),
            ("name: Мария\n", false, 1),
            ("- name: Мария\n- name: Мария\n", true, 2),
            ("[]", true, 0),
        ];
        for (text, is_list, count) in cases {
            let read = parse::<ContactPerson>(text, "f")
                .unwrap_or_else(|e| panic!("{text}: {}", e.message()));
            assert_eq!(
                (read.is_list, read.bodies.len()),
                (is_list, count),
                "{text}"
            );
            assert!(read.bodies.iter().all(|body| body["name"] == "Мария"));
        }
    }

    #[test]
    fn response_becomes_request_that_changes_nothing() {
        let response = json!({
            "id": ID, "name": "ООО", "new": 1,
            "addresses": [{"id": ID, "address": "ул."}], "contact_persons": [],
        });
        let read = parse::<Organization>(&response.to_string(), "f").expect("a draft");
        let expected = json!({
            "name": "ООО", "new": 1, "address_ids": [ID], "contact_person_ids": [],
        });
        assert_eq!(Value::Object(read.bodies[0].clone()), expected);
        assert!(read.unknown.is_empty(), "the service knows its fields");
    }

    #[test]
    fn errors_have_position_without_content() {
        let cases = [
            ("", "f is empty"),
            ("{\"note\": \"canary\"", "f, line 1: no JSON"),
            ("\n{\"note\": canary}", "f, line 2: no JSON"),
            ("\"canary\"", "f is no object"),
            ("canary", "f is no object"),
            ("a: [canary\nb: 1", "neither JSON nor YAML"),
            ("[{\"note\": \"x\"}, \"canary\"]", "f, entry 2 is no object"),
            (
                "{\"contact_persons\": \"canary\"}",
                "f: contact_persons is no list",
            ),
            (
                "{\"contact_persons\": [{\"x\": \"canary\"}]}",
                "f: contact_persons is no list",
            ),
        ];
        for (input, expected) in cases {
            let failure = parse::<Address>(input, "f")
                .err()
                .unwrap_or_else(|| panic!("{input}"));
            let text = format!("{} {:?}", failure.message(), failure.hint_text());
            assert!(
                text.contains(expected) && !text.contains("canary"),
                "{input}: {text}"
            );
        }
    }
}
