//! What a client, its collections and its calls stand on.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{Url, header::HeaderMap};
use tower::retry::budget::Budget;

use crate::{
    Auth, RateLimit, Result, RetryPolicy, Route,
    http_options::{Headers, Proxies},
    oauth::TokenSource,
    policy::RetryBudget,
    rate_limit::RateLimiter,
    retry::RetryObserver,
};

/// All that a call needs to know of its client. Cheap to clone.
#[derive(Clone)]
pub struct Core {
    pub(crate) shared: Arc<Shared>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) options: Options,
}

/// What clients of one origin have in common, whomever they speak for.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) proxies: Proxies,
    /// The headers that every request carries.
    pub(crate) headers: HeaderMap,
    pub(crate) integrator_code: String,
    pub(crate) base_url: Url,
    pub(crate) rate_limit: RateLimit,
    pub(crate) retry_budget: RetryBudget,
    pub(crate) max_response_bytes: usize,
    pub(crate) on_retry: RetryObserver,
}

/// Whom a client speaks for.
pub(crate) struct Identity {
    pub(crate) route: Route,
    pub(crate) tokens: Arc<dyn TokenSource>,
    /// Origin and prefix, without a slash at the end.
    pub(crate) url: String,
    /// The service counts requests by contact, so clients of one contact share it.
    pub(crate) limiter: Arc<dyn RateLimiter>,
    pub(crate) budget: Arc<dyn Budget + Send + Sync>,
}

/// What holds for a client's calls.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) headers: Headers,
}

impl Core {
    pub(crate) fn new(
        auth: &Auth,
        shared: Arc<Shared>,
        options: Options,
        limiter: Arc<dyn RateLimiter>,
        budget: Arc<dyn Budget + Send + Sync>,
    ) -> Result<Self> {
        auth.check()?;
        let origin = shared.base_url.as_str().trim_end_matches('/');
        let identity = Identity {
            route: auth.route(),
            tokens: auth.source(),
            url: format!("{origin}{}", auth.route().prefix()),
            limiter,
            budget,
        };
        Ok(Self {
            shared,
            identity: Arc::new(identity),
            options,
        })
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.identity.url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
