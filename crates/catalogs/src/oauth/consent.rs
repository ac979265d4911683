//! A user's first consent: the page they are sent to, and what comes back from it.

use std::fmt;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::TokenError;
use crate::Error;

/// The flow in which a user allows an application to act for them; created by
/// [`OAuthApp::consent`](crate::oauth::OAuthApp::consent).
///
/// ```no_run
/// use catalogs::{Auth, oauth::{ConsentState, OAuthApp}};
///
/// # async fn example(app: OAuthApp, callback: String) -> Result<(), Box<dyn std::error::Error>> {
/// // 1. Send the user to the consent page, and keep the state in their session.
/// let flow = app.consent("https://app.example/callback")?;
/// let state = ConsentState::random();
/// let page = flow.authorization_url(&state);
///
/// // 2. The page sends them back to the callback, with the state and a code in the query.
/// let code = flow.code_from_callback(&callback, &state)?;
///
/// // 3. The code is worth the first tokens. Keep the refresh token.
/// let tokens = app.exchange_code(code).await?;
/// let auth = Auth::oauth2(app.refreshing_from(tokens).build()?);
/// # drop((page, auth));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ConsentFlow {
    client_id: String,
    page: Url,
    redirect_uri: String,
    scope: Option<String>,
}

impl ConsentFlow {
    pub(super) fn new(client_id: String, page: Url, redirect_uri: String) -> Result<Self, Error> {
        let wrong = |why: &str| {
            Error::invalid_setting(
                "redirect_uri",
                format!("`redirect_uri` is not a valid URL: {why}"),
            )
        };
        let url = Url::parse(&redirect_uri).map_err(|error| wrong(&error.to_string()))?;
        if url.fragment().is_some() {
            return Err(wrong("it has a fragment"));
        }
        Ok(Self {
            client_id,
            page,
            redirect_uri,
            scope: None,
        })
    }

    /// Sets what the application wants to be allowed, in the service's words. None is asked for by
    /// default.
    #[must_use = "the flow itself stays as it is"]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Returns the page to send the user to. `state` has to wait in their session until they come back.
    pub fn authorization_url(&self, state: &ConsentState) -> String {
        let mut url = self.page.clone();
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("client_id", &self.client_id);
            query.append_pair("redirect_uri", &self.redirect_uri);
            query.append_pair("response_type", "code");
            if let Some(scope) = &self.scope {
                query.append_pair("scope", scope);
            }
            query.append_pair("state", state.expose_secret());
        }
        url.into()
    }

    /// Returns the code in the callback, which is a URL, or its path and query, or its query alone. Give it
    /// to [`exchange_code`](crate::oauth::OAuthApp::exchange_code).
    ///
    /// # Errors
    ///
    /// [`TokenError::is_refused`] always: the user has to start again. Either the state is not
    /// `expected`, and it was not this user, in this session, who came from the consent page; or
    /// the user did not consent; or there is no code.
    pub fn code_from_callback(
        &self,
        callback: &str,
        expected: &ConsentState,
    ) -> Result<SecretString, TokenError> {
        let query = callback
            .split_once('?')
            .map_or(callback, |(_, query)| query);
        let query = query.split_once('#').map_or(query, |(query, _)| query);
        let mut url = self.page.clone();
        url.set_query(Some(query));
        let single = |name: &str| {
            let mut values = url.query_pairs().filter(|(key, _)| key == name);
            let first = values.next().map(|(_, value)| value.into_owned());
            first.filter(|value| !value.is_empty() && values.next().is_none())
        };
        if single("state").is_none_or(|state| state != expected.expose_secret()) {
            return Err(TokenError::refused(
                "the state in the callback is not the one that was sent: the consent is not used",
            ));
        }
        if url.query_pairs().any(|(key, _)| key == "error") {
            let error = single("error").filter(|error| is_code(error));
            return Err(TokenError::refused(match error.as_deref() {
                Some("access_denied") => "the user did not consent".into(),
                Some(error) => format!("the consent page reports an error ({error})"),
                None => "the consent page reports an error".to_owned(),
            }));
        }
        let code = single("code").map(SecretString::from);
        code.ok_or_else(|| TokenError::refused("the callback holds no code, or several"))
    }
}

/// An error code as the standard has them, which can be shown as it is.
fn is_code(text: &str) -> bool {
    text.len() <= 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Ties a callback to the session in which the user was sent to the consent page. Without it, an
/// attacker could make a user act in the attacker's name.
///
/// ```
/// use catalogs::oauth::ConsentState;
///
/// let state = ConsentState::random();
/// let kept = state.expose_secret().to_owned(); // in the user's session
/// let state = ConsentState::new(kept); // when the callback comes
/// # drop(state);
/// ```
#[derive(Clone)]
pub struct ConsentState(SecretString);

impl ConsentState {
    /// Creates a state with 122 random bits.
    pub fn random() -> Self {
        Self(Uuid::new_v4().simple().to_string().into())
    }

    /// Creates the state from the text that was kept in the session.
    pub fn new(state: impl Into<SecretString>) -> Self {
        Self(state.into())
    }

    /// Returns the text to keep in the session.
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ConsentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConsentState(***)")
    }
}

#[cfg(test)]
mod tests;
