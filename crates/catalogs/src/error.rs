//! What can go wrong, and what to do about it.

mod body;
mod cause;
mod connection;
mod decode;
mod display;
mod kind;
mod outcome;

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

pub(crate) use body::{ErrorBody, Secrets};
use cause::Cause;
pub(crate) use cause::{Redirect, Stage};
pub(crate) use connection::Connection;
use connection::Failure;
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
pub(crate) use connection::causes;
pub(crate) use decode::{Problem, problem};
pub use kind::ErrorKind;
pub(crate) use outcome::Outcome;

use crate::Operation;

/// A `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed, or a client could not be built.
///
/// Its text says what was being done, what the service said and what to try. It holds no token, and
/// where the service repeats what it was sent, that is masked. [`kind`](Self::kind) and predicates
/// tell the kinds apart:
///
/// ```
/// use std::time::Duration;
///
/// fn next_step(error: &catalogs::Error) -> &'static str {
///     if error.is_not_found() {
///         "forget the id"
///     } else if error.is_unauthorized() {
///         "ask for a new token"
///     } else if error.is_consent_required() {
///         "ask the user for consent again"
///     } else if error.is_outcome_unknown() {
///         "look whether it took effect before trying again"
///     } else if error.is_rate_limited() || error.is_connect() || error.is_timeout() {
///         "try again later"
///     } else {
///         "tell a person"
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    cause: Cause,
    operation: Option<Operation>,
    is_write: bool,
    is_create: bool,
    attempts: u32,
    /// Some attempt may have taken effect.
    outcome_unknown: bool,
    /// Why it was not retried, where the cause alone does not tell.
    no_retry_reason: Option<String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Returns what went wrong, for a `match`. More kinds may come.
    ///
    /// ```
    /// use catalogs::ErrorKind;
    ///
    /// fn is_temporary(error: &catalogs::Error) -> bool {
    ///     match error.kind() {
    ///         ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::RateLimited => true,
    ///         _ => false,
    ///     }
    /// }
    /// ```
    pub fn kind(&self) -> ErrorKind {
        match &self.0.cause {
            Cause::Configuration { .. } | Cause::UnknownName { .. } => ErrorKind::Configuration,
            Cause::PartialResponse { .. } => ErrorKind::PartialResponse,
            Cause::Unsendable { .. } | Cause::Unsettable { .. } => ErrorKind::InvalidRequest,
            Cause::Request => ErrorKind::Request,
            Cause::NoToken { refused: false } => ErrorKind::TokenUnavailable,
            Cause::NoToken { refused: true } => ErrorKind::ConsentRequired,
            Cause::Connect(connection) => match connection.failure {
                Failure::Network => ErrorKind::Connect,
                Failure::Tls => ErrorKind::Tls,
                Failure::Proxy => ErrorKind::Proxy,
            },
            Cause::Timeout { .. } => ErrorKind::Timeout,
            Cause::NoPermit { .. } => ErrorKind::RateLimited,
            Cause::Interrupted { .. } => ErrorKind::Interrupted,
            Cause::TooLarge { .. } => ErrorKind::TooLarge,
            Cause::Decode { .. } | Cause::Misreported { .. } => ErrorKind::Decode,
            Cause::Refused { status, .. } => match status {
                300..=399 => ErrorKind::Redirect,
                400 | 409 | 413 | 415 | 422 => ErrorKind::InvalidRequest,
                401 => ErrorKind::Unauthorized,
                403 => ErrorKind::Forbidden,
                404 => ErrorKind::NotFound,
                407 => ErrorKind::Proxy,
                429 => ErrorKind::RateLimited,
                500.. => ErrorKind::ServerError,
                _ => ErrorKind::Rejected,
            },
        }
    }

    /// The operation that failed, if it was one.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// How many requests the call sent, or began to send, those after a redirect included; 0 if none
    /// left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The HTTP status of the last response, if there was one; also that of a success which could not be
    /// decoded, or whose body did not come whole.
    pub fn status(&self) -> Option<u16> {
        match self.0.cause {
            Cause::Refused { status, .. }
            | Cause::Decode { status, .. }
            | Cause::Misreported { status, .. }
            | Cause::TooLarge { status, .. } => Some(status),
            Cause::Timeout { status, .. } | Cause::Interrupted { status } => status,
            _ => None,
        }
    }

    /// The service's code for the error (`error_code`), if it gave one. The documentation does not
    /// list the codes.
    pub fn code(&self) -> Option<&str> {
        self.body_read()?.code.as_deref()
    }

    /// The service's own words (`reason`), if it gave any. They may be in Russian.
    pub fn reason(&self) -> Option<&str> {
        self.body_read()?.reason.as_deref()
    }

    /// Where in the response the decoding failed, such as `[3].docs_address.city_id`; `None` where it
    /// is the response as a whole.
    pub fn path(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Decode { path, .. } if path != "." => Some(path),
            _ => None,
        }
    }

    /// Returns how long to wait before the next request: what the service asks for (`Retry-After`),
    /// or after how long the rate limiter has a permit at the earliest.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.0.cause {
            Cause::Refused { retry_after, .. } => retry_after,
            Cause::NoPermit { wait } => Some(wait),
            _ => None,
        }
    }

    /// Returns whether the same call may succeed later and is harmless to repeat. A create whose
    /// [outcome is unknown](Self::is_outcome_unknown) is not.
    pub fn is_retryable(&self) -> bool {
        match self.outcome() {
            Outcome::NotSent
            | Outcome::Refused { .. }
            | Outcome::Unknown
            | Outcome::Unavailable { .. } => !(self.0.is_create && self.0.outcome_unknown),
            Outcome::Rejected | Outcome::Unreadable => false,
        }
    }

    /// Returns the headers of the error response; empty if there was none. Left out are cookies and
    /// other credentials, headers with an address (`Location`), and headers that repeat what was
    /// sent or are not plain ASCII.
    pub fn headers(&self) -> &HeaderMap {
        static NONE: std::sync::LazyLock<HeaderMap> = std::sync::LazyLock::new(HeaderMap::new);
        match &self.0.cause {
            Cause::Refused { headers, .. } => headers,
            _ => &NONE,
        }
    }

    /// Returns the body of the error response, if it is JSON of at most 64 KiB. Texts and coordinates
    /// that were sent are masked; blanks are not kept.
    pub fn body(&self) -> Option<&str> {
        self.body_read()?.text.as_deref()
    }

    /// Returns the id that the service gave the request (`X-Request-Id`), if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        let ids = ["x-request-id", "x-correlation-id", "request-id"].into_iter();
        ids.filter_map(|name| self.headers().get(name)?.to_str().ok())
            .next()
    }

    /// Returns the id of the service's trace, if it gave one: in the body (`traceId`) or in the
    /// headers (`traceparent`).
    pub fn trace_id(&self) -> Option<&str> {
        let body = self.body_read().and_then(|body| body.trace_id.as_deref());
        body.or_else(|| {
            let header = self.headers().get("traceparent")?.to_str().ok()?;
            header.split('-').nth(1).filter(|id| id.len() == 32)
        })
    }

    /// Returns the setting that cannot work, if the error is about one: the name of a builder's
    /// method (`base_url`) or of an environment variable (`ATI_BASE_URL`).
    pub fn setting(&self) -> Option<&str> {
        match self.0.cause {
            Cause::Configuration { setting, .. } => setting,
            _ => None,
        }
    }

    /// Returns the field that a draft does not take or that cannot be sent, if the error is about
    /// one.
    pub fn field(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Unsendable { field } => Some(field),
            Cause::Unsettable { field, .. } if field != "." => Some(field),
            _ => None,
        }
    }

    /// Returns the type that was expected of a field or in a response and the one that was found,
    /// if that is what is wrong: `("a string", "integer")`.
    pub fn mismatch(&self) -> Option<(&str, &str)> {
        match &self.0.cause {
            Cause::Unsettable { problem, .. } | Cause::Decode { problem, .. } => match problem {
                Problem::Mismatch { expected, found } => Some((expected, found)),
                Problem::Other(_) => None,
            },
            _ => None,
        }
    }

    fn body_read(&self) -> Option<&ErrorBody> {
        match &self.0.cause {
            Cause::Refused { body, .. } | Cause::Misreported { body, .. } => Some(body),
            _ => None,
        }
    }

    /// What the caller or the environment set cannot work; nothing was sent. The text and
    /// [`setting`](Self::setting) name it.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// There is no such entity, or no such path (404). `get_opt` returns `None` instead, unless
    /// the response is a web page, which points to a wrong base URL.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// The response is a web page: it comes from a proxy, a gateway or another server, not the API.
    pub fn is_web_page(&self) -> bool {
        self.body_read().is_some_and(|body| body.is_web_page)
    }

    /// The service does not know the token (401): it expired, was revoked, or is for the other
    /// route. Nothing was changed.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// No access token was available, so the request was not sent; [`source`] has the
    /// [`TokenError`](crate::oauth::TokenError). Trying again may help, unless [`is_consent_required`] is
    /// true as well.
    ///
    /// After a 401 the request had been sent once, and was refused: nothing was changed either.
    ///
    /// [`source`]: std::error::Error::source
    /// [`is_consent_required`]: Self::is_consent_required
    pub fn is_token_unavailable(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::TokenUnavailable | ErrorKind::ConsentRequired
        )
    }

    /// No access token can be had until a person consents again: the refresh token expired, was
    /// revoked or was used up, or the application's secret is wrong. Trying again changes nothing.
    /// See [`ConsentFlow`](crate::oauth::ConsentFlow).
    pub fn is_consent_required(&self) -> bool {
        self.kind() == ErrorKind::ConsentRequired
    }

    /// The token's user may not do this (403). Nothing was changed.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Too many requests in a second (429), again and again. Nothing was changed by the last
    /// attempt. Something else uses the same contact's allowance: try later.
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// The service finds the request itself wrong (400, 409, 413, 415 or 422), or JSON cannot say what
    /// the draft says (a coordinate that is no number), or a draft does not take a value. Sending it again
    /// changes nothing; [`reason`](Self::reason) and the draft's `warnings()` may tell why.
    pub fn is_invalid_request(&self) -> bool {
        self.kind() == ErrorKind::InvalidRequest
    }

    /// The service, or a gateway before it, failed (5XX). A write may have taken effect.
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::ServerError
    }

    /// The service redirects (3XX) to where the token must not go, nowhere, or in circles. Nothing
    /// was changed; save that a 303 after a write may mean that it was done.
    pub fn is_redirect(&self) -> bool {
        self.kind() == ErrorKind::Redirect
    }

    /// The call took longer than its [timeout](crate::ClientBuilder::timeout), waiting for a permit of the
    /// rate limiter included; the text says where the time went. Whether a write may have taken effect:
    /// [`is_outcome_unknown`](Self::is_outcome_unknown).
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// No connection came about (DNS, refused, TLS, a proxy), so the last attempt sent nothing.
    /// Unless [`is_outcome_unknown`](Self::is_outcome_unknown), which an earlier attempt may have
    /// left, trying again is safe; unless [`is_tls`](Self::is_tls) or [`is_proxy`](Self::is_proxy),
    /// it may help.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.cause, Cause::Connect(_))
    }

    /// There is no TLS connection: a certificate is not trusted, has expired or is for another
    /// host, or the two sides have no TLS version in common. Nothing was sent, and nothing is
    /// retried. See [`HttpOptions`](crate::policy::HttpOptions) for private authorities.
    pub fn is_tls(&self) -> bool {
        self.kind() == ErrorKind::Tls
    }

    /// The proxy refuses the connection or wants other credentials (407), or is of a kind that is
    /// not supported. Nothing reached the service, and nothing is retried. A proxy that cannot be
    /// reached is [`is_connect`](Self::is_connect) alone.
    pub fn is_proxy(&self) -> bool {
        self.kind() == ErrorKind::Proxy
    }

    /// The connection broke after the request was sent, before the whole response had come. A write
    /// may have taken effect.
    pub fn is_interrupted(&self) -> bool {
        self.kind() == ErrorKind::Interrupted
    }

    /// The service reported success with a body that is not what the API promises, is a
    /// [web page](Self::is_web_page), or reports an error ([`reason`](Self::reason)). A write may
    /// have taken effect.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// The response is larger than [the limit](crate::ClientBuilder::max_response_bytes). A write may have
    /// taken effect.
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge
    }

    /// A write may have taken effect, or not: some attempt was sent, and no usable response came.
    ///
    /// Writes that are harmless to repeat were repeated before this is said. For a create, see
    /// [`reconcile`](crate::Collection::reconcile), which finds what may have been created.
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.outcome_unknown && self.0.is_write
    }

    /// The response that a draft comes from left out fields, and writing the draft would erase them;
    /// nothing was sent. See [`treat_missing_as_empty`](crate::OrganizationDraft::treat_missing_as_empty).
    pub fn is_partial_response(&self) -> bool {
        self.kind() == ErrorKind::PartialResponse
    }

    /// Whether the response says that the entity is not there: a 404 which is not a web page.
    pub(crate) fn means_absent(&self) -> bool {
        self.is_not_found() && !self.is_web_page()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests;
