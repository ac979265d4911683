//! What an error must not repeat of the request.

use http::{HeaderMap, HeaderValue};
use serde_json::Value;

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

    pub(super) fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let tidy = texts.into_iter().filter_map(|text| tidy(&text));
        // One or two characters tell nothing of a person, and masking them would mask half of
        // every sentence.
        let mut texts: Vec<String> = tidy.filter(|text| text.chars().count() > 2).collect();
        // The longest first, so that no part of one is left.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    pub(super) fn mask_text(&self, text: &mut String) {
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

    /// Masks a body of JSON, which may spell a character in several ways, or of plain text.
    pub(super) fn masked(&self, body: &str) -> String {
        match serde_json::from_str(body) {
            Ok(mut value) => {
                self.mask_json(&mut value);
                value.to_string()
            }
            Err(_) => {
                let mut text = body.to_owned();
                self.mask_spaced(&mut text);
                text
            }
        }
    }

    pub(crate) fn is_repeated_in(&self, text: &str) -> bool {
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

/// One line; `None` if nothing is left.
pub(super) fn tidy(text: &str) -> Option<String> {
    let line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!line.is_empty()).then_some(line)
}
