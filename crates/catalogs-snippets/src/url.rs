//! The parts of a URL.

/// What a connection and a request line need of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url<'a> {
    pub(crate) secure: bool,
    pub(crate) host: &'a str,
    pub(crate) port: u16,
    /// Host, and port where it is given.
    pub(crate) authority: &'a str,
    /// Path and query.
    pub(crate) target: String,
}

impl<'a> Url<'a> {
    /// Takes an absolute URL apart; what is not `http` counts as `https`.
    pub(crate) fn parse(url: &'a str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let secure = !scheme.eq_ignore_ascii_case("http");
        let default = if secure { 443 } else { 80 };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap_or(default)),
            _ => (authority, default),
        };
        let slash = if target.starts_with('/') { "" } else { "/" };
        Self {
            secure,
            host,
            port,
            authority,
            target: format!("{slash}{target}"),
        }
    }

    /// Whether one connection serves both.
    pub(crate) fn same_origin(&self, other: &Self) -> bool {
        (self.secure, self.host, self.port) == (other.secure, other.host, other.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_comes_apart() {
        for (url, secure, host, port, authority, target) in [
            (
                "https://api.ati.su/v1.2/x?a=b",
                true,
                "api.ati.su",
                443,
                "api.ati.su",
                "/v1.2/x?a=b",
            ),
            (
                "http://127.0.0.1:34553/v1.2",
                false,
                "127.0.0.1",
                34553,
                "127.0.0.1:34553",
                "/v1.2",
            ),
            ("HTTP://[::1]:80", false, "[::1]", 80, "[::1]:80", "/"),
            ("https://[::1]", true, "[::1]", 443, "[::1]", "/"),
            (
                "https://me:secret@api.ati.su?q#part",
                true,
                "api.ati.su",
                443,
                "api.ati.su",
                "/?q",
            ),
            ("api.ati.su:x", true, "api.ati.su", 443, "api.ati.su:x", "/"),
            ("", true, "", 443, "", "/"),
        ] {
            let expected = Url {
                secure,
                host,
                port,
                authority,
                target: target.to_owned(),
            };
            assert_eq!(Url::parse(url), expected, "{url}");
        }
    }
}
