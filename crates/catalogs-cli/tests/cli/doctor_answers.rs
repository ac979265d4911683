//! `catalogs doctor` where a service answers what the sandbox never does.

use std::process::Command;

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::{Value, json};

use crate::support::{API_TOKEN, CANARY, Ran, Route, World};

const ID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

/// A service as the sandbox plays it, with some answers of its own: by the end of the path.
struct Bent {
    server: MockServer,
    world: World,
}

impl Bent {
    fn new(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> Self {
        Self::with_headers(answer, Vec::new())
    }

    fn with_headers(
        answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static,
        headers: Vec<(String, String)>,
    ) -> Self {
        let server = MockServer::start();
        server.mock(|when, then| {
            when.is_true(|_| true);
            then.respond_with(move |request: &HttpMockRequest| {
                let path = request.uri().path().to_owned();
                let path = path.trim_start_matches("/v1.2/catalogs");
                let token = request.headers().get("authorization").cloned();
                let (status, body) = match token.is_some_and(|token| token == "Bearer none") {
                    // The doctor's look at the connection, without a token.
                    true => (401, "{}".to_owned()),
                    false => answer(path),
                };
                let mut all = headers.clone();
                all.push(("content-type".to_owned(), "application/json".to_owned()));
                HttpMockResponse::builder()
                    .status(status)
                    .headers(all)
                    .body(body)
                    .build()
            });
        });
        Self {
            server,
            world: World::new(),
        }
    }

    fn examine(&self, args: &[&str]) -> (Ran, String) {
        let report = self.world.folder.path().join("doctor.md");
        let mut command: Command = self.world.on(Route::Direct);
        command
            .env("ATI_BASE_URL", self.server.base_url())
            .arg("doctor")
            .args(args)
            .arg("--report")
            .arg(&report);
        let ran = Ran::of(&mut command);
        let report = std::fs::read_to_string(report).expect("a report");
        assert!(!report.contains(CANARY), "{report}");
        assert!(!report.contains("127.0.0.1"), "{report}");
        (ran, report)
    }
}

fn organization() -> Value {
    json!({
        "id": ID, "name": "canary name", "ownership": 1, "residency": 1, "inn": "canary inn",
        "phone": "canary phone", "extra_phone": null, "docs_address": null,
        "all_departments_allowed": false, "department_ids": [7], "addresses": [], "contact_persons": [],
    })
}

/// What answers everything, with these organizations.
fn service(organizations: Value) -> impl Fn(&str) -> (u16, String) {
    let first = organizations.get(0).cloned().unwrap_or_default();
    move |path| match path {
        "/organizations" | "/organizations/filter" => (200, organizations.to_string()),
        "/organizations/addresses"
        | "/organizations/contactPersons"
        | "/organizations/addresses/types" => (200, "[]".to_owned()),
        path if path.ends_with(ID) => (200, first.to_string()),
        _ => (
            404,
            json!({"error_code": "organization_not_found", "reason": "none"}).to_string(),
        ),
    }
}

#[test]
fn nonconforming_responses_are_described() {
    let with = |field: &str, value: Value| {
        let mut changed = organization();
        changed[field] = value;
        changed
    };
    let mut without = organization();
    without
        .as_object_mut()
        .expect("an object")
        .remove("contact_persons");
    let cases = [
        (
            json!([
                organization(),
                with("name", json!(null)),
                with("name", json!(null))
            ]),
            "$[*].name: expected a string, came null; in 2 of 3",
        ),
        (
            json!([organization(), with("residency", json!(9))]),
            "$[*].residency: expected one of ",
        ),
        (json!([with("residency", json!({}))]), "came {}; in 1 of 1"),
        (
            json!([with("nickname", json!("canary nickname"))]),
            "$[*].nickname: expected no such field, came a string of 15 characters; in 1 of 1",
        ),
        (
            json!([with("canary@example.com", json!(1))]),
            "$[*].…: expected no such field, came a whole number; in 1 of 1",
        ),
        (
            json!([organization(), without]),
            "$[*].contact_persons: expected the documented field, came nothing; in 1 of 2",
        ),
        (
            json!([with(
                "docs_address",
                json!({"postcode": 1, "city_id": 1, "street_name": "", "house_no": "", "office_no": ""})
            )]),
            "$[*].docs_address.postcode: expected a string",
        ),
    ];
    for (organizations, expected) in cases {
        let bent = Bent::new(service(organizations));
        let (ran, report) = bent.examine(&[]);
        let ran = ran.fails(1).prints(expected);
        assert!(report.contains(expected), "{expected}: {report}");
        assert!(ran.err.contains("list_organizations: "), "{ran:?}");
    }
}

#[test]
fn differences_are_data_in_json() {
    let mut bent = organization();
    bent["name"] = json!(7);
    let bent = Bent::new(service(json!([bent])));
    let (ran, _) = bent.examine(&["-o", "json"]);
    let result = ran.fails(1).json();
    let checks = result["checks"].as_array().expect("checks");
    let list = checks.iter().find(|it| it["name"] == "list_organizations");
    let difference = json!({"path": "$[*].name", "expected": "a string", "came": ["a whole number"], "count": 1, "of": 1});
    assert_eq!(list.expect("the check")["differences"], json!([difference]));
}

#[test]
fn empty_service_leaves_claims_unsettled() {
    let bent = Bent::new(service(json!([])));
    let (ran, _) = bent.examine(&[]);
    ran.ok()
        .prints("get_organization       the list is empty")
        .prints("nullable               not settled: there is no organization to look at");
}

#[test]
fn rejected_headers_differ_from_rejected_token() {
    let bent = Bent::new(|_| {
        let body = json!({"error_code": "bad_header", "reason": "User-Agent: canary's integrator is not known"});
        (400, body.to_string())
    });
    let (ran, report) = {
        // What the service says in words is for the user alone.
        let report = bent.world.folder.path().join("doctor.md");
        let output = bent
            .world
            .on(Route::Direct)
            .env("ATI_BASE_URL", bent.server.base_url())
            .args(["doctor", "--report"])
            .arg(&report)
            .output()
            .expect("it runs");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        (
            (output.status.code(), text),
            std::fs::read_to_string(report).expect("a report"),
        )
    };
    assert_eq!(ran.0, Some(2), "{ran:?}");
    assert!(
        ran.1
            .contains("✗ problem  headers                refused: the service answered 400"),
        "{ran:?}"
    );
    assert!(!report.contains(CANARY), "{report}");
    assert!(!ran.1.contains(API_TOKEN));
}

#[test]
fn web_site_is_a_wrong_base_url() {
    let bent = Bent::new(|_| (404, "<html>canary</html>".to_owned()));
    let (ran, _) = bent.examine(&[]);
    ran.fails(2).prints("404").says("check the base URL");
}

#[test]
fn deleted_entity_is_not_a_wrong_base_url() {
    let answer = service(json!([organization()]));
    let bent = Bent::new(move |path| match path {
        path if path.ends_with(ID) => answer("/nobody"),
        path => answer(path),
    });
    let (ran, _) = bent.examine(&[]);
    assert!(!ran.err.contains("base URL"), "{ran:?}");
    ran.fails(3)
        .says("somebody may have deleted it")
        .prints("list_contact_persons   0 entries");
}

#[test]
fn wrong_clock_is_a_warning() {
    let date = (
        "date".to_owned(),
        "Sun, 06 Nov 1994 08:49:37 GMT".to_owned(),
    );
    let bent = Bent::with_headers(service(json!([organization()])), vec![date]);
    let (ran, _) = bent.examine(&[]);
    ran.fails(1)
        .prints("s ahead of the service")
        .prints("set this machine's clock");
}

#[test]
fn web_page_accepts_neither_headers_nor_token() {
    for status in [200, 400, 401, 403] {
        let bent = Bent::new(move |_| (status, "<html><title>Portal</title></html>".to_owned()));
        let (ran, _) = bent.examine(&[]);
        for check in ["headers  ", "token accepted"] {
            let line = ran.out.lines().find(|line| line.contains(check));
            let line = line.expect("each check has a line");
            assert!(
                !line.contains("✓ ok") && !line.contains("refused"),
                "{status}: {line}"
            );
        }
        assert_ne!(ran.code, 0, "{status}");
    }
}

#[test]
fn field_errors_are_not_in_the_report() {
    let body = json!({ "title": "t", "errors": { "inn": [CANARY] }, "traceId": CANARY });
    for status in [403, 409, 500] {
        let body = body.to_string();
        let bent = Bent::new(move |_| (status, body.clone()));
        let report = bent.world.folder.path().join("doctor.md");
        let mut doctor = bent.world.on(Route::Direct);
        doctor.env("ATI_BASE_URL", bent.server.base_url());
        let output = doctor.args(["doctor", "--report"]).arg(&report).output();
        assert!(!output.expect("it runs").status.success());
        let report = std::fs::read_to_string(report).expect("a report");
        assert!(!report.contains(CANARY), "{status}: {report}");
    }
}
