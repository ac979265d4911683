//! Questions that tell errors apart.

use super::{Cause, Error, ErrorKind};

impl Error {
    /// Returns whether a setting of the caller or the environment cannot work; nothing was sent. The
    /// text and [`setting`](Self::setting) name it.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Returns whether the entity or the path does not exist (404). `get_opt` returns `None` instead.
    /// A [web page](Self::is_web_page) does not count.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns whether the response is a web page: it comes from a proxy, a login portal, a DDoS guard
    /// or another server, not the API. The [`kind`](Self::kind) is [`WebPage`](ErrorKind::WebPage) where the
    /// status (4XX) would otherwise say something of the token or the request.
    pub fn is_web_page(&self) -> bool {
        self.body_read().is_some_and(|body| body.is_web_page)
    }

    /// Returns whether the service does not accept the token (401, or a 403 with the code
    /// `token_expired`): it expired, was revoked, or is for the other route. Nothing was changed.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Returns whether no access token was available, so that the request was not sent; [`source`] has
    /// the [`TokenError`](crate::oauth::TokenError). Retrying may help, unless [`is_consent_required`]
    /// is true as well.
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

    /// Returns whether a person has to consent again: the refresh token expired, was revoked or was
    /// used up, or the application's secret is wrong. Retrying changes nothing.
    /// See [`ConsentFlow`](crate::oauth::ConsentFlow).
    pub fn is_consent_required(&self) -> bool {
        self.kind() == ErrorKind::ConsentRequired
    }

    /// Returns whether the token's user may not do this (403). Nothing was changed.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Returns whether the rate limit stopped the call: the service responded 429 to every attempt, or
    /// no permit could come in time. The last attempt changed nothing. Something else may use the same
    /// contact's limit; [`retry_after`](Self::retry_after) tells how long to wait.
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns whether the [`RateLimiter`](crate::policy::RateLimiter) given to
    /// [`limiter`](crate::ClientBuilder::limiter) failed, so that the last attempt was not sent.
    /// [`source`](std::error::Error::source) has its error. The call was retried as for a failed
    /// connection.
    pub fn is_limiter_failed(&self) -> bool {
        self.kind() == ErrorKind::LimiterFailed
    }

    /// Returns whether the request itself is wrong: the service rejects it (400, 409, 413, 415 or 422),
    /// JSON cannot express the draft (a coordinate that is not a number), or a draft does not take a
    /// value. Sending it again changes nothing; [`reason`](Self::reason) and the draft's `warnings()` may tell why.
    pub fn is_invalid_request(&self) -> bool {
        self.kind() == ErrorKind::InvalidRequest
    }

    /// Returns whether the service, or a gateway before it, failed (5XX). A write may have taken effect.
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::ServerError
    }

    /// Returns whether the service redirects (3XX) to where the token must not go, nowhere, or in a
    /// loop. Nothing was changed, except that a 303 after a write may mean that it was done.
    pub fn is_redirect(&self) -> bool {
        self.kind() == ErrorKind::Redirect
    }

    /// Returns whether the call took longer than its [timeout](crate::ClientBuilder::timeout), waiting
    /// for the rate limiter included; the text says where the time went. Whether a write may have taken effect:
    /// [`is_outcome_unknown`](Self::is_outcome_unknown).
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether no connection was made (DNS, refused, TLS, a proxy), so that the last attempt
    /// sent nothing.
    /// Unless [`is_outcome_unknown`](Self::is_outcome_unknown), which an earlier attempt may have
    /// left, trying again is safe; unless [`is_tls`](Self::is_tls) or [`is_proxy`](Self::is_proxy),
    /// it may help.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.cause, Cause::Connect(_))
    }

    /// Returns whether TLS failed: a certificate is not trusted, has expired or is for another host, or
    /// the two sides have no TLS version in common. The text says whether it is the service, the token
    /// endpoint or a proxy. Nothing was sent, and nothing is retried. See
    /// [`HttpOptions`](crate::policy::HttpOptions) for private authorities.
    pub fn is_tls(&self) -> bool {
        self.kind() == ErrorKind::Tls
    }

    /// Returns whether the proxy refuses the connection, wants other credentials (407), or is of a
    /// kind that is not supported. Nothing reached the service, and nothing is retried. A proxy that cannot be
    /// reached is [`is_connect`](Self::is_connect) alone.
    pub fn is_proxy(&self) -> bool {
        self.kind() == ErrorKind::Proxy
    }

    /// Returns whether the connection broke after the request was sent, before the whole response had
    /// come. A write may have taken effect.
    pub fn is_interrupted(&self) -> bool {
        self.kind() == ErrorKind::Interrupted
    }

    /// Returns whether the service reported success with a body that the API does not promise. A write
    /// may have taken effect.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns whether the response is larger than
    /// [the limit](crate::ClientBuilder::max_response_bytes). A write may have taken effect.
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge
    }

    /// Returns whether a write may have taken effect, or not: an attempt was sent, and no usable
    /// response came.
    ///
    /// Writes that are harmless to repeat were repeated before. For a create, see
    /// [`reconcile`](crate::Collection::reconcile), which finds what may have been created.
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.outcome_unknown && self.0.is_write
    }

    /// Returns whether a draft was not written because the response that it comes from left out
    /// fields, and writing would erase them; nothing was sent. See [`treat_missing_as_empty`](crate::OrganizationDraft::treat_missing_as_empty).
    pub fn is_partial_response(&self) -> bool {
        self.kind() == ErrorKind::PartialResponse
    }
}
