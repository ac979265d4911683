//! The way of a request through the sandbox: fault? → token → limit → body → headers → path →
//! address book → answer → fault! → log. One function, [`play`], walks it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::response::Response;
use tokio::sync::watch;
use tokio::time::Instant;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use crate::actions;
use crate::answer::{Answer, Refusal, listed};
use crate::body;
use crate::book::{Book, Snapshot};
use crate::contract::Contract;
use crate::faults::{self, Fault, FaultPlan, Faults};
use crate::gate::{self, Credential, Tokens};
use crate::limit::{Limiter, RateLimit};
use crate::line::Line;
use crate::log::{Log, RecordedRequest, recorded};
use crate::routes::{self, Route, Target};

/// What the builder decides.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) tokens: Tokens,
    pub(crate) rate_limit: RateLimit,
    pub(crate) max_body_bytes: usize,
    pub(crate) check_headers: bool,
    pub(crate) faults: Option<FaultPlan>,
    pub(crate) initial: Book,
}

/// Everything that the server and the handle share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) settings: Settings,
    book: Mutex<Book>,
    limiter: Mutex<Limiter>,
    log: Mutex<Log>,
    faults: Mutex<Faults>,
    /// Ends when the sandbox is to stop.
    stop: watch::Receiver<()>,
}

impl App {
    pub(crate) fn new(settings: Settings, stop: watch::Receiver<()>) -> Self {
        Self {
            book: Mutex::new(settings.initial.clone()),
            limiter: Mutex::new(Limiter::new(settings.rate_limit)),
            log: Mutex::default(),
            faults: Mutex::new(Faults::new(settings.faults.clone())),
            settings,
            stop,
        }
    }

    pub(crate) fn reset(&self) {
        *locked(&self.book) = self.settings.initial.clone();
        locked(&self.limiter).clear();
        self.faults().reset();
        self.clear_requests();
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        locked(&self.book).snapshot()
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.log().all()
    }

    pub(crate) fn clear_requests(&self) {
        self.log().clear();
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    /// Token and limit: decided before anything that costs.
    fn admit(&self, route: Option<Route>, credential: Credential) -> Result<(), Refusal> {
        gate::check_token(route.ok_or_else(Refusal::unknown_route)?, credential)?;
        if locked(&self.limiter).admit(credential, Instant::now()) {
            Ok(())
        } else {
            Err(Refusal::too_many_requests())
        }
    }

    /// The rest, for a request that was admitted and whose body is here.
    fn answer(
        &self,
        head: &Parts,
        target: &Result<Target, Refusal>,
        body: &[u8],
    ) -> Result<Answer, Refusal> {
        if self.settings.check_headers {
            gate::check_headers(&head.headers)?;
        }
        let target = target.as_ref().map_err(Refusal::clone)?;
        let answer = actions::act(&mut locked(&self.book), target, body)?;
        // The promise to users: no answer departs from the specification.
        let (operation, status) = (target.operation.id(), answer.status.as_u16());
        let violations = Contract::strict().check_answer(operation, status, &answer.body);
        if violations.is_empty() {
            Ok(answer)
        } else {
            let reason = format!(
                "the answer breaks the specification: {}",
                listed(&violations)
            );
            Err(Refusal::sandbox_error(reason))
        }
    }
}

/// Marks a response whose bytes are not to be touched any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AsIs;

/// The sandbox as a service: every request goes to [`play`], and answers are compressed the way
/// the client accepts, short ones too.
pub(crate) fn router(app: Arc<App>) -> Router {
    let unless_as_is = |_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions| {
        marks.get::<AsIs>().is_none()
    };
    let unless_empty = SizeAbove::new(1);
    Router::new()
        .fallback(play)
        .layer(CompressionLayer::new().compress_when(unless_empty.and(unless_as_is)))
        .with_state(app)
}

async fn play(State(app): State<Arc<App>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let (route, path) = Route::of(head.uri.path()).unzip();
    let target = path.ok_or_else(Refusal::unknown_route);
    let target = target.and_then(|path| routes::find(&head.method, path));
    let operation = target.as_ref().ok().map(|target| target.operation.id());
    let credential = app.settings.tokens.credential(&head.headers);
    let fault = app.faults().next(operation, true);
    let carried_out = fault.as_ref().is_none_or(Fault::takes_effect);

    let admitted = carried_out.then(|| app.admit(route, credential));
    // Read in any case: the log shows what refused requests carried, too.
    let (body, whole) = if fault.as_ref().is_none_or(Fault::reads_request) {
        body::read(body, app.settings.max_body_bytes, app.stop.clone()).await
    } else {
        (Vec::new(), Ok(()))
    };
    let answer = admitted.map(|admitted| {
        admitted
            .and(whole)
            .and_then(|()| app.answer(&head, &target, &body))
    });
    let took_effect = matches!(answer, Some(Ok(_))) && operation.is_some_and(actions::writes);
    let answer = answer.map(|answer| answer.unwrap_or_else(Answer::from));
    let sending = faults::play(fault.as_ref(), answer, &head.uri);

    app.log().push(RecordedRequest {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        route,
        operation,
        credential,
        headers: recorded(&head.headers),
        body,
        status: sending.status(),
        answer: sending.body().to_vec(),
        fault,
        took_effect,
    });
    let line = head.extensions.get().cloned();
    sending.send(&line.unwrap_or_else(Line::new)).await
}

/// A lock that outlives a panic elsewhere: one failed test must not fail the others.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
