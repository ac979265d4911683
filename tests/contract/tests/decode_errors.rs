//! Answers that cannot be used: where is said, and never what stood there.

use catalogs::{Error, Operation};
use contract_tests::{
    client,
    fixtures::{organization, with, without},
    service::{Reply, Service},
};
use serde_json::json;
use uuid::Uuid;

/// A value that must never be in an error.
const VALUE: &str = "Секретов-канарейка-777777";

fn assert_decode(error: &Error, status: u16, path: &str) {
    assert!(error.is_decode(), "{error}");
    assert_eq!(
        (error.status(), error.path()),
        (Some(status), Some(path).filter(|path| *path != ".")),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ] {
        for part in [VALUE, "Секретов", "777777"] {
            assert!(!shown.contains(part), "{shown}");
        }
    }
}

#[tokio::test]
async fn missing_or_malformed_id_is_named_in_the_error() {
    let bad = [
        json!(null),
        json!(""),
        json!(VALUE),
        json!(777_777),
        json!({ "v": VALUE }),
        json!([VALUE]),
    ];
    let places = [
        ("", "[1]", "[1].id"),
        ("/addresses/0", "[1].addresses[0]", "[1].addresses[0].id"),
        (
            "/contact_persons/0",
            "[1].contact_persons[0]",
            "[1].contact_persons[0].id",
        ),
        (
            "/addresses/0/contact_persons/0",
            "[1].addresses[0].contact_persons[0]",
            "[1].addresses[0].contact_persons[0].id",
        ),
    ];
    for (pointer, without_id, with_id) in places {
        let named = with(organization(), "/name", json!(VALUE));
        let pointer = format!("{pointer}/id");
        let missing = (without(named.clone(), &pointer), without_id);
        let wrong = bad
            .iter()
            .map(|id| (with(named.clone(), &pointer, id.clone()), with_id));
        for (bent, path) in wrong.chain([missing]) {
            for status in [200, 201] {
                let response = json!([organization(), bent]);
                let service = Service::always(Reply::json(status, &response)).await;
                let error = client(&service.origin())
                    .organizations()
                    .list()
                    .await
                    .unwrap_err();
                assert_decode(&error, status, path);
                assert_eq!(error.operation(), Some(Operation::ListOrganizations));
            }
        }
    }
}

#[tokio::test]
async fn unusable_responses_are_decode_errors() {
    let cases: Vec<(u16, Vec<u8>, &str)> = vec![
        (
            200,
            with(organization(), "/name", json!([VALUE]))
                .to_string()
                .into(),
            "name",
        ),
        (
            201,
            with(organization(), "/ownership", json!(VALUE))
                .to_string()
                .into(),
            "ownership",
        ),
        (
            200,
            with(organization(), "/ownership", json!(3_000_000_000_u32))
                .to_string()
                .into(),
            "ownership",
        ),
        (
            200,
            with(organization(), "/docs_address/city_id", json!(VALUE))
                .to_string()
                .into(),
            "docs_address.city_id",
        ),
        (
            200,
            with(organization(), "/department_ids/1", json!(VALUE))
                .to_string()
                .into(),
            "department_ids[1]",
        ),
        (
            200,
            with(organization(), "/addresses", json!({ "v": VALUE }))
                .to_string()
                .into(),
            "addresses",
        ),
        (
            200,
            with(organization(), "/contact_persons/0", json!(VALUE))
                .to_string()
                .into(),
            "contact_persons[0]",
        ),
        (
            200,
            with(
                organization(),
                "/addresses/0/address_latitude",
                json!(VALUE),
            )
            .to_string()
            .into(),
            "addresses[0].address_latitude",
        ),
        (200, format!("\"{VALUE}\"").into(), "."),
        (200, format!("<html>{VALUE}</html>").into(), "."),
        (200, "".into(), "."),
        (204, "".into(), "."),
        (200, "null".into(), "."),
        (200, b"\xff\xfe".to_vec(), "."),
        (200, format!("{}{VALUE}", organization()).into(), "."),
    ];
    for (status, body, path) in cases {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let service = Service::always(Reply::new(status, body)).await;
        let error = client(&service.origin())
            .organizations()
            .get(Uuid::nil())
            .await;
        let error = error.expect_err(&shown);
        assert_decode(&error, status, path);
    }
}
