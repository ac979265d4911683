//! Names, phones and e-mail addresses are shown only to who asks for the fields themselves.

use std::{error::Error as _, fmt::Debug};

use catalogs::{Client, Error, Route};
use contract_tests::{
    client,
    fixtures::{address, contact_person, organization, with},
    sandbox, sandbox_client,
    service::{Reply, Service},
    trace::Trace,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// One part for each sort of value; each stands in many fields.
const CANARIES: [&str; 4] = [
    "Канарейкин",
    "79990001122",
    "kanar@birds.example",
    "88.123456",
];

fn name() -> Value {
    json!("Канарейкин Кенар")
}

fn seeded_person() -> Value {
    let person = with(contact_person(), "/name", name());
    let person = with(person, "/phone", json!("+79990001122"));
    let person = with(person, "/email", json!("kanar@birds.example"));
    with(person, "/nickname", name())
}

fn seeded_address() -> Value {
    let place = with(address(), "/address", name());
    let place = with(place, "/note", json!("звонить +79990001122"));
    let place = with(place, "/schedule_summary", json!("kanar@birds.example"));
    let place = with(place, "/address_latitude", json!(88.123_456));
    let place = with(place, "/contact_persons", json!([seeded_person()]));
    with(place, "/landlord", name())
}

fn seeded_organization() -> Value {
    let firm = with(organization(), "/name", name());
    let firm = with(firm, "/inn", json!("79990001122"));
    let firm = with(firm, "/phone", json!("+79990001122"));
    let firm = with(firm, "/docs_address/street_name", name());
    let firm = with(
        firm,
        "/docs_address/office_no",
        json!("kanar@birds.example"),
    );
    let firm = with(firm, "/docs_address/lives_there", name());
    let firm = with(firm, "/addresses", json!([seeded_address()]));
    let firm = with(firm, "/contact_persons", json!([seeded_person()]));
    with(firm, "/director", name())
}

#[track_caller]
fn assert_hidden(shown: &str) {
    let escaped: Vec<String> = CANARIES
        .iter()
        .map(|canary| canary.escape_unicode().to_string())
        .collect();
    for canary in CANARIES
        .iter()
        .copied()
        .chain(escaped.iter().map(String::as_str))
    {
        assert!(!shown.contains(canary), "{canary} is in {shown}");
    }
}

#[track_caller]
fn assert_debug_hides(value: &impl Debug) {
    assert_hidden(&format!("{value:?}"));
    assert_hidden(&format!("{value:#?}"));
}

#[track_caller]
fn assert_error_hides(error: &Error) {
    assert_debug_hides(error);
    assert_hidden(&error.to_string());
    let texts = [
        error.code(),
        error.reason(),
        error.body(),
        error.request_id(),
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

/// What is there can be found: every canary is in what the model serializes to.
#[track_caller]
fn assert_holds(value: &impl serde::Serialize, canaries: &[&str]) {
    let shown = serde_json::to_string(value).unwrap();
    for canary in canaries {
        assert!(shown.contains(canary), "{canary} is not in {shown}");
    }
}

async fn holding(response: &Value) -> (Service, Client) {
    let service = Service::holding(response).await;
    let client = client(&service.origin());
    (service, client)
}

#[tokio::test]
async fn models_drafts_and_traces_hide_personal_data() {
    let trace = Trace::start();
    let id = Uuid::nil();

    let (service, client) = holding(&seeded_organization()).await;
    let organization = client.organizations().get(id).await.unwrap();
    assert_holds(&organization, &CANARIES);
    assert_debug_hides(&organization);
    assert_debug_hides(organization.docs_address.as_ref().unwrap());
    let draft = organization.to_draft();
    assert_holds(&draft, &CANARIES[..3]);
    assert_debug_hides(&draft);
    draft.warnings().iter().for_each(|warning| {
        assert_debug_hides(warning);
        assert_hidden(&warning.to_string());
    });
    client.organizations().create(&draft).await.unwrap();
    client
        .organizations()
        .edit(id, |draft| draft.extra_phone = None)
        .await
        .unwrap();
    assert_holds(&service.written(), &CANARIES[..3]);

    let (service, client) = holding(&seeded_address()).await;
    let address = client.addresses().get(id).await.unwrap();
    assert_holds(&address, &CANARIES);
    assert_debug_hides(&address);
    assert_debug_hides(&address.to_draft());
    client
        .addresses()
        .edit(id, |draft| draft.longitude = None)
        .await
        .unwrap();
    assert_holds(&service.written(), &["Канарейкин", "88.123456"]);

    let (service, client) = holding(&seeded_person()).await;
    let person = client.contact_persons().get(id).await.unwrap();
    assert_holds(&person, &CANARIES[..3]);
    assert_debug_hides(&person);
    assert_debug_hides(&person.to_draft());
    client
        .contact_persons()
        .edit(id, |draft| draft.extra_phone = None)
        .await
        .unwrap();
    assert_holds(&service.written(), &CANARIES[..3]);

    let traced = trace.text();
    assert!(traced.contains("catalogs.call"), "the trace is on");
    assert_hidden(&traced);
}

#[tokio::test]
async fn errors_hide_personal_data() {
    let draft = serde_json::from_value(seeded_person()).unwrap();
    let draft: catalogs::ContactPersonDraft = draft;
    let bent = with(seeded_person(), "/extra_phone", name()).to_string();
    let trace = Trace::start();
    for (status, body) in [
        (400, r#"{"error_code":"invalid","reason":"bad"}"#.to_owned()),
        (502, "<html>".to_owned()),
        (
            200,
            with(seeded_person(), "/id", json!("kanar@birds.example")).to_string(),
        ),
        (200, "\"Канарейкин\"".to_owned()),
    ] {
        let service = Service::always(Reply::new(status, body)).await;
        let error = client(&service.origin())
            .contact_persons()
            .create(&draft)
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_error_hides(&error);
        assert_holds(&service.only().json(), &CANARIES[..3]);
    }
    for bent in [
        bent,
        with(seeded_person(), "/name", json!(["Канарейкин"])).to_string(),
    ] {
        let service = Service::always(Reply::new(200, bent)).await;
        let persons = client(&service.origin()).contact_persons();
        assert_error_hides(&persons.get(uuid::Uuid::nil()).await.unwrap_err());
        // Its id is readable.
        persons.create(&draft).await.unwrap();
    }
    assert_hidden(&trace.text());
}

#[tokio::test]
async fn error_response_that_echoes_draft_is_masked() {
    let draft: catalogs::AddressDraft = serde_json::from_value(seeded_address()).unwrap();
    let escaped = escape_json(name().as_str().unwrap());
    let entities = "&#x41A;&#x430;&#x43D;&#x430;&#x440;&#x435;&#x439;&#x43A;&#x438;&#x43D;";
    let echo = json!({
        "reason": "Канарейкин Кенар: 88.123456, звонить +79990001122, kanar@birds.example",
        "given": seeded_address(),
    });
    for body in [
        echo.to_string(),
        format!(r#"{{"reason":"{escaped}"}}"#),
        format!(r#"{{"given":"{escaped}","rest":"cut"#),
        format!("<html>{entities} &#x2B;79990001122 88.123456"),
    ] {
        let reply = Reply::new(400, body)
            .header("location", "/kanar@birds.example")
            .header("x-given", "88.123456");
        let service = Service::always(reply).await;
        let error = client(&service.origin())
            .addresses()
            .create(&draft)
            .await
            .unwrap_err();
        assert_error_hides(&error);
        let shown = error.body().unwrap_or_default();
        assert!(!shown.contains("\\u") && !shown.contains("&#"), "{shown}");
    }
}

/// Escapes all but ASCII, as .NET does by default.
fn escape_json(text: &str) -> String {
    text.encode_utf16()
        .map(|unit| format!("\\u{unit:04x}"))
        .collect()
}

#[tokio::test]
async fn sandbox_hides_personal_data() {
    let trace = Trace::start();
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let person: catalogs::ContactPerson = serde_json::from_value(seeded_person()).unwrap();
    let created = client
        .contact_persons()
        .create(&person.to_draft())
        .await
        .unwrap();
    client.contact_persons().get(created.id).await.unwrap();
    let requests = sandbox.requests();
    assert_holds(&requests[0].json(), &CANARIES[..3]);
    requests
        .iter()
        .for_each(|request| assert_debug_hides(request));
    assert_debug_hides(&sandbox);
    assert_hidden(&trace.text());
}
