//! The console: a page at `/` to read, copy from and try, with what the sandbox sees beside it.
//!
//! [`pages`] serves what is embedded, [`reference`] writes the OpenAPI document of each route with
//! its snippets, [`events`] and [`state`] report what happens, [`controls`] inject faults and
//! reset, and [`origin_check`] runs before all of it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;

use crate::{allowed_hosts::AllowedHosts, app::App};

mod controls;
mod events;
mod examples;
mod origin_check;
mod pages;
mod reference;
mod settings;
mod state;

/// Puts the console beside the service: its own paths go to it, all others to the service. Both
/// respond to these hosts only.
pub(crate) fn attach(service: Router<Arc<App>>, hosts: Arc<AllowedHosts>) -> Router<Arc<App>> {
    let console = Router::new()
        .route("/", get(pages::index))
        .route("/favicon.ico", get(pages::icon))
        .route("/console/{file}", get(pages::file))
        .route("/console/openapi/{route}", get(openapi))
        .route("/console/settings", get(settings))
        .route("/console/state", get(now))
        .route("/console/events", get(events::follow))
        .route(
            "/console/faults",
            post(controls::inject).delete(controls::clear),
        )
        .route("/console/reset", post(controls::reset))
        .layer(from_fn(origin_check::own_pages_only));
    // A middleware around the service runs on every path.
    service
        .merge(console)
        .layer(from_fn_with_state(hosts, origin_check::known_hosts_only))
}

async fn openapi(
    State(app): State<Arc<App>>,
    axum::extract::Path(route): axum::extract::Path<String>,
    origin_check::Origin(origin): origin_check::Origin,
) -> Response {
    match reference::route_of(&route) {
        Some(route) => json(&reference::document(&app, route, &origin)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn settings(State(app): State<Arc<App>>) -> Response {
    json(&settings::settings(&app))
}

async fn now(State(app): State<Arc<App>>) -> Response {
    json(&state::state(&app))
}

/// JSON that no cache keeps.
fn json(value: &Value) -> Response {
    let mut response = Body::from(value.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
