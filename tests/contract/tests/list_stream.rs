//! Lists that are read while they arrive: the same request, the same entities, the same errors.

use std::{io::Write, time::Duration};

use catalogs::{Client, ContactPerson, Entity, Error, ListStream, Operation, Organization, Route};
use catalogs_sandbox::{Fault, Sandbox};
use contract_tests::{
    ROUTES, builder, client,
    fixtures::{contact_person, organization, with},
    sandbox, sandbox_client,
    service::{Reply, Service},
    socket::{Broken, Then},
    trace::Trace,
};
use serde_json::{Value, json};

/// All that comes, entities and errors.
async fn all<E: Entity>(mut list: ListStream<E>) -> Vec<Result<E, Error>> {
    let mut items = Vec::new();
    while let Some(item) = list.next().await {
        items.push(item);
    }
    assert!(list.next().await.is_none(), "it ended");
    items
}

/// The entities; there must be no errors.
async fn entities<E: Entity>(list: ListStream<E>) -> Vec<E> {
    all(list).await.into_iter().map(Result::unwrap).collect()
}

/// The only item, which is an error.
async fn only_error<E: Entity + std::fmt::Debug>(list: ListStream<E>) -> Error {
    let [only] = <[_; 1]>::try_from(all(list).await).unwrap();
    only.unwrap_err()
}

async fn responding(body: impl Into<Vec<u8>>) -> (Service, Client) {
    let service = Service::always(Reply::new(200, body)).await;
    let client = client(&service.origin());
    (service, client)
}

/// A server that sends the beginning of a list, piece by piece, and then breaks off or stalls.
async fn beginning(pieces: &[&str], then: Then) -> Broken {
    let mut response = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
    for piece in pieces {
        response += &format!("{:x}\r\n{piece}\r\n", piece.len());
    }
    Broken::start(response, then).await
}

#[tokio::test]
async fn stream_has_the_same_entities_as_the_list() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let organizations = client.organizations();
        assert_eq!(
            entities(organizations.list_stream()).await,
            organizations.list().await.unwrap()
        );
        let addresses = client.addresses();
        assert_eq!(
            entities(addresses.list_stream()).await,
            addresses.list().await.unwrap()
        );
        let persons = client.contact_persons();
        assert_eq!(
            entities(persons.list_stream()).await,
            persons.list().await.unwrap()
        );
    }
    let (_service, client) = responding(" [ ] ").await;
    assert!(
        entities(client.organizations().list_stream())
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn stream_sends_the_request_of_the_list() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    client.addresses().list().await.unwrap();
    let first = client.addresses().list_stream().next().await;
    first.unwrap().unwrap();
    let [list, stream] = &sandbox.requests()[..] else {
        panic!("two requests");
    };
    let headers = ["accept", "accept-encoding", "content-type", "user-agent"];
    for name in headers {
        assert_eq!(list.header(name), stream.header(name), "{name}");
    }
    assert_eq!(
        (list.method(), list.path(), list.json()),
        (stream.method(), stream.path(), stream.json())
    );
}

#[tokio::test]
async fn stream_sends_no_request_before_it_is_polled() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    drop(client.organizations().list_stream());
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn element_is_yielded_before_the_next_one_arrives() {
    let (first, second) = (contact_person().to_string(), contact_person().to_string());
    let (begun, rest) = second.split_at(20);
    let stalled = beginning(&["[", &first, ",", begun], Then::Stall).await;
    let mut list = client(stalled.origin()).contact_persons().list_stream();
    let person = list.next().await.unwrap().unwrap();
    assert_eq!(serde_json::to_value(person).unwrap(), contact_person());
    assert!(!rest.is_empty());
}

#[tokio::test]
async fn undecodable_element_is_the_only_one_lost() {
    let bad = [
        (
            with(organization(), "/docs_address/city_id", json!("canary")).to_string(),
            Some("[1].docs_address.city_id"),
        ),
        (
            with(organization(), "/addresses/0/id", json!("canary")).to_string(),
            Some("[1].addresses[0].id"),
        ),
        ("\"canary\"".to_owned(), Some("[1]")),
        ("null".to_owned(), Some("[1]")),
        ("[\"canary\"]".to_owned(), Some("[1]")),
        ("{\"name\": canary}".to_owned(), Some("[1].name")),
        ("{\"inn\": \"canary\",}".to_owned(), Some("[1]")),
    ];
    for (bad, path) in bad {
        let good = organization();
        let (service, client) = responding(format!("[{good},{bad},{good}]")).await;
        let items = all(client.organizations().list_stream()).await;
        let [Ok(_), Err(error), Ok(_)] = &items[..] else {
            panic!("{bad}: {items:?}")
        };
        assert!(error.is_decode() && error.path() == path, "{error:?}");
        assert_eq!(error.operation(), Some(Operation::ListOrganizations));
        assert_eq!((error.status(), error.attempts()), (Some(200), 1));
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
        assert_eq!(service.seen().len(), 1, "it is not asked for again");

        // The list itself fails as a whole, for the same reason.
        let whole = client.organizations().list().await.unwrap_err();
        let reason = |error: &Error| (error.path().map(str::to_owned), error.is_decode());
        assert_eq!(reason(&whole), reason(error));
    }
}

#[tokio::test]
async fn element_with_invalid_text_is_the_only_one_lost() {
    let good = contact_person().to_string();
    let mut body = format!("[{good},{{\"name\":\"").into_bytes();
    body.extend(b"\xff\xfe");
    body.extend(format!("\"}},{good}]").bytes());
    let (_service, client) = responding(body).await;
    let items = all(client.contact_persons().list_stream()).await;
    assert!(matches!(&items[..], [Ok(_), Err(error), Ok(_)] if error.path().is_some()));
}

#[tokio::test]
async fn stream_of_a_malformed_list_fails_like_the_list() {
    for body in ["", " ", "null", "{}", "<html>", "[] []", "[{}", "[", "[,]"] {
        let (_service, client) = responding(body).await;
        let items = all(client.contact_persons().list_stream()).await;
        let streamed = items.into_iter().last().unwrap().unwrap_err();
        let whole = client.contact_persons().list().await.unwrap_err();
        assert!(streamed.is_decode() && whole.is_decode(), "{body}");
        assert_eq!(streamed.path(), None, "{body}: the list as a whole");
    }
    for (status, body) in [(404, "{}"), (500, "canary"), (403, "<html>"), (302, "")] {
        let service = Service::always(Reply::new(status, body)).await;
        let client = client(&service.origin());
        let streamed = only_error(client.addresses().list_stream()).await;
        let whole = client.addresses().list().await.unwrap_err();
        assert_eq!(streamed.to_string(), whole.to_string());
    }
}

#[tokio::test]
async fn truncated_list_ends_with_an_error() {
    let person = contact_person().to_string();
    let (_service, client) = responding(format!("[{person},{person}")).await;
    let items = all(client.contact_persons().list_stream()).await;
    let [Ok(_), Ok(_), Err(error)] = &items[..] else {
        panic!("{items:?}")
    };
    assert!(error.is_decode() && error.path().is_none(), "{error:?}");
    assert!(error.to_string().contains("after 2 elements"), "{error}");

    let broken = beginning(&["[", &person, ","], Then::Close).await;
    let items = all(self::client(broken.origin())
        .contact_persons()
        .list_stream())
    .await;
    let [Ok(_), Err(error)] = &items[..] else {
        panic!("{items:?}")
    };
    assert!(
        error.is_interrupted() && error.status() == Some(200),
        "{error:?}"
    );
}

#[tokio::test]
async fn compressed_responses_are_decompressed_in_the_stream() {
    let persons = Value::Array(vec![contact_person(); 1_000]);
    let body = persons.to_string().into_bytes();
    let gzip = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        packer.write_all(&body).unwrap();
        packer.finish().unwrap()
    };
    let br = {
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 4096, 5, 20)
            .write_all(&body)
            .unwrap();
        packed
    };
    for (encoding, packed) in [("gzip", gzip), ("br", br)] {
        let whole = Reply::new(200, packed.clone()).header("content-encoding", encoding);
        let service = Service::always(whole).await;
        let client = client(&service.origin());
        let streamed = entities(client.contact_persons().list_stream()).await;
        assert_eq!(serde_json::to_value(streamed).unwrap(), persons);

        let half = Reply::new(200, &packed[..packed.len() / 2]);
        let service = Service::always(half.header("content-encoding", encoding)).await;
        let items = all(self::client(&service.origin())
            .contact_persons()
            .list_stream())
        .await;
        assert!(items.last().unwrap().as_ref().unwrap_err().is_interrupted());
    }
}

#[tokio::test]
async fn response_size_limit_applies_to_elements_of_a_stream() {
    let person = contact_person().to_string();
    let list = format!("[{}]", vec![person.as_str(); 100].join(","));
    let service = Service::always(Reply::new(200, list)).await;
    let limited = |most: usize| {
        let builder = builder(&service.origin(), Route::Direct, "token");
        builder.max_response_bytes(most).build().unwrap()
    };
    let enough = limited(person.len());
    assert!(
        enough
            .contact_persons()
            .list()
            .await
            .unwrap_err()
            .is_too_large()
    );
    assert_eq!(
        entities(enough.contact_persons().list_stream()).await.len(),
        100
    );
    let error = only_error(limited(person.len() - 1).contact_persons().list_stream()).await;
    assert!(error.is_too_large() && error.path().is_none(), "{error:?}");
}

fn patient(sandbox: &Sandbox) -> Client {
    let builder = builder(sandbox.origin(), Route::Direct, sandbox.api_token());
    let policy = catalogs::RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    builder.retry(policy).build().unwrap()
}

#[tokio::test]
async fn stream_is_retried_before_the_first_element() {
    for fault in [
        Fault::reset(),
        Fault::too_many_requests(),
        Fault::redirect_to_self(catalogs_sandbox::Redirect::Permanent),
    ] {
        let sandbox = sandbox().await;
        sandbox.inject_times(fault, 2);
        let list = patient(&sandbox).organizations().list_stream();
        assert_eq!(
            entities(list).await.len(),
            sandbox.state().organizations.len()
        );
    }
    // Nothing of the list came before it broke off: it may come once more.
    let empty = Sandbox::builder().demo_data(false).start().await.unwrap();
    empty.inject(Fault::reset_mid_body());
    assert!(
        entities(patient(&empty).organizations().list_stream())
            .await
            .is_empty()
    );
    assert_eq!(empty.requests().len(), 2);
}

#[tokio::test]
async fn stream_is_not_retried_after_the_first_element() {
    for fault in [Fault::reset_mid_body(), Fault::cut_body()] {
        let sandbox = sandbox().await;
        sandbox.inject(fault);
        let items = all(patient(&sandbox).organizations().list_stream()).await;
        let (last, before) = items.split_last().unwrap();
        assert!(last.as_ref().unwrap_err().is_interrupted(), "{last:?}");
        assert!(!before.is_empty() && before.iter().all(Result::is_ok));
        assert_eq!(sandbox.requests().len(), 1);
    }
}

/// The one real wait of these tests.
const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(15);

#[tokio::test]
async fn stream_times_out_before_and_between_elements() {
    let person = contact_person().to_string();
    for whole_call in [true, false] {
        let with_patience = |origin: &str, patience| {
            let builder = builder(origin, Route::Direct, "token");
            let builder = match whole_call {
                true => builder.timeout(patience),
                false => builder.attempt_timeout(patience),
            };
            builder.build().unwrap()
        };
        let impatient = |origin: &str| with_patience(origin, SHORT);
        let silent = Broken::start("", Then::Stall).await;
        let error = only_error(impatient(silent.origin()).contact_persons().list_stream()).await;
        assert!(error.is_timeout() && error.status().is_none(), "{error:?}");

        let stalled = beginning(&["[", &person, ","], Then::Stall).await;
        let client = with_patience(stalled.origin(), LONG);
        let mut list = client.contact_persons().list_stream();
        assert!(list.next().await.unwrap().is_ok());
        // From here on, nobody waits: the clock goes on where nothing else does.
        tokio::time::pause();
        let error = list.next().await.unwrap().unwrap_err();
        tokio::time::resume();
        assert!(list.next().await.is_none());
        assert!(
            error.is_timeout() && error.status() == Some(200),
            "{error:?}"
        );
        assert!(error.to_string().contains("15s"), "{error}");

        let refused =
            Broken::start("HTTP/1.1 403 No\r\ncontent-length: 9\r\n\r\n{", Then::Stall).await;
        let error = only_error(
            with_patience(refused.origin(), 10 * SHORT)
                .contact_persons()
                .list_stream(),
        )
        .await;
        assert!(error.is_forbidden(), "its status says enough: {error:?}");
    }
}

#[tokio::test]
async fn stream_records_one_span() {
    let good = contact_person();
    for (body, class) in [
        (format!("[{good},{good}]"), None),
        (format!("[{good},1,{good}]"), Some("decode")),
        (format!("[{good}"), Some("decode")),
    ] {
        let (_service, client) = responding(body).await;
        let trace = Trace::start();
        all(client.contact_persons().list_stream()).await;
        let spans = trace.spans("catalogs.call");
        let [span] = &spans[..] else {
            panic!("{} spans", spans.len())
        };
        let field = |name: &str| span.fields.get(name).map(String::as_str);
        assert_eq!(field("operation"), Some("list_contact_persons"));
        assert_eq!(field("http.response.status_code"), Some("200"));
        assert_eq!(field("error.type"), class);
        assert!(!trace.text().contains("Иванова"));
    }
}

/// A stream can be sent to another task, and be used as any stream is.
#[tokio::test]
async fn list_stream_is_a_send_stream() {
    fn is_stream<S: futures_util::Stream<Item = Result<ContactPerson, Error>> + Send + Unpin>(
        _: &S,
    ) {
    }
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Gateway);
    is_stream(&client.contact_persons().list_stream());
    let list: ListStream<Organization> = client.organizations().list_stream();
    assert_eq!(format!("{list:?}"), "ListStream { .. }");
    assert!(!tokio::spawn(entities(list)).await.unwrap().is_empty());
}
