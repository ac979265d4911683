//! The client: whom it speaks for, and where.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{Url, header::HeaderValue};

use crate::{
    Addresses, Auth, ClientBuilder, Collection, ContactPerson, Error, Organizations, Route,
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
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) identity: Arc<Identity>,
    pub(crate) options: CallOptions,
}

/// What clients of one origin have in common, whomever they speak for.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: Url,
}

/// Whom a client speaks for.
pub(crate) struct Identity {
    pub(crate) route: Route,
    pub(crate) authorization: HeaderValue,
    /// Origin and prefix, without a slash at the end.
    pub(crate) url: String,
}

/// What single calls may do differently; see [`Client::with_options`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
}

impl CallOptions {
    /// How long a whole call may take.
    ///
    /// ```
    /// use std::time::Duration;
    /// use catalogs::CallOptions;
    ///
    /// let options = CallOptions::timeout(Duration::from_secs(5));
    /// # let _ = options;
    /// ```
    pub fn timeout(timeout: Duration) -> Self {
        Self {
            timeout: Some(timeout),
        }
    }
}

impl Client {
    /// A builder, which needs a token and an integrator code.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client from the environment alone; see [`ClientBuilder::from_env`] for the variables, and
    /// for a client that takes only some of its settings from there.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when a variable is missing or cannot work, or
    /// both tokens are set: the text names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    pub(crate) fn assemble(
        auth: Auth,
        shared: Arc<Shared>,
        options: CallOptions,
    ) -> Result<Self, Error> {
        let origin = shared.base_url.as_str().trim_end_matches('/');
        let identity = Identity {
            route: auth.route(),
            authorization: auth.header()?,
            url: format!("{origin}{}", auth.route().prefix()),
        };
        Ok(Self {
            shared,
            identity: Arc::new(identity),
            options,
        })
    }

    /// A client for another user, or with another token, that shares this one's connections.
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
    /// [`is_configuration`](Error::is_configuration) when the token cannot be one.
    pub fn with_auth(&self, auth: Auth) -> Result<Self, Error> {
        Self::assemble(auth, Arc::clone(&self.shared), self.options.clone())
    }

    /// The same client with other options, for a single call or for many.
    ///
    /// ```no_run
    /// # use catalogs::{CallOptions, Client};
    /// # use std::time::Duration;
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let patient = CallOptions::timeout(Duration::from_secs(120));
    /// let all = client.with_options(patient).organizations().list().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use = "the client itself stays as it is"]
    pub fn with_options(&self, options: CallOptions) -> Self {
        let timeout = options.timeout.or(self.options.timeout);
        Self {
            options: CallOptions { timeout },
            ..self.clone()
        }
    }

    /// The user's organizations (организации).
    pub fn organizations(&self) -> Organizations {
        Organizations::new(self.clone())
    }

    /// The user's addresses (адреса).
    pub fn addresses(&self) -> Addresses {
        Addresses::new(self.clone())
    }

    /// The user's contact persons (контактные лица).
    pub fn contact_persons(&self) -> Collection<ContactPerson> {
        Collection::new(self.clone())
    }

    /// The route that requests take, which follows from the [`Auth`].
    pub fn route(&self) -> Route {
        self.identity.route
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("url", &self.identity.url)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
