//! The one place where HTTP clients are built: for the API and for the token endpoint.

use std::{net::SocketAddr, time::Duration};

use reqwest::{
    ClientBuilder, NoProxy, Proxy, Url,
    header::{HeaderMap, HeaderValue},
    redirect,
};
use secrecy::ExposeSecret;

use super::{HttpOptions, Scheme};
use crate::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Servers close idle connections, some after half a minute: a request that meets the closing has
/// an unknown outcome for nothing.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// How many headers a response may have.
const MAX_HEADERS: usize = 1_000;
/// The content codings that the service's rules want to be asked for.
pub(crate) const ACCEPTED_ENCODINGS: HeaderValue = HeaderValue::from_static("gzip, deflate, br");

/// Builds the HTTP client for requests to `url` that carry `headers`. `limits` sets what only one
/// kind of request needs.
///
/// What another crate turns on in reqwest changes nothing here: protocol, TLS library, name
/// resolution and compression are chosen.
pub(crate) fn build(
    options: &HttpOptions,
    url: &Url,
    mut headers: HeaderMap,
    limits: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Result<reqwest::Client, Error> {
    let own = options.headers.get()?.iter();
    headers.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    tls::check_provider()?;
    let trusted = builder(options, url, &headers, &limits)?;
    let error = match trusted.build() {
        Ok(client) => return Ok(client),
        Err(error) => error,
    };
    if !tls::lacks_authorities(&error) {
        return Err(wrong("the HTTP client cannot be set up").caused_by(error));
    }
    if url.scheme() == "https" {
        return Err(Error::invalid_setting(
            "root_certificates_pem",
            "no CA certificates were found on this machine, so that no server can be trusted: \
             install them (the package `ca-certificates`), let SSL_CERT_FILE name a file of them, or \
             give them to `HttpOptions::root_certificates_pem`",
        )
        .caused_by(error));
    }
    // Nobody needs them for plain HTTP.
    let untrusting = tls::trust_nobody(builder(options, url, &headers, &limits)?);
    untrusting
        .build()
        .map_err(|error| wrong("the HTTP client cannot be set up").caused_by(error))
}

fn wrong(message: &str) -> Error {
    Error::configuration(message)
}

fn builder(
    options: &HttpOptions,
    url: &Url,
    headers: &HeaderMap,
    limits: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Result<ClientBuilder, Error> {
    let mut http = reqwest::Client::builder()
        .default_headers(headers.clone())
        .connect_timeout(options.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
        .pool_idle_timeout(options.pool_idle_timeout.unwrap_or(POOL_IDLE_TIMEOUT))
        .local_address(options.local_address)
        .no_hickory_dns()
        // `transport/body.rs` unpacks.
        .no_gzip()
        .no_deflate()
        .no_brotli()
        .no_zstd()
        .http1_max_headers(MAX_HEADERS);
    if let Some(most) = options.pool_max_idle_per_host {
        http = http.pool_max_idle_per_host(most);
    }
    for (host, addresses) in &options.resolved {
        if addresses.is_empty() {
            let message = format!("`resolve`: no address is given for `{host}`");
            return Err(Error::invalid_setting("resolve", message));
        }
        let addresses: Vec<_> = addresses
            .iter()
            .map(|address| SocketAddr::new(*address, 0))
            .collect();
        http = http.resolve_to_addrs(host, &addresses);
    }
    http = proxies(http, options, url)?;
    http = tls::configure(http, options)?;
    http = limits(http);
    #[cfg(feature = "reqwest-0-13")]
    if let Some(configure) = &options.configure {
        http = configure(http);
    }
    Ok(http
        .http1_only()
        // Ours keep method and body: reqwest would turn a POST into a GET.
        .redirect(redirect::Policy::none())
        // Which calls may be sent again is decided elsewhere.
        .retry(reqwest::retry::never()))
}

fn proxies(
    mut http: ClientBuilder,
    options: &HttpOptions,
    url: &Url,
) -> Result<ClientBuilder, Error> {
    if options.proxies.is_empty() && !options.no_proxy.is_empty() {
        return Err(Error::invalid_setting(
            "no_proxy",
            "`no_proxy` needs `proxy`; for the proxies of the environment, set NO_PROXY, and to \
             use none at all, `without_proxies`",
        ));
    }
    if options.without_proxies && !options.proxies.is_empty() {
        return Err(Error::invalid_setting(
            "without_proxies",
            "`without_proxies` and a proxy are both set: choose one",
        ));
    }
    if options.is_direct(url) {
        return Ok(http.no_proxy());
    }
    for (scheme, url) in &options.proxies {
        http = http.proxy(proxy(*scheme, url.expose_secret(), &options.no_proxy)?);
    }
    Ok(http)
}

/// The URL is not shown in errors: it may hold a password.
fn proxy(scheme: Scheme, url: &str, direct: &[String]) -> Result<Proxy, Error> {
    let setting = match scheme {
        Scheme::All => "proxy",
        Scheme::Http => "http_proxy",
        Scheme::Https => "https_proxy",
    };
    let wrong = |why: &str| Error::invalid_setting(setting, format!("`{setting}`: {why}"));
    let parsed = Url::parse(url).map_err(|error| wrong(&format!("not a valid URL: {error}")))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(wrong(&format!(
            "unsupported proxy scheme `{}`; use http:// or https://",
            parsed.scheme()
        )));
    }
    let proxy = match scheme {
        Scheme::All => Proxy::all(url),
        Scheme::Http => Proxy::http(url),
        Scheme::Https => Proxy::https(url),
    };
    let proxy =
        proxy.map_err(|error| wrong("not a valid proxy URL").caused_by(error.without_url()))?;
    Ok(match direct {
        [] => proxy,
        hosts => proxy.no_proxy(NoProxy::from_string(&hosts.join(","))),
    })
}

/// TLS by the library that the features of this crate choose: rustls before native-tls.
#[cfg(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls"
))]
mod tls {
    use reqwest::{Certificate, ClientBuilder, Identity};
    use secrecy::ExposeSecret;

    use super::super::{HttpOptions, Root};
    use crate::Error;

    const RUSTLS: bool = cfg!(any(feature = "rustls", feature = "rustls-no-provider"));

    pub(super) fn configure(
        http: ClientBuilder,
        options: &HttpOptions,
    ) -> Result<ClientBuilder, Error> {
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
        let http = http.tls_backend_rustls();
        #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
        let http = http.tls_backend_native();
        let mut http = http.tls_version_min(reqwest::tls::Version::TLS_1_2);
        let roots = roots(options)?;
        if !roots.is_empty() {
            http = http.tls_certs_merge(roots);
        }
        if let Some((certificates, key)) = &options.identity {
            let identity = identity(certificates, key.expose_secret()).map_err(|error| {
                let message = "`client_identity`: not a certificate chain and a private key in PEM";
                Error::invalid_setting("client_identity", message).caused_by(error)
            })?;
            http = http.identity(identity);
        }
        Ok(http)
    }

    fn roots(options: &HttpOptions) -> Result<Vec<Certificate>, Error> {
        let mut all = Vec::new();
        for root in &options.roots {
            let (setting, form, certificates) = match root {
                Root::Pem(pem) => (
                    "root_certificates_pem",
                    "PEM",
                    Certificate::from_pem_bundle(pem),
                ),
                Root::Der(der) => (
                    "root_certificate_der",
                    "DER",
                    Certificate::from_der(der).map(|certificate| vec![certificate]),
                ),
            };
            let wrong = || {
                let message = format!("`{setting}`: not a certificate in {form}");
                Error::invalid_setting(setting, message)
            };
            let certificates = certificates.map_err(|error| wrong().caused_by(error))?;
            if certificates.is_empty() || !certificates.iter().all(is_readable) {
                return Err(wrong());
            }
            all.extend(certificates);
        }
        Ok(all)
    }

    /// reqwest reads a certificate for rustls only when it is used, and blames nobody then.
    fn is_readable(certificate: &Certificate) -> bool {
        let alone = reqwest::Client::builder().tls_certs_only([certificate.clone()]);
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
        let alone = alone.tls_backend_rustls();
        !RUSTLS || alone.no_proxy().build().is_ok()
    }

    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    fn identity(certificates: &[u8], key: &str) -> reqwest::Result<Identity> {
        Identity::from_pem(&[certificates, b"\n", key.as_bytes()].concat())
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
    fn identity(certificates: &[u8], key: &str) -> reqwest::Result<Identity> {
        Identity::from_pkcs8_pem(certificates, key.as_bytes())
    }

    /// reqwest panics where a provider is needed and none is installed.
    pub(super) fn check_provider() -> Result<(), Error> {
        #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            return Err(Error::configuration(
                "no cryptography provider of rustls is installed: call \
                 `rustls::crypto::ring::default_provider().install_default()` at the start of the \
                 program, or turn on the feature `rustls` of the crate `catalogs`",
            ));
        }
        Ok(())
    }

    /// Whether the system has no certificates of authorities. rustls's verifier has no other error
    /// of this kind when it is made.
    pub(super) fn lacks_authorities(error: &reqwest::Error) -> bool {
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
        return crate::error::causes(error)
            .any(|cause| matches!(cause.downcast_ref(), Some(rustls::Error::General(_))));
        #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
        return {
            let _ = error;
            false
        };
    }

    pub(super) fn trust_nobody(http: ClientBuilder) -> ClientBuilder {
        http.tls_certs_only([])
    }
}

/// No URL that needs TLS comes this far, and no certificate is of use.
#[cfg(not(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls"
)))]
mod tls {
    use reqwest::ClientBuilder;

    use super::super::{HttpOptions, Root};
    use crate::Error;

    pub(super) fn configure(
        http: ClientBuilder,
        options: &HttpOptions,
    ) -> Result<ClientBuilder, Error> {
        let setting = match (options.roots.first(), &options.identity) {
            (None, None) => return Ok(http),
            (Some(Root::Pem(pem)), _) if !pem.is_empty() => "root_certificates_pem",
            (Some(Root::Der(der)), _) if !der.is_empty() => "root_certificate_der",
            _ => "client_identity",
        };
        let message = format!(
            "`{setting}` needs TLS, which is left out of this build; turn on the feature `rustls` or \
             `native-tls` of the crate `catalogs`"
        );
        Err(Error::invalid_setting(setting, message))
    }

    pub(super) fn check_provider() -> Result<(), Error> {
        Ok(())
    }

    pub(super) fn lacks_authorities(_: &reqwest::Error) -> bool {
        false
    }

    pub(super) fn trust_nobody(http: ClientBuilder) -> ClientBuilder {
        http
    }
}
