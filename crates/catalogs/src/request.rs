//! Requests as values: each is built once for a call, by the generated method of its operation, and
//! no network is needed for it.

mod build;
mod custom;
mod describe;

use std::fmt;

use http::Method;
use reqwest::Request;
use serde_json::Value;

pub(crate) use build::{Build, Verb};
pub use custom::CustomRequest;
pub use describe::Requests;

use crate::{Effect, Operation, core::Core};

/// A request that is ready to be sent but for its token, and what it does.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) operation: Operation,
    pub(crate) effect: Effect,
    pub(crate) request: Request,
    /// Whether the response is read in the caller's own time.
    pub(crate) streamed: bool,
}

impl Prepared {
    /// Leaves out the headers that the client adds to every request with the same value.
    fn new(core: &Core, operation: Operation, effect: Effect, mut request: Request) -> Self {
        for (name, value) in &core.shared.headers {
            if request.headers().get(name) == Some(value) {
                request.headers_mut().remove(name);
            }
        }
        Self {
            operation,
            effect,
            request,
            streamed: false,
        }
    }

    /// The same, with the response read in the caller's own time.
    pub(crate) fn streamed(self) -> Self {
        Self {
            streamed: true,
            ..self
        }
    }

    pub(crate) fn body(&self) -> Option<&[u8]> {
        self.request.body().and_then(|body| body.as_bytes())
    }

    /// Describes the request as the client would send it.
    pub(crate) fn describe(&self, core: &Core) -> RequestDescription {
        let mut headers = core.shared.headers.clone();
        headers.extend(self.request.headers().clone());
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        RequestDescription {
            operation: self.operation,
            method: self.request.method().clone(),
            url: self.request.url().to_string(),
            headers: headers.collect(),
            body: self
                .body()
                .and_then(|body| serde_json::from_slice(body).ok()),
        }
    }
}

/// A request as a call would send it, but for its token; see [`Collection::requests`].
///
/// Its `Debug` shows no body.
///
/// [`Collection::requests`]: crate::Collection::requests
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RequestDescription {
    /// What it does.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// The headers that the client sets, save `Authorization`, by name in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if it has one.
    pub body: Option<Value>,
}

impl fmt::Debug for RequestDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestDescription")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(|_| "…"))
            .finish()
    }
}

#[cfg(test)]
mod tests;
