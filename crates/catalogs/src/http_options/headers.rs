//! Extra headers of requests.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::Error;

/// Headers beside those that the client sets itself, or why one of them cannot be sent. Cheap to
/// clone and small, since every call holds them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers(Option<Arc<Result<HeaderMap, Error>>>);

/// What the client or HTTP itself decides.
const RESERVED: [HeaderName; 15] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::AUTHORIZATION,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::EXPECT,
    header::HOST,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::USER_AGENT,
];

impl Headers {
    /// Adds a header, instead of one with the same name. The first fault is kept.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let added = self.get().cloned().and_then(|mut headers| {
            let (name, value) = checked(name, value)?;
            headers.insert(name, value);
            Ok(headers)
        });
        self.0 = Some(Arc::new(added));
    }

    /// These, and of `others` those with other names.
    pub(crate) fn or(self, others: &Self) -> Self {
        match (&self.0, &others.0) {
            (None, _) => others.clone(),
            (_, None) => self,
            _ => Self(Some(Arc::new(others.get().cloned().and_then(|mut all| {
                for (name, value) in self.get()? {
                    // Not `extend`, which would keep both.
                    all.insert(name, value.clone());
                }
                Ok(all)
            })))),
        }
    }

    /// Returns the headers.
    pub(crate) fn get(&self) -> Result<&HeaderMap, Error> {
        static NONE: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);
        match &self.0 {
            None => Ok(&NONE),
            Some(headers) => headers.as_ref().as_ref().map_err(Clone::clone),
        }
    }
}

fn checked(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let wrong = |why: String| Error::invalid_setting("header", format!("`header`: {why}"));
    let valid = HeaderName::try_from(name).map_err(|_| {
        wrong(format!(
            "not a valid header name: `{}`",
            name.escape_debug()
        ))
    })?;
    if RESERVED.contains(&valid) {
        return Err(wrong(format!(
            "`{valid}` is set by the client or by HTTP itself; leave it out"
        )));
    }
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        wrong(format!(
            "the value of `{valid}` has characters that no header may have"
        ))
    })?;
    value.set_sensitive(true);
    Ok((valid, value))
}
