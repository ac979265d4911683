//! Where requests go, as the base URL has it.

use axum::http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::settings::DEFAULT_BASE_URL;

/// Where requests go.
#[derive(Clone, Debug)]
pub(super) struct Target {
    uri: Uri,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) is_https: bool,
}

impl Target {
    /// `None` if the base URL is not an origin.
    pub(super) fn of(base_url: &str) -> Option<Self> {
        let uri: Uri = base_url.trim_end_matches('/').parse().ok()?;
        let is_https = uri.scheme_str()?.eq_ignore_ascii_case("https");
        let host = uri.host()?.trim_matches(['[', ']']).to_owned();
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        Some(Self {
            uri,
            host,
            port,
            is_https,
        })
    }

    /// Whether it is the real service, however its address is written.
    pub(super) fn is_real_service(&self) -> bool {
        Self::of(DEFAULT_BASE_URL).is_some_and(|real| {
            self.host.eq_ignore_ascii_case(&real.host)
                && (self.port, self.is_https) == (real.port, real.is_https)
        })
    }

    /// The proxy that the library sends requests through, without a password.
    pub(super) fn proxy(&self) -> Option<String> {
        if self.is_this_machine() {
            return None;
        }
        let proxy = Matcher::from_env().intercept(&self.uri)?;
        let host = proxy.uri().host()?;
        let port = proxy.uri().port_u16().map(|port| format!(":{port}"));
        Some(format!("{host}{}", port.unwrap_or_default()))
    }

    pub(super) fn is_this_machine(&self) -> bool {
        let address = self.host.parse::<std::net::IpAddr>();
        self.host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_service_is_recognized_in_any_spelling() {
        for (url, expected) in [
            ("https://api.ati.su", true),
            ("https://api.ati.su/", true),
            ("https://API.ATI.SU:443", true),
            ("http://api.ati.su", false),
            ("https://api.ati.su:8443", false),
            ("https://api.ati.su.example", false),
        ] {
            let target = Target::of(url).expect("an origin");
            assert_eq!(target.is_real_service(), expected, "{url}");
        }
    }

    #[test]
    fn origin_is_parsed() {
        let cases = [
            ("https://api.ati.su", Some(("api.ati.su", 443, true, false))),
            (
                "https://api.ati.su/",
                Some(("api.ati.su", 443, true, false)),
            ),
            (
                "http://127.0.0.1:8418",
                Some(("127.0.0.1", 8418, false, true)),
            ),
            ("http://[::1]:80", Some(("::1", 80, false, true))),
            ("http://localhost", Some(("localhost", 80, false, true))),
            ("api.ati.su", None),
            ("", None),
            ("https://", None),
        ];
        for (url, expected) in cases {
            let target = Target::of(url);
            let found = target
                .as_ref()
                .map(|it| (it.host.as_str(), it.port, it.is_https, it.is_this_machine()));
            assert_eq!(found, expected, "{url}");
        }
    }
}
