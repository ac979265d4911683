//! The settings of the OAuth 2.0 provider.

use std::time::Duration;

use super::SandboxBuilder;
use crate::{oauth::TokenExpiry, token::Token};

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
