//! The body of an error response, whatever it looks like.

use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value};

/// The longest text of an error body that is shown, in characters.
const LONGEST: usize = 500;

/// Headers which may hold credentials, or an address with anything in it.
const HIDDEN_HEADERS: [&str; 12] = [
    "authentication-info",
    "authorization",
    "content-location",
    "cookie",
    "link",
    "location",
    "proxy-authentication-info",
    "proxy-authorization",
    "refresh",
    "set-cookie",
    "set-cookie2",
    "x-api-key",
];

/// What the body of an error response contains.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    /// It is a web page: a proxy or a gateway speaks, not the API.
    pub(crate) is_web_page: bool,
    /// The id by which the service finds the request in its logs.
    pub(crate) trace_id: Option<String>,
    /// The whole body, if it is JSON: nothing else can be masked reliably.
    pub(crate) text: Option<String>,
}

/// Texts of a request that an error must not repeat.
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// The token and all texts of a request.
    pub(crate) fn of(authorization: &HeaderValue, body: Option<&[u8]>) -> Self {
        let token = authorization.to_str().ok();
        let token = token.and_then(|value| value.strip_prefix("Bearer "));
        let mut texts: Vec<String> = token.map(str::to_owned).into_iter().collect();
        let body = serde_json::from_slice(body.unwrap_or_default()).unwrap_or_default();
        collect(&body, &mut texts);
        Self::new(texts)
    }

    fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let tidy = texts.into_iter().filter_map(|text| tidy(&text));
        // One or two characters tell nothing of a person, and masking them would mask half of
        // every sentence.
        let mut texts: Vec<String> = tidy.filter(|text| text.chars().count() > 2).collect();
        // The longest first, so that no part of one is left.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    fn mask_text(&self, text: &mut String) {
        for secret in &self.0 {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "…");
            }
        }
    }

    /// Masks a text that was not made [`tidy`] yet, as the secrets are.
    fn mask_spaced(&self, text: &mut String) {
        *text = tidy(text).unwrap_or_default();
        self.mask_text(text);
    }

    fn is_repeated_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    fn mask_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.mask_spaced(text),
            Value::Array(list) => list.iter_mut().for_each(|value| self.mask_json(value)),
            Value::Object(fields) => {
                for (mut name, mut value) in std::mem::take(fields) {
                    self.mask_spaced(&mut name);
                    self.mask_json(&mut value);
                    fields.insert(name, value);
                }
            }
            Value::Number(number) if self.is_repeated_in(&number.to_string()) => {
                *value = "…".into();
            }
            _ => {}
        }
    }

    /// Leaves out headers that may hold credentials or addresses, and those whose values repeat a
    /// secret or cannot be compared with one.
    pub(crate) fn mask(&self, headers: HeaderMap) -> HeaderMap {
        let mut masked = headers.clone();
        for (name, value) in &headers {
            let is_encoded = |text: &str| text.contains('%') || text.contains("=?");
            let is_shown = !HIDDEN_HEADERS.contains(&name.as_str())
                && value.to_str().is_ok_and(|text| {
                    !is_encoded(text) && !self.is_repeated_in(&tidy(text).unwrap_or_default())
                });
            if !is_shown {
                masked.remove(name);
            }
        }
        masked
    }
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        // A coordinate; the sign may be told apart from it, and .NET may write a decimal comma.
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string().trim_start_matches('-').to_owned();
            into.extend([text.replace('.', ","), text]);
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, into)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, into)),
        _ => {}
    }
}

impl ErrorBody {
    /// Reads the documented error, the spellings of ATI.SU's other services, and .NET's problem
    /// details; of anything else, only whether it is a web page.
    pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let json = serde_json::from_slice::<Value>(body).ok();
        let read = match &json {
            Some(Value::Object(fields)) => Self::from_fields(fields),
            Some(Value::String(text)) => Self {
                reason: tidy(text),
                ..Self::default()
            },
            _ => Self {
                is_web_page: is_web_page(content_type, body),
                ..Self::default()
            },
        };
        let text = json.map(|value| value.to_string());
        Self { text, ..read }
    }

    /// The same as it may be shown: with the secrets masked where they are repeated, and cut to a
    /// readable length. Cutting comes last, or it would leave half of what is to be masked.
    pub(crate) fn masked(mut self, secrets: &Secrets) -> Self {
        let shown = [&mut self.code, &mut self.reason, &mut self.trace_id];
        for text in shown.into_iter().flatten() {
            secrets.mask_text(text);
            cut(text);
        }
        // JSON may spell a character in several ways.
        self.text = self.text.and_then(|text| {
            let mut value = serde_json::from_str(&text).ok()?;
            secrets.mask_json(&mut value);
            Some(value.to_string())
        });
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
            trace_id: find(&["traceid", "trace_id", "requestid", "request_id"]),
            ..Self::default()
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
    fn error_body_of_any_kind_is_read() {
        let cases: &[(&[u8], &str, &str)] = &[
            (br#"{"error_code":"a","reason":"b"}"#, "a", "b"),
            (br#"{"error":"a","reason":"b"}"#, "a", "b"),
            (
                br#"{"Error":"a","Reason":"b","ErrorsList":["c"]}"#,
                "a",
                "b",
            ),
            (br#"{"Error":"a","ErrorsList":["c","d"]}"#, "a", "c; d"),
            (
                br#"{"title":"t","status":400,"errors":{"Inn":["x"]}}"#,
                "",
                "t",
            ),
            (br#"{"error_code":17,"reason":null}"#, "17", ""),
            ("\u{FEFF}{\"reason\":\"b\"}".as_bytes(), "", "b"),
            (br#""just text""#, "", "just text"),
            (b"[1,2]", "", ""),
            (b"", "", ""),
            (b"oops", "", ""),
            (b"\xFF\xFE\x00", "", ""),
            (br#"{"reason":"cut off"#, "", ""),
            (br#"{"reason":"  two\n\tlines  "}"#, "", "two lines"),
            (br#"{"reason":"   "}"#, "", ""),
        ];
        for (body, code, reason) in cases {
            for content_type in [None, Some("application/json")] {
                let read = ErrorBody::read(content_type, body);
                let shown = String::from_utf8_lossy(body);
                assert_eq!(read.code.unwrap_or_default(), *code, "{shown}");
                assert_eq!(read.reason.unwrap_or_default(), *reason, "{shown}");
                assert!(!read.is_web_page, "{shown}");
            }
        }
        let html = Some("text/html; charset=utf-8");
        let pages = [
            (html, "<html>502</html>"),
            (html, ""),
            (None, "\n <!DOCTYPE html>"),
        ];
        for (content_type, body) in pages {
            let read = ErrorBody::read(content_type, body.as_bytes());
            assert!(
                read.is_web_page && read.code.or(read.reason).is_none(),
                "{body}"
            );
        }
    }

    #[test]
    fn repeated_text_is_masked_in_reason() {
        let read = ErrorBody::read(
            None,
            br#"{"reason":"no such phone: +7 495 123, of Maria Ivanova"}"#,
        );
        let secrets = ["+7 495 123", "Maria", "Maria  Ivanova", "of", ""].map(str::to_owned);
        assert_eq!(
            read.masked(&Secrets::new(secrets)).reason.unwrap(),
            "no such phone: …, of …"
        );
    }

    #[test]
    fn secret_at_cut_is_masked_whole() {
        let reason = format!("{} Maria Ivanova", "a".repeat(LONGEST - 4));
        let body = serde_json::json!({ "reason": reason }).to_string();
        let read = ErrorBody::read(None, body.as_bytes());
        let shown = read
            .masked(&Secrets::new(["Maria Ivanova".to_owned()]))
            .reason
            .unwrap();
        assert!(!shown.contains("Ma"), "{shown}");
    }

    #[test]
    fn long_reason_is_cut_between_characters() {
        let body = serde_json::json!({ "reason": "я".repeat(2_000) }).to_string();
        let read = ErrorBody::read(None, body.as_bytes());
        let reason = read.masked(&Secrets::new([])).reason.unwrap();
        assert_eq!(reason.chars().count(), LONGEST + 1);
        assert!(reason.ends_with("я…"));
    }

    fn shown(body: impl AsRef<[u8]>, sent: &str) -> ErrorBody {
        let secrets = Secrets::of(&HeaderValue::from_static(""), Some(sent.as_bytes()));
        ErrorBody::read(None, body.as_ref()).masked(&secrets)
    }

    #[test]
    fn body_other_than_json_is_not_kept() {
        for body in [
            r#"{"reason":"\u041c\u0430\u0440\u0438\u044f","rest":"cu"#,
            "<html>&#x41C;&#x430;&#x440;&#x438;&#x44F; &#x2B;7495",
            "Мария",
            "",
        ] {
            assert_eq!(shown(body, r#"["Мария"]"#).text, None, "{body}");
        }
        let escaped = r#"{"a":"\u041c\u0430\u0440\u0438\u044f"}"#;
        assert_eq!(shown(escaped, r#"["Мария"]"#).text.unwrap(), r#"{"a":"…"}"#);
    }

    #[test]
    fn coordinates_are_masked_in_reason_and_body() {
        let sent = r#"{"address_latitude":-55.751244,"city_id":301}"#;
        let body = r#"{"reason":"-55.751244 (55,751244) of 301","given":[-55.751244,301,1.5]}"#;
        let shown = shown(body, sent);
        assert_eq!(shown.reason.unwrap(), "-… (…) of 301");
        let text = shown.text.unwrap();
        assert!(text.contains(r#"["…",301,1.5]"#), "{text}");
        assert!(!text.contains("751244"), "{text}");
    }

    #[test]
    fn headers_with_addresses_or_secrets_are_dropped() {
        let secrets = Secrets::of(
            &HeaderValue::from_static(""),
            Some(br#"["Maria  Ivanova"]"#),
        );
        let dropped = [
            ("location", "/x"),
            ("content-location", "/x"),
            ("set-cookie", "a=b"),
            ("authorization", "Bearer x"),
            ("x-blanks", "Maria \t Ivanova"),
            ("x-encoded", "Maria%20Ivanova"),
            ("x-utf8", "Мария"),
        ];
        let kept = [("retry-after", "3"), ("x-request-id", "r-1")];
        let mut headers = HeaderMap::new();
        for (name, value) in dropped.iter().chain(&kept) {
            headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let masked = secrets.mask(headers);
        let names: Vec<&str> = masked.keys().map(|name| name.as_str()).collect();
        assert_eq!(names.len(), kept.len(), "{names:?}");
        assert!(kept.iter().all(|(name, _)| masked.contains_key(*name)));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bytes_give_short_texts(
            content_type in proptest::option::of(".{0,20}"),
            body in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
        ) {
            let read = ErrorBody::read(content_type.as_deref(), &body).masked(&Secrets::new([]));
            for text in read.code.iter().chain(&read.reason) {
                proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
                proptest::prop_assert!(!text.contains(char::is_control));
            }
        }

        #[test]
        fn arbitrary_texts_give_single_lines(code in ".{0,800}", reason in ".{0,800}") {
            let body = serde_json::json!({ "error_code": code, "reason": reason }).to_string();
            let read = ErrorBody::read(None, body.as_bytes()).masked(&Secrets::new([]));
            for text in read.code.iter().chain(&read.reason) {
                proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
                proptest::prop_assert!(!text.contains(char::is_control));
            }
        }
    }
}
