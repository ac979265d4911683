//! What is embedded: the console's own page, and the frame with the viewer in it.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::response::NoTransform;

/// What the page may load: its own files, and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
     frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
/// What the viewer needs: it writes its styles into the page. Its scripts may not.
const VIEWER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
     img-src 'self' data: blob:; font-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'",
);
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
/// The viewer: one script with everything in it.
const VIEWER: &str = "scalar.js";

pub(super) async fn index() -> Response {
    page(HTML, include_str!("web/index.html"), POLICY)
}

/// What browsers ask for on pages that name no icon, such as the one for consent.
pub(super) async fn icon() -> Response {
    page("image/svg+xml", include_str!("web/icon.svg"), POLICY)
}

pub(super) async fn file(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "console.css" => page("text/css", include_str!("web/console.css"), POLICY),
        "console.js" => page(JAVASCRIPT, include_str!("web/console.js"), POLICY),
        "log.js" => page(JAVASCRIPT, include_str!("web/log.js"), POLICY),
        "address-book.js" => page(JAVASCRIPT, include_str!("web/address-book.js"), POLICY),
        "icon.svg" => icon().await,
        "reference" => page(HTML, include_str!("web/reference.html"), VIEWER_POLICY),
        "reference.css" => page("text/css", include_str!("web/reference.css"), POLICY),
        "reference.js" => page(JAVASCRIPT, include_str!("web/reference.js"), POLICY),
        "consented" => page(HTML, include_str!("web/consented.html"), POLICY),
        "viewer.js" => match scalar_api_reference::get_asset(VIEWER) {
            Some(script) => page(JAVASCRIPT, script, POLICY),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn page(content_type: &'static str, text: impl Into<Body>, policy: HeaderValue) -> Response {
    let mut response = Response::new(text.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Packing five megabytes takes longer than sending them to this machine.
    response.extensions_mut().insert(NoTransform);
    response
}

/// Headers of all responses of the console.
pub(super) fn protect(headers: &mut HeaderMap) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    let name = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(name, SAME_ORIGIN);
}
