//! A service with a fixed response for each path. It offers HTTP/2, and records what it receives.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::value::RawValue;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    LazyConfigAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
        server::{Acceptor, ClientHello},
    },
};

/// Has unknown fields, of which an object has one key only: in which order keys are written is up to
/// serde_json's `preserve_order`, and means nothing in JSON.
const ORGANIZATION: &str = r#"{"rating": 4.5, "zone": {"a": [true, null]},
    "id": "0f8fad5b-d9cb-469f-a165-70867728950e", "name": "ООО Тест", "ownership": 1, "residency": 1,
    "inn": "7707083893", "phone": null, "extra_phone": null, "docs_address": {"postcode": "101000",
    "city_id": 1, "street_name": "Ленина", "house_no": "1", "office_no": "2", "floor": 3},
    "addresses": [], "contact_persons": [], "all_departments_allowed": false, "department_ids": [7]}"#;
const ADDRESS: &str = r#"{"id": "1f8fad5b-d9cb-469f-a165-70867728950e", "address": "ул. 1",
    "address_city_id": 1, "address_latitude": 55.123456789012345, "address_longitude": 37.6,
    "address_type": 9, "note": "", "schedule_summary": "", "contact_persons": [], "level": 1.0, "name": "a", "name": "b"}"#;
const PERSON: &str = r#"{"id": "2f8fad5b-d9cb-469f-a165-70867728950e", "name": "Иванова Мария",
    "phone": "+7 495 100-00-01", "extra_phone": 101.0, "email": "m@a.example"}"#;
/// Has numbers that no `f64` holds, or that would be written in another way.
const EXACT: &str = r#"{"id": "3f8fad5b-d9cb-469f-a165-70867728950e", "name": "Иванова Мария",
    "phone": null, "extra_phone": "101", "email": null,
    "rating": {"a": [4.50, 12345678901234567890123, 1.0, -0.0]}}"#;
const TYPES: &str = r#"[{"id": 1, "name": "Склад", "name_eng": "Warehouse"}]"#;
const REFUSAL: &str = r#"{"error_code": "bad_inn", "reason": "ИНН"}"#;

pub(crate) struct Service {
    pub(crate) origin: String,
    /// The certificate that the client has to trust.
    pub(crate) certificate: String,
    transcript: Arc<Mutex<String>>,
    port: String,
}

impl Service {
    /// Adds a line to the transcript.
    pub(crate) fn note(&self, line: impl std::fmt::Display) {
        note(&self.transcript, line);
    }

    /// Returns the transcript, without the port, which differs between runs.
    pub(crate) fn transcript(&self) -> String {
        lock(&self.transcript).replace(&self.port, "PORT")
    }
}

pub(crate) async fn start() -> Result<Service> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()])?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port().to_string();
    let service = Service {
        origin: format!("https://localhost:{port}"),
        certificate: cert.pem(),
        transcript: Arc::default(),
        port,
    };
    tokio::spawn(accept(
        listener,
        Arc::new(config),
        service.transcript.clone(),
    ));
    Ok(service)
}

async fn accept(listener: TcpListener, config: Arc<ServerConfig>, transcript: Arc<Mutex<String>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (config, transcript) = (config.clone(), transcript.clone());
        // A failure of the connection shows in the client's result.
        tokio::spawn(async move { connection(stream, config, &transcript).await });
    }
}

async fn connection(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    transcript: &Mutex<String>,
) -> Result<()> {
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await?;
    let hello = hello(&start.client_hello());
    // How many connections there are depends on when the last one became idle.
    let is_known = lock(transcript).contains(&hello);
    if !is_known {
        note(transcript, hello);
    }
    let mut stream = BufReader::new(start.into_stream(config).await?);
    while let Some(request) = read(&mut stream).await? {
        let (head, body) = request.split_once("\r\n\r\n").unwrap_or((&request, ""));
        note(transcript, format_args!("{head}\n\n{}\n", sorted(body)?));
        let first = request.lines().next().unwrap_or_default();
        stream.write_all(response(first).as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// Tells TLS libraries apart: each offers other ciphers, in another order.
fn hello(hello: &ClientHello<'_>) -> String {
    let protocols: Vec<_> = hello.alpn().into_iter().flatten().collect();
    let protocols: Vec<_> = protocols
        .iter()
        .map(|name| String::from_utf8_lossy(name))
        .collect();
    let ciphers = hello.cipher_suites();
    format!("TLS: protocols {protocols:?}, ciphers {ciphers:?}")
}

/// Reads a request; `None` at the end of the connection.
async fn read<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut BufReader<S>,
) -> Result<Option<String>> {
    let (mut text, mut length) = (String::new(), 0);
    loop {
        let start = text.len();
        if stream.read_line(&mut text).await? == 0 {
            return Ok(None);
        }
        let line = text[start..].trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value
                .trim()
                .parse()
                .context("Content-Length is not a number")?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    text.push_str(&String::from_utf8(body)?);
    Ok(Some(text))
}

/// The same JSON with the keys in the order of the alphabet, and every number as it is.
fn sorted(json: &str) -> Result<String> {
    Ok(match json.chars().next() {
        Some('{') => {
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(json)?;
            let fields = fields.into_iter().map(|(key, value)| {
                anyhow::Ok(format!(
                    "{}:{}",
                    serde_json::to_string(&key)?,
                    sorted(value.get())?
                ))
            });
            format!("{{{}}}", fields.collect::<Result<Vec<_>>>()?.join(","))
        }
        Some('[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(json)?;
            let elements = elements.into_iter().map(|element| sorted(element.get()));
            format!("[{}]", elements.collect::<Result<Vec<_>>>()?.join(","))
        }
        _ => json.to_owned(),
    })
}

fn response(request_line: &str) -> String {
    let mut words = request_line.split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let path = path
        .rsplit_once("/organizations")
        .map_or("", |(_, rest)| rest);
    let (status, body) = match path {
        _ if method == "DELETE" => (200, String::new()),
        "/addresses/types" => (200, TYPES.to_owned()),
        "/filter" => (200, format!("[{ORGANIZATION}]")),
        "/00000000-0000-0000-0000-000000000000" => (400, REFUSAL.to_owned()),
        _ => {
            let entity = match path {
                path if path.starts_with("/addresses") => ADDRESS,
                path if path.starts_with("/contactPersons/3") => EXACT,
                path if path.starts_with("/contactPersons") => PERSON,
                _ => ORGANIZATION,
            };
            let is_list = matches!(path, "" | "/addresses" | "/contactPersons");
            match method {
                "GET" if is_list => (200, format!("[{entity}]")),
                _ => (200, entity.to_owned()),
            }
        }
    };
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json; charset=utf-8\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn note(transcript: &Mutex<String>, line: impl std::fmt::Display) {
    // Writing into a `String` cannot fail.
    let _ = writeln!(lock(transcript), "{line}");
}

fn lock(transcript: &Mutex<String>) -> MutexGuard<'_, String> {
    transcript.lock().unwrap_or_else(PoisonError::into_inner)
}
