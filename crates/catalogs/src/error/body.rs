//! The body of an error response, whatever it looks like.

use std::sync::Arc;

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::secrets::{Secrets, tidy};
use crate::charset;

/// The longest text of an error body that is shown, in characters.
const LONGEST: usize = 500;

/// What the body of an error response contains.
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) reason: Option<String>,
    /// What is wrong with each field: its name, and a message.
    pub(crate) fields: Vec<(String, String)>,
    /// The response is a web page: it comes from a proxy or a gateway, not from the API.
    pub(crate) is_web_page: bool,
    /// The title of the page.
    pub(crate) title: Option<String>,
    /// The id by which the service finds the request in its logs.
    pub(crate) trace_id: Option<String>,
    /// The whole body, if it is JSON or plain text: nothing else can be masked reliably.
    pub(crate) text: Option<String>,
    /// The whole body as it came.
    pub(crate) exposed: Option<Arc<SecretString>>,
}

impl ErrorBody {
    /// Reads the documented error, the spellings of ATI.SU's other services, .NET's problem
    /// details, plain texts, and of web pages the title.
    pub(crate) fn read(content_type: Option<&str>, body: &[u8]) -> Self {
        let declared = content_type.unwrap_or_default().to_ascii_lowercase();
        let Some(body) = charset::decode(content_type, body) else {
            return Self {
                is_web_page: declared.contains("html"),
                ..Self::default()
            };
        };
        let body = body.trim();
        let json = serde_json::from_str::<Value>(body);
        let read = match &json {
            Ok(Value::Object(fields)) => Self::from_fields(fields),
            Ok(Value::String(text)) => Self::from_text(text),
            Ok(_) => Self::default(),
            Err(_) if declared.contains("html") || body.starts_with('<') => Self {
                is_web_page: true,
                title: title(body),
                ..Self::default()
            },
            // JSON that broke off: a part of a text cannot be masked.
            Err(_) if body.starts_with(['{', '[', '"']) => Self::default(),
            Err(_) => Self {
                text: (!body.is_empty()).then(|| body.to_owned()),
                ..Self::from_text(body)
            },
        };
        Self {
            text: json.map_or(read.text, |value| Some(value.to_string())),
            exposed: (!body.is_empty()).then(|| Arc::new(body.into())),
            ..read
        }
    }

    /// The same of a body that broke off: a part of a plain text cannot be masked.
    pub(crate) fn without_cut_text(self) -> Self {
        let text = self.text.as_deref();
        match text.map(serde_json::from_str::<serde::de::IgnoredAny>) {
            Some(Err(_)) => Self::default(),
            _ => self,
        }
    }

    /// The same as it may be shown: with the secrets masked where they are repeated, and cut to a
    /// readable length. Cutting comes last, or it would leave half of what is to be masked.
    pub(crate) fn masked(mut self, secrets: &Secrets) -> Self {
        let shown = [
            &mut self.code,
            &mut self.reason,
            &mut self.title,
            &mut self.trace_id,
        ];
        let fields = self.fields.iter_mut().flat_map(|(name, why)| [name, why]);
        for text in shown.into_iter().flatten().chain(fields) {
            secrets.mask_text(text);
            cut(text);
        }
        self.text = self.text.map(|text| secrets.masked(&text));
        self
    }

    /// Whether the service does not know the token, whatever the status.
    pub(super) fn means_unknown_token(&self) -> bool {
        let code = self.code.as_deref();
        matches!(
            code,
            Some("token_expired" | "expired_token" | "invalid_token")
        )
    }

    fn from_text(text: &str) -> Self {
        Self {
            reason: tidy(text),
            ..Self::default()
        }
    }

    fn from_fields(fields: &Map<String, Value>) -> Self {
        if let Some(Value::Object(inner)) = get(fields, "error") {
            return Self::from_fields(inner);
        }
        let list = ["errors", "errorslist"]
            .iter()
            .find_map(|name| get(fields, name));
        let items: Vec<&Map<String, Value>> = match list {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
            _ => Vec::new(),
        };
        let of_items = |names: &[&str]| items.iter().find_map(|item| find(item, names));
        let is_about_fields = items.iter().any(|item| find(item, &FIELD).is_some());
        Self {
            code: find(fields, &CODE)
                .or_else(|| of_items(&CODE))
                .or_else(|| of_items(&["value", "type"])),
            reason: find(fields, &REASON).or_else(|| match list {
                Some(Value::Object(_)) => None,
                _ if is_about_fields => None,
                Some(_) if !items.is_empty() => of_items(&REASON),
                other => other.and_then(text),
            }),
            fields: match list {
                Some(Value::Object(named)) => {
                    let named = named.iter();
                    named.flat_map(|(name, why)| messages(name, why)).collect()
                }
                _ => items.iter().filter_map(|item| field(item)).collect(),
            },
            trace_id: find(fields, &["traceid", "trace_id", "requestid", "request_id"]),
            ..Self::default()
        }
    }
}

const CODE: [&str; 4] = ["error_code", "errorcode", "error", "code"];
const REASON: [&str; 7] = [
    "reason",
    "error_description",
    "message",
    "errormessage",
    "detail",
    "description",
    "title",
];
const FIELD: [&str; 4] = ["field", "propertyname", "property", "param"];

/// The first of these names that has a text; the case of names does not matter.
fn find(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(get(fields, name)?))
}

fn get<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut fields = fields.iter();
    let field = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
    field.map(|(_, value)| value)
}

/// What is wrong with the field `name`: a text, or several.
fn messages(name: &str, why: &Value) -> Vec<(String, String)> {
    let all = match why {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    let name = tidy(name).unwrap_or_default();
    let all = all.iter().filter_map(text);
    all.map(|why| (name.clone(), why)).collect()
}

/// An error of a list that is about a field.
fn field(item: &Map<String, Value>) -> Option<(String, String)> {
    let name = find(item, &FIELD)?;
    let why = find(item, &REASON).or_else(|| find(item, &CODE))?;
    Some((name, why))
}

/// A text, a number, or a list of them, as one text.
fn text(value: &Value) -> Option<String> {
    let join = |texts: Vec<String>| tidy(&texts.join("; "));
    match value {
        Value::String(text) => tidy(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => join(list.iter().filter_map(text).collect()),
        Value::Object(fields) => join(fields.values().filter_map(text).collect()),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The title of a web page. One with character references is left out: they could hide a secret.
fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    tidy(&page[start..end]).filter(|title| !title.contains(['&', '%']))
}

/// Cuts to [`LONGEST`] characters.
fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
}

#[cfg(test)]
mod tests;
