//! What a request showed to be let in.

/// What a request's `Authorization` header carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credential {
    /// The sandbox's API token, good on the direct route.
    ApiToken,
    /// The sandbox's API token after it was revoked.
    RevokedApiToken,
    /// The sandbox's OAuth access token, good on the gateway route.
    OauthToken,
    /// An OAuth access token of the sandbox that has expired.
    ExpiredOauthToken,
    /// A bearer token that the sandbox does not know.
    Unknown,
    /// A header that is no `Bearer <token>`, or several headers.
    NotBearer,
    /// No header.
    Missing,
}
