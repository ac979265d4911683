//! An application that ATI.SU knows, and where its tokens come from.

use std::sync::Arc;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{
    ConsentFlow, Endpoint, RefreshToken, RefreshingTokenBuilder, TokenBody, TokenError, Tokens,
    endpoint::Grant,
};
use crate::{Error, integrator, policy::HttpOptions, url_policy};

const TOKEN_URL: &str = "https://api.ati.su/oauth2/token";
const CONSENT_URL: &str = "https://id.ati.su/oauth2/";

/// An application registered with ATI.SU, which may act for its users. Cheap to clone.
///
/// The service's support gives out the id and the secret, one pair for each application. Users then
/// consent once each ([`consent`](Self::consent)), and from then on the refresh token of each
/// gets access tokens ([`refreshing`](Self::refreshing)).
///
/// ```no_run
/// use catalogs::{Auth, Client, oauth::OAuthApp};
///
/// # fn example(secret: String, refresh_token: String) -> catalogs::Result<()> {
/// let app = OAuthApp::builder().client_id("my-app").client_secret(secret).build()?;
/// let token = app.refreshing(refresh_token).build()?;
/// let client = Client::builder().auth(Auth::oauth2(token)).integrator_code("64357").build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct OAuthApp {
    endpoint: Arc<Endpoint>,
    consent_url: Url,
}

#[bon::bon]
impl OAuthApp {
    /// Creates an application.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when something said cannot work; the text
    /// names it.
    #[builder(state_mod(name = "oauth_app_builder", vis = "pub"))]
    pub fn new(
        /// The id that the service gave the application.
        #[builder(into)]
        client_id: String,
        /// The secret that goes with it.
        #[builder(into)]
        client_secret: SecretString,
        /// The ATI code of the integrator, for the `User-Agent` of token requests; the same as
        /// [`ClientBuilder::integrator_code`](crate::ClientBuilder::integrator_code).
        #[builder(into)]
        integrator_code: Option<String>,
        /// Where tokens are given out; `https://api.ati.su/oauth2/token` by default. Over plain
        /// `http` no other machine is accepted.
        #[builder(into)]
        token_url: Option<String>,
        /// The page where users consent; `https://id.ati.su/oauth2/` by default.
        #[builder(into)]
        consent_url: Option<String>,
        /// How the token endpoint wants its requests; [`TokenBody::Json`] by default.
        #[builder(default)]
        token_body: TokenBody,
        /// How to connect to the token endpoint: proxies, certificates and the like; see
        /// [`HttpOptions`]. Those of the API client are set there.
        #[builder(default)]
        http: HttpOptions,
    ) -> Result<Self, Error> {
        if client_id.trim().is_empty() {
            return Err(Error::invalid_setting("client_id", "`client_id` is empty"));
        }
        if client_secret.expose_secret().trim().is_empty() {
            return Err(Error::invalid_setting(
                "client_secret",
                "`client_secret` is empty",
            ));
        }
        let code = integrator_code
            .map(|code| integrator::integrator_code(code, "`integrator_code`"))
            .transpose()?;
        let token_url = token_url.as_deref().unwrap_or(TOKEN_URL);
        let token_url =
            url_policy::protected_url(token_url, "`token_url`", "token endpoint", http.allow_http)?;
        let consent_url = consent_page(consent_url.as_deref().unwrap_or(CONSENT_URL))?;
        let endpoint = Endpoint::new(client_id, client_secret, token_url, token_body, code, &http)?;
        Ok(Self {
            endpoint: Arc::new(endpoint),
            consent_url,
        })
    }

    /// Returns a builder of a token source for the user behind this refresh token.
    pub fn refreshing(&self, refresh_token: impl Into<RefreshToken>) -> RefreshingTokenBuilder {
        RefreshingTokenBuilder::new(Arc::clone(&self.endpoint), Some(refresh_token.into()))
    }

    /// Returns a builder of a token source that starts with these tokens.
    ///
    /// Building it fails if the service gave no refresh token.
    pub fn refreshing_from(&self, tokens: Tokens) -> RefreshingTokenBuilder {
        let left = tokens.expires_in();
        RefreshingTokenBuilder::new(Arc::clone(&self.endpoint), tokens.refresh)
            .access_token(tokens.access, left)
            .newer_than_store()
    }

    /// Exchanges a refresh token for new tokens, for those who keep tokens themselves;
    /// [`refreshing`](Self::refreshing) does it when needed.
    ///
    /// The response may hold a new refresh token, which has to be kept: the old one may stop
    /// working. Where it holds none, the old one goes on.
    ///
    /// # Errors
    ///
    /// [`TokenError::is_refused`] when the service refuses the refresh token or the application: the
    /// user has to consent again. Else no usable response came; trying again may help.
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Tokens, TokenError> {
        let response = self.endpoint.ask(Grant::Refresh(token)).await;
        response.map_err(|failure| failure.error)
    }

    /// Returns the consent flow for a user, which ends at `redirect_uri`: the address that was
    /// registered for the application.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when `redirect_uri` is not an absolute URL, or
    /// has a fragment.
    pub fn consent(&self, redirect_uri: impl Into<String>) -> Result<ConsentFlow, Error> {
        ConsentFlow::new(
            self.endpoint.client_id.clone(),
            self.consent_url.clone(),
            redirect_uri.into(),
        )
    }

    /// Exchanges a code for tokens; see [`code_from_callback`](ConsentFlow::code_from_callback).
    ///
    /// A code is good once, and for a short time. It is not shown a second time, whatever happens.
    ///
    /// # Errors
    ///
    /// [`TokenError::is_refused`] when the service refuses the code or the application: the user
    /// has to consent again. Else no usable response came, and the text tells whether the request
    /// may have been acted on; the code may then be used up as well.
    pub async fn exchange_code(&self, code: impl Into<SecretString>) -> Result<Tokens, TokenError> {
        let code = code.into();
        let response = self.endpoint.ask(Grant::Code(code.expose_secret())).await;
        response.map_err(|failure| failure.error)
    }
}

/// The page is for the user's browser, so that this build needs no TLS for it.
fn consent_page(url: &str) -> Result<Url, Error> {
    match Url::parse(url) {
        Ok(url) if url.scheme() == "https" || url_policy::is_loopback(&url) => Ok(url),
        _ => Err(Error::invalid_setting(
            "consent_url",
            "`consent_url` is not a valid consent page: it has to start with https://",
        )),
    }
}
