//! A single request, step by step: name, connection, TLS, HTTP. The library does all of it at once
//! and cannot say which step failed; what is asked here has no other use than to find out.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use http_body_util::Empty;
use hyper::{
    Request, Response, Uri,
    body::{Bytes, Incoming},
    header,
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, crypto::aws_lc_rs, pki_types::ServerName};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use crate::settings::DEFAULT_BASE_URL;

/// Where requests go.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) uri: Uri,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) is_https: bool,
}

impl Target {
    /// `None` for what is no origin.
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

    pub(super) fn is_this_machine(&self) -> bool {
        let address = self.host.parse::<std::net::IpAddr>();
        self.host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

/// What a step gives, and how long it took.
pub(super) type Step<T> = io::Result<(T, Duration)>;

/// Does a step, for so long and no longer.
async fn step<T>(patience: Duration, work: impl Future<Output = io::Result<T>>) -> Step<T> {
    let begun = Instant::now();
    let late = |_| {
        io::Error::new(
            io::ErrorKind::TimedOut,
            format!("nothing within {patience:?}"),
        )
    };
    let result = timeout(patience, work).await.map_err(late)??;
    Ok((result, begun.elapsed()))
}

pub(super) async fn look_up(host: &str, port: u16, patience: Duration) -> Step<Vec<SocketAddr>> {
    step(patience, async {
        let found = tokio::net::lookup_host((host, port)).await?;
        let found: Vec<SocketAddr> = found.collect();
        match found.is_empty() {
            true => Err(io::Error::new(io::ErrorKind::NotFound, "no address")),
            false => Ok(found),
        }
    })
    .await
}

pub(super) async fn connect(addresses: &[SocketAddr], patience: Duration) -> Step<TcpStream> {
    step(patience, TcpStream::connect(addresses)).await
}

/// TLS as the library does it, with the certificates that the system trusts.
pub(super) async fn secure(
    stream: TcpStream,
    host: &str,
    patience: Duration,
) -> Step<TlsStream<TcpStream>> {
    step(patience, async {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(io::Error::other)?
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
    })
    .await
}

/// Sends a GET, and gives the head of the answer.
pub(super) async fn get<S>(
    stream: S,
    target: &Target,
    path: &str,
    headers: &[(header::HeaderName, String)],
    patience: Duration,
) -> Step<Response<Incoming>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let authority = target.uri.authority().map(|it| it.as_str());
    let mut request = Request::get(path).header(header::HOST, authority.unwrap_or_default());
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let request = request
        .body(Empty::<Bytes>::new())
        .map_err(io::Error::other)?;
    step(patience, async {
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
        let (mut sender, connection) = handshake.await.map_err(io::Error::other)?;
        // Ends with the sender, or with the runtime.
        tokio::spawn(connection);
        sender.send_request(request).await.map_err(io::Error::other)
    })
    .await
}

/// All steps at once, on a connection of its own.
pub(super) async fn ask(
    target: &Target,
    path: &str,
    headers: &[(header::HeaderName, String)],
    patience: Duration,
) -> io::Result<Response<Incoming>> {
    let (addresses, _) = look_up(&target.host, target.port, patience).await?;
    let (stream, _) = connect(&addresses, patience).await?;
    let (answer, _) = match target.is_https {
        true => {
            let (stream, _) = secure(stream, &target.host, patience).await?;
            get(stream, target, path, headers, patience).await?
        }
        false => get(stream, target, path, headers, patience).await?,
    };
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_service_is_known_however_it_is_written() {
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
    fn an_origin_is_taken_apart() {
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
