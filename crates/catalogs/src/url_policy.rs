//! Which URLs a secret may go to.

use reqwest::Url;

use crate::{Error, Route};

/// An absolute URL that a secret may go to, and that a path or a query can be added to. With
/// `allow_http` it may go to other machines over plain HTTP.
pub(crate) fn protected_url(
    url: &str,
    source: &'static str,
    what: &str,
    allow_http: bool,
) -> Result<Url, Error> {
    let wrong = |why: &str| Error::invalid_setting(source, format!("{source} is no {what}: {why}"));
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
        "https"
            if cfg!(any(
                feature = "rustls",
                feature = "rustls-no-provider",
                feature = "native-tls"
            )) =>
        {
            Ok(url)
        }
        "https" => Err(wrong(
            "it needs TLS, which is left out of this build; turn on the feature `rustls` or \
             `native-tls` of the crate `catalogs`",
        )),
        "http" if allow_http || is_loopback(&url) => Ok(url),
        "http" => Err(wrong(
            "the token would go over the network unprotected; use https, or in a test network \
             `HttpOptions::allow_http`",
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

/// Where the service is, without a route: that is added, and a route twice is found nowhere, so
/// that everything would seem to be gone.
pub(crate) fn base_url(url: &str, source: &'static str, allow_http: bool) -> Result<Url, Error> {
    let url = protected_url(url, source, "base URL", allow_http)?;
    let path = url.path().trim_end_matches('/');
    match [Route::Direct, Route::Gateway]
        .into_iter()
        .find(|route| path.ends_with(route.prefix()))
    {
        None => Ok(url),
        Some(route) => Err(Error::invalid_setting(
            source,
            format!(
                "{source} already holds the route {}; leave it out, such as https://api.ati.su",
                route.prefix()
            ),
        )),
    }
}
