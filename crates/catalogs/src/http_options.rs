//! How connections are made: proxies, certificates, addresses, the pool, and headers of the caller's.

mod client;
mod headers;
mod proxies;

use std::{fmt, net::IpAddr, time::Duration};

pub(crate) use client::{ACCEPTED_ENCODINGS, build};
pub(crate) use headers::Headers;
pub(crate) use proxies::Proxies;

use secrecy::SecretString;

/// How a client, or an [`OAuthApp`](crate::oauth::OAuthApp), connects.
///
/// Nothing is checked before [`ClientBuilder::build`](crate::ClientBuilder::build) or
/// `OAuthApp::builder().build()`; an error there names the method. The guide
/// [`http`](crate::guide::http) shows the usual set-ups.
///
/// ```
/// use catalogs::{Auth, Client, policy::HttpOptions};
///
/// let http = HttpOptions::new()
///     .proxy("http://user:password@proxy.example:3128")
///     .no_proxy(["internal.example"])
///     .header("x-correlation-source", "billing");
/// let client = Client::builder()
///     .auth(Auth::api_token("token"))
///     .integrator_code("64357")
///     .http(http)
///     .build()?;
/// # Ok::<(), catalogs::Error>(())
/// ```
#[derive(Clone, Default)]
#[must_use = "they are for `ClientBuilder::http` and `OAuthApp::builder().http`"]
pub struct HttpOptions {
    proxies: Vec<(Scheme, SecretString)>,
    no_proxy: Vec<String>,
    without_proxies: bool,
    roots: Vec<Root>,
    identity: Option<(Vec<u8>, SecretString)>,
    pub(crate) connect_timeout: Option<Duration>,
    pool_idle_timeout: Option<Duration>,
    pool_max_idle_per_host: Option<usize>,
    local_address: Option<IpAddr>,
    resolved: Vec<(String, Vec<IpAddr>)>,
    pub(crate) headers: Headers,
    pub(crate) allow_http: bool,
    #[cfg(feature = "reqwest-0-13")]
    configure: Option<Configure>,
}

#[cfg(feature = "reqwest-0-13")]
type Configure =
    std::sync::Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Which requests a proxy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    All,
    Http,
    Https,
}

/// A certificate authority's certificates.
#[derive(Clone)]
enum Root {
    Pem(Vec<u8>),
    Der(Vec<u8>),
}

impl HttpOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends all requests through this proxy: `http://` or `https://`, with a user name and a
    /// password in the URL if it wants them. The environment's proxies are then ignored.
    pub fn proxy(self, url: impl Into<String>) -> Self {
        self.add_proxy(Scheme::All, url.into())
    }

    /// Sends requests to `https://` URLs through this proxy; see [`proxy`](Self::proxy).
    pub fn https_proxy(self, url: impl Into<String>) -> Self {
        self.add_proxy(Scheme::Https, url.into())
    }

    /// Sends requests to `http://` URLs through this proxy; see [`proxy`](Self::proxy).
    pub fn http_proxy(self, url: impl Into<String>) -> Self {
        self.add_proxy(Scheme::Http, url.into())
    }

    /// Whether requests to `url` use no proxy, whatever the environment names.
    fn is_direct(&self, url: &reqwest::Url) -> bool {
        let unset = self.proxies.is_empty();
        self.without_proxies || (unset && crate::url_policy::is_loopback(url))
    }

    fn add_proxy(mut self, scheme: Scheme, url: String) -> Self {
        self.proxies.push((scheme, url.into()));
        self
    }

    /// Connects to these hosts directly: names (with all names below them), addresses or networks
    /// (`10.0.0.0/8`). It applies to the proxies that are set here; for those of the environment,
    /// set `NO_PROXY`.
    pub fn no_proxy<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.no_proxy.extend(hosts.into_iter().map(Into::into));
        self
    }

    /// Connects to every host directly, whatever proxies the environment or the system names.
    pub fn without_proxies(mut self) -> Self {
        self.without_proxies = true;
        self
    }

    /// Trusts these certificate authorities besides the system's: one or more certificates in PEM.
    pub fn root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(Root::Pem(pem.into()));
        self
    }

    /// Trusts this certificate authority besides the system's: one certificate in DER.
    pub fn root_certificate_der(mut self, der: impl Into<Vec<u8>>) -> Self {
        self.roots.push(Root::Der(der.into()));
        self
    }

    /// Proves the client's identity in TLS: a certificate chain and its private key, both in PEM.
    /// The key has to be in PKCS #8 (`BEGIN PRIVATE KEY`), which every TLS library reads.
    pub fn client_identity(
        mut self,
        certificates_pem: impl Into<Vec<u8>>,
        key_pem: impl Into<SecretString>,
    ) -> Self {
        self.identity = Some((certificates_pem.into(), key_pem.into()));
        self
    }

    /// Sets how long connecting may take; 10 seconds by default. For an API client,
    /// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout) wins.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long an unused connection is kept; 20 seconds by default. Stay below the time after
    /// which the service or a gateway closes it. Token requests keep no connection.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = Some(timeout);
        self
    }

    /// Sets how many unused connections are kept for each host; 0 opens one for every request. Token
    /// requests keep no connection.
    pub fn pool_max_idle_per_host(mut self, most: usize) -> Self {
        self.pool_max_idle_per_host = Some(most);
        self
    }

    /// Connects from this address of the machine.
    pub fn local_address(mut self, address: IpAddr) -> Self {
        self.local_address = Some(address);
        self
    }

    /// Connects to these addresses instead of asking DNS for `host`. The port is the URL's, and
    /// certificates are still checked against `host`.
    pub fn resolve(
        mut self,
        host: impl Into<String>,
        addresses: impl IntoIterator<Item = IpAddr>,
    ) -> Self {
        self.resolved
            .push((host.into(), addresses.into_iter().collect()));
        self
    }

    /// Sends this header with every request. A header of the same name replaces the earlier one.
    ///
    /// The headers that the client sets (`Authorization`, `User-Agent`, `Accept`,
    /// `Accept-Encoding`, `Content-Type`) and those that frame a message (such as `Host`) are
    /// refused. Values are treated as secrets: they are not in `Debug`, nor in a
    /// [`RequestDescription`](crate::RequestDescription).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.headers.set(name.as_ref(), value.as_ref());
        self
    }

    /// Accepts plain `http` to other machines, for test networks (`http://mock:8080`). Tokens then
    /// go over the network unprotected.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Changes the builder of the underlying HTTP client, for what has no method here.
    ///
    /// It runs after all other options. The client then sets what its promises rest on: HTTP/1.1, no
    /// redirects and no retries by reqwest. The feature is named after reqwest's version, and goes
    /// when that changes.
    ///
    /// ```
    /// use catalogs::policy::HttpOptions;
    ///
    /// let http = HttpOptions::new().configure(|builder| builder.tcp_nodelay(true));
    /// ```
    #[cfg(feature = "reqwest-0-13")]
    #[cfg_attr(docsrs, doc(cfg(feature = "reqwest-0-13")))]
    pub fn configure(
        mut self,
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.configure = Some(std::sync::Arc::new(change));
        self
    }
}

/// Without URLs of proxies, keys and values of headers, any of which may hold a secret.
impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxies: Vec<_> = self.proxies.iter().map(|(scheme, _)| scheme).collect();
        f.debug_struct("HttpOptions")
            .field("proxies", &proxies)
            .field("no_proxy", &self.no_proxy)
            .field("without_proxies", &self.without_proxies)
            .field("roots", &self.roots.len())
            .field("identity", &self.identity.is_some())
            .field("connect_timeout", &self.connect_timeout)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("pool_max_idle_per_host", &self.pool_max_idle_per_host)
            .field("local_address", &self.local_address)
            .field("resolved", &self.resolved)
            .field("headers", &self.headers)
            .field("allow_http", &self.allow_http)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
