//! A server that keeps connections, with or without TLS, and can be a proxy.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer,
        server::WebPkiClientVerifier,
    },
};

use crate::socket::request;

/// A private certificate authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub struct Identity {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Authority {
    /// Creates an authority with a key of its own.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        // Clients find an authority by its name.
        let name = format!("{:x?}", key.public_key_raw());
        params.distinguished_name.push(DnType::CommonName, name);
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    }

    /// Returns the authority's certificate in PEM.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Returns the authority's certificate in DER.
    pub fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// Returns a certificate for `name` that is valid for centuries.
    pub fn issue(&self, name: &str) -> Identity {
        self.issue_until(name, 3000)
    }

    /// Returns a certificate for `name` that expires when `year` begins.
    pub fn issue_until(&self, name: &str, year: i32) -> Identity {
        let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
        params.not_after = rcgen::date_time_ymd(year, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Identity { certificate, key }
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Identity {
    /// Returns the certificate and the key, both in PEM.
    pub fn pem(&self) -> (String, String) {
        (self.certificate.pem(), self.key.serialize_pem())
    }

    /// Returns a server's TLS with this certificate; clients need one of `clients`, if given.
    pub fn server(&self, clients: Option<&Authority>) -> Arc<ServerConfig> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("the provider has all versions");
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).expect("a root");
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                config.with_client_cert_verifier(verifier.build().expect("a verifier"))
            }
        };
        let key = PrivateKeyDer::Pkcs8(self.key.serialize_der().into());
        let config = config.with_single_cert(vec![self.certificate.der().clone()], key);
        Arc::new(config.expect("the key fits the certificate"))
    }
}

/// A connection that a [`Listener`] accepted.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Where it comes from.
    pub peer: SocketAddr,
    /// The requests, as text.
    pub requests: Vec<String>,
}

type Log = Arc<Mutex<Vec<Accepted>>>;

/// A server that responds to every request with 200; it stops with this handle.
pub struct Listener {
    address: SocketAddr,
    log: Log,
    task: JoinHandle<()>,
}

impl Listener {
    /// Starts a server that responds with `body`.
    pub async fn start(tls: Option<Arc<ServerConfig>>, body: &'static str) -> Self {
        Self::run(tls, None, body).await
    }

    /// Starts a proxy whose tunnels all lead to `upstream`, and that responds to other requests with
    /// an empty list.
    pub async fn proxy(upstream: SocketAddr) -> Self {
        Self::run(None, Some(upstream), "[]").await
    }

    /// Starts a server that reads a request, sends `head` over TLS, and then breaks TLS with plain
    /// text, as a gateway that dies does. It returns where it listens, and stops with its runtime.
    pub async fn breaking_tls(tls: Arc<ServerConfig>, head: &'static str) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(mut stream) = TlsAcceptor::from(Arc::clone(&tls)).accept(stream).await {
                    request(&mut stream).await;
                    let _ = stream.write_all(head.as_bytes()).await;
                    let _ = stream.flush().await;
                    let plain = b"HTTP/1.1 502 Bad Gateway\r\n\r\n";
                    let _ = stream.get_mut().0.write_all(plain).await;
                }
            }
        });
        address
    }

    async fn run(
        tls: Option<Arc<ServerConfig>>,
        upstream: Option<SocketAddr>,
        body: &'static str,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let log = Log::default();
        let kept = Arc::clone(&log);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, peer)) = listener.accept().await {
                let index = {
                    let mut log = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    let requests = Vec::new();
                    log.push(Accepted { peer, requests });
                    log.len() - 1
                };
                let (log, tls) = (Arc::clone(&kept), tls.clone());
                connections.spawn(async move {
                    match tls {
                        None => serve(stream, &log, index, upstream, body).await,
                        Some(tls) => {
                            // A client that refuses the certificate is what some tests want.
                            if let Ok(stream) = TlsAcceptor::from(tls).accept(stream).await {
                                serve(stream, &log, index, upstream, body).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, log, task }
    }

    /// Returns where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the connections so far.
    pub fn accepted(&self) -> Vec<Accepted> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }

    /// Returns all requests so far.
    pub fn requests(&self) -> Vec<String> {
        let accepted = self.accepted().into_iter();
        accepted.flat_map(|accepted| accepted.requests).collect()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    log: &Log,
    index: usize,
    upstream: Option<SocketAddr>,
    body: &str,
) {
    while let Some(text) = request(&mut stream).await {
        let is_tunnel = text.starts_with("CONNECT ");
        log.lock().unwrap_or_else(PoisonError::into_inner)[index]
            .requests
            .push(text);
        // The client may already be gone.
        match upstream {
            Some(upstream) if is_tunnel => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
                if let Ok(mut upstream) = TcpStream::connect(upstream).await {
                    let _ = copy_bidirectional(&mut stream, &mut upstream).await;
                }
                return;
            }
            _ => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
                );
                let _ = stream.write_all((head + body).as_bytes()).await;
            }
        }
    }
}
