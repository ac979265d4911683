//! The one place where a call happens: token → permit → attempt → redirects → classify → retry or
//! give up. A call takes a request that is built already, and runs in one direction:
//!
//! | frame | file | what it does |
//! |---|---|---|
//! | `Collection::get` | `collection.rs` | takes the id, returns the future |
//! | `Client::build` | `request/build.rs` | lets the generated method build the request; the one call into `catalogs-raw` |
//! | `call` | `transport.rs` | opens the span, sets the deadline |
//! | `Retrying::run` | `transport/retry.rs` | repeats what may be repeated, and explains the final error |
//! | `Attempt::run` | `transport/attempt.rs` | gets the token, another one after a 401, and has the response read |
//! | `Attempt::send` | `transport/attempt.rs` | waits for a permit, sends, follows redirects, classifies the response |
//! | `decode::entity` | `transport/decode.rs` | reads and decodes the body; a list reads it element by element (`list/elements.rs`) |
//!
//! What may be retried is decided in `retry.rs`, how many requests go out in `rate_limit.rs`.
//!
//! Futures that hold a whole call are pinned where they are made: moved into another future, they
//! would be copied, kilobytes each time.

mod attempt;
mod deadline;
pub(crate) mod decode;
pub(crate) mod redirect;
mod retry;

use std::{pin::pin, time::Duration};

use reqwest::Response;
use tracing::{Instrument, Span, field::Empty};

use crate::{Client, Error, Operation, request::Prepared};

use attempt::Attempt;
pub(crate) use deadline::Deadline;
use retry::Retrying;

/// A response that is a success, with its body still to be read.
pub(crate) struct Received {
    pub(crate) operation: Operation,
    pub(crate) response: Response,
    /// How many requests the call has sent.
    pub(crate) sent: u32,
    /// Whether the body is read in the caller's own time; see [`open_stream`].
    pub(crate) streamed: bool,
    /// How long an attempt may take, or, of a stream, the service be silent.
    pub(crate) attempt_timeout: Duration,
    pub(crate) deadline: Deadline,
    /// How large the body may be, or, of a stream, each element.
    pub(crate) max_bytes: usize,
}

/// Makes a call: sends the request, again if need be, until `read` has read a response.
pub(crate) async fn call<T, F, Fut>(
    client: &Client,
    prepared: &Prepared,
    read: F,
) -> Result<T, Error>
where
    F: Fn(Received) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    let work = pin!(run(client, prepared, false, read));
    traced(&span(client, prepared), work).await
}

/// Makes a call up to the first element of a list, which `read` reads; what comes after that is
/// read in the caller's own time. Runs inside a [`span`] that lives as long as the list.
pub(crate) async fn open_stream<T, F, Fut>(
    client: &Client,
    prepared: &Prepared,
    read: F,
) -> Result<T, Error>
where
    F: Fn(Received) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    run(client, prepared, true, read).await
}

async fn run<T, F, Fut>(
    client: &Client,
    prepared: &Prepared,
    streamed: bool,
    read: F,
) -> Result<T, Error>
where
    F: Fn(Received) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    let retrying = Retrying::new(client, prepared);
    let attempt = Attempt {
        client,
        prepared,
        streamed,
        deadline: retrying.deadline,
    };
    retrying.run(|sent| attempt.run(sent, &read)).await
}

/// Does `work` in this span, and notes there how it failed.
pub(crate) async fn traced<T>(
    span: &Span,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    async {
        let result = work.await;
        if let Err(error) = &result {
            Span::current().record("error.type", &*error.class());
        }
        result
    }
    .instrument(span.clone())
    .await
}

/// Returns a span after OpenTelemetry's conventions for HTTP clients, without a body, a header or
/// an id.
///
/// <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>
pub(crate) fn span(client: &Client, prepared: &Prepared) -> Span {
    let url = &client.shared.base_url;
    let (operation, method) = (prepared.operation, prepared.request.method().as_str());
    tracing::info_span!(
        "catalogs.call",
        otel.name = format_args!("{method} {}", operation.path()),
        otel.kind = "client",
        operation = operation.id(),
        http.request.method = method,
        url.template = format_args!("{}{}", client.route().prefix(), operation.path()),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}
