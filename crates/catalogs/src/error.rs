//! What can go wrong, and what to do about it.

mod body;
mod cause;
mod connection;
mod decode;
mod display;
mod hint;
mod kind;
mod outcome;
mod predicates;
mod secrets;

use std::{sync::Arc, time::Duration};

use http::HeaderMap;
use secrecy::ExposeSecret;

pub(crate) use body::ErrorBody;
use cause::Cause;
pub(crate) use cause::{Redirect, Stage};
use connection::Failure;
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
pub(crate) use connection::causes;
pub(crate) use connection::{Connection, Target};
pub(crate) use decode::{Problem, problem};
pub use kind::ErrorKind;
pub(crate) use outcome::Outcome;
pub(crate) use secrets::Secrets;

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
            Cause::NoToken { refused: false, .. } => ErrorKind::TokenUnavailable,
            Cause::NoToken { refused: true, .. } => ErrorKind::ConsentRequired,
            Cause::Connect(connection) => match connection.failure {
                Failure::Network => ErrorKind::Connect,
                Failure::Tls => ErrorKind::Tls,
                Failure::Proxy => ErrorKind::Proxy,
            },
            Cause::Timeout { .. } => ErrorKind::Timeout,
            Cause::NoPermit { .. } => ErrorKind::RateLimited,
            Cause::LimiterFailed { .. } => ErrorKind::LimiterFailed,
            Cause::Interrupted { .. } => ErrorKind::Interrupted,
            Cause::TooLarge { .. } => ErrorKind::TooLarge,
            Cause::Decode { .. } | Cause::Misreported { .. } => ErrorKind::Decode,
            Cause::Refused { status, body, .. } => match status {
                400..=403 if body.means_unknown_token() => ErrorKind::Unauthorized,
                407 => ErrorKind::Proxy,
                429 => ErrorKind::RateLimited,
                400..=499 if body.is_web_page => ErrorKind::WebPage,
                300..=399 => ErrorKind::Redirect,
                400 | 409 | 413 | 415 | 422 => ErrorKind::InvalidRequest,
                401 => ErrorKind::Unauthorized,
                403 => ErrorKind::Forbidden,
                404 => ErrorKind::NotFound,
                500.. => ErrorKind::ServerError,
                _ => ErrorKind::Rejected,
            },
        }
    }

    /// Returns the operation that failed, if it was one.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// Returns how many requests the call sent, or began to send, those after a redirect included; 0 if none
    /// left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the HTTP status of the last response, if there was one; also that of a success which could not be
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

    /// Returns the service's code for the error (`error_code`), if it gave one. The documentation does not
    /// list the codes.
    pub fn code(&self) -> Option<&str> {
        self.body_read()?.code.as_deref()
    }

    /// Returns the service's own words (`reason`), if it gave any. They may be in Russian.
    pub fn reason(&self) -> Option<&str> {
        self.body_read()?.reason.as_deref()
    }

    /// Returns where in the response decoding failed, such as `[3].docs_address.city_id`; `None` where it
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

    /// Returns what the service says of each field, such as .NET's `errors`: the name and a message.
    /// A field may come several times. Texts and coordinates that were sent are masked.
    ///
    /// ```
    /// # fn example(error: catalogs::Error) {
    /// for (field, message) in error.field_errors() {
    ///     println!("{field}: {message}");
    /// }
    /// # }
    /// ```
    pub fn field_errors(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.body_read().map(|body| &*body.fields);
        let fields = fields.unwrap_or_default().iter();
        fields.map(|(name, message)| (&**name, &**message))
    }

    /// Returns the body of the error response, if it is JSON or plain text of at most 64 KiB. Texts
    /// and coordinates that were sent are masked; blanks are not kept.
    pub fn body(&self) -> Option<&str> {
        self.body_read()?.text.as_deref()
    }

    /// Returns the body of the error response as it came, up to 64 KiB of it, if it is text. It may
    /// repeat the token, personal data and anything else that was sent: do not log it.
    pub fn expose_body(&self) -> Option<&str> {
        let body = self.body_read()?.exposed.as_ref()?;
        Some(body.expose_secret())
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
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests;
