//! Which proxy a request goes through, for errors that name it.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use secrecy::ExposeSecret;

use super::{HttpOptions, Scheme};

/// The proxies that a client uses, chosen by the rules that reqwest applies.
#[derive(Default)]
pub(crate) struct Proxies(Vec<Matcher>);

impl Proxies {
    /// Returns the proxies of a client for `url`.
    pub(crate) fn new(options: &HttpOptions, url: &Url) -> Self {
        #[cfg(feature = "reqwest-0-13")]
        if options.configure.is_some() {
            // It may change them, so naming one could be wrong.
            return Self::default();
        }
        if options.is_direct(url) {
            return Self::default();
        }
        if options.proxies.is_empty() {
            return Self(vec![Matcher::from_system()]);
        }
        let direct = options.no_proxy.join(",");
        let matcher = |(scheme, url): &(Scheme, _)| {
            let url: &secrecy::SecretString = url;
            let url = url.expose_secret().to_owned();
            let builder = Matcher::builder().no(direct.clone());
            let builder = match scheme {
                Scheme::All => builder.all(url),
                Scheme::Http => builder.http(url),
                Scheme::Https => builder.https(url),
            };
            builder.build()
        };
        Self(options.proxies.iter().map(matcher).collect())
    }

    /// Returns host and port of the proxy for the request that failed, if it has one.
    pub(crate) fn of_error(&self, error: &reqwest::Error) -> Option<String> {
        error.url().and_then(|url| self.address(url))
    }

    /// Returns host and port of the proxy for requests to `url`, without user name and password.
    pub(crate) fn address(&self, url: &Url) -> Option<String> {
        let target = url.as_str().parse().ok()?;
        let proxy = self.0.iter().find_map(|proxy| proxy.intercept(&target))?;
        let uri = proxy.uri();
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("http") => 80,
            Some("https") => 443,
            _ => 1080,
        });
        Some(format!("{}:{port}", uri.host()?))
    }
}
