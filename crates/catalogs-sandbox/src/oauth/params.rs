//! Reads what clients send: queries, forms and JSON objects.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

/// Named texts; each name is there once. Secrets may be among them: there is no `Debug`.
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// # Errors
    ///
    /// When a name comes twice: nobody could say which one counts.
    pub(crate) fn form(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut params: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            if params.iter().any(|(known, _)| *known == name) {
                return Err("a parameter is given twice");
            }
            params.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(params))
    }

    fn json(bytes: &[u8]) -> Result<Self, &'static str> {
        let object: Map<String, Value> =
            serde_json::from_slice(bytes).map_err(|_| "the body is no JSON object")?;
        let params = object.into_iter().map(|(name, value)| match value {
            Value::String(value) => Ok((name, value)),
            _ => Err("every parameter has to be a text"),
        });
        Ok(Self(params.collect::<Result<_, _>>()?))
    }

    /// Reads a body as its content type says.
    pub(crate) fn body(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, &'static str> {
        let declared = headers.get(CONTENT_TYPE);
        let declared = declared.and_then(|value| value.to_str().ok());
        let media = declared.unwrap_or_default().split(';').next();
        match media
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "application/json" => Self::json(bytes),
            "application/x-www-form-urlencoded" => Self::form(bytes),
            _ => Err("header Content-Type has to be application/json or \
                 application/x-www-form-urlencoded"),
        }
    }

    /// A parameter; one that is empty counts as left out.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut params = self.0.iter();
        let (_, value) = params.find(|(known, _)| known == name)?;
        (!value.is_empty()).then_some(value)
    }
}
