//! How the provider is set up.

use std::time::Duration;

use crate::builder::SandboxBuilder;
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
pub(crate) struct Settings {
    pub(crate) client_id: String,
    pub(crate) client_secret: Token,
    pub(crate) refresh_token: Token,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) lifetime: Duration,
    pub(crate) expiry: TokenExpiry,
    pub(crate) rotates: bool,
}

impl Settings {
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

/// The OAuth 2.0 provider.
impl SandboxBuilder {
    /// The client that the provider knows; the secret is freshly random by default.
    pub fn oauth_client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.oauth.client_id = id.into();
        self.oauth.client_secret = Token::new(secret);
        self
    }

    /// A URI that the consent page may send users back to, letter for letter. `http` URIs on this
    /// machine (127.0.0.1, `[::1]`, localhost, any port) need not be registered.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.oauth.redirect_uris.push(uri.into());
        self
    }

    /// The refresh token that is good from the start; freshly random by default.
    pub fn refresh_token(mut self, token: impl Into<String>) -> Self {
        self.oauth.refresh_token = Token::new(token);
        self
    }

    /// How long access tokens of the token endpoint are good, on Tokio's clock; two hours by
    /// default.
    pub fn access_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.oauth.lifetime = lifetime;
        self
    }

    /// How the token endpoint says when an access token expires.
    pub fn token_expiry(mut self, expiry: TokenExpiry) -> Self {
        self.oauth.expiry = expiry;
        self
    }

    /// Whether a refresh gives out a new refresh token and takes the old one back (the default).
    /// Otherwise the old one stays good, and no other is given out.
    pub fn rotate_refresh_tokens(mut self, rotates: bool) -> Self {
        self.oauth.rotates = rotates;
        self
    }
}
