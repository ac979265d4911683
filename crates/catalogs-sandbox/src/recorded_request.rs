//! One request that reached the sandbox, as the log keeps it.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use serde_json::Value;

#[cfg(feature = "console")]
use crate::timing::Timing;
use crate::{credential::Credential, faults::Fault, oauth::TokenGrant, routes::Route};

/// One request that reached the sandbox, with its response.
///
/// ```
/// # async fn example(sandbox: catalogs_sandbox::Sandbox) {
/// use catalogs_sandbox::{Credential, Route};
///
/// let requests = sandbox.requests();
/// let created = requests
///     .iter()
///     .find(|request| request.operation() == Some("create_organization"))
///     .expect("one was created");
/// assert_eq!(created.route(), Some(Route::Direct));
/// assert_eq!(created.credential(), Credential::ApiToken);
/// assert_eq!(created.json().expect("a body")["residency"], 1);
/// assert_eq!(created.status(), 200);
/// # }
/// ```
#[derive(Clone)]
pub struct RecordedRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) route: Option<Route>,
    pub(crate) operation: Option<&'static str>,
    pub(crate) credential: Credential,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) response: Vec<u8>,
    pub(crate) fault: Option<Fault>,
    pub(crate) took_effect: bool,
    pub(crate) token_grant: Option<TokenGrant>,
    #[cfg(feature = "console")]
    pub(crate) timing: Timing,
}

impl RecordedRequest {
    /// The HTTP method, such as `GET`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path with the route's prefix and without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query, without its question mark. The API knows none, and the sandbox ignores it. Not
    /// kept for the OAuth provider.
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The route that the path belongs to.
    pub fn route(&self) -> Option<Route> {
        self.route
    }

    /// The id of the operation that was asked for, such as `get_address`, also when the request
    /// was refused; `None` when path and method are none of the API's. The provider's own are
    /// `oauth_token` and `oauth_consent`.
    pub fn operation(&self) -> Option<&str> {
        self.operation
    }

    /// Which token came with the request.
    pub fn credential(&self) -> Credential {
        self.credential
    }

    /// A header's value, whatever the case of the name. When the header came several times, the
    /// first value.
    ///
    /// Of `Authorization` only the scheme is kept: the value reads `Bearer ***`. Use
    /// [`credential`](Self::credential) to tell which token it was.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let header = headers.find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        Some(header.1.as_str())
    }

    /// All headers: names in lower case, in the order of the names' first appearance.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The request body; of one that was too large, the part that fits. Not kept for the OAuth
    /// provider, and neither is its response: there are secrets in them.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The request body as JSON; `None` when it is none.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The status of the response; 0 when a fault let none out.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body of the response, before compression. Where a fault damaged it or broke it off, as
    /// it would have been; empty where a fault let nothing out, and for the huge ones.
    pub fn response_body(&self) -> &[u8] {
        &self.response
    }

    /// The body of the response as JSON; `None` when it is none.
    pub fn response_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.response).ok()
    }

    /// What was made to go wrong with this request.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Whether the request changed something: a write that was carried out, whatever the client
    /// got to see of it.
    pub fn took_effect(&self) -> bool {
        self.took_effect
    }

    /// Of a request to the token endpoint: what it had to show.
    pub fn token_grant(&self) -> Option<TokenGrant> {
        self.token_grant
    }
}

impl RecordedRequest {
    /// Drops everything that may hold codes, client secrets or tokens.
    pub(crate) fn forget_secrets(&mut self) {
        self.query = None;
        self.body.clear();
        self.response.clear();
    }
}

/// Shows no values of headers and no bodies: tokens and personal data stay out of test output.
impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers().map(|(name, _)| name).collect();
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("route", &self.route)
            .field("operation", &self.operation)
            .field("credential", &self.credential)
            .field("headers", &headers)
            .field("body_bytes", &self.body.len())
            .field("status", &self.status)
            .field("response_bytes", &self.response.len())
            .field("fault", &self.fault)
            .field("took_effect", &self.took_effect)
            .finish_non_exhaustive()
    }
}

/// Headers as the log keeps them: without secrets.
pub(crate) fn masked_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let masked = |name: &_, value: &str| {
        if *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION {
            return match value.split_once(' ') {
                Some((scheme, _)) => format!("{scheme} ***"),
                None => "***".to_owned(),
            };
        }
        if *name == COOKIE {
            "***".to_owned()
        } else {
            value.to_owned()
        }
    };
    let headers = headers.iter().map(|(name, value)| {
        (
            name.to_string(),
            masked(name, &String::from_utf8_lossy(value.as_bytes())),
        )
    });
    headers.collect()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::request;
