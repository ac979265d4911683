//! The log as it grows, as server-sent events. Each event has the request's number for its id, so
//! that a browser that lost the connection goes on where it was.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::chain::{App, AsIs};
use crate::log::RecordedRequest;

/// How many of the requests so far a new page is told.
const RECALLED: u64 = 200;
/// How much of a body is shown.
const SHOWN: usize = 64 << 10;

/// Whoever reads along.
struct Reader {
    app: Arc<App>,
    news: watch::Receiver<()>,
    stop: watch::Receiver<()>,
    next: u64,
    emptied: u64,
    waiting: VecDeque<Event>,
}

pub(super) async fn follow(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let last: Option<u64> = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse().ok());
    let events = stream::unfold(Reader::new(app, last), |mut reader| async {
        let event = reader.next().await?;
        Some((Ok::<_, Infallible>(event), reader))
    });
    // Packed, an event would wait for others.
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response();
    response.extensions_mut().insert(AsIs);
    response
}

impl Reader {
    fn new(app: Arc<App>, last: Option<u64>) -> Self {
        let (news, stop) = (app.news.subscribe(), app.stop.clone());
        let (end, emptied) = {
            let log = app.log();
            (log.end(), log.emptied())
        };
        let recalled = end.saturating_sub(RECALLED);
        let next = match last {
            // From an earlier sandbox at this port.
            Some(last) if last >= end => recalled,
            Some(last) => (last + 1).max(recalled),
            None => recalled,
        };
        // Whoever comes back may have missed that the log was emptied.
        let missed = last.is_some_and(|last| last < emptied || last >= end);
        Self {
            app,
            news,
            stop,
            next,
            emptied: if missed { u64::MAX } else { emptied },
            waiting: VecDeque::new(),
        }
    }

    /// Waits for the next event; `None` when the sandbox stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            self.gather();
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            tokio::select! {
                _ = self.stop.changed() => return None,
                changed = self.news.changed() => changed.ok()?,
            }
        }
    }

    fn gather(&mut self) {
        if !self.waiting.is_empty() {
            return;
        }
        self.news.mark_unchanged();
        let log = self.app.log();
        if log.emptied() != self.emptied {
            self.emptied = log.emptied();
            // Without data no browser would tell of it.
            self.waiting
                .push_back(Event::default().event("emptied").data("all"));
        }
        // A batch at a time: the lock holds up the service.
        for (number, request) in log.since(self.next).take(16) {
            self.next = number + 1;
            let event = Event::default().event("request").id(number.to_string());
            self.waiting
                .push_back(event.data(told(request).to_string()));
        }
    }
}

/// A request as the page shows it.
fn told(request: &RecordedRequest) -> Value {
    let seen = &request.seen;
    let at = seen.at.duration_since(UNIX_EPOCH).unwrap_or_default();
    json!({
        "at_ms": u64::try_from(at.as_millis()).unwrap_or_default(),
        "took_ms": seen.took.as_secs_f64() * 1000.0,
        "limit": seen.places.map(|places| json!({
            "taken": places.taken,
            "allowed": places.allowed,
            "free_in_ms": u64::try_from(places.free_in.as_millis()).unwrap_or_default(),
        })),
        "method": request.method(),
        "path": request.path(),
        "query": request.query(),
        "route": request.route().map(super::reference::name_of),
        "operation": request.operation(),
        "credential": format!("{:?}", request.credential()),
        "headers": request.headers().collect::<Vec<_>>(),
        "body": shown(request.body()),
        "status": request.status(),
        "answer": shown(request.answer()),
        "fault": request.fault().map(ToString::to_string),
        "took_effect": request.took_effect(),
    })
}

/// A body as text, as far as it is shown.
fn shown(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(&body[..body.len().min(SHOWN)]);
    json!({ "text": text, "bytes": body.len() })
}
