//! What the contract tests share: a client for either route, a scripted service, the table of
//! documented routes, a call for every operation, generated drafts, and a trace that is kept.
//!
//! The tests themselves stand in `tests/contract`.

pub mod calls;
pub mod drafts;
pub mod fixtures;
pub mod listener;
pub mod routes;
pub mod service;
pub mod socket;
pub mod trace;

use catalogs::{Auth, Client, ClientBuilder, RateLimit, RetryPolicy, Route};
use catalogs_sandbox::Sandbox;

/// The integrator code of every client here.
pub const INTEGRATOR_CODE: &str = "64357";

/// Both routes.
pub const ROUTES: [Route; 2] = [Route::Direct, Route::Gateway];

/// The credentials for a route.
pub fn auth(route: Route, token: &str) -> Auth {
    match route {
        Route::Direct => Auth::api_token(token),
        _ => Auth::oauth2(token),
    }
}

/// A builder that needs nothing more, for a client with this token.
pub fn builder(origin: &str, route: Route, token: &str) -> ClientBuilder {
    Client::builder()
        .rate_limit(RateLimit::off())
        .retry(RetryPolicy::never())
        .auth(auth(route, token))
        .integrator_code(INTEGRATOR_CODE)
        .base_url(origin)
}

/// A client of the direct route whose token nobody checks.
pub fn client(origin: &str) -> Client {
    client_on(origin, Route::Direct, "token")
}

/// A client of a route. Calls are tried once and at once: what is tried again is tested apart.
pub fn client_on(origin: &str, route: Route, token: &str) -> Client {
    builder(origin, route, token)
        .build()
        .expect("the settings are sound")
}

/// A sandbox with demo data and without a rate limit.
pub async fn sandbox() -> Sandbox {
    let builder = Sandbox::builder().rate_limit(catalogs_sandbox::RateLimit::off());
    builder.start().await.expect("a sandbox starts")
}

/// A client of a sandbox, with the token that the route takes.
pub fn sandbox_client(sandbox: &Sandbox, route: Route) -> Client {
    let token = match route {
        Route::Direct => sandbox.api_token(),
        _ => sandbox.oauth_token(),
    };
    client_on(sandbox.origin(), route, token)
}
