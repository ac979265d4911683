//! How a client proves who it is, and the route that follows from it.

use std::fmt;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::Error;

/// How a client proves who it is. The choice decides the route of every request.
///
/// ```
/// use catalogs::Auth;
///
/// let auth = Auth::api_token("secret");
/// assert!(!format!("{auth:?}").contains("secret"));
/// ```
#[derive(Clone, Debug)]
pub struct Auth {
    route: Route,
    token: SecretString,
}

/// One of the two ways to the same operations; they differ in the prefix of their paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// For a personal API token.
    Direct,
    /// For OAuth 2.0 access tokens.
    Gateway,
}

impl Route {
    /// What stands between the origin and the path of an operation.
    ///
    /// ```
    /// assert_eq!(catalogs::Route::Direct.prefix(), "/v1.2/catalogs");
    /// ```
    pub const fn prefix(self) -> &'static str {
        match self {
            Route::Direct => "/v1.2/catalogs",
            Route::Gateway => "/gw/oauth2/catalogs/v1.2",
        }
    }
}

impl Auth {
    /// A personal API token, over the direct route.
    ///
    /// The user makes it on the site for an integrator; it lives until the user's password changes.
    pub fn api_token(token: impl Into<SecretString>) -> Self {
        Self {
            route: Route::Direct,
            token: token.into(),
        }
    }

    /// An OAuth 2.0 access token, over the gateway route.
    ///
    /// Access tokens live for about two hours; this one is not refreshed. When it has expired, use
    /// [`Client::with_auth`](crate::Client::with_auth) with a new one.
    pub fn oauth2(access_token: impl Into<SecretString>) -> Self {
        Self {
            route: Route::Gateway,
            token: access_token.into(),
        }
    }

    /// The route that requests take.
    pub fn route(&self) -> Route {
        self.route
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> Result<HeaderValue, Error> {
        let token = self.token.expose_secret();
        if token.trim().is_empty() {
            return Err(Error::configuration("the token is empty"));
        }
        if !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(Error::configuration(
                "the token has characters that no token has (a space or a line break at its end?)",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Error::configuration("the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Route::Direct => "direct",
            Route::Gateway => "gateway",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_cannot_be_one_is_refused_without_being_shown() {
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
    fn a_token_goes_into_a_sensitive_bearer_header() {
        let value = Auth::oauth2("canary").header().unwrap();
        assert_eq!(value.to_str().unwrap(), "Bearer canary");
        assert!(value.is_sensitive());
    }
}
