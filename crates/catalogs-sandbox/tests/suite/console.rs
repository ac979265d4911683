//! The console: what it serves, to whom, and what it reports.

use catalogs_sandbox::contract::Contract;
use catalogs_sandbox::{Fault, Route, Sandbox};
use serde_json::{Value, json};

use crate::wire::{Result, Seen, exchange};

mod controls;
mod events;
mod origins;
mod pages;
mod reference;

async fn start() -> Result<Sandbox> {
    Ok(Sandbox::builder().console(true).start().await?)
}

fn host(sandbox: &Sandbox) -> &str {
    sandbox.origin().trim_start_matches("http://")
}

/// A request with these headers, a `Host` among them, after which the connection closes.
fn text(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let (headers, length) = (headers.collect::<String>(), body.len());
    format!(
        "{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

async fn get(sandbox: &Sandbox, path: &str) -> Result<Seen> {
    exchange(sandbox, &text("GET", path, &[("Host", host(sandbox))], "")).await
}

async fn order(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Result<Seen> {
    exchange(
        sandbox,
        &text(method, path, &[("Host", host(sandbox))], body),
    )
    .await
}

async fn document(sandbox: &Sandbox, route: &str) -> Result<Value> {
    let seen = get(sandbox, &format!("/console/openapi/{route}")).await?;
    Ok(serde_json::from_slice(&unchunked(&seen))?)
}

/// The body, whatever its transfer encoding.
fn unchunked(seen: &Seen) -> Vec<u8> {
    if seen.header("transfer-encoding").is_none() {
        return seen.body.clone();
    }
    let (mut rest, mut body) = (seen.body.as_slice(), Vec::new());
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
    body
}
