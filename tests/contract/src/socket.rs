//! Servers that break the rules of HTTP, or never answer.

use std::{net::Ipv4Addr, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
    task::JoinHandle,
};

/// A server that breaks off or stalls; it goes with this handle.
pub struct Broken {
    origin: String,
    task: JoinHandle<()>,
}

/// What a [`Broken`] server does after its last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It closes the connection.
    Close,
    /// It keeps the connection open, and stays silent.
    Stall,
}

impl Broken {
    /// A server that reads the head of each request and sends `bytes` as they are.
    pub async fn start(bytes: impl Into<Vec<u8>>, then: Then) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let origin = format!(
            "http://{}",
            listener.local_addr().expect("it has an address")
        );
        let task = tokio::spawn(async move {
            let mut kept = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                request(&mut stream).await;
                // A client that has gone already is none of the server's business.
                let _ = stream.write_all(&bytes).await;
                match then {
                    Then::Close => drop(stream.shutdown().await),
                    Then::Stall => kept.push(stream),
                }
            }
        });
        Self { origin, task }
    }

    /// Where it listens.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads a request: its head, and a body of the length that the head announces. Returns nothing when
/// the stream ends before.
pub(crate) async fn request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        // A client that begins a TLS handshake, which has no end that is known here.
        let is_tls = read.first() == Some(&0x16);
        if is_tls {
            return Some(String::new());
        }
        if let Some(end) = read.windows(4).position(|end| end == b"\r\n\r\n")
            && read.len() >= end + 4 + announced(&read[..end])
        {
            return Some(String::from_utf8_lossy(&read).into_owned());
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => read.extend_from_slice(&buffer[..count]),
        }
    }
}

fn announced(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    length.map_or(0, |length| {
        length.trim().parse().expect("a length is a number")
    })
}

/// A port that is taken, so that nobody else can listen on it, and where nobody does.
pub struct Refusing(TcpSocket);

impl Refusing {
    /// Takes a port.
    pub fn new() -> std::io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        Ok(Self(socket))
    }

    /// Where every connection is refused.
    pub fn origin(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("it has an address"))
    }
}
