//! Who may come to the console, and to the service while the console is on.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_ENCODING, CONNECTION, HOST, ORIGIN, USER_AGENT};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::{
    allowed_hosts::AllowedHosts, oauth::OwnPage, refusal::Refusal, response::BufferedResponse,
};

/// Headers that a browser does not let a page set, and where the console's page puts them instead.
const IN_PLACE: [(HeaderName, HeaderName); 2] = [
    (HeaderName::from_static("x-console-user-agent"), USER_AGENT),
    (
        HeaderName::from_static("x-console-accept-encoding"),
        ACCEPT_ENCODING,
    ),
];

/// Where the browser says that it is: the origin of the page's own requests.
pub(super) struct Origin(pub(super) String);

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(format!(
            "http://{}",
            host(&parts.headers).unwrap_or("127.0.0.1")
        )))
    }
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(HOST).and_then(|host| host.to_str().ok())
}

/// Refuses what was sent to another name: a page of the web whose name was made to lead here
/// (DNS rebinding). Marks where consent may lead back to, and puts the headers in place that the
/// console's page could not set.
pub(super) async fn known_hosts_only(
    State(hosts): State<Arc<AllowedHosts>>,
    mut request: Request,
    next: Next,
) -> Response {
    if !names_us(request.headers(), &hosts) {
        return BufferedResponse::from(Refusal::foreign_host()).into_response();
    }
    if let Some(host) = host(request.headers()) {
        let page = OwnPage(format!("http://{host}/console/consented"));
        request.extensions_mut().insert(page);
    }
    let headers = request.headers_mut();
    let mut from_the_page = false;
    for (sent_as, header) in IN_PLACE {
        if let Some(value) = headers.remove(sent_as) {
            headers.insert(header, value);
            from_the_page = true;
        }
    }
    let mut response = next.run(request).await;
    if from_the_page {
        use_once(response.headers_mut());
    }
    response
}

/// Ends the connection after the response. A browser that loses a connection which it used before
/// sends again without a word, creates too: a reset would never be seen.
fn use_once(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
}

/// Without a `Host` it is no browser.
fn names_us(headers: &HeaderMap, known: &AllowedHosts) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let Some(host) = hosts.next() else {
        return true;
    };
    let authority = host
        .to_str()
        .ok()
        .and_then(|host| host.parse::<Authority>().ok());
    hosts.next().is_none()
        && authority.is_some_and(|authority| {
            !authority.as_str().contains('@') && known.contains(authority.host())
        })
}

/// Other pages can read nothing here; let them change nothing, either.
pub(super) async fn own_pages_only(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_own(request.headers()) {
        let mut response = next.run(request).await;
        super::pages::protect(response.headers_mut());
        use_once(response.headers_mut());
        response
    } else {
        BufferedResponse::from(Refusal::foreign_page()).into_response()
    }
}

/// Browsers say where a request comes from; programs need not.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let own = host(headers).map(|host| format!("http://{host}"));
    site.is_none_or(|site| site == "same-origin")
        && text(ORIGIN).is_none_or(|origin| Some(origin) == own.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn known_host_passes_with_any_port() {
        let listens = "127.0.0.1".parse().expect("an address");
        let known = AllowedHosts::new(listens, vec!["sandbox.example".to_owned()]).expect("a name");
        let cases: [(&[&str], bool); 15] = [
            (&[], true),
            (&["127.0.0.1:8418"], true),
            (&["localhost:8418"], true),
            (&["LOCALHOST"], true),
            (&["[::1]:8418"], true),
            (&["sandbox.example:80"], true),
            (&["sandbox.example"], true),
            (&["evil.example:8418"], false),
            (&["127.0.0.1.evil.example"], false),
            (&["127.0.0.1@evil.example"], false),
            (&["evil.example@127.0.0.1"], false),
            (&["::1"], false),
            (&["2130706433"], false),
            (&[""], false),
            (&["127.0.0.1:8418", "evil.example"], false),
        ];
        for (hosts, expected) in cases {
            let pairs: Vec<_> = hosts.iter().map(|host| ("host", *host)).collect();
            assert_eq!(names_us(&headers(&pairs), &known), expected, "{hosts:?}");
        }
    }

    #[test]
    fn cross_origin_requests_are_detected() {
        let host = ("host", "127.0.0.1:8418");
        let (site, origin) = ("sec-fetch-site", "origin");
        let cases: [(&[(&str, &str)], bool); 7] = [
            (&[host], true),
            (
                &[
                    host,
                    (site, "same-origin"),
                    (origin, "http://127.0.0.1:8418"),
                ],
                true,
            ),
            (&[host, (site, "cross-site")], false),
            (
                &[host, (site, "same-site"), (origin, "http://127.0.0.1:1")],
                false,
            ),
            (&[host, (origin, "http://127.0.0.1:1")], false),
            (&[host, (origin, "https://evil.example")], false),
            (&[host, (origin, "null")], false),
        ];
        for (pairs, expected) in cases {
            let pairs: Vec<(&'static str, &'static str)> = pairs.to_vec();
            assert_eq!(is_own(&headers(&pairs)), expected, "{pairs:?}");
        }
    }
}
