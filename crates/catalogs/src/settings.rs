//! What the caller said, what the environment says, and what is taken when neither does.
//!
//! The one place that decides, and that lists every variable.

use std::{fmt, time::Duration};

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::{Auth, Error, OAuthApp, RateLimit, RetryBudget, RetryPolicy, Route};

/// API token, for the direct route.
pub(crate) const TOKEN: &str = "ATI_TOKEN";
/// OAuth 2.0 access token, for the gateway route.
pub(crate) const OAUTH_TOKEN: &str = "ATI_OAUTH_TOKEN";
/// Id of the application that renews access tokens by itself, for the gateway route.
pub(crate) const CLIENT_ID: &str = "ATI_CLIENT_ID";
/// Secret of that application.
pub(crate) const CLIENT_SECRET: &str = "ATI_CLIENT_SECRET";
/// Refresh token of the user.
pub(crate) const REFRESH_TOKEN: &str = "ATI_REFRESH_TOKEN";
/// Where access tokens are renewed.
pub(crate) const OAUTH_URL: &str = "ATI_OAUTH_URL";
/// ATI code of the integrator, for the `User-Agent`.
pub(crate) const INTEGRATOR_CODE: &str = "ATI_INTEGRATOR_CODE";
/// Origin of the service.
pub(crate) const BASE_URL: &str = "ATI_BASE_URL";

/// The real service.
const DEFAULT_BASE_URL: &str = "https://api.ati.su";
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);
const DEFAULT_MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// What the caller said. Its `Debug` shows no URL: one may hold a password, though none may be used.
#[derive(Clone, Default)]
pub(crate) struct Said {
    pub(crate) auth: Option<Auth>,
    pub(crate) integrator_code: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) retry_budget: Option<RetryBudget>,
    pub(crate) max_response_bytes: Option<usize>,
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Said")
            .field("auth", &self.auth)
            .field("integrator_code", &self.integrator_code)
            .field("base_url", &self.base_url.as_ref().map(|_| "…"))
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("pace", &self.rate_limit)
            .field("retry", &self.retry)
            .field("retry_budget", &self.retry_budget)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish()
    }
}

/// What holds.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) auth: Auth,
    pub(crate) integrator_code: String,
    pub(crate) base_url: Url,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) rate_limit: RateLimit,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) max_response_bytes: usize,
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
    let code = match (said.integrator_code, variable(INTEGRATOR_CODE)) {
        (Some(code), _) => Some(integrator_code(code, "`integrator_code`")?),
        (None, Some(code)) => Some(integrator_code(code.trim().to_owned(), INTEGRATOR_CODE)?),
        (None, None) => None,
    };
    let auth = match said.auth {
        Some(auth) => auth,
        None => auth_from(
            |name| variable(name).map(|value| SecretString::from(value.trim())),
            code.clone(),
        )?,
    };
    auth.check()?;
    let code = code.ok_or_else(|| {
        Error::configuration(format!(
            "no integrator code: set `integrator_code` or {INTEGRATOR_CODE}; it is the ATI code \
             that the service wants in every request's User-Agent"
        ))
    })?;
    let (url, url_source) = match (said.base_url, variable(BASE_URL)) {
        (Some(url), _) => (url, "`base_url`"),
        (None, Some(url)) => (url.trim().to_owned(), BASE_URL),
        (None, None) => (DEFAULT_BASE_URL.to_owned(), "the default"),
    };
    Ok(Settings {
        auth,
        integrator_code: code,
        base_url: base_url(&url, url_source)?,
        connect_timeout: said.connect_timeout.unwrap_or(DEFAULT_CONNECT_TIMEOUT),
        timeout: said.timeout.unwrap_or(DEFAULT_TIMEOUT),
        attempt_timeout: said.attempt_timeout.unwrap_or(DEFAULT_ATTEMPT_TIMEOUT),
        rate_limit: said.rate_limit.unwrap_or_default(),
        retry: said.retry.unwrap_or_default(),
        retry_budget: said.retry_budget.unwrap_or_default(),
        max_response_bytes: said.max_response_bytes.unwrap_or(DEFAULT_MAX_ANSWER_BYTES),
    })
}

/// The one kind of token that the environment holds.
fn auth_from(
    secret: impl Fn(&str) -> Option<SecretString>,
    integrator_code: Option<String>,
) -> Result<Auth, Error> {
    let (token, oauth) = (secret(TOKEN), secret(OAUTH_TOKEN));
    let refreshing = [CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN].map(|name| (name, secret(name)));
    let part = refreshing.iter().find(|(_, value)| value.is_some());
    let set: Vec<&str> = [(TOKEN, &token), (OAUTH_TOKEN, &oauth)]
        .into_iter()
        .filter_map(|(name, value)| value.as_ref().map(|_| name))
        .chain(part.map(|(name, _)| *name))
        .collect();
    if set.len() > 1 {
        return Err(Error::configuration(format!(
            "{} {} are set: choose one kind of token, or say `auth`",
            if set.len() == 2 { "both" } else { "all of" },
            set.join(" and ")
        )));
    }
    let named = |auth: Auth, variable: &str| match auth.check() {
        Ok(()) => Ok(auth),
        Err(error) => Err(Error::configuration(format!("{variable}: {error}"))),
    };
    match (token, oauth, refreshing) {
        (Some(token), ..) => named(Auth::api_token(token), TOKEN),
        (_, Some(token), _) => named(Auth::oauth2(token), OAUTH_TOKEN),
        (
            _,
            _,
            [
                (_, Some(id)),
                (_, Some(client_secret)),
                (_, Some(refresh_token)),
            ],
        ) => {
            let url = secret(OAUTH_URL).map(|url| url.expose_secret().to_owned());
            if let Some(url) = &url {
                protected_url(url, OAUTH_URL, "token endpoint")?;
            }
            let app = OAuthApp::builder()
                .client_id(id.expose_secret())
                .client_secret(client_secret)
                .maybe_integrator_code(integrator_code)
                .maybe_token_url(url)
                .build()?;
            Ok(Auth::oauth2(app.refreshing(refresh_token).build()?))
        }
        (_, _, refreshing) if !set.is_empty() => {
            let missing = refreshing.iter().filter(|(_, value)| value.is_none());
            let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
            Err(Error::configuration(format!(
                "missing: {}, where {} is set: renewing access tokens takes all three of {CLIENT_ID}, \
                 {CLIENT_SECRET} and {REFRESH_TOKEN}",
                missing.join(", "),
                set.join(" and "),
            )))
        }
        _ => Err(Error::configuration(format!(
            "no token: set `auth`, or {TOKEN} (an API token), or {OAUTH_TOKEN} (an OAuth 2.0 \
             access token), or {CLIENT_ID}, {CLIENT_SECRET} and {REFRESH_TOKEN} (to renew access \
             tokens)"
        ))),
    }
}

/// Where the service is, without a route: that is added, and a route twice is found nowhere, so
/// that everything would seem to be gone.
fn base_url(url: &str, source: &str) -> Result<Url, Error> {
    let url = protected_url(url, source, "base URL")?;
    let path = url.path().trim_end_matches('/');
    match [Route::Direct, Route::Gateway]
        .into_iter()
        .find(|route| path.ends_with(route.prefix()))
    {
        None => Ok(url),
        Some(route) => Err(Error::configuration(format!(
            "{source} already holds the route {}; leave it out, such as https://api.ati.su",
            route.prefix()
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
    let url = Url::parse(url).map_err(|error| match error {
        // There is no scheme, which the parser says in words of its own.
        _ if !url.contains("://") => wrong("it has to start with https://"),
        error => wrong(&error.to_string()),
    })?;
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
