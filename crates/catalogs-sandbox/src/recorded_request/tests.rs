use axum::http::{HeaderName, HeaderValue};

use super::*;

pub(crate) fn request(headers: Vec<(String, String)>) -> RecordedRequest {
    RecordedRequest {
        method: "GET".to_owned(),
        path: "/v1.2/catalogs/organizations".to_owned(),
        query: Some("token=s3cret".to_owned()),
        route: Some(Route::Direct),
        operation: Some("list_organizations"),
        credential: Credential::Unknown,
        headers,
        body: b"s3cret".to_vec(),
        status: 401,
        response: b"{}".to_vec(),
        fault: None,
        took_effect: false,
        token_grant: None,
        #[cfg(feature = "console")]
        timing: Timing::default(),
    }
}

#[test]
fn recorded_headers_are_masked_and_debug_hides_values() {
    let cases: [(HeaderName, &'static str, &str); 5] = [
        (AUTHORIZATION, "Bearer s3cret", "Bearer ***"),
        (AUTHORIZATION, "s3cret", "***"),
        (PROXY_AUTHORIZATION, "Basic s3cret", "Basic ***"),
        (COOKIE, "sid=s3cret", "***"),
        (HeaderName::from_static("x-token"), "s3cret", "s3cret"),
    ];
    for (name, sent, kept) in cases {
        let headers = HeaderMap::from_iter([(name.clone(), HeaderValue::from_static(sent))]);
        let request = request(masked_headers(&headers));
        assert_eq!(
            request.header(&name.as_str().to_uppercase()),
            Some(kept),
            "{sent}"
        );
        let shown = format!("{request:?}");
        assert!(
            shown.contains(name.as_str()) && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}
