//! What gives the client its access tokens, one at a time.

use std::{fmt, pin::Pin, sync::Arc};

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::token_error::TokenError;

/// The future that a [`TokenSource`] returns.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>>;

/// Gives access tokens to a client; [`Auth::oauth2`](crate::Auth::oauth2) takes one.
///
/// Write one where the tokens of several processes come from one place, such as a database or a
/// vault:
///
/// ```
/// use catalogs::{Auth, oauth::{AccessToken, TokenError, TokenFuture, TokenSource}};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl Vault {
///     async fn read(&self) -> Result<String, std::io::Error> {
///         Ok("token".to_owned())
///     }
/// }
///
/// impl TokenSource for Vault {
///     fn token(&self) -> TokenFuture<'_> {
///         Box::pin(async {
///             let token = self.read().await;
///             token.map(AccessToken::new).map_err(|error| {
///                 TokenError::new("the vault gave no token").with_source(error)
///             })
///         })
///     }
/// }
///
/// let auth = Auth::oauth2(Vault);
/// ```
///
/// The client asks before every request, from many tasks at once: a token from memory is the
/// rule, and who meets an expired token must not each fetch a new one.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// The token to use now, renewed before it expires.
    ///
    /// # Errors
    ///
    /// Fails with a [`TokenError`] when there is no token to be had. The request is then not
    /// sent.
    fn token(&self) -> TokenFuture<'_>;

    /// Another token than `refused`, which the service has just refused (401).
    ///
    /// Many requests may come back with the same refused token: only the first one of them should
    /// make the source fetch another, which the others then get.
    ///
    /// # Errors
    ///
    /// Fails with a [`TokenError`] when there is no other token; always, unless implemented.
    fn replace<'a>(&'a self, refused: &'a AccessToken) -> TokenFuture<'a> {
        let _ = refused;
        Box::pin(std::future::ready(Err(TokenError::no_other())))
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }

    fn replace<'a>(&'a self, refused: &'a AccessToken) -> TokenFuture<'a> {
        (**self).replace(refused)
    }
}

/// A source of always the same token, which has no other.
#[derive(Debug)]
pub(crate) struct FixedToken(pub(crate) AccessToken);

impl TokenSource for FixedToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// An access token, which no `Debug` shows.
///
/// ```
/// use catalogs::oauth::AccessToken;
///
/// let token = AccessToken::new("canary");
/// assert!(!format!("{token:?}").contains("canary"));
/// ```
#[derive(Clone, Debug)]
pub struct AccessToken(Arc<SecretString>);

impl AccessToken {
    /// Creates a token from the text that the service gave.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self(Arc::new(token.into()))
    }

    /// Returns the token itself, for instance to keep it until the next start.
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }

    /// The value of the `Authorization` header, marked as sensitive.
    ///
    /// # Errors
    ///
    /// Fails when the text cannot be a token; the error does not show it.
    pub(crate) fn header(&self) -> Result<HeaderValue, TokenError> {
        let token = self.0.expose_secret();
        if token.trim().is_empty() {
            return Err(TokenError::new("the token is empty"));
        }
        if !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(TokenError::new(
                "the token has characters that no token has (a space or a line break at its end?)",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| TokenError::new("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl PartialEq for AccessToken {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl Eq for AccessToken {}
