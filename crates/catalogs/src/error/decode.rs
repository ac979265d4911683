//! Where a success could not be decoded, and why, without what stood there.

use std::{borrow::Cow, fmt};

use serde::de::DeserializeOwned;

/// Why a value could not be decoded, without a part of it.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    /// What was expected, and what was found.
    Mismatch { expected: String, found: String },
    /// Anything else.
    Other(Cow<'static, str>),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl From<&'static str> for Problem {
    fn from(text: &'static str) -> Self {
        Self::Other(text.into())
    }
}

impl From<String> for Problem {
    fn from(text: String) -> Self {
        Self::Other(text.into())
    }
}

/// The path into `body` at which it is not a valid `T`, and what is wrong there.
///
/// Decodes once more, this time keeping track of the path: only a failed call pays for it.
pub(super) fn explain<T: DeserializeOwned>(body: &[u8]) -> (String, Problem) {
    if body.trim_ascii().is_empty() {
        return (".".to_owned(), "the response is empty".into());
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) => {
            let path = error.path().to_string().replace(".?", "");
            (path, without_values(error.inner()))
        }
        Ok(_) => (
            ".".to_owned(),
            "there is more after the end of the response".into(),
        ),
    }
}

/// The decoder's message without values from the response, which may be personal data.
fn without_values(error: &serde_json::Error) -> Problem {
    match error.classify() {
        serde_json::error::Category::Eof => return "the response ends too early".into(),
        serde_json::error::Category::Syntax => {
            return format!(
                "invalid JSON at line {}, column {}",
                error.line(),
                error.column()
            )
            .into();
        }
        serde_json::error::Category::Data | serde_json::error::Category::Io => {}
    }
    problem(&error.to_string()).unwrap_or_else(|| "it is not what the API promises".into())
}

/// The problem that serde reports in `message`, without the values in it; `None` for other messages.
pub(crate) fn problem(message: &str) -> Option<Problem> {
    if let Some(field) = message.strip_prefix("missing field `")
        && let Some((field, _)) = field.split_once('`')
    {
        return Some(format!("`{field}` is missing").into());
    }
    if message.contains("UUID") {
        return Some("expected a GUID".into());
    }
    let found = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|prefix| message.strip_prefix(prefix))?;
    let found = found.split([' ', ',', '`', '"']).next().unwrap_or_default();
    let (_, expected) = message.rsplit_once(", expected ")?;
    let expected = expected.split(" at line ").next().unwrap_or_default();
    Some(Problem::Mismatch {
        expected: expected.to_owned(),
        found: found.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Organization;

    const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    fn explained(body: &str) -> (String, String) {
        let (path, problem) = explain::<Vec<Organization>>(body.as_bytes());
        (path, problem.to_string())
    }

    #[test]
    fn decode_problem_names_path_and_types() {
        let good = format!(r#"{{"id":"{ID}"}}"#);
        let cases = [
            (
                format!(r#"[{good},{{"id":"{ID}","docs_address":{{"city_id":"Москва"}}}}]"#),
                "[1].docs_address.city_id",
                "expected i32, found string",
            ),
            (
                format!(r#"[{{"id":"{ID}","addresses":[{{"id":"{ID}"}},{{}}]}}]"#),
                "[0].addresses[1]",
                "`id` is missing",
            ),
            (
                r#"[{"id":"Иванов"}]"#.to_owned(),
                "[0].id",
                "expected a GUID",
            ),
            (
                format!(r#"[{{"id":"{ID}","ownership":3000000000}}]"#),
                "[0].ownership",
                "expected i32, found integer",
            ),
            (
                format!(r#"[{{"id":"{ID}","department_ids":{{}}}}]"#),
                "[0].department_ids",
                "expected a sequence, found map",
            ),
            ("[{".to_owned(), "[0]", "the response ends too early"),
            ("<html>".to_owned(), ".", "invalid JSON at line 1, column 1"),
            (String::new(), ".", "the response is empty"),
            (
                "[] []".to_owned(),
                ".",
                "there is more after the end of the response",
            ),
        ];
        for (body, path, problem) in cases {
            assert_eq!(
                explained(&body),
                (path.to_owned(), problem.to_owned()),
                "{body}"
            );
        }
    }

    #[test]
    fn decode_problem_hides_values() {
        let tricky = [
            r#""Иванов, expected a crown""#,
            r#""expected \" at line""#,
            "777777",
            "\"\"",
        ];
        for value in tricky {
            for field in [
                "ownership",
                "name",
                "docs_address",
                "addresses",
                "all_departments_allowed",
            ] {
                let body = format!(r#"[{{"id":"{ID}","{field}":{value}}}]"#);
                let (_, problem) = explained(&body);
                for part in ["Иванов", "crown", "777777"] {
                    assert!(!problem.contains(part), "{body}: {problem}");
                }
            }
        }
    }

    /// JSON of any shape, with field names that mean something.
    fn json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "canary.{0,20}".prop_map(Value::from),
            Just(Value::from(ID)),
        ];
        let name = prop_oneof![
            Just("id"),
            Just("name"),
            Just("addresses"),
            Just("docs_address"),
            Just("residency"),
            Just("contact_persons"),
            Just("department_ids"),
            Just("ownership"),
            Just("rating"),
        ];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            let fields = prop::collection::hash_map(name.clone(), inner.clone(), 0..8);
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(Value::from),
                fields.prop_map(|fields| {
                    let id = ("id".to_owned(), Value::from(ID));
                    let fields = fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value));
                    Value::Object(std::iter::once(id).chain(fields).collect())
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn arbitrary_json_is_explained_without_values(response in json()) {
            let body = response.to_string();
            match serde_json::from_str::<Vec<crate::Organization>>(&body) {
                Ok(organizations) => {
                    for organization in organizations {
                        let shown = format!("{organization:?} {:?}", organization.to_draft());
                        prop_assert!(!shown.contains("canary"), "{}", shown);
                        organization.to_draft().warnings();
                    }
                }
                Err(_) => {
                    let (path, problem) = explain::<Vec<Organization>>(body.as_bytes());
                    prop_assert!(!format!("{path} {problem}").contains("canary"), "{body}");
                }
            }
        }

        #[test]
        fn arbitrary_bytes_are_explained(body in prop::collection::vec(any::<u8>(), 0..200)) {
            explain::<Vec<Organization>>(&body);
        }
    }
}
