//! What an error answer says, whatever it looks like.

use serde_json::{Map, Value};

/// The longest text of an answer that is shown, in characters.
const LONGEST: usize = 500;

/// What an error answer says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    /// It is a web page: a proxy or a gateway speaks, not the API.
    pub(crate) is_web_page: bool,
}

impl Said {
    /// Reads the documented error, the spellings of ATI.SU's other services, and .NET's problem
    /// details; of anything else, only whether it is a web page.
    pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Self::from_fields(&fields),
            Ok(Value::String(text)) => Self {
                reason: tidy(&text),
                ..Self::default()
            },
            _ => Self {
                is_web_page: is_web_page(content_type, body),
                ..Self::default()
            },
        }
    }

    /// The same as it may be shown: with each of these texts masked, where it is repeated, and cut to a
    /// readable length. Cutting comes last, or it would leave half of what is to be masked.
    pub(crate) fn without(mut self, secrets: &[String]) -> Self {
        // The longest first, so that no part of one is left standing. One or two characters tell
        // nothing of a person, and masking them would mask half of every sentence.
        let mut secrets: Vec<String> = secrets.iter().filter_map(|secret| tidy(secret)).collect();
        secrets.retain(|secret| secret.chars().count() > 2);
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        for text in [&mut self.code, &mut self.reason].into_iter().flatten() {
            for secret in &secrets {
                *text = text.replace(secret.as_str(), "…");
            }
            cut(text);
        }
        self
    }

    fn from_fields(fields: &Map<String, Value>) -> Self {
        let find = |names: &[&str]| {
            names.iter().find_map(|name| {
                let field = fields
                    .iter()
                    .find(|(key, _)| key.eq_ignore_ascii_case(name));
                field.and_then(|(_, value)| text(value))
            })
        };
        Self {
            code: find(&["error_code", "errorcode", "error", "code"]),
            reason: find(&["reason", "error_description", "message", "detail", "title"])
                .or_else(|| find(&["errorslist", "errors"])),
            is_web_page: false,
        }
    }
}

/// A text, a number, or a list of them, as one text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => tidy(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => tidy(&list.iter().filter_map(text).collect::<Vec<_>>().join("; ")),
        Value::Object(fields) => tidy(
            &fields
                .values()
                .filter_map(text)
                .collect::<Vec<_>>()
                .join("; "),
        ),
        Value::Null | Value::Bool(_) => None,
    }
}

/// One line; `None` if nothing is left.
fn tidy(text: &str) -> Option<String> {
    let line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!line.is_empty()).then_some(line)
}

/// Cuts to [`LONGEST`] characters.
fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
}

fn is_web_page(content_type: Option<&str>, body: &[u8]) -> bool {
    let declared = content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    declared || body.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_body_is_survived() {
        let json = Some("application/json");
        let html = Some("text/html; charset=utf-8");
        type Case<'a> = (
            Option<&'a str>,
            &'a [u8],
            Option<&'a str>,
            Option<&'a str>,
            bool,
        );
        let cases: &[Case<'_>] = &[
            (
                json,
                br#"{"error_code":"a","reason":"b"}"#,
                Some("a"),
                Some("b"),
                false,
            ),
            (
                json,
                br#"{"error":"a","reason":"b"}"#,
                Some("a"),
                Some("b"),
                false,
            ),
            (
                json,
                br#"{"Error":"a","Reason":"b","ErrorsList":["c"]}"#,
                Some("a"),
                Some("b"),
                false,
            ),
            (
                json,
                br#"{"Error":"a","ErrorsList":["c","d"]}"#,
                Some("a"),
                Some("c; d"),
                false,
            ),
            (
                json,
                br#"{"title":"t","status":400,"errors":{"Inn":["x"]}}"#,
                None,
                Some("t"),
                false,
            ),
            (
                json,
                br#"{"error_code":17,"reason":null}"#,
                Some("17"),
                None,
                false,
            ),
            (
                json,
                "\u{FEFF}{\"reason\":\"b\"}".as_bytes(),
                None,
                Some("b"),
                false,
            ),
            (json, br#""just text""#, None, Some("just text"), false),
            (json, b"[1,2]", None, None, false),
            (json, b"", None, None, false),
            (None, b"", None, None, false),
            (None, b"oops", None, None, false),
            (html, b"<html><body>502</body></html>", None, None, true),
            (None, b"\n <!DOCTYPE html>", None, None, true),
            (html, b"", None, None, true),
            (json, b"\xFF\xFE\x00", None, None, false),
            (json, br#"{"reason":"cut off"#, None, None, false),
            (
                json,
                br#"{"reason":"  two\n\tlines  "}"#,
                None,
                Some("two lines"),
                false,
            ),
            (json, br#"{"reason":"   "}"#, None, None, false),
        ];
        for (content_type, body, code, reason, is_web_page) in cases {
            let said = Said::read(*content_type, body);
            let shown = String::from_utf8_lossy(body);
            assert_eq!(said.code.as_deref(), *code, "{shown}");
            assert_eq!(said.reason.as_deref(), *reason, "{shown}");
            assert_eq!(said.is_web_page, *is_web_page, "{shown}");
        }
    }

    #[test]
    fn what_was_sent_is_masked_where_it_is_repeated() {
        let said = Said::read(
            None,
            br#"{"reason":"no such phone: +7 495 123, of Maria Ivanova"}"#,
        );
        let secrets = ["+7 495 123", "Maria", "Maria  Ivanova", "of", ""].map(str::to_owned);
        assert_eq!(
            said.without(&secrets).reason.unwrap(),
            "no such phone: …, of …"
        );
    }

    #[test]
    fn what_is_to_be_masked_is_not_cut_in_two() {
        let reason = format!("{} Maria Ivanova", "a".repeat(LONGEST - 4));
        let body = serde_json::json!({ "reason": reason }).to_string();
        let said = Said::read(None, body.as_bytes());
        let shown = said.without(&["Maria Ivanova".to_owned()]).reason.unwrap();
        assert!(!shown.contains("Ma"), "{shown}");
    }

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let body = serde_json::json!({ "reason": "я".repeat(2_000) }).to_string();
        let said = Said::read(None, body.as_bytes());
        let reason = said.without(&[]).reason.unwrap();
        assert_eq!(reason.chars().count(), LONGEST + 1);
        assert!(reason.ends_with("я…"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_say_something_short_or_nothing(
            content_type in proptest::option::of(".{0,20}"),
            body in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
        ) {
            let said = Said::read(content_type.as_deref(), &body).without(&[]);
            for text in said.code.iter().chain(&said.reason) {
                proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
                proptest::prop_assert!(!text.contains(char::is_control));
            }
        }

        #[test]
        fn any_texts_in_a_documented_error_are_one_line_each(code in ".{0,800}", reason in ".{0,800}") {
            let body = serde_json::json!({ "error_code": code, "reason": reason }).to_string();
            let said = Said::read(None, body.as_bytes()).without(&[]);
            for text in said.code.iter().chain(&said.reason) {
                proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
                proptest::prop_assert!(!text.contains(char::is_control));
            }
        }
    }
}
