//! No token is shown anywhere: not in `Debug`, not in errors, not in what is traced or logged.

use std::{error::Error as _, fmt::Debug};

use catalogs::{Auth, Client, Error, Operation, Route, policy::CallOptions};
use catalogs_sandbox::{Credential, RateLimit, Sandbox};
use contract_tests::{
    ROUTES, auth, builder,
    calls::{Ids, call},
    client_on,
    service::{Reply, Service},
    socket::{Broken, Refusing, Then},
    trace::Trace,
};
use serde_json::json;

pub(crate) const CANARY: &str = "canary-3f9ad1c7";

/// Whether the canary is in there, whole or mangled the ways in which things get mangled.
fn holds_canary(shown: &str) -> bool {
    let bytes = CANARY
        .bytes()
        .map(|byte| byte.to_string())
        .collect::<Vec<_>>()
        .join(", ");
    let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
    let small = shown.to_lowercase();
    small.contains(CANARY) || shown.contains(&bytes) || small.contains(&hex)
}

#[track_caller]
pub(crate) fn assert_hidden(shown: &str) {
    assert!(!holds_canary(shown), "{shown}");
}

#[track_caller]
pub(crate) fn assert_debug_hides(value: &impl Debug) {
    assert_hidden(&format!("{value:?}"));
    assert_hidden(&format!("{value:#?}"));
}

/// The error and everything that it was caused by, as text.
#[track_caller]
pub(crate) fn assert_error_hides(error: &Error) {
    assert_debug_hides(error);
    assert_hidden(&error.to_string());
    assert_hidden(&format!("{error:#}"));
    assert_hidden(&error.redacted_summary().to_string());
    let texts = [
        error.code(),
        error.reason(),
        error.path(),
        error.body(),
        error.request_id(),
        error.trace_id(),
        error.setting(),
        error.field(),
    ];
    texts.into_iter().flatten().for_each(assert_hidden);
    assert_debug_hides(error.headers());
    let mut source = error.source();
    while let Some(cause) = source {
        assert_debug_hides(&cause);
        assert_hidden(&cause.to_string());
        source = cause.source();
    }
}

#[test]
fn canary_search_finds_encoded_canary() {
    let trace = Trace::start();
    tracing::trace!(token = CANARY, "noticed");
    assert!(holds_canary(&trace.text()));
    drop(trace);
    let trace = Trace::start();
    let span = tracing::trace_span!("noticed", token = CANARY);
    drop(span.entered());
    assert!(holds_canary(&trace.text()));
    assert!(holds_canary(&format!("{:?}", CANARY.as_bytes())));
    assert!(holds_canary(&format!("{:?}", Some(CANARY))));
    assert!(!holds_canary("***"));
}

#[tokio::test]
async fn debug_output_hides_token() {
    for route in ROUTES {
        let service = Service::always(Reply::json(200, &json!([]))).await;
        let auth = auth(route, CANARY);
        let builder = builder(&service.origin(), route, CANARY);
        let client = builder.clone().build().unwrap();
        let other = client.with_auth(auth.clone()).unwrap();
        assert_debug_hides(&auth);
        assert_debug_hides(&builder);
        assert_debug_hides(&builder.from_env());
        assert_debug_hides(&client);
        assert_debug_hides(&other);
        assert_debug_hides(&client.with_options(CallOptions::default()));
        assert_debug_hides(&client.organizations());
        assert_debug_hides(&client.addresses());
        assert_debug_hides(&client.contact_persons());

        // They do hold it: it goes out.
        for client in [client, other] {
            client.addresses().list().await.unwrap();
        }
        let bearer = format!("Bearer {CANARY}");
        assert_eq!(service.seen().len(), 2);
        assert!(
            service
                .seen()
                .iter()
                .all(|seen| seen.header("authorization") == [&bearer])
        );
    }
}

#[test]
fn invalid_token_or_url_is_not_echoed() {
    for token in [
        format!("{CANARY} {CANARY}"),
        format!("{CANARY}\n"),
        format!("{CANARY}ключ"),
    ] {
        for auth in [Auth::api_token(token.clone()), Auth::oauth2(token.clone())] {
            assert_debug_hides(&auth);
            let built = Client::builder().auth(auth).integrator_code("1").build();
            assert_error_hides(&built.unwrap_err());
        }
    }
    for url in [
        format!("https://{CANARY}@api.ati.su"),
        format!("https://user:{CANARY}@api.ati.su"),
        format!("https://api.ati.su/?token={CANARY}"),
        format!("https://api.ati.su/#{CANARY}"),
        format!("not a url {CANARY}"),
    ] {
        let builder = builder(&url, Route::Direct, "token");
        assert_error_hides(&builder.build().unwrap_err());
    }
    let builder = Client::builder()
        .auth(Auth::api_token("t"))
        .integrator_code(format!("{CANARY} "));
    assert_error_hides(&builder.build().unwrap_err());
}

/// Every call, and then the search through the error and all that was traced meanwhile.
async fn assert_calls_hide(client: &Client, fails: impl Fn(&Error) -> bool) {
    for operation in Operation::ALL {
        let trace = Trace::start();
        let error = call(client, *operation, &Ids::made_up()).await.unwrap_err();
        let traced = trace.text();
        drop(trace);
        assert!(fails(&error), "{error}");
        assert_error_hides(&error);
        assert!(
            traced.contains("catalogs.call"),
            "the trace is on: {traced}"
        );
        assert_hidden(&traced);
    }
}

#[tokio::test]
async fn call_errors_hide_token() {
    for route in ROUTES {
        let bearer = format!("Bearer {CANARY}");
        for (status, body) in [
            (401, r#"{"error_code":"unauthorized","reason":"no"}"#),
            (403, ""),
            (404, "<html>"),
            (429, ""),
            (502, "<html>"),
            (302, ""),
        ] {
            let reply = Reply::new(status, body).header("location", "https://elsewhere.example/");
            let service = Service::always(reply).await;
            let client = client_on(&service.origin(), route, CANARY);
            assert_calls_hide(&client, |error| error.status() == Some(status)).await;
            assert_eq!(service.seen().len(), Operation::ALL.len());
            assert!(
                service
                    .seen()
                    .iter()
                    .all(|seen| seen.header("authorization") == [&bearer])
            );
        }

        let nobody = Refusing::new().unwrap();
        assert_calls_hide(
            &client_on(&nobody.origin(), route, CANARY),
            Error::is_connect,
        )
        .await;
        let breaking = Broken::start("HTTP/1.1 2", Then::Close).await;
        let client = client_on(breaking.origin(), route, CANARY);
        assert_calls_hide(&client, Error::is_interrupted).await;
    }
}

#[tokio::test]
async fn error_response_that_echoes_token_is_masked() {
    let escaped: String = CANARY
        .chars()
        .map(|c| format!("\\u{:04x}", c as u32))
        .collect();
    let entities: String = CANARY
        .chars()
        .map(|c| format!("&#x{:X};", c as u32))
        .collect();
    for body in [
        json!({ "error_code": CANARY, "reason": CANARY, "traceId": CANARY, CANARY: [CANARY] })
            .to_string(),
        format!(r#"{{"reason":"Bearer {escaped}"}}"#),
        format!(r#"{{"reason":"{escaped}","rest":"cut"#),
        format!("<html>{entities} {CANARY}"),
    ] {
        let reply = Reply::new(400, body)
            .header("location", &format!("/{CANARY}"))
            .header("authorization", CANARY)
            .header("x-request-id", CANARY)
            .header("traceparent", CANARY);
        let service = Service::always(reply).await;
        let client = client_on(&service.origin(), Route::Direct, CANARY);
        let error = client.addresses().list().await.unwrap_err();
        assert_error_hides(&error);
        let shown = error.body().unwrap_or_default();
        for encoded in [&escaped, &entities] {
            assert!(!shown.contains(encoded.as_str()), "{shown}");
        }
        assert!(error.headers().get("location").is_none());
    }
}

#[tokio::test]
async fn decode_error_and_timeout_hide_token() {
    let service = Service::always(Reply::new(200, "[{}]")).await;
    let client = client_on(&service.origin(), Route::Gateway, CANARY);
    let trace = Trace::start();
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_decode());
    assert_error_hides(&error);

    let silent = Broken::start("", Then::Stall).await;
    let client = client_on(silent.origin(), Route::Direct, CANARY);
    let soon = CallOptions::new().timeout(std::time::Duration::from_millis(50));
    let error = client
        .with_options(soon)
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_error_hides(&error);
    assert_hidden(&trace.text());
}

#[tokio::test]
async fn sandbox_hides_tokens() {
    let (api, oauth) = (format!("{CANARY}-a"), format!("{CANARY}-o"));
    let builder = Sandbox::builder()
        .rate_limit(RateLimit::off())
        .api_token(api.clone())
        .oauth_token(oauth.clone());
    assert_debug_hides(&builder);
    let trace = Trace::start();
    let sandbox = builder.start().await.unwrap();
    assert_debug_hides(&sandbox);
    assert_eq!(
        (sandbox.api_token(), sandbox.oauth_token()),
        (api.as_str(), oauth.as_str())
    );

    for (route, token) in [(Route::Direct, &api), (Route::Gateway, &oauth)] {
        let client = client_on(sandbox.origin(), route, token);
        let ids = Ids::of(&sandbox);
        for operation in Operation::ALL {
            call(&client, *operation, &ids).await.unwrap();
        }
        let wrong = if route == Route::Direct { &oauth } else { &api };
        let client = client_on(sandbox.origin(), route, wrong);
        let error = client.addresses().list().await.unwrap_err();
        assert!(error.is_unauthorized());
        assert_error_hides(&error);
    }
    let requests = sandbox.requests();
    let known = [Credential::ApiToken, Credential::OauthToken];
    assert!(
        requests
            .iter()
            .all(|request| known.contains(&request.credential()))
    );
    for request in &requests {
        assert_debug_hides(request);
        assert_eq!(request.header("authorization"), Some("Bearer ***"));
        request
            .headers()
            .for_each(|(_, value)| assert_hidden(value));
        assert_hidden(&String::from_utf8_lossy(request.response_body()));
    }
    assert_debug_hides(&sandbox.state());
    assert_hidden(&trace.text());

    let bad = Sandbox::builder()
        .api_token(format!("{CANARY} "))
        .start()
        .await
        .unwrap_err();
    assert_debug_hides(&bad);
    assert_hidden(&bad.to_string());
}
