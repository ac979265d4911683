//! Connections that do not come about, break off or stall.

use std::time::Duration;

use catalogs::{Client, Error, Operation, Route, policy::CallOptions};
use contract_tests::{
    builder,
    calls::{Ids, call},
    client,
    socket::{Broken, Refusing, Then},
};

/// The one real wait of these tests.
const SHORT: Duration = Duration::from_millis(50);

fn impatient(origin: &str) -> Client {
    builder(origin, Route::Direct, "token")
        .timeout(SHORT)
        .build()
        .unwrap()
}

fn kinds(error: &Error) -> [bool; 4] {
    [
        error.is_connect(),
        error.is_timeout(),
        error.is_interrupted(),
        error.is_decode(),
    ]
}

#[tokio::test]
async fn refused_connection_is_a_connection_error() {
    let nobody = Refusing::new().unwrap();
    let client = client(&nobody.origin());
    for operation in Operation::ALL {
        let error = call(&client, *operation, &Ids::made_up())
            .await
            .unwrap_err();
        assert_eq!(kinds(&error), [true, false, false, false], "{error}");
        assert_eq!(
            (error.status(), error.attempts()),
            (None, 1),
            "it was begun once"
        );
        assert_eq!(error.operation(), Some(*operation));
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn server_that_sends_nothing_causes_a_timeout() {
    let silent = Broken::start("", Then::Stall).await;
    let error = impatient(silent.origin())
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert_eq!(kinds(&error), [false, true, false, false], "{error}");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.to_string().contains("50ms"), "{error}");

    let patient = client(silent.origin());
    let error = patient
        .with_options(CallOptions::new().timeout(SHORT))
        .addresses()
        .list()
        .await;
    assert!(error.unwrap_err().is_timeout());
}

#[tokio::test]
async fn stalled_response_is_a_timeout() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[";
    let stalling = Broken::start(head, Then::Stall).await;
    let error = impatient(stalling.origin())
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert_eq!(kinds(&error), [false, true, false, false], "{error}");
}

/// The status says more than that the rest of the body never came: a 401 is a 401.
#[tokio::test]
async fn stalled_error_body_keeps_its_status() {
    let head = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 100\r\n\r\n{";
    let stalling = Broken::start(head, Then::Stall).await;
    // Long enough for the head to come even on a busy machine.
    let options = CallOptions::new().timeout(10 * SHORT);
    let client = client(stalling.origin()).with_options(options);
    let error = client.addresses().list().await.unwrap_err();
    assert_eq!(error.status(), Some(401), "{error}");
    assert!(error.is_unauthorized(), "{error}");
}

#[tokio::test]
async fn truncated_response_is_an_interruption() {
    let cases = [
        ("", None),
        ("HTTP/1.1 200 OK\r\ncontent-le", None),
        ("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n", Some(200)),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[{\"id\":",
            Some(200),
        ),
        (
            "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n5\r\n[{\"id",
            Some(201),
        ),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[]\r\n",
            Some(200),
        ),
        ("no HTTP at all\r\n\r\n", None),
    ];
    for (bytes, status) in cases {
        let breaking = Broken::start(bytes, Then::Close).await;
        let error = client(breaking.origin())
            .addresses()
            .list()
            .await
            .unwrap_err();
        assert_eq!(
            kinds(&error),
            [false, false, true, false],
            "{bytes:?}: {error}"
        );
        assert_eq!((error.status(), error.attempts()), (status, 1), "{bytes:?}");
        assert_eq!(error.operation(), Some(Operation::ListAddresses));
    }
}

#[tokio::test]
async fn truncated_error_body_keeps_its_status() {
    for (status, body) in [
        (401, "{\"reason\":"),
        (404, ""),
        (429, "{"),
        (503, "<html>"),
    ] {
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: 100\r\n\r\n{body}");
        let breaking = Broken::start(head, Then::Close).await;
        let error = client(breaking.origin())
            .addresses()
            .list()
            .await
            .unwrap_err();
        assert_eq!(
            (error.status(), error.attempts()),
            (Some(status), 1),
            "{error}"
        );
        assert_eq!(kinds(&error), [false; 4]);
    }
}

#[tokio::test]
async fn interrupted_write_reports_an_unknown_outcome() {
    let breaking = Broken::start("", Then::Close).await;
    let client = client(breaking.origin());
    for operation in Operation::ALL {
        let error = call(&client, *operation, &Ids::made_up())
            .await
            .unwrap_err();
        assert!(error.is_interrupted(), "{error}");
        let text = error.to_string();
        let warns = text.contains("may have taken effect") || text.contains("`reconcile`");
        let reads = operation.method() == "GET" || *operation == Operation::FilterOrganizations;
        assert_eq!(
            (warns, error.is_outcome_unknown()),
            (!reads, !reads),
            "{error}"
        );
    }
}
