//! What can go wrong, and what to do about it.

mod decode;
mod display;
mod kind;
mod said;

pub(crate) use decode::problem;
use kind::Kind;
pub(crate) use kind::{Redirect, Stage};
pub(crate) use said::Said;

use crate::Operation;

/// A `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed, or a client could not be built.
///
/// Its text says what was being done, what the service said and what to try. It holds no token, and
/// where the service repeats what it was sent, that is masked. Predicates tell the kinds apart:
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
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: Option<Operation>,
    attempts: u32,
    in_doubt: bool,
    /// Why it was not tried again, where that does not go without saying.
    gave_up: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// The operation that failed, if it was one.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// How many times the request was sent, or begun to be; 0 if it never left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The HTTP status of the last answer, if there was one; also that of a success which could not be
    /// decoded, or whose body did not come whole.
    pub fn status(&self) -> Option<u16> {
        match self.0.kind {
            Kind::Refused { status, .. }
            | Kind::Decode { status, .. }
            | Kind::TooLarge { status, .. } => Some(status),
            Kind::Timeout { status, .. } | Kind::Interrupted { status } => status,
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

    /// Where in the answer the decoding failed, such as `[3].docs_address.city_id`; `None` where it
    /// is the answer as a whole.
    pub fn path(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Decode { path, .. } if path != "." => Some(path),
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

    /// The error's answer is a web page: a proxy, a gateway or another server speaks, not the API.
    pub fn is_web_page(&self) -> bool {
        self.said().is_some_and(|said| said.is_web_page)
    }

    /// The service does not know the token (401): it expired, was revoked, or is for the other
    /// route. Nothing was changed.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// No access token could be had, so the request was not sent; [`source`] has the
    /// [`TokenError`](crate::TokenError). Trying again may help, unless [`is_consent_required`] is
    /// true as well.
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

    /// Too many requests in a second (429), again and again. Nothing was changed by the last
    /// attempt. Something else uses the same contact's allowance: try later.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(429)
    }

    /// The service finds the request itself wrong (400, 409, 413, 415 or 422), or JSON cannot say what
    /// the draft says (a coordinate that is no number), or a draft does not take a value. Sending it again
    /// changes nothing; [`reason`](Self::reason) and the draft's `check()` may tell why.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.status(), Some(400 | 409 | 413 | 415 | 422))
            || matches!(
                self.0.kind,
                Kind::Unsendable { .. } | Kind::Unsettable { .. }
            )
    }

    /// The service, or a gateway before it, failed (5XX). A write may have taken effect.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status >= 500)
    }

    /// The service redirects (3XX) to where the token must not go, nowhere, or in circles. Nothing
    /// was changed; save that a 303 after a write may mean that it was done.
    pub fn is_redirect(&self) -> bool {
        self.status()
            .is_some_and(|status| (300..400).contains(&status))
    }

    /// The call took longer than its [timeout](crate::ClientBuilder::timeout), waiting for its turn
    /// included; the text says where the time went. Whether a write may have taken effect:
    /// [`is_outcome_unknown`](Self::is_outcome_unknown).
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout { .. })
    }

    /// No connection came about (DNS, refused, TLS), so the last attempt sent nothing. Unless
    /// [`is_outcome_unknown`](Self::is_outcome_unknown), which an earlier attempt may have left,
    /// trying again is safe.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect)
    }

    /// The connection broke after the request was sent, before the whole answer had come. A write
    /// may have taken effect.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.0.kind, Kind::Interrupted { .. })
    }

    /// The service reported success with a body that is not what the API promises. A write may
    /// have taken effect.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode { .. })
    }

    /// The answer is larger than [the limit](crate::ClientBuilder::max_response_bytes). A write may have
    /// taken effect.
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge { .. })
    }

    /// A write may have taken effect, or not: some attempt was sent, and no usable answer came.
    ///
    /// Writes that are harmless to repeat were repeated before this is said. For a create, see
    /// [`reconcile`](crate::Collection::reconcile), which finds what may have been created.
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.in_doubt && self.0.operation.is_some_and(Operation::is_write)
    }

    /// The answer that a draft comes from left out fields, and writing the draft would erase them;
    /// nothing was sent. See [`treat_missing_as_empty`](crate::OrganizationDraft::treat_missing_as_empty).
    pub fn is_partial_response(&self) -> bool {
        matches!(self.0.kind, Kind::IncompleteAnswer { .. })
    }

    /// Whether the answer says that the entity is not there: a 404 which is not a web page.
    pub(crate) fn means_absent(&self) -> bool {
        self.is_not_found() && self.said().is_some() && !self.is_web_page()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
