use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderName, HeaderValue};

use super::*;

const GOOD: [(HeaderName, &str); 4] = [
    (USER_AGENT, "ati_integrator_64357"),
    (ACCEPT, "application/json"),
    (CONTENT_TYPE, "application/json"),
    (ACCEPT_ENCODING, "gzip, deflate, br"),
];

fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
    pairs.collect()
}

#[test]
fn header_values_are_checked_by_rule() {
    let cases = [
        (USER_AGENT, "ati_integrator_64357", true),
        (USER_AGENT, "ati_integrator_", false),
        (USER_AGENT, "ati_integrator_64357 curl/8", false),
        (USER_AGENT, "curl/8.5.0", false),
        (ACCEPT, "application/json; charset=utf-8", true),
        (ACCEPT, "text/html, application/json;q=0.9", true),
        (ACCEPT, "*/*", true),
        (ACCEPT, "application/*", true),
        (ACCEPT, "application/json;q=0", false),
        (ACCEPT, "text/html", false),
        (CONTENT_TYPE, "Application/JSON; charset=utf-8", true),
        (CONTENT_TYPE, "application/jsonp", false),
        (CONTENT_TYPE, "text/plain", false),
        (ACCEPT_ENCODING, "br, gzip, deflate, zstd", true),
        (ACCEPT_ENCODING, "GZIP;q=1.0, deflate;q=0.5, br", true),
        (ACCEPT_ENCODING, "gzip, deflate", false),
        (ACCEPT_ENCODING, "gzip, deflate, br;q=0", false),
        (ACCEPT_ENCODING, "gzip, deflate, br; Q = 0.000", false),
        (ACCEPT_ENCODING, "*", false),
    ];
    for (name, value, passes) in cases {
        let mut headers = headers(&GOOD);
        headers.insert(&name, HeaderValue::from_static(value));
        let code = check(&headers).err().map(|refusal| refusal.code);
        assert_eq!(
            code,
            (!passes).then_some("invalid_header"),
            "{name}: {value}"
        );
    }
}

#[test]
fn list_header_may_be_repeated() {
    let mut headers = headers(&GOOD);
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    headers.append(ACCEPT_ENCODING, HeaderValue::from_static("deflate, br"));
    assert_eq!(check(&headers), Ok(()));
}
