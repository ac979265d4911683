//! The way of a request through the sandbox: fault? → token → limit → body → headers → path →
//! address book → answer → fault! → log → listener. One function, [`play`], walks it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version};
use axum::response::Response;
use tokio::sync::watch;
use tokio::time::Instant;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use crate::actions;
use crate::answer::{Answer, Refusal, listed};
use crate::body;
use crate::book::{Book, Snapshot};
#[cfg(feature = "console")]
use crate::console;
use crate::contract::Contract;
use crate::faults::{self, Fault, FaultPlan, Faults};
use crate::gate::{self, Credential, Tokens};
#[cfg(feature = "console")]
use crate::limit::LimitUse;
use crate::limit::{Limiter, RateLimit};
use crate::line::Line;
use crate::listener::Listener;
use crate::log::{Log, RecordedRequest, recorded};
use crate::oauth::{self, Page, Provider};
use crate::routes::{self, Route, Target};

/// What the builder decides.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) tokens: Tokens,
    pub(crate) rate_limit: RateLimit,
    pub(crate) max_body_bytes: usize,
    pub(crate) check_headers: bool,
    pub(crate) faults: Option<FaultPlan>,
    pub(crate) listener: Listener,
    pub(crate) oauth: oauth::Settings,
    pub(crate) initial: Book,
    /// Whom the console answers to, if there is one.
    #[cfg(feature = "console")]
    pub(crate) console: Option<Arc<console::Hosts>>,
}

/// Everything that the server and the handle share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) settings: Settings,
    book: Mutex<Book>,
    limiter: Mutex<Limiter>,
    log: Mutex<Log>,
    faults: Mutex<Faults>,
    provider: Mutex<Provider>,
    /// Ends when the sandbox is to stop.
    pub(crate) stop: watch::Receiver<()>,
    /// Tells the console that there is something new.
    #[cfg(feature = "console")]
    pub(crate) news: console::News,
}

impl App {
    pub(crate) fn new(settings: Settings, stop: watch::Receiver<()>) -> Self {
        Self {
            book: Mutex::new(settings.initial.clone()),
            limiter: Mutex::new(Limiter::new(settings.rate_limit)),
            log: Mutex::default(),
            faults: Mutex::new(Faults::new(settings.faults.clone())),
            provider: Mutex::new(Provider::new(settings.oauth.clone())),
            settings,
            stop,
            #[cfg(feature = "console")]
            news: console::News::new(),
        }
    }

    pub(crate) fn reset(&self) {
        *locked(&self.book) = self.settings.initial.clone();
        locked(&self.limiter).clear();
        self.faults().reset();
        self.provider().reset();
        self.clear_requests();
    }

    /// There is something new for the console to show.
    pub(crate) fn tell(&self) {
        #[cfg(feature = "console")]
        self.news.tell();
    }

    #[cfg(feature = "console")]
    pub(crate) fn book(&self) -> MutexGuard<'_, Book> {
        locked(&self.book)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        locked(&self.book).snapshot()
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.log().all()
    }

    pub(crate) fn clear_requests(&self) {
        self.log().clear();
        self.tell();
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }

    /// Puts a request into the log, and then tells the listener, who may look at the log.
    fn record(&self, request: RecordedRequest) {
        let listener = &self.settings.listener;
        let told = listener.listens().then(|| request.clone());
        self.log().push(request);
        self.tell();
        if let Some(request) = told {
            listener.tell(&request);
        }
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        locked(&self.faults)
    }

    pub(crate) fn provider(&self) -> MutexGuard<'_, Provider> {
        locked(&self.provider)
    }

    /// How much of the limit the token has used up.
    #[cfg(feature = "console")]
    fn limit_use(&self, credential: Credential) -> Option<LimitUse> {
        locked(&self.limiter).limit_use(credential, Instant::now())
    }

    fn credential(&self, headers: &HeaderMap) -> Credential {
        let provider = self.provider();
        self.settings.tokens.credential(headers, &provider)
    }

    /// Token and limit: decided before anything that costs.
    fn admit(&self, errand: &Errand, credential: Credential) -> Result<(), Refusal> {
        if errand.page.is_some() {
            return Ok(());
        }
        let route = errand.route.ok_or_else(Refusal::unknown_route)?;
        gate::check_token(route, credential)?;
        if locked(&self.limiter).admit(credential, Instant::now()) {
            Ok(())
        } else {
            Err(Refusal::too_many_requests())
        }
    }

    /// The rest, for a request that was admitted and whose body is here: the answer, and whether
    /// something was changed.
    fn answer(
        &self,
        head: &Parts,
        errand: &Errand,
        body: &[u8],
    ) -> Result<(Answer, bool), Refusal> {
        if let Some(page) = errand.page {
            return Ok(page.answer(&mut self.provider(), head, body));
        }
        if self.settings.check_headers {
            gate::check_headers(&head.headers)?;
        }
        let target = errand.target.as_ref().map_err(Refusal::clone)?;
        let answer = actions::act(&mut locked(&self.book), target, body)?;
        // The promise to users: no answer departs from the specification.
        let (operation, status) = (target.operation.id(), answer.status.as_u16());
        let violations = Contract::strict().check_answer(operation, status, &answer.body);
        if violations.is_empty() {
            Ok((answer, actions::writes(operation)))
        } else {
            let reason = format!(
                "the answer breaks the specification: {}",
                listed(&violations)
            );
            Err(Refusal::sandbox_error(reason))
        }
    }
}

/// What a request is for.
#[derive(Debug)]
struct Errand {
    route: Option<Route>,
    target: Result<Target, Refusal>,
    page: Option<Page>,
    operation: Option<&'static str>,
}

impl Errand {
    fn of(method: &Method, path: &str) -> Self {
        let (route, rest) = Route::of(path).unzip();
        let target = rest.ok_or_else(Refusal::unknown_route);
        let target = target.and_then(|rest| routes::find(method, rest));
        let page = Page::of(path);
        let operation = match (page, &target) {
            (Some(page), _) => page.operation(method),
            (None, Ok(target)) => Some(target.operation.id()),
            (None, Err(_)) => None,
        };
        Self {
            route,
            target,
            page,
            operation,
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
    let router = Router::new().fallback(play);
    #[cfg(feature = "console")]
    let router = match &app.settings.console {
        Some(hosts) => console::beside(router, Arc::clone(hosts)),
        None => router,
    };
    router
        .layer(CompressionLayer::new().compress_when(unless_empty.and(unless_as_is)))
        .with_state(app)
}

async fn play(State(app): State<Arc<App>>, request: Request) -> Response {
    #[cfg(feature = "console")]
    let arrived = console::Arrived::now();
    let (head, body) = request.into_parts();
    let errand = Errand::of(&head.method, head.uri.path());
    let credential = app.credential(&head.headers);
    let fault = app.faults().next(errand.operation, errand.page.is_none());
    let carried_out = fault.as_ref().is_none_or(Fault::takes_effect);

    let admitted = carried_out.then(|| app.admit(&errand, credential));
    #[cfg(feature = "console")]
    let limit_use = errand.route.and_then(|_| app.limit_use(credential));
    // Read in any case: the log shows what refused requests carried, too.
    let (body, whole) = if fault.as_ref().is_none_or(Fault::reads_request) {
        body::read(body, app.settings.max_body_bytes, app.stop.clone()).await
    } else {
        (Vec::new(), Ok(()))
    };
    let answer = admitted.map(|admitted| {
        admitted
            .and(whole)
            .and_then(|()| app.answer(&head, &errand, &body))
            .unwrap_or_else(|refusal| (refusal.into(), false))
    });
    let (answer, took_effect) = answer.unzip();
    let sending = faults::play(fault.as_ref(), answer, &head.uri);

    let mut request = RecordedRequest {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        route: errand.route,
        operation: errand.operation,
        credential,
        headers: recorded(&head.headers),
        body,
        status: sending.status(),
        answer: sending.body().to_vec(),
        fault,
        took_effect: took_effect.unwrap_or(false),
        token_grant: None,
        #[cfg(feature = "console")]
        timing: arrived.with(limit_use),
    };
    if errand.page.is_some() {
        request.token_grant = oauth::grant(&head.headers, &request.body);
        request.forget_secrets();
    }
    app.record(request);
    let line = head.extensions.get().cloned();
    sending.send(&line.unwrap_or_else(Line::new)).await
}

/// A lock that outlives a panic elsewhere: one failed test must not fail the others.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
