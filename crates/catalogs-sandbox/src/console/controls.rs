//! The buttons: inject faults, clear them, reset.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::{
    app::App,
    faults::{Fault, UnknownFault, operation_named},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Injection {
    fault: String,
    operation: Option<String>,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

pub(super) async fn inject(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match injected(&app, &body) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(reason) => (StatusCode::BAD_REQUEST, reason).into_response(),
    }
}

fn injected(app: &App, body: &[u8]) -> Result<(), String> {
    let injection: Injection = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let fault: Fault = injection
        .fault
        .parse()
        .map_err(|error: UnknownFault| error.to_string())?;
    match &injection.operation {
        None => app.faults().queue(Some(fault), injection.times),
        Some(operation) => {
            let operation = operation_named(operation).map_err(|error| error.to_string())?;
            app.faults().queue_for(operation, fault, injection.times);
        }
    }
    app.notify_console();
    Ok(())
}

pub(super) async fn clear(State(app): State<Arc<App>>) -> StatusCode {
    app.faults().clear();
    app.notify_console();
    StatusCode::NO_CONTENT
}

pub(super) async fn reset(State(app): State<Arc<App>>) -> StatusCode {
    app.reset();
    StatusCode::NO_CONTENT
}
