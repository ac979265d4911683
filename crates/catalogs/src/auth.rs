//! How a client proves who it is, and the route that follows from it.

use std::{fmt, sync::Arc};

use reqwest::header::HeaderValue;
use secrecy::SecretString;

use crate::{
    Error, Route,
    oauth::{AccessToken, FixedToken, TokenSource},
};

/// How a client proves who it is. The choice decides the route of every request.
///
/// ```
/// use catalogs::Auth;
///
/// let auth = Auth::api_token("secret");
/// assert!(!format!("{auth:?}").contains("secret"));
/// ```
#[derive(Clone)]
pub struct Auth {
    route: Route,
    credential: OAuthSource,
}

/// What [`Auth::oauth2`] takes: an access token, or a [`TokenSource`].
#[derive(Clone)]
pub struct OAuthSource(Given);

#[derive(Clone)]
enum Given {
    Fixed(AccessToken),
    Source(Arc<dyn TokenSource>),
}

impl Auth {
    /// Creates an authentication with a personal API token, over the direct route.
    ///
    /// The user makes it on the site for an integrator; it lives until the user's password changes.
    pub fn api_token(token: impl Into<SecretString>) -> Self {
        Self {
            route: Route::Direct,
            credential: token.into().into(),
        }
    }

    /// Creates an authentication with OAuth 2.0, over the gateway route: by an access token, or by a
    /// [`TokenSource`].
    ///
    /// Access tokens live for about two hours, and one given by itself is not renewed: it is for
    /// short programs. Those that renew it themselves implement [`TokenSource`].
    ///
    /// ```
    /// use catalogs::Auth;
    ///
    /// let auth = Auth::oauth2("an access token");
    /// # let _ = auth;
    /// ```
    pub fn oauth2(token: impl Into<OAuthSource>) -> Self {
        Self {
            route: Route::Gateway,
            credential: token.into(),
        }
    }

    /// Returns the route that requests take.
    pub fn route(&self) -> Route {
        self.route
    }

    /// The source that is asked for the token of each request, on both routes.
    pub(crate) fn source(&self) -> Arc<dyn TokenSource> {
        match &self.credential.0 {
            Given::Fixed(token) => Arc::new(FixedToken(token.clone())),
            Given::Source(source) => Arc::clone(source),
        }
    }

    /// Refuses early a token that cannot be one; what a source will give is not known yet.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.credential.0 {
            Given::Fixed(_) => self.header().map(drop),
            Given::Source(_) => Ok(()),
        }
    }

    /// The value of the `Authorization` header, if it is always the same.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        match &self.credential.0 {
            Given::Fixed(token) => token
                .header()
                .map_err(|error| Error::invalid_setting("auth", error.to_string())),
            Given::Source(_) => Err(Error::configuration("the token is not fixed")),
        }
    }
}

impl From<AccessToken> for OAuthSource {
    fn from(token: AccessToken) -> Self {
        Self(Given::Fixed(token))
    }
}

impl From<SecretString> for OAuthSource {
    fn from(token: SecretString) -> Self {
        AccessToken::new(token).into()
    }
}

impl From<String> for OAuthSource {
    fn from(token: String) -> Self {
        AccessToken::new(token).into()
    }
}

impl From<&str> for OAuthSource {
    fn from(token: &str) -> Self {
        AccessToken::new(token).into()
    }
}

impl<T: TokenSource + 'static> From<T> for OAuthSource {
    fn from(source: T) -> Self {
        Self(Given::Source(Arc::new(source)))
    }
}

/// Without the token or its source, which others may have written.
impl fmt::Debug for OAuthSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Given::Fixed(_) => "a fixed token",
            Given::Source(_) => "a source of tokens",
        })
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("route", &self.route)
            .field("token", &self.credential)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_token_is_refused_without_being_shown() {
        for token in [
            "",
            "  ",
            "canary token",
            "canary\n",
            "канарейка",
            "canary\u{0}",
        ] {
            let error = Auth::api_token(token).header().unwrap_err();
            assert!(error.is_configuration());
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn token_is_sent_in_sensitive_bearer_header() {
        let value = Auth::oauth2("canary").header().unwrap();
        assert_eq!(value.to_str().unwrap(), "Bearer canary");
        assert!(value.is_sensitive());
    }

    #[tokio::test]
    async fn fixed_token_source_has_no_replacement_on_either_route() {
        for auth in [Auth::api_token("canary"), Auth::oauth2("canary")] {
            let source = auth.source();
            let token = source.token().await.unwrap();
            assert!(token == AccessToken::new("canary"));
            let error = source.replace(&token).await.unwrap_err();
            assert!(error.is_no_other() && error.is_refused());
            let shown = format!("{auth:?} {source:?} {token:?} {error:?} {error}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }

    #[test]
    fn oauth2_accepts_every_kind_of_token_source() {
        let source: Arc<dyn TokenSource> = Arc::new(FixedToken(AccessToken::new("canary")));
        for auth in [
            Auth::oauth2("canary"),
            Auth::oauth2("canary".to_owned()),
            Auth::oauth2(SecretString::from("canary")),
            Auth::oauth2(AccessToken::new("canary")),
            Auth::oauth2(FixedToken(AccessToken::new("canary"))),
            Auth::oauth2(source),
        ] {
            assert_eq!(auth.route(), Route::Gateway);
            assert!(auth.check().is_ok());
        }
        let refused = Auth::oauth2(AccessToken::new("canary\n")).check();
        assert!(refused.is_err_and(|error| error.is_configuration()));
    }
}
