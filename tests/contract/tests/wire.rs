//! What goes over the wire, to the last header, and what comes back in any encoding.

use std::io::Write;

use catalogs::{
    DepartmentAccess, Operation, OrganizationDraft, Residency, Route,
    model::{CityId, DocsAddress, OwnershipId},
};
use contract_tests::{
    ROUTES, builder,
    calls::{Ids, call},
    client, client_on,
    fixtures::{address, contact_person, organization},
    service::{Reply, Seen, Service},
};
use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use serde_json::{Value, json};
use uuid::Uuid;

#[tokio::test]
async fn every_request_has_exactly_the_required_headers() {
    for route in ROUTES {
        let service = Service::always(Reply::new(500, "")).await;
        let client = client_on(&service.origin(), route, "t0ken");
        let host = service.origin().replace("http://", "");
        for operation in Operation::ALL {
            call(&client, *operation, &Ids::made_up())
                .await
                .unwrap_err();
            let [seen] = <[Seen; 1]>::try_from(service.take()).unwrap();
            let length = seen.body.len().to_string();
            let mut expected = vec![
                ("accept", "application/json"),
                ("accept-encoding", "gzip, deflate, br"),
                ("authorization", "Bearer t0ken"),
                ("content-type", "application/json"),
                ("host", &host),
                ("user-agent", "ati_integrator_64357"),
            ];
            if matches!(operation.method(), "POST" | "PUT") {
                expected.insert(3, ("content-length", &length));
            } else {
                assert_eq!(seen.body, b"");
            }
            let mut headers = seen.headers.clone();
            headers.sort();
            let headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(headers, expected, "{operation} over the {route} route");
            assert_eq!(seen.method, operation.method());
            assert_eq!(seen.header("api-version"), [""; 0]);
        }
    }
}

#[tokio::test]
async fn organization_is_sent_as_drafted() {
    let service = Service::always(Reply::json(200, &organization())).await;
    let draft = OrganizationDraft::builder()
        .name("ООО «Ромашка» \"и\" 🚚")
        .ownership(OwnershipId::new(5))
        .residency(Residency::Kazakhstan)
        .departments(DepartmentAccess::only([7, 9]))
        .inn("971240001315")
        .phone("+7 495 123-45-60")
        .docs_address(
            DocsAddress::builder()
                .postcode("101000")
                .city_id(CityId::new(4))
                .street_name("ул. Мясницкая")
                .house_no("15")
                .build(),
        )
        .addresses([Uuid::from_u128(1).into()])
        .build();
    client(&service.origin())
        .organizations()
        .create(&draft)
        .await
        .unwrap();
    let seen = service.only();
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("POST", "/v1.2/catalogs/organizations")
    );
    let expected = json!({
        "name": "ООО «Ромашка» \"и\" 🚚",
        "ownership": 5,
        "all_departments_allowed": false,
        "department_ids": [7, 9],
        "residency": 10,
        "inn": "971240001315",
        "phone": "+7 495 123-45-60",
        "extra_phone": null,
        "docs_address": {
            "postcode": "101000",
            "city_id": 4,
            "street_name": "ул. Мясницкая",
            "house_no": "15",
            "office_no": "",
        },
        "address_ids": ["00000000-0000-0000-0000-000000000001"],
        "contact_person_ids": [],
    });
    assert_eq!(seen.json(), expected);
    let sent = String::from_utf8(seen.body).unwrap();
    assert_eq!(
        sent.len(),
        expected.to_string().len(),
        "nothing is sent twice: {sent}"
    );
}

fn compressed(encoding: &str, plain: &[u8]) -> Vec<u8> {
    match encoding {
        "gzip" => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(plain).unwrap();
            encoder.finish().unwrap()
        }
        "deflate" => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(plain).unwrap();
            encoder.finish().unwrap()
        }
        "br" => {
            let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
            encoder.write_all(plain).unwrap();
            encoder.into_inner()
        }
        other => panic!("no such encoding: {other}"),
    }
}

#[tokio::test]
async fn compressed_responses_and_errors_are_read() {
    let persons = Value::from(vec![contact_person(); 50]).to_string();
    let refusal = json!({ "error_code": "e", "reason": "причина" }).to_string();
    for encoding in ["gzip", "deflate", "br"] {
        let small = compressed(encoding, persons.as_bytes());
        assert!(
            small.len() < persons.len() / 2,
            "{encoding}: it is compressed"
        );
        let reply = |status, body| Reply::new(status, body).header("content-encoding", encoding);

        let service = Service::always(reply(200, small)).await;
        let list = client(&service.origin())
            .contact_persons()
            .list()
            .await
            .unwrap();
        assert_eq!(list.len(), 50, "{encoding}");
        assert_eq!(serde_json::to_value(&list[49]).unwrap(), contact_person());

        let service = Service::always(reply(400, compressed(encoding, refusal.as_bytes()))).await;
        let error = client(&service.origin())
            .contact_persons()
            .list()
            .await
            .unwrap_err();
        assert_eq!(
            (error.status(), error.reason()),
            (Some(400), Some("причина")),
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn response_not_in_its_declared_encoding_is_an_error() {
    for encoding in ["gzip", "deflate", "br"] {
        let reply = |status| Reply::new(status, "{\"no\": \"compression\"}");
        let service = Service::always(reply(200).header("content-encoding", encoding)).await;
        let error = client(&service.origin())
            .addresses()
            .list()
            .await
            .unwrap_err();
        assert!(
            error.is_interrupted() || error.is_decode(),
            "{encoding}: {error}"
        );
        let service = Service::always(reply(503).header("content-encoding", encoding)).await;
        let error = client(&service.origin())
            .addresses()
            .list()
            .await
            .unwrap_err();
        assert_eq!(error.status(), Some(503), "{encoding}: {error}");
    }
}

#[tokio::test]
async fn slashes_are_not_doubled() {
    let service = Service::always(Reply::json(200, &address())).await;
    let id = Uuid::from_u128(7);
    for route in ROUTES {
        for (suffix, prefix) in [
            ("", ""),
            ("/", ""),
            ("/proxy", "/proxy"),
            ("/proxy/", "/proxy"),
            ("/a/b/", "/a/b"),
        ] {
            let client = client_on(&format!("{}{suffix}", service.origin()), route, "token");
            client.addresses().get(id).await.unwrap();
            let [seen] = <[Seen; 1]>::try_from(service.take()).unwrap();
            let expected = format!("{prefix}{}/organizations/addresses/{id}", route.prefix());
            assert_eq!(seen.path, expected, "{suffix}");
        }
    }
}

#[tokio::test]
async fn foreign_redirect_is_reported_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let target = Service::always(Reply::json(200, &json!([]))).await;
        let there = format!("{}/elsewhere?token=from-the-location", target.origin());
        let service = Service::always(Reply::new(status, "").header("location", &there)).await;
        let client = client_on(&service.origin(), Route::Gateway, "t0ken");
        for operation in Operation::ALL {
            let error = call(&client, *operation, &Ids::made_up())
                .await
                .unwrap_err();
            assert!(error.is_redirect(), "{error}");
            assert_eq!((error.status(), error.attempts()), (Some(status), 1));
            let text = error.to_string();
            assert!(text.contains(&target.origin()), "{text}");
            assert!(
                !text.contains("from-the-location") && !text.contains("t0ken"),
                "{text}"
            );
        }
        let asked = service.seen();
        assert_eq!(asked.len(), Operation::ALL.len());
        assert!(
            asked
                .iter()
                .all(|seen| seen.header("authorization") == ["Bearer t0ken"])
        );
        assert_eq!(target.seen().len(), 0, "{status}: nobody went there");
    }
}

#[tokio::test]
async fn clients_of_other_users_send_their_own_tokens() {
    let service = Service::always(Reply::json(200, &json!([]))).await;
    let first = builder(&service.origin(), Route::Direct, "first")
        .build()
        .unwrap();
    let second = first
        .with_auth(contract_tests::auth(Route::Gateway, "second"))
        .unwrap();
    second.addresses().list().await.unwrap();
    first.addresses().list().await.unwrap();
    let seen = service.seen();
    let asked: Vec<_> = seen
        .iter()
        .map(|seen| (seen.path.as_str(), seen.header("authorization")))
        .collect();
    assert_eq!(
        asked,
        [
            (
                "/gw/oauth2/catalogs/v1.2/organizations/addresses",
                vec!["Bearer second"]
            ),
            (
                "/v1.2/catalogs/organizations/addresses",
                vec!["Bearer first"]
            ),
        ]
    );
}
