//! The client: whom it speaks for, and where.

use std::{fmt, sync::Arc, time::Duration};

use tower::retry::budget::Budget;

use crate::{
    Addresses, Auth, ClientBuilder, Collection, ContactPersons, Entity, Error, Organizations,
    RetryPolicy, Route,
    core::{Core, Options},
    http_options::Headers,
    policy::{RateLimiter, SharedLimiter},
};

/// A client of the ATI.SU address book for one user.
///
/// Cheap to clone; clones share everything. Safe to use from many tasks at once.
///
/// ```no_run
/// use catalogs::{Auth, Client};
///
/// # async fn example(token: String) -> catalogs::Result<()> {
/// let client = Client::builder().auth(Auth::api_token(token)).integrator_code("64357").build()?;
/// for organization in client.organizations().list().await? {
///     println!("{} {}", organization.id, organization.name.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(pub(crate) Core);

/// Options for single calls; see [`Client::with_options`].
///
/// ```
/// use std::time::Duration;
/// use catalogs::{RetryPolicy, policy::CallOptions};
///
/// let hurried = CallOptions::new().timeout(Duration::from_secs(2)).retry(RetryPolicy::never());
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "they are for `Client::with_options`"]
pub struct CallOptions {
    timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    retry: Option<RetryPolicy>,
    headers: Headers,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long a whole call may take; see [`ClientBuilder::timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long a single attempt may take; see [`ClientBuilder::attempt_timeout`].
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets what is retried; see [`ClientBuilder::retry`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sends this header with the requests, for instance `traceparent`. Where it cannot be sent,
    /// the call fails with [`is_configuration`](Error::is_configuration) before anything is sent;
    /// see [`HttpOptions::header`](crate::policy::HttpOptions::header).
    ///
    /// ```
    /// use catalogs::policy::CallOptions;
    ///
    /// let traced = CallOptions::new().header("x-correlation-id", "4bf92f35");
    /// ```
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.set(name.as_ref(), value.as_ref());
        self
    }

    /// These, and where they say nothing, `others`.
    pub(crate) fn or(self, others: &Options) -> Options {
        Options {
            timeout: self.timeout.unwrap_or(others.timeout),
            attempt_timeout: self.attempt_timeout.unwrap_or(others.attempt_timeout),
            retry: self.retry.unwrap_or_else(|| others.retry.clone()),
            headers: self.headers.or(&others.headers),
        }
    }
}

impl Client {
    /// Returns a builder, which needs a token and an integrator code.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client from the environment alone; see [`ClientBuilder::from_env`] for the variables, and
    /// for a client that takes only some of its settings from there.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when a variable is missing or cannot work, or
    /// both tokens are set: the text names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// Creates a client for another user that shares this one's connections.
    ///
    /// It has a limiter of its own in this process, as the service counts by contact: of the
    /// builder's [`rate_limit`](ClientBuilder::rate_limit), or 10 a second where the builder got a
    /// [`limiter`](ClientBuilder::limiter). For another token of the same contact, use
    /// [`with_auth_of_same_contact`](Self::with_auth_of_same_contact); for a limiter of yours,
    /// [`with_auth_and_limiter`](Self::with_auth_and_limiter).
    ///
    /// ```no_run
    /// # use catalogs::{Auth, Client};
    /// # fn example(client: Client, tokens: Vec<String>) -> catalogs::Result<()> {
    /// let clients: catalogs::Result<Vec<Client>> =
    ///     tokens.into_iter().map(|token| client.with_auth(Auth::api_token(token))).collect();
    /// # clients.map(drop)
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth(&self, auth: Auth) -> Result<Self, Error> {
        self.with_auth_and_limiter(auth, SharedLimiter::new(self.0.shared.rate_limit))
    }

    /// Creates a client for another token of the same contact, on either route, that shares this
    /// one's connections, limiter and retry budget.
    ///
    /// ```
    /// # use catalogs::{Auth, Client};
    /// # fn example(direct: Client) -> catalogs::Result<()> {
    /// let gateway = direct.with_auth_of_same_contact(Auth::oauth2("access-token"))?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth_of_same_contact(&self, auth: Auth) -> Result<Self, Error> {
        let identity = &self.0.identity;
        self.with_identity(
            auth,
            Arc::clone(&identity.limiter),
            Arc::clone(&identity.budget),
        )
    }

    /// Creates a client for another contact that shares this one's connections, and whose requests
    /// `limiter` lets through.
    ///
    /// ```
    /// # use catalogs::{Auth, Client, RateLimit, policy::SharedLimiter};
    /// # fn example(client: Client) -> catalogs::Result<()> {
    /// let slow = SharedLimiter::new(RateLimit::per_second(2));
    /// let other = client.with_auth_and_limiter(Auth::api_token("token"), slow)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth_and_limiter(
        &self,
        auth: Auth,
        limiter: impl RateLimiter + 'static,
    ) -> Result<Self, Error> {
        let budget = self.0.shared.retry_budget.start();
        self.with_identity(auth, Arc::new(limiter), budget)
    }

    fn with_identity(
        &self,
        auth: Auth,
        limiter: Arc<dyn RateLimiter>,
        budget: Arc<dyn Budget + Send + Sync>,
    ) -> Result<Self, Error> {
        let (shared, options) = (Arc::clone(&self.0.shared), self.0.options.clone());
        Core::new(&auth, shared, options, limiter, budget).map(Self)
    }

    /// Returns the same client with other options, for a single call or for many.
    ///
    /// ```no_run
    /// # use catalogs::{Client, policy::CallOptions};
    /// # use std::time::Duration;
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let patient = CallOptions::new().timeout(Duration::from_secs(120));
    /// let all = client.with_options(patient).organizations().list().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self(Core {
            options: options.or(&self.0.options),
            ..self.0.clone()
        })
    }

    /// Returns the user's organizations (организации).
    pub fn organizations(&self) -> Organizations {
        self.collection()
    }

    /// Returns the user's addresses (адреса).
    pub fn addresses(&self) -> Addresses {
        self.collection()
    }

    /// Returns the user's contact persons (контактные лица).
    pub fn contact_persons(&self) -> ContactPersons {
        self.collection()
    }

    /// Returns the collection of all entities of a type, for code that is written once for all of
    /// them.
    pub fn collection<E: Entity>(&self) -> Collection<E> {
        Collection::new(self.0.clone())
    }

    /// Returns the origin that requests go to, without a slash at the end.
    ///
    /// ```
    /// # use catalogs::{Auth, Client};
    /// let client = Client::builder()
    ///     .auth(Auth::api_token("token"))
    ///     .integrator_code("64357")
    ///     .base_url("http://127.0.0.1:8418/")
    ///     .build()?;
    /// assert_eq!(client.origin(), "http://127.0.0.1:8418");
    /// assert_eq!(client.integrator_code(), "64357");
    /// # Ok::<(), catalogs::Error>(())
    /// ```
    pub fn origin(&self) -> &str {
        self.0.shared.base_url.as_str().trim_end_matches('/')
    }

    /// Returns the integrator's ATI code, which every request names.
    pub fn integrator_code(&self) -> &str {
        &self.0.shared.integrator_code
    }

    /// Returns the route that requests take, which follows from the [`Auth`].
    pub fn route(&self) -> Route {
        self.0.identity.route
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
