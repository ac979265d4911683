//! The blocking client.

use std::{fmt, sync::Arc};

use super::{Collection, thread::Thread};
use crate::{
    Address, Auth, ClientBuilder, ContactPerson, Entity, Organization, Result,
    policy::{CallOptions, RateLimiter},
};

/// A client of the ATI.SU address book for one user, whose calls block.
///
/// Cheap to clone; clones share everything, the thread included, which ends with the last of them.
/// Safe to use from many threads at once.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    thread: Arc<Thread>,
}

impl Client {
    /// Returns a builder, which needs a token and an integrator code; end it with
    /// [`build_blocking`](ClientBuilder::build_blocking).
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client from the environment; see [`catalogs::Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    ///
    /// Those of [`catalogs::Client::from_env`](crate::Client::from_env) and of
    /// [`build_blocking`](ClientBuilder::build_blocking).
    pub fn from_env() -> Result<Self> {
        Self::builder().from_env().build_blocking()
    }

    /// Creates a client for another user that shares this one's connections and thread; see
    /// [`catalogs::Client::with_auth`](crate::Client::with_auth).
    ///
    /// # Errors
    ///
    /// [`is_configuration`](crate::Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth(&self, auth: Auth) -> Result<Self> {
        Ok(self.with(self.client.with_auth(auth)?))
    }

    /// Creates a client for another token of the same contact, which also shares this one's limiter;
    /// see [`catalogs::Client::with_auth_of_same_contact`](crate::Client::with_auth_of_same_contact).
    ///
    /// # Errors
    ///
    /// [`is_configuration`](crate::Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth_of_same_contact(&self, auth: Auth) -> Result<Self> {
        Ok(self.with(self.client.with_auth_of_same_contact(auth)?))
    }

    /// Creates a client for another contact whose requests `limiter` lets through; see
    /// [`catalogs::Client::with_auth_and_limiter`](crate::Client::with_auth_and_limiter).
    ///
    /// # Errors
    ///
    /// [`is_configuration`](crate::Error::is_configuration) when the token is not a valid header value.
    pub fn with_auth_and_limiter(
        &self,
        auth: Auth,
        limiter: impl RateLimiter + 'static,
    ) -> Result<Self> {
        Ok(self.with(self.client.with_auth_and_limiter(auth, limiter)?))
    }

    /// Returns the same client with other options; see
    /// [`catalogs::Client::with_options`](crate::Client::with_options).
    #[must_use = "the client itself stays as it is"]
    pub fn with_options(&self, options: CallOptions) -> Self {
        self.with(self.client.with_options(options))
    }

    fn with(&self, client: crate::Client) -> Self {
        let thread = Arc::clone(&self.thread);
        Self { client, thread }
    }

    /// Returns the user's organizations (организации).
    pub fn organizations(&self) -> Collection<Organization> {
        self.collection()
    }

    /// Returns the user's addresses (адреса).
    pub fn addresses(&self) -> Collection<Address> {
        self.collection()
    }

    /// Returns the user's contact persons (контактные лица).
    pub fn contact_persons(&self) -> Collection<ContactPerson> {
        self.collection()
    }

    /// Returns the collection of all entities of a type, for code that is written once for all of
    /// them.
    pub fn collection<E: Entity>(&self) -> Collection<E> {
        Collection::new(self.client.collection(), Arc::clone(&self.thread))
    }

    /// Returns the async client that makes the calls, for instance to ask for its
    /// [`origin`](crate::Client::origin). Run its futures with [`block_on`](Self::block_on) only: a
    /// connection that another runtime opened would stall the calls here.
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// Runs a future to its end: one of the [async client](Self::as_async), or of
    /// [`OAuthApp`](crate::oauth::OAuthApp).
    ///
    /// ```no_run
    /// use catalogs::{Method, blocking::Client};
    ///
    /// # fn example(client: Client) -> catalogs::Result<()> {
    /// let request = client.as_async().request(Method::GET, "/organizations/addresses/types");
    /// let types: serde_json::Value = client.block_on(request.send())??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_configuration`](crate::Error::is_configuration) in async code; see the
    /// [module](crate::blocking). What the future returns is in the `Ok`.
    pub fn block_on<F: Future>(&self, future: F) -> Result<F::Output> {
        self.thread.run(future)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

impl ClientBuilder {
    /// Builds a blocking client.
    ///
    /// ```
    /// use catalogs::{Auth, blocking::Client};
    ///
    /// let client = Client::builder()
    ///     .auth(Auth::api_token("token"))
    ///     .integrator_code("64357")
    ///     .build_blocking()?;
    /// # drop(client);
    /// # Ok::<(), catalogs::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build); [`is_configuration`](crate::Error::is_configuration) when the
    /// thread cannot be started.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn build_blocking(self) -> Result<Client> {
        let (client, thread) = (self.build()?, Arc::new(Thread::start()?));
        Ok(Client { client, thread })
    }
}
