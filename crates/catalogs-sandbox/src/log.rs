//! What the sandbox was asked and what it answered.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use serde_json::Value;

#[cfg(feature = "console")]
use crate::console::Timing;
use crate::faults::Fault;
use crate::gate::Credential;
use crate::oauth::TokenGrant;
use crate::routes::Route;

/// How many requests the log keeps; older ones go.
const KEPT: usize = 10_000;

/// One request that reached the sandbox, with its answer.
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
    pub(crate) answer: Vec<u8>,
    pub(crate) fault: Option<Fault>,
    pub(crate) took_effect: bool,
    pub(crate) token_grant: Option<TokenGrant>,
    #[cfg(feature = "console")]
    pub(crate) timing: Timing,
}

impl RecordedRequest {
    /// The HTTP method, such as `GET`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path with the route's prefix and without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query, without its question mark. The API knows none, and the sandbox ignores it. Not
    /// kept for the OAuth provider.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// The route that the path belongs to.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        self.route
    }

    /// The id of the operation that was asked for, such as `get_address`, also when the request
    /// was refused; `None` when path and method are none of the API's. The provider's own are
    /// `oauth_token` and `oauth_consent`.
    #[must_use]
    pub fn operation(&self) -> Option<&str> {
        self.operation
    }

    /// Which token came with the request.
    #[must_use]
    pub fn credential(&self) -> Credential {
        self.credential
    }

    /// A header's value, whatever the case of the name. When the header came several times, the
    /// first value.
    ///
    /// Of `Authorization` only the scheme is kept: the value reads `Bearer ***`. Use
    /// [`credential`](Self::credential) to tell which token it was.
    #[must_use]
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
    /// provider, and neither is its answer: there are secrets in them.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The request body as JSON; `None` when it is none.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The status of the answer; 0 when a fault let none out.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The body of the answer, before compression. Where a fault damaged it or broke it off, as it
    /// would have been; empty where a fault let nothing out, and for the huge ones.
    #[must_use]
    pub fn answer(&self) -> &[u8] {
        &self.answer
    }

    /// The body of the answer as JSON; `None` when it is none.
    #[must_use]
    pub fn answer_json(&self) -> Option<Value> {
        serde_json::from_slice(&self.answer).ok()
    }

    /// What was made to go wrong with this request.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Whether the request changed something: a write that was carried out, whatever the client
    /// got to see of it.
    #[must_use]
    pub fn took_effect(&self) -> bool {
        self.took_effect
    }

    /// Of a request to the token endpoint: what it had to show.
    #[must_use]
    pub fn token_grant(&self) -> Option<TokenGrant> {
        self.token_grant
    }
}

impl RecordedRequest {
    /// Drops everything that may hold codes, client secrets or tokens.
    pub(crate) fn forget_secrets(&mut self) {
        self.query = None;
        self.body.clear();
        self.answer.clear();
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
            .field("answer_bytes", &self.answer.len())
            .field("fault", &self.fault)
            .field("took_effect", &self.took_effect)
            .finish_non_exhaustive()
    }
}

/// Headers as the log keeps them: without secrets.
pub(crate) fn recorded(headers: &HeaderMap) -> Vec<(String, String)> {
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

/// The latest requests, oldest first, and what was counted of all.
#[derive(Debug, Default)]
pub(crate) struct Log {
    requests: VecDeque<RecordedRequest>,
    faults_played: usize,
    effects: BTreeMap<&'static str, usize>,
    /// How many requests came before those that are kept.
    #[cfg(feature = "console")]
    gone: u64,
    /// How many requests had come when the log was emptied last.
    #[cfg(feature = "console")]
    emptied: u64,
}

impl Log {
    pub(crate) fn push(&mut self, request: RecordedRequest) {
        self.faults_played += usize::from(request.fault.is_some());
        if let (true, Some(operation)) = (request.took_effect, request.operation) {
            *self.effects.entry(operation).or_default() += 1;
        }
        if self.requests.len() == KEPT {
            self.requests.pop_front();
            #[cfg(feature = "console")]
            {
                self.gone += 1;
            }
        }
        self.requests.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.requests.iter().cloned().collect()
    }

    pub(crate) fn faults_played(&self) -> usize {
        self.faults_played
    }

    pub(crate) fn effects(&self) -> BTreeMap<&'static str, usize> {
        self.effects.clone()
    }

    #[cfg(not(feature = "console"))]
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The count goes on, so that who reads along knows what is new.
    #[cfg(feature = "console")]
    pub(crate) fn clear(&mut self) {
        let end = self.end();
        *self = Self {
            gone: end,
            emptied: end,
            ..Self::default()
        };
    }
}

/// For whoever reads along: requests are counted from the start of the sandbox.
#[cfg(feature = "console")]
impl Log {
    /// The number of the next request.
    pub(crate) fn end(&self) -> u64 {
        self.gone + self.requests.len() as u64
    }

    /// The number that the next request had when the log was emptied last.
    pub(crate) fn emptied(&self) -> u64 {
        self.emptied
    }

    /// The requests from this number on, as far as they are kept, with their numbers.
    pub(crate) fn since(&self, number: u64) -> impl Iterator<Item = (u64, &RecordedRequest)> {
        let skipped = usize::try_from(number.saturating_sub(self.gone)).unwrap_or(usize::MAX);
        (self.gone..).zip(&self.requests).skip(skipped)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn request(headers: Vec<(String, String)>) -> RecordedRequest {
        RecordedRequest {
            method: "GET".to_owned(),
            path: "/v1.2/catalogs/organizations".to_owned(),
            query: Some("token=s3cret".to_owned()),
            route: Some(Route::Direct),
            operation: Some("list_organizations"),
            credential: Credential::Unknown,
            headers,
            body: b"s3cret".to_vec(),
            status: 401,
            answer: b"{}".to_vec(),
            fault: None,
            took_effect: false,
            token_grant: None,
            #[cfg(feature = "console")]
            timing: Timing::default(),
        }
    }

    #[test]
    fn secrets_are_not_kept_and_values_not_shown() {
        let cases: [(HeaderName, &'static str, &str); 5] = [
            (AUTHORIZATION, "Bearer s3cret", "Bearer ***"),
            (AUTHORIZATION, "s3cret", "***"),
            (PROXY_AUTHORIZATION, "Basic s3cret", "Basic ***"),
            (COOKIE, "sid=s3cret", "***"),
            (HeaderName::from_static("x-token"), "s3cret", "s3cret"),
        ];
        for (name, sent, kept) in cases {
            let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static(sent))]);
            let request = request(recorded(&headers));
            assert_eq!(
                request.header(&name.as_str().to_uppercase()),
                Some(kept),
                "{sent}"
            );
            let shown = format!("{request:?}");
            assert!(
                shown.contains(name.as_str()) && !shown.contains("s3cret"),
                "{shown}"
            );
        }
    }

    #[test]
    fn the_log_forgets_the_oldest() {
        let mut log = Log::default();
        for status in 0..=KEPT {
            let status = u16::try_from(status).expect("it fits");
            log.push(RecordedRequest {
                status,
                ..request(Vec::new())
            });
        }
        let kept = log.all();
        assert_eq!((kept.len(), kept[0].status()), (KEPT, 1));
        log.clear();
        assert!(log.all().is_empty());
    }

    #[cfg(feature = "console")]
    #[test]
    fn requests_are_counted_through() {
        let mut log = Log::default();
        let numbers = |log: &Log, from| {
            let since = log.since(from);
            since.map(|(number, _)| number).collect::<Vec<_>>()
        };
        for _ in 0..KEPT + 2 {
            log.push(request(Vec::new()));
        }
        let end = log.end();
        assert_eq!(end, KEPT as u64 + 2);
        assert_eq!(numbers(&log, end - 2), [end - 2, end - 1]);
        assert_eq!(numbers(&log, 0)[0], 2);
        assert!(numbers(&log, end).is_empty() && numbers(&log, end + 7).is_empty());
        log.clear();
        assert_eq!((log.emptied(), log.end()), (end, end));
        log.push(request(Vec::new()));
        assert_eq!(numbers(&log, 0), [end]);
    }
}
