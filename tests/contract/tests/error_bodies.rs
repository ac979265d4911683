//! Whatever an error response looks like, its status and what can be read of it reach the caller.

use catalogs::{Error, Operation};
use contract_tests::{
    calls::{Ids, call, organization},
    client,
    service::{Reply, Service},
};
use serde_json::json;
use uuid::Uuid;

/// The predicates that hold, by name.
fn holding(error: &Error) -> Vec<&'static str> {
    let predicates = [
        ("configuration", error.is_configuration()),
        ("not_found", error.is_not_found()),
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("rate_limited", error.is_rate_limited()),
        ("invalid_request", error.is_invalid_request()),
        ("server_error", error.is_server_error()),
        ("redirect", error.is_redirect()),
        ("timeout", error.is_timeout()),
        ("connect", error.is_connect()),
        ("interrupted", error.is_interrupted()),
        ("decode", error.is_decode()),
        ("partial_response", error.is_partial_response()),
    ];
    predicates
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(name, _)| name)
        .collect()
}

/// A web page says nothing of the token or of the request.
fn expected(status: u16, is_web_page: bool) -> Vec<&'static str> {
    match status {
        429 => vec!["rate_limited"],
        400..500 if is_web_page => vec![],
        300..400 => vec!["redirect"],
        401 => vec!["unauthorized"],
        403 => vec!["forbidden"],
        404 => vec!["not_found"],
        400 | 409 | 413 | 415 | 422 => vec!["invalid_request"],
        500.. => vec!["server_error"],
        _ => vec![],
    }
}

const STATUSES: [u16; 19] = [
    304, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503, 504,
];

/// Content type, body, and the code and the reason that can be read of it.
type Body = (
    &'static str,
    &'static str,
    Vec<u8>,
    Option<&'static str>,
    Option<&'static str>,
);

fn bodies() -> Vec<Body> {
    let json = "application/json";
    let megabyte = "x".repeat(1 << 20);
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (
            "documented",
            json,
            text(r#"{"error_code":"c1","reason":"Причина"}"#),
            Some("c1"),
            Some("Причина"),
        ),
        (
            "other services",
            json,
            text(r#"{"error":"c1","reason":"r1"}"#),
            Some("c1"),
            Some("r1"),
        ),
        (
            "yet others",
            json,
            text(r#"{"Error":"c1","Reason":"r1","ErrorsList":["x"]}"#),
            Some("c1"),
            Some("r1"),
        ),
        (
            "a list of errors",
            json,
            text(r#"{"Error":"c1","ErrorsList":["x","y"]}"#),
            Some("c1"),
            Some("x; y"),
        ),
        (
            "a page",
            "text/html; charset=utf-8",
            text("<html><body>Bad Gateway</body></html>"),
            None,
            None,
        ),
        (
            "a page that calls itself JSON",
            json,
            text("<!DOCTYPE html><p>Bad Gateway"),
            None,
            None,
        ),
        ("nothing", json, text(""), None, None),
        (
            "not UTF-8",
            json,
            b"{\"reason\":\"\xff\xfe\"}".to_vec(),
            None,
            None,
        ),
        (
            "cut JSON",
            json,
            text(r#"{"error_code":"c1","reason":"r"#),
            None,
            None,
        ),
        (
            "JSON of another shape",
            json,
            text(r#"[{"reason":"r1"}]"#),
            None,
            None,
        ),
        (
            "JSON of another type",
            json,
            text(r#"{"error_code":{"a":[]},"reason":true}"#),
            None,
            None,
        ),
        ("a number", json, text("17"), None, None),
        (
            "plain text",
            "text/plain",
            text("go away"),
            None,
            Some("go away"),
        ),
        (
            "problem details",
            "application/problem+json",
            text(r#"{"type":"about:blank","title":"t1","status":400,"detail":"d1"}"#),
            None,
            Some("d1"),
        ),
        (
            "a huge page",
            "text/html",
            text(&format!("<html>{megabyte}")),
            None,
            None,
        ),
        (
            "huge JSON",
            json,
            text(&format!(r#"{{"error_code":"c1","reason":"{megabyte}"}}"#)),
            None,
            None,
        ),
    ]
}

fn assert_error(error: &Error, name: &str, status: u16, operation: Operation) {
    assert_eq!(error.status(), Some(status), "{name}");
    let expected = expected(status, error.is_web_page());
    assert_eq!(holding(error), expected, "{name}, {status}");
    assert_eq!(error.operation(), Some(operation), "{name}");
    assert_eq!(error.attempts(), 1, "{name}");
    assert_eq!(error.path(), None);
    let text = error.to_string();
    assert!(
        text.contains(&status.to_string()) && text.contains(operation.phrase()),
        "{text}"
    );
    assert!(
        text.len() < 2_000 && !text.contains('\n'),
        "it can be read: {text}"
    );
}

#[tokio::test]
async fn error_body_of_any_kind_keeps_status() {
    for (name, content_type, body, code, reason) in bodies() {
        for status in STATUSES {
            // By definition a 304 has no body.
            let (body, code, reason) = match status {
                304 => (Vec::new(), None, None),
                _ => (body.clone(), code, reason),
            };
            let reply = Reply::new(status, body).header("content-type", content_type);
            let service = Service::always(reply).await;
            let error = client(&service.origin())
                .addresses()
                .list()
                .await
                .unwrap_err();
            assert_error(&error, name, status, Operation::ListAddresses);
            if status != 304 {
                assert_eq!(error.is_web_page(), name.contains("page"), "{name}");
            }
            assert_eq!(
                (error.code(), error.reason()),
                (code, reason),
                "{name}, {status}"
            );
            assert_eq!(service.seen().len(), 1, "it is not sent again");
        }
    }
}

#[tokio::test]
async fn errors_of_each_operation_are_reported() {
    for (status, body) in [
        (400, r#"{"error_code":"c","reason":"r"}"#),
        (502, "<html>"),
        (429, ""),
    ] {
        let service = Service::always(Reply::new(status, body)).await;
        let client = client(&service.origin());
        for operation in Operation::ALL {
            let error = call(&client, *operation, &Ids::made_up())
                .await
                .unwrap_err();
            assert_error(&error, body, status, *operation);
        }
        assert_eq!(service.seen().len(), Operation::ALL.len());
    }
}

#[tokio::test]
async fn documented_error_reads_as_sentence() {
    let body = json!({ "error_code": "inn_invalid", "reason": "ИНН\nневерен" });
    let service = Service::always(Reply::json(400, &body)).await;
    let client = client(&service.origin());
    let text = client
        .organizations()
        .create(&organization())
        .await
        .unwrap_err()
        .to_string();
    let start = "cannot create an organization: the service returned 400 Bad Request (inn_invalid): \
                 ИНН неверен";
    assert!(text.starts_with(start), "{text}");
}

#[tokio::test]
async fn get_opt_is_none_only_on_404_of_service() {
    let absent: [(&str, &[u8]); 5] = [
        (
            "application/json",
            br#"{"error_code":"address_not_found","reason":"no"}"#,
        ),
        ("application/json", b"{}"),
        ("application/json", b""),
        ("text/plain", b""),
        ("text/plain", b"no such address"),
    ];
    for (content_type, body) in absent {
        let reply = Reply::new(404, body).header("content-type", content_type);
        let service = Service::always(reply).await;
        let client = client(&service.origin());
        let id = Uuid::from_u128(1);
        assert!(client.organizations().get_opt(id).await.unwrap().is_none());
        assert!(client.addresses().get_opt(id).await.unwrap().is_none());
        assert!(
            client
                .contact_persons()
                .get_opt(id)
                .await
                .unwrap()
                .is_none()
        );
        assert!(client.addresses().get(id).await.unwrap_err().is_not_found());
    }
    let not_the_service: [(u16, &str, &[u8]); 4] = [
        (404, "text/html", b"<html>nginx</html>"),
        (404, "application/json", b"<html>nginx</html>"),
        (410, "application/json", b"{}"),
        (403, "application/json", b"{}"),
    ];
    for (status, content_type, body) in not_the_service {
        let reply = Reply::new(status, body).header("content-type", content_type);
        let service = Service::always(reply).await;
        let found = client(&service.origin())
            .addresses()
            .get_opt(Uuid::from_u128(1))
            .await;
        assert_eq!(found.unwrap_err().status(), Some(status));
    }
}
