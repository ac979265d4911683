//! Where a success could not be decoded, and why, without what stood there.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

/// The path into `body` at which it is no `T`, and what is wrong there.
///
/// Decodes once more, this time keeping track of the path: only a failed call pays for it.
pub(super) fn explain<T: DeserializeOwned>(body: &[u8]) -> (String, Cow<'static, str>) {
    if body.trim_ascii().is_empty() {
        return (".".to_owned(), "the answer is empty".into());
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) => {
            let path = error.path().to_string().replace(".?", "");
            (path, without_values(error.inner()))
        }
        Ok(_) => (
            ".".to_owned(),
            "there is more after the end of the answer".into(),
        ),
    }
}

/// The decoder's message without values from the answer, which may be personal data.
fn without_values(error: &serde_json::Error) -> Cow<'static, str> {
    match error.classify() {
        serde_json::error::Category::Eof => return "the answer ends too early".into(),
        serde_json::error::Category::Syntax => {
            return format!(
                "no JSON at line {}, column {}",
                error.line(),
                error.column()
            )
            .into();
        }
        serde_json::error::Category::Data | serde_json::error::Category::Io => {}
    }
    let message = error.to_string();
    if let Some(field) = message.strip_prefix("missing field `")
        && let Some((field, _)) = field.split_once('`')
    {
        return format!("`{field}` is missing").into();
    }
    if message.contains("UUID") {
        return "expected a GUID".into();
    }
    let found = ["invalid type: ", "invalid value: "]
        .iter()
        .find_map(|prefix| message.strip_prefix(prefix))
        .map(|rest| rest.split([' ', ',', '`', '"']).next().unwrap_or_default());
    let expected = message
        .rsplit_once(", expected ")
        .map(|(_, expected)| expected.split(" at line ").next().unwrap_or_default());
    match (found, expected) {
        (Some(found), Some(expected)) => format!("expected {expected}, found {found}").into(),
        _ => "it is not what the API promises".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalogs_raw::types::Organization;

    const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    fn explained(body: &str) -> (String, String) {
        let (path, problem) = explain::<Vec<Organization>>(body.as_bytes());
        (path, problem.into_owned())
    }

    #[test]
    fn the_path_and_the_problem_are_named() {
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
            ("[{".to_owned(), "[0]", "the answer ends too early"),
            ("<html>".to_owned(), ".", "no JSON at line 1, column 1"),
            (String::new(), ".", "the answer is empty"),
            (
                "[] []".to_owned(),
                ".",
                "there is more after the end of the answer",
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
    fn a_value_is_never_repeated() {
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
}
