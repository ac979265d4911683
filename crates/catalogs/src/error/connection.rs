//! Why there is no connection.

use std::{error::Error as StdError, io};

/// A connection that did not come about, so that nothing was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Connection {
    pub(crate) failure: Failure,
    /// Host and port that were to be reached.
    pub(crate) to: Option<String>,
    /// The innermost cause.
    pub(crate) why: Option<String>,
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
    /// Returns the failure of a connection, if `error` is one.
    pub(crate) fn failed(error: &reqwest::Error) -> Option<Self> {
        let failure = causes(error).find_map(failure);
        if !error.is_connect() && failure.is_none() {
            return None;
        }
        let to = error.url().and_then(|url| {
            let port = url.port_or_known_default()?;
            Some(format!("{}:{port}", url.host_str()?))
        });
        Some(Self {
            failure: failure.unwrap_or_default(),
            to,
            why: causes(error).last().map(ToString::to_string),
        })
    }
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

fn failure(cause: &(dyn StdError + 'static)) -> Option<Failure> {
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        return is_lasting(error).then_some(Failure::Tls);
    }
    // Failures of the network are an `io::Error` below it.
    #[cfg(feature = "native-tls")]
    if cause.is::<native_tls::Error>() && !has_io_error(cause) {
        return Some(Failure::Tls);
    }
    // Both come as types that are private to hyper-util and reqwest; what else ends a tunnel (the
    // end of the stream, a failed connection to the proxy) has another text.
    matches!(
        cause.to_string().as_str(),
        "tunnel error: proxy authorization required"
            | "tunnel error: unsuccessful"
            | "unknown proxy scheme"
    )
    .then_some(Failure::Proxy)
}

/// Whether the handshake would fail again. An alert may also come after it: a server of TLS 1.3
/// refuses the client's certificate that late, before it reads a request.
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
            Alert::HandshakeFailure
                | Alert::NoCertificate
                | Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::CertificateRequired
                | Alert::UnknownCA
                | Alert::AccessDenied
                | Alert::ProtocolVersion
        ),
        _ => false,
    }
}

#[cfg(feature = "native-tls")]
fn has_io_error(error: &(dyn StdError + 'static)) -> bool {
    let mut causes = std::iter::successors(Some(error), |&error| error.source());
    causes.any(|cause| cause.is::<io::Error>())
}
