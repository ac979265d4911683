//! A client that sees what came over the wire, and how it ended.

use std::io::ErrorKind;

use catalogs_sandbox::{Route, Sandbox};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

pub(crate) const PERSONS: &str = "/organizations/contactPersons";
pub(crate) const PERSON: &str = r#"{"name":"Анна","phone":null,"extra_phone":null,"email":null}"#;

/// How the server's side of a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Fin,
    Reset,
}

/// All that came on a connection.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) end: End,
}

impl Seen {
    pub(crate) fn status(&self) -> u16 {
        let status = self.head.split(' ').nth(1).map(str::parse);
        status.and_then(std::result::Result::ok).unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let header = lines.find(|(header, _)| header.eq_ignore_ascii_case(name))?;
        Some(header.1)
    }
}

pub(crate) async fn connect(sandbox: &Sandbox) -> Result<TcpStream> {
    let address = sandbox.origin().trim_start_matches("http://");
    Ok(TcpStream::connect(address).await?)
}

/// A request that closes the connection after its response.
pub(crate) fn request(
    sandbox: &Sandbox,
    route: Route,
    method: &str,
    path: &str,
    body: &str,
) -> String {
    let keep_alive = keep_alive(sandbox, route, method, path, body);
    keep_alive.replacen("\r\n", "\r\nConnection: close\r\n", 1)
}

pub(crate) fn keep_alive(
    sandbox: &Sandbox,
    route: Route,
    method: &str,
    path: &str,
    body: &str,
) -> String {
    let token = match route {
        Route::Direct => sandbox.api_token(),
        Route::Gateway => sandbox.oauth_token(),
    };
    let (prefix, length) = (route.prefix(), body.len());
    format!(
        "{method} {prefix}{path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

pub(crate) async fn send(sandbox: &Sandbox, request: &str) -> Result<TcpStream> {
    let mut stream = connect(sandbox).await?;
    stream.write_all(request.as_bytes()).await?;
    Ok(stream)
}

/// Reads until the end, whatever it is.
pub(crate) async fn read(stream: &mut TcpStream) -> Result<Seen> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    let end = loop {
        match stream.read(&mut part).await {
            Ok(0) => break End::Fin,
            Ok(size) => bytes.extend_from_slice(&part[..size]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break End::Reset,
            Err(error) => return Err(error.into()),
        }
    };
    let head_ends = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let body = head_ends.map_or_else(Vec::new, |at| bytes.split_off(at + 4));
    let head = String::from_utf8(bytes)?;
    Ok(Seen { head, body, end })
}

pub(crate) async fn exchange(sandbox: &Sandbox, request: &str) -> Result<Seen> {
    read(&mut send(sandbox, request).await?).await
}

/// Adds a contact person on the direct route.
pub(crate) async fn create(sandbox: &Sandbox) -> Result<Seen> {
    let request = request(sandbox, Route::Direct, "POST", PERSONS, PERSON);
    exchange(sandbox, &request).await
}

pub(crate) async fn start() -> Result<Sandbox> {
    let sandbox = Sandbox::builder().demo_data(false).check_headers(false);
    let unlimited = catalogs_sandbox::RateLimit::off();
    Ok(sandbox.rate_limit(unlimited).start().await?)
}

/// Waits until so many requests are in the log.
pub(crate) async fn logged(sandbox: &Sandbox, requests: usize) {
    while sandbox.requests().len() < requests {
        tokio::task::yield_now().await;
    }
}
