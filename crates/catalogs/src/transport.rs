//! The one place where a call happens: token → permit → attempt → redirects → classify → retry or
//! give up. A call takes a request that is built already, and runs in one direction:
//!
//! | frame | file | what it does |
//! |---|---|---|
//! | `Collection::get` | `collection.rs` | takes the id, has `request/build.rs` build the request: the one call into `catalogs-raw` |
//! | `call` | `transport.rs` | opens the span |
//! | `Retrying::run` | `transport/retry.rs` | sets the deadline, repeats what may be repeated, and explains the final error |
//! | `Attempt::run` | `transport/attempt.rs` | gets the token, another one after a 401, and has `transport/decode.rs` or `list/elements.rs` read the response, which `transport/body.rs` unpacks |
//! | `Attempt::send` | `transport/attempt.rs` | waits for a permit, sends, follows redirects, classifies the response |
//! | `Deadline::limit` | `transport/deadline.rs` | lets reqwest send, as long as there is time |
//!
//! What may be retried is decided in `retry.rs`, how many requests go out in `rate_limit.rs`.
//!
//! Futures that hold a whole call are pinned where they are made: moved into another future, they
//! would be copied, kilobytes each time.

mod attempt;
pub(crate) mod body;
mod charset;
mod deadline;
pub(crate) mod decode;
mod inflate;
pub(crate) mod redirect;
mod retry;
mod salvage;

use std::pin::pin;

use tracing::{Instrument, Span, field::Empty};

use crate::{Error, core::Core, request::Prepared, runtime};

use attempt::Attempt;
pub(crate) use deadline::Deadline;
pub(crate) use decode::Received;
use retry::Retrying;

/// Makes a call: sends the request, again if need be, until `read` has read a response; of a
/// stream, its first element.
pub(crate) async fn call<T, F, Fut>(core: &Core, prepared: &Prepared, read: F) -> Result<T, Error>
where
    F: Fn(Received) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    runtime::check()?;
    core.options.headers.get()?;
    let (span, retrying) = (span(core, prepared), Retrying::new(core, prepared));
    let attempt = Attempt {
        core,
        prepared,
        span: &span,
        deadline: retrying.deadline,
    };
    let work = pin!(retrying.run(|sent| attempt.run(sent, &read)));
    noted(&span, work.instrument(span.clone()).await)
}

/// Notes in the span of a call how it failed.
pub(crate) fn noted<T>(span: &Span, result: Result<T, Error>) -> Result<T, Error> {
    result.inspect_err(|error| {
        span.record("error.type", &*error.class());
    })
}

/// Returns a span after OpenTelemetry's conventions for HTTP clients, without a body, a header or
/// an id.
///
/// <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>
fn span(core: &Core, prepared: &Prepared) -> Span {
    let url = &core.shared.base_url;
    let (operation, method) = (prepared.operation, prepared.request.method().as_str());
    tracing::info_span!(
        "catalogs.call",
        otel.name = format_args!("{method} {}", operation.path()),
        otel.kind = "client",
        operation = operation.id(),
        http.request.method = method,
        url.template = format_args!("{}{}", core.identity.route.prefix(), operation.path()),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}
