//! The kinds of errors, for decisions in code.

/// What went wrong; see [`Error::kind`](crate::Error::kind).
///
/// Every kind but [`Rejected`](Self::Rejected) and [`Request`](Self::Request) has a predicate of
/// [`Error`](crate::Error) that says what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// [`is_configuration`](crate::Error::is_configuration): a setting cannot work.
    Configuration,
    /// The request could not be built.
    Request,
    /// [`is_invalid_request`](crate::Error::is_invalid_request): the draft or the request is wrong.
    InvalidRequest,
    /// [`is_partial_response`](crate::Error::is_partial_response): writing would erase missing fields.
    PartialResponse,
    /// [`is_token_unavailable`](crate::Error::is_token_unavailable): there is no access token for now.
    TokenUnavailable,
    /// [`is_consent_required`](crate::Error::is_consent_required): there is no access token until the user
    /// consents again.
    ConsentRequired,
    /// [`is_connect`](crate::Error::is_connect): there is no connection.
    Connect,
    /// [`is_tls`](crate::Error::is_tls): the certificate or TLS itself is refused.
    Tls,
    /// [`is_proxy`](crate::Error::is_proxy): the proxy refuses.
    Proxy,
    /// [`is_timeout`](crate::Error::is_timeout): the time was up.
    Timeout,
    /// [`is_interrupted`](crate::Error::is_interrupted): the connection or the response broke off.
    Interrupted,
    /// [`is_unauthorized`](crate::Error::is_unauthorized): the service does not know the token (401).
    Unauthorized,
    /// [`is_forbidden`](crate::Error::is_forbidden): the user may not do this (403).
    Forbidden,
    /// [`is_not_found`](crate::Error::is_not_found): there is no such entity or path (404).
    NotFound,
    /// [`is_web_page`](crate::Error::is_web_page): a web page rejects the request (4XX), so it comes
    /// from a proxy, a portal or another server and says nothing of the token or the entity.
    WebPage,
    /// [`is_rate_limited`](crate::Error::is_rate_limited): too many requests (429).
    RateLimited,
    /// [`is_limiter_failed`](crate::Error::is_limiter_failed): the caller's rate limiter failed.
    LimiterFailed,
    /// [`is_redirect`](crate::Error::is_redirect): a redirect that is not followed (3XX).
    Redirect,
    /// Any other status that is not a success, for instance 405.
    Rejected,
    /// [`is_server_error`](crate::Error::is_server_error): the service failed (5XX).
    ServerError,
    /// [`is_decode`](crate::Error::is_decode): a success with an unexpected body.
    Decode,
    /// [`is_too_large`](crate::Error::is_too_large): a response over the limit.
    TooLarge,
}
