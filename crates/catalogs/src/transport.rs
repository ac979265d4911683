//! The one place where a call happens: route and token, send, deadline, classify.

use std::time::Duration;

use catalogs_raw::{Attempt, ResponseValue};
use reqwest::{Response, Url, header};
use serde::de::DeserializeOwned;
use tracing::{Instrument, Span, field::Empty};

use crate::{Client, Error, Operation, error::Said};

/// As much of an error's body as is read, in bytes.
const LONGEST_ERROR: usize = 64 * 1024;

/// Makes a call: `send` picks the generated method and gives it the body.
pub(crate) async fn call<T, F>(client: &Client, operation: Operation, send: F) -> Result<T, Error>
where
    T: DeserializeOwned,
    F: AsyncFnOnce(&catalogs_raw::Client) -> Result<ResponseValue<T>, catalogs_raw::Error>,
{
    let span = span(client, operation);
    async {
        let result = within_deadline(client, operation, send).await;
        if let Err(error) = &result {
            let span = Span::current();
            span.record("error.type", &*error.class());
            if let Some(status) = error.status() {
                span.record("http.response.status_code", status);
            }
            tracing::debug!(error = %error.class(), "the call failed");
        }
        result
    }
    .instrument(span)
    .await
}

async fn within_deadline<T, F>(client: &Client, operation: Operation, send: F) -> Result<T, Error>
where
    T: DeserializeOwned,
    F: AsyncFnOnce(&catalogs_raw::Client) -> Result<ResponseValue<T>, catalogs_raw::Error>,
{
    let attempt = Attempt::new(client.identity.authorization.clone());
    let raw = catalogs_raw::Client::new_with_client(
        &client.identity.url,
        client.shared.http.clone(),
        attempt.clone(),
    );
    let deadline = client.options.timeout.unwrap_or(Duration::MAX);
    let answer = async {
        match send(&raw).await {
            Ok(answer) => Ok(answer),
            Err(error) => Err(classify::<T>(error, &attempt, deadline).await),
        }
    };
    let answer = match tokio::time::timeout(deadline, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(Error::timeout(deadline)),
    };
    match answer {
        Ok(answer) => {
            Span::current().record("http.response.status_code", answer.status().as_u16());
            Ok(answer.into_inner())
        }
        Err(error) => Err(error.during(operation, u32::from(attempt.was_sent()))),
    }
}

/// What an error of the generated client means to the caller.
async fn classify<T: DeserializeOwned>(
    error: catalogs_raw::Error,
    attempt: &Attempt,
    deadline: Duration,
) -> Error {
    use catalogs_raw::Error as Raw;
    match error {
        Raw::UnexpectedResponse(response) => refused(response).await,
        Raw::InvalidResponsePayload(body, _) => {
            Error::decode::<T>(attempt.status().unwrap_or(200), &body)
        }
        Raw::CommunicationError(error)
        | Raw::InvalidUpgrade(error)
        | Raw::ResponseBodyError(error) => Error::transport(error, deadline),
        // No operation lists an error answer, and no hook of ours refuses a request.
        Raw::InvalidRequest(_) | Raw::Custom(_) | Raw::ErrorResponse(_) => Error::request(),
    }
}

/// Reads what an answer that is no success says; a body that breaks off says what it says so far.
async fn refused(mut response: Response) -> Error {
    let status = response.status().as_u16();
    let header = |name| {
        response
            .headers()
            .get(name)?
            .to_str()
            .ok()
            .map(str::to_owned)
    };
    let content_type = header(header::CONTENT_TYPE);
    let redirect = header(header::LOCATION)
        .filter(|_| response.status().is_redirection())
        .and_then(|location| response.url().join(&location).ok())
        .map(|location: Url| location.origin().ascii_serialization());
    let mut body = Vec::new();
    while body.len() < LONGEST_ERROR {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) | Err(_) => break,
        }
    }
    body.truncate(LONGEST_ERROR);
    Error::refused(status, Said::read(content_type.as_deref(), &body), redirect)
}

/// A span after OpenTelemetry's conventions for HTTP clients. No body, no header, no id.
///
/// <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>
fn span(client: &Client, operation: Operation) -> Span {
    let url = &client.shared.base_url;
    tracing::info_span!(
        "catalogs.call",
        otel.name = format_args!("{} {}", operation.method(), operation.path()),
        otel.kind = "client",
        operation = operation.id(),
        http.request.method = operation.method(),
        url.template = format_args!("{}{}", client.route().prefix(), operation.path()),
        server.address = url.host_str(),
        server.port = url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}
