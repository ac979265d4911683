//! The kinds of errors, for decisions in code.

use super::{Cause, Error};

/// What went wrong; see [`Error::kind`].
///
/// Every kind but [`Rejected`](Self::Rejected) and [`Request`](Self::Request) has a predicate of
/// [`Error`] that says what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// [`is_configuration`](Error::is_configuration): a setting cannot work.
    Configuration,
    /// The request could not be built.
    Request,
    /// [`is_invalid_request`](Error::is_invalid_request): the draft or the request is wrong.
    InvalidRequest,
    /// [`is_partial_response`](Error::is_partial_response): writing would erase missing fields.
    PartialResponse,
    /// [`is_token_unavailable`](Error::is_token_unavailable): there is no access token for now.
    TokenUnavailable,
    /// [`is_consent_required`](Error::is_consent_required): there is no access token until the user
    /// consents again.
    ConsentRequired,
    /// [`is_connect`](Error::is_connect): there is no connection.
    Connect,
    /// [`is_timeout`](Error::is_timeout): the time was up.
    Timeout,
    /// [`is_interrupted`](Error::is_interrupted): the connection or the response broke off.
    Interrupted,
    /// [`is_unauthorized`](Error::is_unauthorized): the service does not know the token (401).
    Unauthorized,
    /// [`is_forbidden`](Error::is_forbidden): the user may not do this (403).
    Forbidden,
    /// [`is_not_found`](Error::is_not_found): there is no such entity or path (404).
    NotFound,
    /// [`is_rate_limited`](Error::is_rate_limited): too many requests (429).
    RateLimited,
    /// [`is_redirect`](Error::is_redirect): a redirect that is not followed (3XX).
    Redirect,
    /// Any other status that is not a success, for instance 405.
    Rejected,
    /// [`is_server_error`](Error::is_server_error): the service failed (5XX).
    ServerError,
    /// [`is_decode`](Error::is_decode): a success with an unexpected body.
    Decode,
    /// [`is_too_large`](Error::is_too_large): a response over the limit.
    TooLarge,
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
            Cause::Connect => ErrorKind::Connect,
            Cause::Timeout { .. } => ErrorKind::Timeout,
            Cause::Interrupted { .. } => ErrorKind::Interrupted,
            Cause::TooLarge { .. } => ErrorKind::TooLarge,
            Cause::Decode { .. } => ErrorKind::Decode,
            Cause::Refused { status, .. } => match status {
                300..=399 => ErrorKind::Redirect,
                400 | 409 | 413 | 415 | 422 => ErrorKind::InvalidRequest,
                401 => ErrorKind::Unauthorized,
                403 => ErrorKind::Forbidden,
                404 => ErrorKind::NotFound,
                429 => ErrorKind::RateLimited,
                500.. => ErrorKind::ServerError,
                _ => ErrorKind::Rejected,
            },
        }
    }
}
