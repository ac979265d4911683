//! The log as it grows, as server-sent events. The id of each tells the sandbox and the request's
//! number, so that a page that was away goes on where it was, and notices another sandbox.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{app::App, recorded_request::RecordedRequest, response::NoTransform};

/// How many past requests a new page gets.
const RECALLED: u64 = 200;
/// How much of a body is shown.
const SHOWN: usize = 64 << 10;
/// How many requests are taken from the log at once.
const BATCH: usize = 16;

/// One page that follows the log.
struct Reader {
    app: Arc<App>,
    changes: watch::Receiver<()>,
    stop: watch::Receiver<()>,
    /// The number of the request to send next.
    next: u64,
    /// Up to where the reader knows the log to be emptied.
    emptied: u64,
    waiting: VecDeque<Event>,
}

/// Where a page left off, for one that asks again; a browser that only lost the connection says it
/// in a header.
#[derive(Deserialize)]
pub(super) struct After {
    after: Option<String>,
}

pub(super) async fn follow(
    State(app): State<Arc<App>>,
    Query(After { after }): Query<After>,
    headers: HeaderMap,
) -> Response {
    let id = headers.get("last-event-id");
    let id = id
        .and_then(|id| id.to_str().ok().map(str::to_owned))
        .or(after);
    let events = stream::unfold(Reader::new(app, id.as_deref()), |mut reader| async {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    // Packed, an event would wait for others.
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response();
    response.extensions_mut().insert(NoTransform);
    response
}

impl Reader {
    fn new(app: Arc<App>, last: Option<&str>) -> Self {
        let (changes, stop) = (app.changes.subscribe(), app.stop.clone());
        let (end, emptied) = {
            let log = app.log();
            (log.end(), log.emptied())
        };
        let recalled = end.saturating_sub(RECALLED);
        let own = last
            .and_then(|id| id.strip_prefix(&app.changes.run)?.strip_prefix('-'))
            .and_then(|number| number.parse::<u64>().ok())
            .filter(|number| *number < end);
        let next = own.map_or(recalled, |last| recalled.max(last + 1));
        // A page that comes back may have missed that the log was emptied, or followed another
        // sandbox.
        let is_behind = last.is_some() && own.is_none_or(|last| last < emptied);
        Self {
            changes,
            stop,
            next,
            emptied: if is_behind { u64::MAX } else { emptied },
            waiting: VecDeque::new(),
            app,
        }
    }

    /// Waits for the next event; `None` when the sandbox stops.
    async fn next(&mut self) -> Option<Event> {
        self.gather();
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::select! {
                _ = self.stop.changed() => return None,
                changed = self.changes.changed() => changed.ok()?,
            }
            self.gather();
            if self.waiting.is_empty() {
                // Neither requests nor an emptied log: faults came or went.
                self.waiting
                    .push_back(Event::default().event("changed").data("all"));
            }
        }
    }

    /// Takes what the log has for the reader, a batch at a time.
    fn gather(&mut self) {
        if !self.waiting.is_empty() {
            return;
        }
        self.changes.mark_unchanged();
        let (emptied, batch) = {
            let log = self.app.log();
            let batch = log.since(self.next).take(BATCH);
            let batch: Vec<_> = batch.map(|(number, it)| (number, it.clone())).collect();
            (log.emptied(), batch)
        };
        if emptied != self.emptied {
            self.emptied = emptied;
            // Without data no browser would tell of it.
            self.waiting
                .push_back(Event::default().event("emptied").data("all"));
        }
        for (number, request) in batch {
            self.next = number + 1;
            let mut json = to_json(&request);
            // As it is counted since the log was emptied.
            json["number"] = json!(number - emptied + 1);
            let id = format!("{}-{number}", self.app.changes.run);
            let event = Event::default().event("request").id(id);
            self.waiting.push_back(event.data(json.to_string()));
        }
    }
}

/// A request as the page shows it.
fn to_json(request: &RecordedRequest) -> Value {
    let timing = &request.timing;
    let at = timing.at.duration_since(UNIX_EPOCH).unwrap_or_default();
    json!({
        "at_ms": u64::try_from(at.as_millis()).unwrap_or_default(),
        "took_ms": timing.took.as_secs_f64() * 1000.0,
        "limit": timing.limit.map(|limit| json!({
            "taken": limit.taken,
            "allowed": limit.allowed,
            "free_in_ms": u64::try_from(limit.free_in.as_millis()).unwrap_or_default(),
        })),
        "method": request.method(),
        "path": request.path(),
        "query": request.query(),
        "route": request.route().map(super::reference::name_of),
        "operation": request.operation(),
        "credential": format!("{:?}", request.credential()),
        "headers": request.headers().collect::<Vec<_>>(),
        "body": body_json(request.body()),
        "status": request.status(),
        "response": body_json(request.response_body()),
        "fault": request.fault().map(ToString::to_string),
        "took_effect": request.took_effect(),
    })
}

/// A body as text, as far as it is shown.
fn body_json(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(&body[..body.len().min(SHOWN)]);
    json!({ "text": text, "bytes": body.len() })
}
