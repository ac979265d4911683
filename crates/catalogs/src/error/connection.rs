//! Why there is no connection.

use std::{error::Error as StdError, fmt, io};

use reqwest::Url;

// Errors whose types are private to hyper-util and reqwest are told by their text.
const TUNNEL: &str = "tunnel error: ";
const AUTHORIZATION_REQUIRED: &str = "tunnel error: proxy authorization required";
const UNSUCCESSFUL: &str = "tunnel error: unsuccessful";
const WANTS_CREDENTIALS: &str = "it requires a user name and a password (407)";

/// A connection that did not come about, so that nothing was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Connection {
    pub(crate) failure: Failure,
    pub(crate) target: Target,
    /// Host and port of the target.
    pub(crate) to: Option<String>,
    /// The failure is between this machine and the proxy, or is the proxy's.
    pub(crate) at_proxy: bool,
    /// Host and port of the proxy, if known.
    pub(crate) proxy: Option<String>,
    /// The innermost cause.
    pub(crate) why: Option<String>,
}

/// What the connection was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Target {
    #[default]
    Service,
    TokenEndpoint,
}

/// What a caller decides by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It may come about later.
    #[default]
    Network,
    #[cfg_attr(
        not(any(
            feature = "rustls",
            feature = "rustls-no-provider",
            feature = "native-tls"
        )),
        expect(dead_code, reason = "without TLS")
    )]
    /// The two sides do not trust each other's certificates, or have no common TLS.
    Tls,
    /// The proxy refuses, or is of a kind that is not supported.
    Proxy,
}

impl Connection {
    /// Returns the failure of a connection, if `error`, after which there is no response, is one.
    /// `proxy` has the host and port of the
    /// proxy that the request was to go through.
    pub(crate) fn failed(
        error: &reqwest::Error,
        proxy: Option<String>,
        target: Target,
    ) -> Option<Self> {
        let connecting = error.is_connect();
        let failure = causes(error).find_map(|cause| failure(cause, connecting));
        if !connecting && failure.is_none() {
            return None;
        }
        let to = error.url().and_then(address);
        let failure = failure.unwrap_or_default();
        let url = error.url();
        let tunnel = causes(error).any(|cause| cause.to_string().starts_with(TUNNEL));
        // Plain http needs no tunnel: the connection is to the proxy itself.
        let is_forwarded = proxy.is_some() && url.is_some_and(|url| url.scheme() == "http");
        let why = causes(error).last().map(ToString::to_string);
        Some(Self {
            failure,
            target,
            to,
            at_proxy: failure == Failure::Proxy || tunnel || is_forwarded,
            proxy,
            why: why.map(|why| match why.as_str() {
                AUTHORIZATION_REQUIRED => WANTS_CREDENTIALS.to_owned(),
                UNSUCCESSFUL => "it rejected CONNECT".to_owned(),
                _ => why,
            }),
        })
    }

    /// Returns the failure of a proxy that wants other credentials for the token endpoint (407).
    pub(crate) fn wants_credentials(url: &Url, proxy: Option<String>) -> Self {
        Self {
            failure: Failure::Proxy,
            target: Target::TokenEndpoint,
            to: address(url),
            at_proxy: true,
            proxy,
            why: Some(WANTS_CREDENTIALS.to_owned()),
        }
    }

    /// Whether the connection would fail again.
    pub(crate) fn is_lasting(&self) -> bool {
        self.failure != Failure::Network
    }

    /// Writes what failed and why; without addresses and causes if `redacted`.
    pub(crate) fn write(&self, f: &mut impl fmt::Write, redacted: bool) -> fmt::Result {
        let shown = |before: &str, text: &Option<String>| match text {
            Some(text) if !redacted => format!("{before}{text}"),
            _ => String::new(),
        };
        let target = match self.target {
            Target::Service => "the service",
            Target::TokenEndpoint => "the token endpoint",
        };
        let target = format!("{target}{}", shown(" at ", &self.to));
        let proxy = format!("the proxy{}", shown(" at ", &self.proxy));
        let peer = if self.at_proxy { &proxy } else { &target };
        match self.failure {
            Failure::Network => write!(f, "no connection to {peer}")?,
            Failure::Tls => write!(f, "no TLS connection to {peer}")?,
            Failure::Proxy => write!(f, "{proxy} does not connect to {target}")?,
        }
        f.write_str(&shown(": ", &self.why))
    }
}

/// Returns host and port of a URL.
fn address(url: &Url) -> Option<String> {
    let port = url.port_or_known_default()?;
    Some(format!("{}:{port}", url.host_str()?))
}

/// Returns the errors behind `error`, itself first, those inside of [`io::Error`] included.
pub(crate) fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let first: &(dyn StdError + 'static) = error;
    std::iter::successors(Some(first), |error: &&(dyn StdError + 'static)| {
        let error: &(dyn StdError + 'static) = *error;
        let inside = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        inside.map_or_else(|| error.source(), |inside| Some(inside as _))
    })
}

/// Returns what a caller decides by, if this cause tells that nothing was sent: after the connection
/// was made (not `connecting`), most errors of TLS mean that it broke with a request on it.
#[cfg_attr(
    not(any(
        feature = "rustls",
        feature = "rustls-no-provider",
        feature = "native-tls"
    )),
    expect(unused_variables, reason = "without TLS")
)]
fn failure(cause: &(dyn StdError + 'static), connecting: bool) -> Option<Failure> {
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        let lasting = refuses_identity(error) || (connecting && is_lasting(error));
        return lasting.then_some(Failure::Tls);
    }
    // Failures of the network are an `io::Error` below it.
    #[cfg(feature = "native-tls")]
    if connecting && cause.is::<native_tls::Error>() && !has_io_error(cause) {
        return Some(Failure::Tls);
    }
    // What else ends a tunnel (the end of the stream, a failed connection to the proxy) has another
    // text.
    let text = cause.to_string();
    let refuses = matches!(
        text.as_str(),
        AUTHORIZATION_REQUIRED | UNSUCCESSFUL | "unknown proxy scheme"
    );
    // The service's URL is `http` or `https`: what is left is a proxy of the environment.
    let refuses = refuses || text.starts_with("unsupported scheme ");
    refuses.then_some(Failure::Proxy)
}

/// Whether the server refuses the client's certificate. With TLS 1.3 the alert comes when the client
/// has sent a request already; the server has not read it.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn refuses_identity(error: &rustls::Error) -> bool {
    use rustls::{AlertDescription as Alert, Error};
    matches!(
        error,
        Error::AlertReceived(
            Alert::NoCertificate
                | Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::CertificateRequired
                | Alert::UnknownCA
        )
    )
}

/// Whether the handshake would fail again.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn is_lasting(error: &rustls::Error) -> bool {
    use rustls::{AlertDescription as Alert, Error};
    match error {
        Error::InvalidCertificate(_)
        | Error::NoCertificatesPresented
        | Error::UnsupportedNameType
        | Error::InvalidMessage(_)
        | Error::PeerIncompatible(_) => true,
        Error::AlertReceived(alert) => matches!(
            alert,
            Alert::HandshakeFailure | Alert::AccessDenied | Alert::ProtocolVersion
        ),
        _ => false,
    }
}

#[cfg(feature = "native-tls")]
fn has_io_error(error: &(dyn StdError + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.any(|cause| cause.is::<io::Error>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxy_of_an_unsupported_kind_is_refused_for_good() {
        for text in ["unknown proxy scheme", "unsupported scheme socks5"] {
            let cause = io::Error::other(text);
            assert_eq!(failure(&cause, true), Some(Failure::Proxy), "{text}");
        }
        assert_eq!(failure(&io::Error::other("reset"), true), None);
    }

    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    #[test]
    fn tls_error_after_the_handshake_does_not_tell_that_nothing_was_sent() {
        use rustls::{AlertDescription as Alert, Error, InvalidMessage};

        let cases = [
            (
                Error::InvalidMessage(InvalidMessage::InvalidContentType),
                false,
            ),
            (Error::AlertReceived(Alert::AccessDenied), false),
            (Error::AlertReceived(Alert::HandshakeFailure), false),
            (Error::AlertReceived(Alert::CertificateRequired), true),
        ];
        for (error, later) in cases {
            assert_eq!(failure(&error, true), Some(Failure::Tls), "{error}");
            assert_eq!(failure(&error, false).is_some(), later, "{error}");
        }
    }
}
