//! Makes every call of the SDK against a small TLS service, and prints a transcript: what reached
//! the service, byte by byte, and what came back.
//!
//! `cargo xtask consumer` builds it twice, with few and with many features of the dependencies, and
//! compares the transcripts.

mod calls;
mod service;

use anyhow::Result;

#[tokio::main]
async fn main() -> Result<()> {
    let service = service::start().await?;
    let result = calls::make(&service).await;
    print!("{}", service.transcript());
    result
}
