//! How the provider is set up.

use std::time::Duration;

use crate::token::Token;

const TWO_HOURS: Duration = Duration::from_secs(2 * 60 * 60);

/// How the token endpoint says when an access token expires. Integrations know both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenExpiry {
    /// `expires_in`, in seconds, as the OAuth 2.0 standard has it.
    #[default]
    ExpiresIn,
    /// `expire_time`, a date-time such as `2026-03-01T12:00:00Z`.
    ExpireTime,
}

#[derive(Debug, Clone)]
pub(crate) struct ProviderSettings {
    pub(crate) client_id: String,
    pub(crate) client_secret: Token,
    pub(crate) refresh_token: Token,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) lifetime: Duration,
    pub(crate) expiry: TokenExpiry,
    pub(crate) rotates: bool,
}

impl ProviderSettings {
    pub(crate) fn new() -> Self {
        Self {
            client_id: "catalogs-sandbox".to_owned(),
            client_secret: Token::random(),
            refresh_token: Token::random(),
            redirect_uris: Vec::new(),
            lifetime: TWO_HOURS,
            expiry: TokenExpiry::default(),
            rotates: true,
        }
    }
}
