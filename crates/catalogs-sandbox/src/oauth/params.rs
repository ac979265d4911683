//! The parameters that clients send: as a query, a form or a JSON object.

use std::collections::HashMap;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

/// Text parameters by name. Secrets may be among them: there is no `Debug`.
#[derive(Default)]
pub(crate) struct Params(HashMap<String, String>);

impl Params {
    /// # Errors
    ///
    /// When a name comes twice: it would be unclear which one counts.
    pub(crate) fn form(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut params = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            let previous = params.0.insert(name.into_owned(), value.into_owned());
            if previous.is_some() {
                return Err("a parameter is given twice");
            }
        }
        Ok(params)
    }

    /// Reads a body as its content type says.
    pub(crate) fn body(headers: &HeaderMap, bytes: &[u8]) -> Result<Self, &'static str> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let media_type = content_type.and_then(|it| it.split(';').next());
        match media_type
            .map(|it| it.trim().to_ascii_lowercase())
            .as_deref()
        {
            Some("application/json") => serde_json::from_slice(bytes)
                .map(Self)
                .map_err(|_| "the body is not a JSON object of strings"),
            Some("application/x-www-form-urlencoded") => Self::form(bytes),
            _ => Err("header Content-Type has to be application/json or \
                 application/x-www-form-urlencoded"),
        }
    }

    /// A parameter; an empty one counts as left out.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name)?;
        (!value.is_empty()).then_some(value)
    }
}
