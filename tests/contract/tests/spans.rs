//! The span that every call leaves behind.

use catalogs::{Operation, Route};
use contract_tests::{
    ROUTES,
    calls::{Ids, call},
    client, client_on, sandbox, sandbox_client,
    service::{Reply, Service},
    socket::Refusing,
    trace::{SeenSpan, Trace},
};

fn only(trace: &Trace) -> SeenSpan {
    let [span] = <[SeenSpan; 1]>::try_from(trace.spans("catalogs.call")).unwrap();
    span
}

fn field<'a>(span: &'a SeenSpan, name: &str) -> Option<&'a str> {
    span.fields.get(name).map(String::as_str)
}

#[tokio::test]
async fn successful_call_records_its_span_fields() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let ids = Ids::of(&sandbox);
        let (host, port) = sandbox.origin()["http://".len()..].split_once(':').unwrap();
        for operation in Operation::ALL {
            let trace = Trace::start();
            call(&client, *operation, &ids).await.unwrap();
            let span = only(&trace);
            assert_eq!(span.level, tracing::Level::INFO);
            let path = format!("{}{}", route.prefix(), operation.path());
            let expected = [
                (
                    "otel.name",
                    format!("{} {}", operation.method(), operation.path()),
                ),
                ("otel.kind", "client".to_owned()),
                ("operation", operation.id().to_owned()),
                ("http.request.method", operation.method().to_owned()),
                ("url.template", path),
                ("server.address", host.to_owned()),
                ("server.port", port.to_owned()),
                ("http.response.status_code", "200".to_owned()),
            ];
            let expected = expected.map(|(name, value)| (name.to_owned(), value));
            assert_eq!(span.fields, expected.into_iter().collect(), "{operation}");
        }
    }
}

#[tokio::test]
async fn refused_call_records_its_status() {
    for (status, body) in [(404, "{}"), (429, ""), (502, "<html>"), (302, "")] {
        let service = Service::always(Reply::new(status, body)).await;
        let client = client_on(&service.origin(), Route::Gateway, "token");
        let trace = Trace::start();
        client.addresses().list().await.unwrap_err();
        let span = only(&trace);
        let code = status.to_string();
        assert_eq!(
            field(&span, "http.response.status_code"),
            Some(code.as_str())
        );
        assert_eq!(field(&span, "error.type"), Some(code.as_str()));
        let template = "/gw/oauth2/catalogs/v1.2/organizations/addresses";
        assert_eq!(field(&span, "url.template"), Some(template));
    }
}

#[tokio::test]
async fn call_without_a_usable_response_records_the_cause() {
    let service = Service::always(Reply::new(201, "[{}]")).await;
    let trace = Trace::start();
    client(&service.origin())
        .addresses()
        .list()
        .await
        .unwrap_err();
    let span = only(&trace);
    assert_eq!(field(&span, "http.response.status_code"), Some("201"));
    assert_eq!(field(&span, "error.type"), Some("decode"));
    drop(trace);

    let nobody = Refusing::new().unwrap();
    let trace = Trace::start();
    client(&nobody.origin())
        .addresses()
        .list()
        .await
        .unwrap_err();
    let span = only(&trace);
    assert_eq!(field(&span, "http.response.status_code"), None);
    assert_eq!(field(&span, "error.type"), Some("connect"));
}

#[tokio::test]
async fn edit_records_two_spans() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let id = Ids::of(&sandbox).contact_person;
    let trace = Trace::start();
    client
        .contact_persons()
        .edit(id, |draft| draft.extra_phone = Some(77))
        .await
        .unwrap();
    let spans = trace.spans("catalogs.call");
    let operations: Vec<_> = spans
        .iter()
        .map(|span| field(span, "operation").unwrap())
        .collect();
    assert_eq!(operations, ["get_contact_person", "replace_contact_person"]);
}
