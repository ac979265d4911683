//! What the caller set, what the environment sets, and what holds when neither does.
//!
//! The one place that decides.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use crate::{
    Auth, Error, RateLimit, RetryPolicy,
    env::{
        BASE_URL, CLIENT_ID, CLIENT_SECRET, INTEGRATOR_CODE, OAUTH_TOKEN, OAUTH_URL, REFRESH_TOKEN,
        TOKEN,
    },
    integrator::integrator_code,
    oauth::OAuthApp,
    policy::{HttpOptions, RateLimiter, RetryBudget, SharedLimiter},
    retry::RetryObserver,
    url_policy::{base_url, protected_url},
};

/// The real service.
const DEFAULT_BASE_URL: &str = "https://api.ati.su";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 * 1024 * 1024;

/// What the caller set in code. Its `Debug` shows no URL: one may hold a password, though none may
/// be used.
#[derive(Clone, Default)]
pub(crate) struct Explicit {
    pub(crate) auth: Option<Auth>,
    pub(crate) integrator_code: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) http: HttpOptions,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) limiter: Option<Arc<dyn RateLimiter>>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) retry_budget: Option<RetryBudget>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) on_retry: RetryObserver,
}

impl fmt::Debug for Explicit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explicit")
            .field("auth", &self.auth)
            .field("integrator_code", &self.integrator_code)
            .field("base_url", &self.base_url.as_ref().map(|_| "…"))
            .field("http", &self.http)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("rate_limit", &self.rate_limit)
            .field("limiter", &self.limiter.is_some())
            .field("retry", &self.retry)
            .field("retry_budget", &self.retry_budget)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("on_retry", &self.on_retry)
            .finish()
    }
}

/// What holds.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) auth: Auth,
    pub(crate) integrator_code: String,
    pub(crate) base_url: Url,
    pub(crate) http: HttpOptions,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) rate_limit: RateLimit,
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) retry: RetryPolicy,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) max_response_bytes: usize,
    pub(crate) on_retry: RetryObserver,
}

/// What the caller said wins over `environment`, and that over the defaults. A variable that is
/// empty counts as not set.
///
/// # Errors
///
/// Fails when something that has no default is nowhere, or is said wrongly; the error names the
/// method and the variable.
pub(crate) fn resolve(
    explicit: Explicit,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Settings, Error> {
    let mut http = explicit.http;
    http.connect_timeout = explicit.connect_timeout.or(http.connect_timeout);
    let variable = |name: &str| environment(name).filter(|value| !value.trim().is_empty());
    let code = match (explicit.integrator_code, variable(INTEGRATOR_CODE)) {
        (Some(code), _) => Some(integrator_code(code, "`integrator_code`")?),
        (None, Some(code)) => Some(integrator_code(code.trim().to_owned(), INTEGRATOR_CODE)?),
        (None, None) => None,
    };
    let auth = match explicit.auth {
        Some(auth) => auth,
        None => auth_from(
            |name| variable(name).map(|value| SecretString::from(value.trim())),
            code.clone(),
            &http,
        )?,
    };
    auth.check()?;
    let code = code.ok_or_else(|| {
        Error::invalid_setting("integrator_code", format!(
            "no integrator code: set `integrator_code` or {INTEGRATOR_CODE}; it is the ATI code \
             that the service wants in every request's User-Agent"
        ))
    })?;
    let (url, url_source) = match (explicit.base_url, variable(BASE_URL)) {
        (Some(url), _) => (url, "`base_url`"),
        (None, Some(url)) => (url.trim().to_owned(), BASE_URL),
        (None, None) => (DEFAULT_BASE_URL.to_owned(), "the default"),
    };
    if explicit.rate_limit.is_some() && explicit.limiter.is_some() {
        return Err(Error::invalid_setting(
            "limiter",
            "both `limiter` and `rate_limit` are set: choose one; a limiter has its own rate",
        ));
    }
    let rate_limit = explicit.rate_limit.unwrap_or_default();
    Ok(Settings {
        auth,
        integrator_code: code,
        base_url: base_url(&url, url_source, http.allow_http)?,
        http,
        timeout: explicit.timeout.unwrap_or(DEFAULT_TIMEOUT),
        attempt_timeout: explicit.attempt_timeout.unwrap_or(DEFAULT_ATTEMPT_TIMEOUT),
        rate_limit,
        limiter: explicit
            .limiter
            .unwrap_or_else(|| Arc::new(SharedLimiter::new(rate_limit))),
        retry: explicit.retry.unwrap_or_default(),
        retry_budget: explicit.retry_budget.unwrap_or_default(),
        max_response_bytes: explicit
            .max_response_bytes
            .unwrap_or(DEFAULT_MAX_RESPONSE_BYTES),
        on_retry: explicit.on_retry,
    })
}

/// The one kind of token that the environment holds.
fn auth_from(
    secret: impl Fn(&str) -> Option<SecretString>,
    integrator_code: Option<String>,
    http: &HttpOptions,
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
        return Err(Error::invalid_setting(
            "auth",
            format!(
                "{} {} are set: choose one kind of token, or say `auth`",
                if set.len() == 2 { "both" } else { "all of" },
                set.join(" and ")
            ),
        ));
    }
    let named = |auth: Auth, variable: &'static str| match auth.check() {
        Ok(()) => Ok(auth),
        Err(error) => Err(Error::invalid_setting(
            variable,
            format!("{variable}: {error}"),
        )),
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
                protected_url(url, OAUTH_URL, "token endpoint", http.allow_http)?;
            }
            let app = OAuthApp::builder()
                .client_id(id.expose_secret())
                .client_secret(client_secret)
                .maybe_integrator_code(integrator_code)
                .maybe_token_url(url)
                .http(http.clone())
                .build()?;
            Ok(Auth::oauth2(app.refreshing(refresh_token).build()?))
        }
        (_, _, refreshing) if !set.is_empty() => {
            let missing = refreshing.iter().filter(|(_, value)| value.is_none());
            let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
            Err(Error::invalid_setting(
                "auth",
                format!(
                    "missing: {}, where {} is set: renewing access tokens takes all three of {CLIENT_ID}, \
                 {CLIENT_SECRET} and {REFRESH_TOKEN}",
                    missing.join(", "),
                    set.join(" and "),
                ),
            ))
        }
        _ => Err(Error::invalid_setting(
            "auth",
            format!(
                "no token: set `auth`, or {TOKEN} (an API token), or {OAUTH_TOKEN} (an OAuth 2.0 \
             access token), or {CLIENT_ID}, {CLIENT_SECRET} and {REFRESH_TOKEN} (to renew access \
             tokens)"
            ),
        )),
    }
}

#[cfg(test)]
mod tests;
