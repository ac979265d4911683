//! What can go wrong, and what to do about it.

use std::{borrow::Cow, time::Duration};

mod decode;
mod display;
mod said;

pub(crate) use said::Said;

use crate::{Operation, TokenError};

/// A `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed, or a client could not be built.
///
/// Its text says what was being done, what the service said and what to try; it holds no token and
/// nothing of what was sent. Predicates tell the kinds apart:
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
///     } else if error.is_rate_limited() || error.is_connect() {
///         "wait, and try again: nothing was changed"
///     } else if error.is_timeout() || error.is_interrupted() || error.is_server_error() {
///         "look whether it took effect before trying again"
///     } else {
///         "tell a person"
///     }
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<Operation>,
    attempts: u32,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

enum Kind {
    /// What the caller or the environment set cannot work.
    Configuration(String),
    /// A name that is none of those known.
    UnknownName {
        what: &'static str,
        known: &'static [&'static str],
    },
    /// Writing back would erase what an answer did not show.
    IncompleteAnswer { fields: String },
    /// The request could not be built.
    Request,
    /// There was no access token to send it with.
    NoToken { refused: bool },
    /// No connection, so nothing was sent.
    Connect,
    /// The deadline passed.
    Timeout { after: Duration },
    /// The connection broke after the request was sent.
    Interrupted,
    /// An answer that is no success.
    Refused {
        status: u16,
        said: Said,
        redirect: Option<String>,
    },
    /// A success whose body is not what the API promises.
    Decode {
        status: u16,
        path: String,
        problem: Cow<'static, str>,
    },
}

impl Error {
    fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            attempts: 0,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration(message.into()))
    }

    pub(crate) fn unknown_name(what: &'static str, known: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownName { what, known })
    }

    pub(crate) fn incomplete_answer(fields: &[&'static str]) -> Self {
        Self::new(Kind::IncompleteAnswer {
            fields: fields.join(", "),
        })
    }

    pub(crate) fn request() -> Self {
        Self::new(Kind::Request)
    }

    /// The source of tokens had none, for this reason.
    #[allow(dead_code, reason = "for the transport, which comes to use it")]
    pub(crate) fn no_token(error: TokenError) -> Self {
        let refused = error.is_refused();
        Self::new(Kind::NoToken { refused }).caused_by(error)
    }

    pub(crate) fn timeout(after: Duration) -> Self {
        Self::new(Kind::Timeout { after })
    }

    pub(crate) fn refused(status: u16, said: Said, redirect: Option<String>) -> Self {
        Self::new(Kind::Refused {
            status,
            said,
            redirect,
        })
    }

    /// A success with this status whose `body` is no `T`.
    pub(crate) fn decode<T: serde::de::DeserializeOwned>(status: u16, body: &[u8]) -> Self {
        let (path, problem) = decode::explain::<T>(body);
        Self::new(Kind::Decode {
            status,
            path,
            problem,
        })
    }

    /// What reqwest reports when there is no whole answer; `deadline` is that of the call.
    pub(crate) fn transport(error: reqwest::Error, deadline: Duration) -> Self {
        let kind = if error.is_connect() {
            Kind::Connect
        } else if error.is_timeout() {
            Kind::Timeout { after: deadline }
        } else if error.is_builder() {
            Kind::Request
        } else {
            Kind::Interrupted
        };
        Self::new(kind).caused_by(error.without_url())
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn during(mut self, operation: Operation, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    /// The operation that failed, if it was one.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// How many times the request was sent, or begun to be; 0 if it never left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The HTTP status of the answer, if there was one; also that of a success which could not be
    /// decoded.
    pub fn status(&self) -> Option<u16> {
        match self.0.kind {
            Kind::Refused { status, .. } | Kind::Decode { status, .. } => Some(status),
            _ => None,
        }
    }

    /// The service's code for the error (`error_code`), if it gave one. The documentation does not
    /// list the codes.
    pub fn code(&self) -> Option<&str> {
        self.said()?.code.as_deref()
    }

    /// The service's own words (`reason`), if it gave any. They may be in Russian.
    pub fn reason(&self) -> Option<&str> {
        self.said()?.reason.as_deref()
    }

    /// Where in the answer the decoding failed, such as `[3].docs_address.city_id`.
    pub fn path(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Decode { path, .. } => Some(path),
            _ => None,
        }
    }

    fn said(&self) -> Option<&Said> {
        match &self.0.kind {
            Kind::Refused { said, .. } => Some(said),
            _ => None,
        }
    }

    /// What the caller or the environment set cannot work; nothing was sent. The text names the
    /// setting.
    pub fn is_configuration(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Configuration(_) | Kind::UnknownName { .. }
        )
    }

    /// There is no such entity, or no such path (404). `find` answers `None` instead, save where
    /// the answer is a web page, which points to a wrong base URL.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// The service does not know the token (401): it expired, was revoked, or is for the other
    /// route. Nothing was changed.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// No access token could be had, so the request was not sent; [`source`] has the
    /// [`TokenError`]. Trying again may help, unless [`is_consent_required`] is true as well.
    ///
    /// After a 401 the request had been sent once, and was refused: nothing was changed either.
    ///
    /// [`source`]: std::error::Error::source
    /// [`is_consent_required`]: Self::is_consent_required
    pub fn is_token_unavailable(&self) -> bool {
        matches!(self.0.kind, Kind::NoToken { .. })
    }

    /// No access token can be had until a person consents anew: the refresh token expired, was
    /// revoked or was used up, or the application's secret is wrong. Trying again changes nothing.
    /// See [`ConsentFlow`](crate::ConsentFlow).
    pub fn is_consent_required(&self) -> bool {
        matches!(self.0.kind, Kind::NoToken { refused: true })
    }

    /// The token's user may not do this (403). Nothing was changed.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    /// Too many requests in a second (429). Nothing was changed: wait 100 ms, then twice as long
    /// each time.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// The service finds the request itself wrong (400, 409, 413, 415 or 422). Sending it again
    /// changes nothing; [`reason`](Self::reason) and the draft's `check()` may tell why.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.status(), Some(400 | 409 | 413 | 415 | 422))
    }

    /// The service, or a gateway before it, failed (5XX). A write may have taken effect.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status >= 500)
    }

    /// The service is elsewhere (3XX); redirects are not followed. Nothing was changed.
    pub fn is_redirect(&self) -> bool {
        self.status()
            .is_some_and(|status| (300..400).contains(&status))
    }

    /// The call took longer than its [timeout](crate::ClientBuilder::timeout). A write may have
    /// taken effect.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout { .. })
    }

    /// No connection came about (DNS, refused, TLS): nothing was sent, so trying again is safe.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect)
    }

    /// The connection broke after the request was sent, before the whole answer had come. A write
    /// may have taken effect.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.0.kind, Kind::Interrupted)
    }

    /// The service reported success with a body that is not what the API promises. A write did
    /// take effect.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode { .. })
    }

    /// The answer that a draft comes from left out fields, and writing the draft would erase them;
    /// nothing was sent. See [`take_gaps_as_empty`](crate::OrganizationDraft::take_gaps_as_empty).
    pub fn is_incomplete_answer(&self) -> bool {
        matches!(self.0.kind, Kind::IncompleteAnswer { .. })
    }

    /// Whether the answer says that the entity is not there: a 404 which is not a web page.
    pub(crate) fn means_absent(&self) -> bool {
        self.is_not_found() && self.said().is_some_and(|said| !said.is_web_page)
    }

    /// A word for the kind, for `error.type` of OpenTelemetry: the status, or a class.
    pub(crate) fn class(&self) -> Cow<'static, str> {
        match &self.0.kind {
            Kind::Configuration(_) | Kind::UnknownName { .. } => "configuration".into(),
            Kind::IncompleteAnswer { .. } => "incomplete_answer".into(),
            Kind::Request => "request".into(),
            Kind::NoToken { .. } => "no_token".into(),
            Kind::Connect => "connect".into(),
            Kind::Timeout { .. } => "timeout".into(),
            Kind::Interrupted => "interrupted".into(),
            Kind::Refused { status, .. } => status.to_string().into(),
            Kind::Decode { .. } => "decode".into(),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
