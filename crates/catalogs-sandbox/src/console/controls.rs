//! The buttons: break the next requests, mend them, reset. And what the page has to know first.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::chain::App;
use crate::faults::{Fault, named};
use crate::routes::Route;

/// The faults that the page offers, and what a client sees of each.
const FAULTS: [(&str, &str); 31] = [
    ("429", "429 Too Many Requests"),
    ("429+retry-after=2", "429 with Retry-After: 2"),
    ("401", "401, as if the token were not good"),
    ("500", "500 with a page of HTML"),
    ("502", "502 with a page of HTML"),
    ("502+after-effect", "502, but the request was carried out"),
    ("503", "503 with a page of HTML"),
    ("503+retry-after=2", "503 with Retry-After: 2"),
    ("504", "504 with a page of HTML"),
    ("504+after-effect", "504, but the request was carried out"),
    ("reset", "the connection is reset; nothing was carried out"),
    (
        "reset+after-effect",
        "the connection is reset in place of the answer",
    ),
    (
        "reset-mid-body",
        "the connection is reset in the middle of the answer",
    ),
    ("hang", "no answer; nothing was carried out"),
    (
        "hang+after-effect",
        "no answer, but the request was carried out",
    ),
    (
        "hang-mid-body",
        "the answer stops in its middle, and nothing follows",
    ),
    ("slow-body", "the answer comes in pieces, over two seconds"),
    ("cut-body", "the answer is shorter than it says"),
    (
        "cut-chunks",
        "the answer comes in chunks, and the last one is missing",
    ),
    ("cut-gzip", "the packed answer breaks off"),
    ("bad-gzip", "the answer says that it is gzip, and is not"),
    ("empty-body", "the answer is empty"),
    (
        "garbage-json",
        "the answer is not the JSON that it claims to be",
    ),
    ("wrong-content-type", "the answer claims to be HTML"),
    ("huge-body", "an answer of 100 MB"),
    ("gzip-bomb", "the same, packed small"),
    ("301", "301 to the same path"),
    ("302", "302 to the same path"),
    ("307", "307 to the same path"),
    ("308", "308 to the same path"),
    (
        "308+after-effect",
        "308 to the same path, after the request was carried out",
    ),
];

/// What the page has to know: the credentials for trying, and what there is to choose from.
pub(super) fn settings(app: &App, origin: &str) -> Value {
    let (tokens, oauth) = (&app.settings.tokens, &app.settings.oauth);
    let operations: Vec<Value> = super::samples::TITLES
        .iter()
        .map(|(id, title)| json!({ "id": id, "title": title }))
        .collect();
    let faults = FAULTS.map(|(name, shown)| json!({ "name": name, "shown": shown }));
    json!({
        "origin": origin,
        "prefixes": [Route::Direct.prefix(), Route::Gateway.prefix()],
        "user_agent": super::samples::USER_AGENT,
        "api_token": tokens.api.as_str(),
        "client_id": oauth.client_id,
        "client_secret": oauth.client_secret.as_str(),
        "operations": operations,
        "faults": faults,
    })
}

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
        .map_err(|error: crate::UnknownFault| error.to_string())?;
    match &injection.operation {
        None => app.faults().queue(Some(fault), injection.times),
        Some(operation) => {
            let operation = named(operation).map_err(|error| error.to_string())?;
            app.faults().queue_for(operation, fault, injection.times);
        }
    }
    app.news.send_replace(());
    Ok(())
}

pub(super) async fn clear(State(app): State<Arc<App>>) -> StatusCode {
    app.faults().clear();
    app.news.send_replace(());
    StatusCode::NO_CONTENT
}

pub(super) async fn reset(State(app): State<Arc<App>>) -> StatusCode {
    app.reset();
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_on_offer_can_be_had() {
        for (name, _) in FAULTS {
            let fault: Fault = name.parse().expect(name);
            assert_eq!(fault.to_string(), name);
        }
    }

    #[test]
    fn every_named_fault_is_on_offer() {
        for fault in Fault::named() {
            let name = fault.to_string();
            assert!(FAULTS.iter().any(|(offered, _)| *offered == name), "{name}");
        }
    }
}
