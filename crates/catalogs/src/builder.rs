//! Builds a client.

use std::{sync::Arc, time::Duration};

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};

use crate::{
    Auth, Client, Error, RateLimit, RetryPolicy,
    core::{Core, Options, Shared},
    http_options::{self, Headers, Proxies},
    integrator,
    policy::{HttpOptions, RateLimiter, RetryBudget},
    retry::{Retry, RetryObserver},
    settings::{self, Explicit, Settings},
};

/// Builds a [`Client`]; see [`Client::builder`].
#[derive(Clone, Debug, Default)]
#[must_use = "nothing happens before `build`"]
pub struct ClientBuilder {
    explicit: Explicit,
    environment: bool,
}

impl ClientBuilder {
    /// Sets how the client authenticates, which also decides the route.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.explicit.auth = Some(auth);
        self
    }

    /// Sets the ATI code of the integrator, such as `64357`: every request goes out with the
    /// `User-Agent` `ati_integrator_64357`, as the service requires.
    pub fn integrator_code(mut self, code: impl Into<String>) -> Self {
        self.explicit.integrator_code = Some(code.into());
        self
    }

    /// Sets the service's URL, without the route's prefix; `https://api.ati.su` by default.
    ///
    /// Point it to a sandbox (`http://127.0.0.1:…`) in tests. Over plain `http` no other machine is
    /// accepted, since the token would be readable on the way.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.explicit.base_url = Some(url.into());
        self
    }

    /// Sets how long connecting may take; 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.explicit.connect_timeout = Some(timeout);
        self
    }

    /// Sets how the client connects: proxies, certificates, the pool and the like; see
    /// [`HttpOptions`]. The environment's [OAuth application](Self::from_env) connects in the same
    /// way; one that you build has options of its own.
    pub fn http(mut self, options: HttpOptions) -> Self {
        self.explicit.http = options;
        self
    }

    /// Sets how long a whole call may take, to the last byte of the response, waiting for the rate
    /// limiter and retries included; 60 seconds by default. [`Client::with_options`] sets it for
    /// single calls.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.explicit.timeout = Some(timeout);
        self
    }

    /// Sets how long a single attempt may take, from its sending to the last byte of its response; 20
    /// seconds by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.explicit.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how many requests may be sent in any sliding second; 10 by default, as the service allows
    /// for each contact. Clones share it; [`Client::with_auth`] has a limiter of its own. It
    /// cannot be combined with [`limiter`](Self::limiter).
    pub fn rate_limit(mut self, rate_limit: RateLimit) -> Self {
        self.explicit.rate_limit = Some(rate_limit);
        self
    }

    /// Sets what lets requests through, instead of a limiter of the client's own: a
    /// [`SharedLimiter`](crate::policy::SharedLimiter) for several clients of one contact, or a
    /// [`RateLimiter`] of yours for several processes. Waiting for it counts as part of the call's
    /// [`timeout`](Self::timeout). The guide [`limits`](crate::guide::limits) shows when to use which.
    pub fn limiter(mut self, limiter: impl RateLimiter + 'static) -> Self {
        self.explicit.limiter = Some(Arc::new(limiter));
        self
    }

    /// Sets what is retried, how often, and after which waits.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.explicit.retry = Some(policy);
        self
    }

    /// Sets how many retries all calls of the client may make together. When it is used up, a call ends
    /// with the error that it would have retried.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.explicit.retry_budget = Some(budget);
        self
    }

    /// Calls `callback` before each retry, for instance to count retries. It is called between two
    /// attempts, so it must not block.
    ///
    /// ```
    /// use catalogs::{Auth, Client};
    ///
    /// let client = Client::builder()
    ///     .auth(Auth::api_token("token"))
    ///     .integrator_code("64357")
    ///     .on_retry(|retry| eprintln!("retrying {}: {}", retry.operation(), retry.error()))
    ///     .build()?;
    /// # Ok::<(), catalogs::Error>(())
    /// ```
    pub fn on_retry(mut self, callback: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        self.explicit.on_retry = RetryObserver::new(callback);
        self
    }

    /// Sets how large a response may be after decompression, in bytes; 64 MiB by default. A larger one
    /// ends in [`is_too_large`](Error::is_too_large), not in memory. In
    /// [`list_stream`](crate::Collection::list_stream) each element may be as large, and the list larger.
    pub fn max_response_bytes(mut self, most: usize) -> Self {
        self.explicit.max_response_bytes = Some(most);
        self
    }

    /// Takes from the environment what is not set explicitly, whatever the order of the calls:
    ///
    /// | variable | stands for |
    /// |---|---|
    /// | `ATI_TOKEN` | [`Auth::api_token`] |
    /// | `ATI_OAUTH_TOKEN` | [`Auth::oauth2`] |
    /// | `ATI_CLIENT_ID`, `ATI_CLIENT_SECRET`, `ATI_REFRESH_TOKEN` | all three: [`OAuthApp::refreshing`](crate::oauth::OAuthApp::refreshing) |
    /// | `ATI_OAUTH_URL` | the endpoint that renews those tokens |
    /// | `ATI_INTEGRATOR_CODE` | [`integrator_code`](Self::integrator_code) |
    /// | `ATI_BASE_URL` | [`base_url`](Self::base_url) |
    ///
    /// A variable cannot keep a refresh token that the service has exchanged for a new one; where
    /// that happens, use [`OAuthApp`](crate::oauth::OAuthApp).
    pub fn from_env(mut self) -> Self {
        self.environment = true;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when a token or the integrator code is
    /// missing, or a setting cannot work: the text names the method and the variable.
    pub fn build(self) -> Result<Client, Error> {
        let from_env = self.environment;
        let settings = settings::resolve(self.explicit, |name| {
            let value = from_env.then(|| std::env::var_os(name)).flatten()?;
            // What is no UTF-8 is no setting either, and is refused with its variable's name.
            Some(value.to_string_lossy().into_owned())
        })?;
        let Settings {
            auth,
            integrator_code,
            base_url,
            ..
        } = settings;
        let headers = headers(&integrator_code)?;
        let shared = Shared {
            proxies: Proxies::new(&settings.http, &base_url),
            http: http_options::build(&settings.http, &base_url, headers.clone(), |http| http)?,
            headers,
            integrator_code,
            base_url,
            rate_limit: settings.rate_limit,
            retry_budget: settings.retry_budget,
            max_response_bytes: settings.max_response_bytes,
            on_retry: settings.on_retry,
        };
        let options = Options {
            timeout: settings.timeout,
            attempt_timeout: settings.attempt_timeout,
            retry: settings.retry,
            headers: Headers::default(),
        };
        let budget = shared.retry_budget.start();
        Core::new(&auth, Arc::new(shared), options, settings.limiter, budget).map(Client)
    }
}

/// The headers that every request carries, as the service requires.
fn headers(code: &str) -> Result<HeaderMap, Error> {
    Ok(HeaderMap::from_iter([
        (USER_AGENT, integrator::user_agent(code)?),
        (ACCEPT, HeaderValue::from_static("application/json")),
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (ACCEPT_ENCODING, http_options::ACCEPTED_ENCODINGS),
    ]))
}
