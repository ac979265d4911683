//! What the caller said, what the environment says, and what is taken when neither does.
//!
//! The one place that decides, and that lists every variable.

use std::time::Duration;

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::{Auth, Error};

/// API token, for the direct route.
pub(crate) const TOKEN: &str = "ATI_TOKEN";
/// OAuth 2.0 access token, for the gateway route.
pub(crate) const OAUTH_TOKEN: &str = "ATI_OAUTH_TOKEN";
/// ATI code of the integrator, for the `User-Agent`.
pub(crate) const INTEGRATOR_CODE: &str = "ATI_INTEGRATOR_CODE";
/// Origin of the service.
pub(crate) const BASE_URL: &str = "ATI_BASE_URL";

/// The real service.
const DEFAULT_BASE_URL: &str = "https://api.ati.su";
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// What the caller said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) auth: Option<Auth>,
    pub(crate) integrator_code: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
}

/// What holds.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) auth: Auth,
    pub(crate) integrator_code: String,
    pub(crate) base_url: Url,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
}

/// What the caller said wins over `environment`, and that over the defaults. A variable that is
/// empty counts as not set.
///
/// # Errors
///
/// Fails when something that has no default is nowhere, or is said wrongly; the error names the
/// method and the variable.
pub(crate) fn resolve(
    said: Said,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Settings, Error> {
    let variable = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
    let auth = match said.auth {
        Some(auth) => auth,
        None => auth_from(
            variable(TOKEN).map(SecretString::from),
            variable(OAUTH_TOKEN).map(SecretString::from),
        )?,
    };
    auth.check()?;
    let (code, code_source) = match (said.integrator_code, variable(INTEGRATOR_CODE)) {
        (Some(code), _) => (code, "`integrator_code`"),
        (None, Some(code)) => (code.trim().to_owned(), INTEGRATOR_CODE),
        (None, None) => {
            return Err(Error::configuration(format!(
                "no integrator code: set `integrator_code` or {INTEGRATOR_CODE}; it is the ATI \
                 code that the service wants in every request's User-Agent"
            )));
        }
    };
    let (url, url_source) = match (said.base_url, variable(BASE_URL)) {
        (Some(url), _) => (url, "`base_url`"),
        (None, Some(url)) => (url.trim().to_owned(), BASE_URL),
        (None, None) => (DEFAULT_BASE_URL.to_owned(), "the default"),
    };
    Ok(Settings {
        auth,
        integrator_code: integrator_code(code, code_source)?,
        base_url: protected_url(&url, url_source, "base URL")?,
        connect_timeout: said.connect_timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT),
        timeout: said.timeout.unwrap_or(DEFAULT_TIMEOUT),
    })
}

fn auth_from(token: Option<SecretString>, oauth: Option<SecretString>) -> Result<Auth, Error> {
    let trimmed = |secret: SecretString| secret.expose_secret().trim().to_owned();
    match (token, oauth) {
        (Some(token), None) => Ok(Auth::api_token(trimmed(token))),
        (None, Some(token)) => Ok(Auth::oauth2(trimmed(token))),
        (Some(_), Some(_)) => Err(Error::configuration(format!(
            "both {TOKEN} and {OAUTH_TOKEN} are set: unset one, or choose with `auth`"
        ))),
        (None, None) => Err(Error::configuration(format!(
            "no token: set `auth`, or {TOKEN} (an API token), or {OAUTH_TOKEN} (an OAuth 2.0 \
             access token)"
        ))),
    }
}

pub(crate) fn integrator_code(code: String, source: &str) -> Result<String, Error> {
    if !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(code);
    }
    Err(Error::configuration(format!(
        "{source} is no integrator code: it is the ATI code alone, such as 64357"
    )))
}

/// An absolute URL that a secret may go to, and that a path or a query can be added to.
pub(crate) fn protected_url(url: &str, source: &str, what: &str) -> Result<Url, Error> {
    let wrong = |why: &str| Error::configuration(format!("{source} is no {what}: {why}"));
    let url = Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds a user name or a password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("it has a query or a fragment"));
    }
    match url.scheme() {
        "https" if cfg!(any(feature = "rustls", feature = "native-tls")) => Ok(url),
        "https" => Err(wrong(
            "it needs TLS, which is left out of this build; turn on the feature `rustls` or \
             `native-tls` of the crate `catalogs`",
        )),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(wrong(
            "the token would go over the network unprotected; use https",
        )),
        _ => Err(wrong("it has to start with https://")),
    }
}

/// Whether the URL points to this very machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
