//! A request's way through the sandbox: fault? → token → rate limit → body → headers → path →
//! address book → response → fault! → log → callback. One function, [`handle`], walks it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, StatusCode, Version};
use axum::response::Response;
use tokio::time::Instant;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

#[cfg(feature = "console")]
use crate::timing::Arrival;
use crate::{
    actions,
    app::App,
    auth, body,
    contract::Contract,
    credential::Credential,
    faults::{self, ConnectionHandle, Fault},
    headers,
    oauth::{self, Page},
    recorded_request::{RecordedRequest, masked_headers},
    refusal::{Refusal, summarize},
    response::{BufferedResponse, NoTransform},
    routes::{self, Route, Target},
};

/// What a request is for.
#[derive(Debug)]
struct RequestTarget {
    route: Option<Route>,
    target: Result<Target, Refusal>,
    page: Option<Page>,
    operation: Option<&'static str>,
}

impl RequestTarget {
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

/// The service: every request goes to [`handle`].
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().fallback(handle)
}

/// Compresses responses the way the client accepts, short ones too.
pub(crate) fn compressed(router: Router<Arc<App>>) -> Router<Arc<App>> {
    let may_transform = |_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions| {
        marks.get::<NoTransform>().is_none()
    };
    let not_empty = SizeAbove::new(1);
    router.layer(CompressionLayer::new().compress_when(not_empty.and(may_transform)))
}

async fn handle(State(app): State<Arc<App>>, request: Request) -> Response {
    #[cfg(feature = "console")]
    let arrival = Arrival::now();
    let (head, body) = request.into_parts();
    let target = RequestTarget::of(&head.method, head.uri.path());
    let fault = app.faults().next(target.operation, target.page.is_none());
    if let Some(loss) = fault.as_ref().and_then(Fault::token_loss) {
        app.provider().lose(loss);
    }
    let credential = app
        .settings
        .tokens
        .credential(&head.headers, &app.provider());
    let takes_effect = fault.as_ref().is_none_or(Fault::takes_effect);

    let admitted = takes_effect.then(|| admit(&app, &target, credential));
    #[cfg(feature = "console")]
    let limit_use = target
        .route
        .and_then(|_| app.limiter().limit_use(credential, Instant::now()));
    // Read in any case: the log shows what refused requests carried, too.
    let (body, complete) = if fault.as_ref().is_none_or(Fault::reads_request) {
        body::read(body, app.settings.max_body_bytes, app.stop.clone()).await
    } else {
        (Vec::new(), Ok(()))
    };
    let outcome = admitted.map(|admitted| {
        admitted
            .and(complete)
            .and_then(|()| respond(&app, &head, &target, &body))
            .unwrap_or_else(|refusal| (refusal.into(), false))
    });
    let (response, took_effect) = outcome.unzip();
    let outgoing = faults::apply(fault.as_ref(), response, &head.uri);

    let mut request = RecordedRequest {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        route: target.route,
        operation: target.operation,
        credential,
        headers: masked_headers(&head.headers),
        body,
        status: outgoing.status(),
        response: outgoing.body().to_vec(),
        fault,
        took_effect: took_effect.unwrap_or(false),
        token_grant: None,
        #[cfg(feature = "console")]
        timing: arrival.with(limit_use),
    };
    if target.page.is_some() {
        request.token_grant = oauth::grant(&head.headers, &request.body);
        request.forget_secrets();
    }
    record(&app, request);
    let connection = head.extensions.get().cloned();
    outgoing
        .send(&connection.unwrap_or_else(ConnectionHandle::new))
        .await
}

/// Token and rate limit: decided before anything that costs.
fn admit(app: &App, target: &RequestTarget, credential: Credential) -> Result<(), Refusal> {
    if target.page.is_some() {
        return Ok(());
    }
    let route = target.route.ok_or_else(Refusal::unknown_route)?;
    auth::check_token(route, credential)?;
    if app.limiter().admit(credential, Instant::now()) {
        Ok(())
    } else {
        Err(Refusal::too_many_requests())
    }
}

/// The rest, for a request that was admitted and whose body is complete: the response, and whether
/// something was changed.
fn respond(
    app: &App,
    head: &Parts,
    target: &RequestTarget,
    body: &[u8],
) -> Result<(BufferedResponse, bool), Refusal> {
    if let Some(page) = target.page {
        return Ok(page.respond(&mut app.provider(), head, body));
    }
    if app.settings.check_headers {
        headers::check(&head.headers)?;
    }
    let target = target.target.as_ref().map_err(Refusal::clone)?;
    let response = actions::run(&mut app.address_book(), target, body)?;
    // The promise to users: no response departs from the specification.
    let (operation, status) = (target.operation.id(), response.status.as_u16());
    let violations = Contract::strict().check_response(operation, status, &response.body);
    if violations.is_empty() {
        Ok((response, actions::writes(operation)))
    } else {
        let reason = format!(
            "the response breaks the specification: {}",
            summarize(&violations)
        );
        Err(Refusal::sandbox_error(reason))
    }
}

/// Puts a request into the log, and then calls the callback, which may look at the log.
fn record(app: &App, request: RecordedRequest) {
    let callback = &app.settings.on_request;
    let copy = callback.is_set().then(|| request.clone());
    app.log().push(request);
    app.recorded.notify_waiters();
    app.notify_console();
    if let Some(request) = copy {
        callback.call(&request);
    }
}

#[cfg(test)]
mod tests;
