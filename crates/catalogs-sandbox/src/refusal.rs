//! Every way in which the sandbox refuses a request.

use axum::http::header::ALLOW;
use axum::http::{HeaderValue, StatusCode};
use serde_json::json;

use crate::{contract::Violation, response::BufferedResponse};

/// How many violations a reason names before it only counts them.
const NAMED: usize = 5;

/// Why a request is not done. The documentation lists no error codes: these are the sandbox's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) reason: String,
    allow: Option<HeaderValue>,
}

impl From<Refusal> for BufferedResponse {
    fn from(refusal: Refusal) -> Self {
        let body = json!({ "error_code": refusal.code, "reason": refusal.reason });
        let response = Self::json(refusal.status, &body);
        match refusal.allow {
            Some(allow) => response.with_header(ALLOW, allow),
            None => response,
        }
    }
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, reason: impl Into<String>) -> Self {
        Self {
            status,
            code,
            reason: reason.into(),
            allow: None,
        }
    }

    pub(crate) fn bad_request(code: &'static str, reason: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, reason)
    }

    pub(crate) fn unauthorized(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", reason)
    }

    pub(crate) fn too_many_requests() -> Self {
        let reason = "more requests in a second than the limit allows: wait 100 ms, then double \
            the wait while this goes on";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", reason)
    }

    pub(crate) fn missing_header(name: &str, rule: &str) -> Self {
        Self::bad_request(
            "missing_header",
            format!("header {name} is missing: it has to be {rule}"),
        )
    }

    pub(crate) fn invalid_header(name: &str, rule: &str) -> Self {
        Self::bad_request("invalid_header", format!("header {name} has to be {rule}"))
    }

    pub(crate) fn unknown_route() -> Self {
        let reason = "no such path: the routes are /v1.2/catalogs/organizations… and \
            /gw/oauth2/catalogs/v1.2/organizations…";
        Self::new(StatusCode::NOT_FOUND, "unknown_route", reason)
    }

    pub(crate) fn method_not_allowed(allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let reason = format!("this path takes {allowed}");
        Self {
            allow: HeaderValue::from_str(&allowed).ok(),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", reason)
        }
    }

    pub(crate) fn body_too_large(cap: usize) -> Self {
        let reason = format!("the body is larger than {cap} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", reason)
    }

    pub(crate) fn incomplete_body() -> Self {
        Self::bad_request("incomplete_body", "the body broke off")
    }

    pub(crate) fn stopping() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "sandbox_stopping",
            "the sandbox is stopping",
        )
    }

    pub(crate) fn invalid_json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let what = if error.is_eof() {
            "ends too early"
        } else {
            "is not JSON"
        };
        Self::bad_request(
            "invalid_json",
            format!("the body {what} at line {line}, column {column}"),
        )
    }

    pub(crate) fn empty_body() -> Self {
        let reason = "the body is empty, and has to be JSON: it ends at line 1, column 0";
        Self::bad_request("invalid_json", reason)
    }

    pub(crate) fn invalid_request(violations: &[Violation]) -> Self {
        Self::bad_request("invalid_request", summarize(violations))
    }

    pub(crate) fn invalid_id() -> Self {
        let reason = "the id in the path is not a valid GUID (expected e.g. \
            3f2504e0-4f89-41d3-9a0c-0305e82c3301)";
        Self::bad_request("invalid_id", reason)
    }

    pub(crate) fn not_found(code: &'static str, what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, format!("no such {what}"))
    }

    #[cfg(feature = "console")]
    pub(crate) fn foreign_host() -> Self {
        let reason = "with its console on, the sandbox responds to 127.0.0.1, [::1] and localhost, \
            to the address it was told to listen on, and to names it was told to allow";
        Self::new(StatusCode::MISDIRECTED_REQUEST, "host_not_allowed", reason)
    }

    #[cfg(feature = "console")]
    pub(crate) fn foreign_page() -> Self {
        let reason = "the console takes orders from its own page only";
        Self::new(StatusCode::FORBIDDEN, "page_not_allowed", reason)
    }

    /// The sandbox itself is at fault.
    pub(crate) fn sandbox_error(reason: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "sandbox_error", reason)
    }
}

/// The first few violations, and how many more there are.
pub(crate) fn summarize(violations: &[Violation]) -> String {
    let named: Vec<String> = violations
        .iter()
        .take(NAMED)
        .map(ToString::to_string)
        .collect();
    match violations.len().saturating_sub(NAMED) {
        0 => named.join("; "),
        more => format!("{}; and {more} more", named.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::CONTENT_TYPE;
    use axum::response::IntoResponse;
    use serde_json::Value;

    use super::*;
    use crate::contract::Contract;
    use crate::response::JSON;

    #[test]
    fn refusals_match_the_error_schema() {
        let broken = serde_json::from_str::<Value>("{").expect_err("it is cut off");
        let refusals = [
            Refusal::unauthorized("no token"),
            Refusal::too_many_requests(),
            Refusal::missing_header("Accept", "there"),
            Refusal::invalid_header("Accept", "there"),
            Refusal::unknown_route(),
            Refusal::method_not_allowed(&["GET", "PUT"]),
            Refusal::body_too_large(1),
            Refusal::incomplete_body(),
            Refusal::stopping(),
            Refusal::invalid_json(&broken),
            Refusal::empty_body(),
            Refusal::invalid_request(&[]),
            Refusal::invalid_id(),
            Refusal::not_found("address_not_found", "address"),
            Refusal::sandbox_error("oh"),
        ];
        for refusal in refusals {
            let buffered = BufferedResponse::from(refusal.clone());
            let body: Value = serde_json::from_slice(&buffered.body).expect("JSON");
            assert_eq!(
                Contract::strict().check_schema("Error", &body),
                [],
                "{refusal:?}"
            );
            assert_eq!(body["error_code"], refusal.code);
            assert!(!refusal.reason.contains("  "), "{}", refusal.reason);
            let response = buffered.into_response();
            assert_eq!(response.status(), refusal.status);
            assert_eq!(response.headers()[CONTENT_TYPE], JSON);
        }
    }

    #[test]
    fn violation_summary_is_capped_at_five() {
        let body = Value::Array((0..7).map(|_| json!(1)).collect());
        let found =
            Contract::strict().check_response("list_addresses", 200, body.to_string().as_bytes());
        let reason = summarize(&found);
        assert_eq!(reason.matches("expected an object").count(), 5);
        assert!(reason.ends_with("; and 2 more"), "{reason}");
    }
}
