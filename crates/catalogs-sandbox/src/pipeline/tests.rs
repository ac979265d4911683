use std::collections::HashSet;

use axum::body::Body;
use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt;

use super::*;
use crate::{builder::SandboxBuilder, rate_limit::RateLimit};

mod auth;
mod refusals;

const ORGANIZATION: &str = "/organizations/0a710001-0000-4000-8000-000000000001";
const GOOD_HEADERS: [(&str, &str); 4] = [
    ("user-agent", "ati_integrator_64357"),
    ("accept", "application/json"),
    ("content-type", "application/json"),
    ("accept-encoding", "gzip, deflate, br"),
];

/// A sandbox without a socket.
struct Harness {
    app: Arc<App>,
    _stop: watch::Sender<()>,
}

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Reply {
    fn code(&self) -> &str {
        self.body["error_code"].as_str().unwrap_or_default()
    }
}

fn harness(builder: SandboxBuilder) -> Harness {
    let builder = builder.api_token("api").oauth_token("oauth");
    let (stop, stopped) = watch::channel(());
    let app = App::new(builder.settings().expect("sound settings"), stopped);
    Harness {
        app: Arc::new(app),
        _stop: stop,
    }
}

fn unlimited() -> Harness {
    harness(SandboxBuilder::new().rate_limit(RateLimit::off()))
}

impl Harness {
    /// Sends a request as it should be to the direct route, and checks what holds of any response.
    async fn send(&self, method: &str, path: &str, body: &str) -> Reply {
        self.send_with(method, &format!("/v1.2/catalogs{path}"), body, &[])
            .await
    }

    /// The same to any path, with some headers changed; an empty value leaves one out.
    async fn send_with(
        &self,
        method: &str,
        path: &str,
        body: &str,
        changes: &[(&str, &str)],
    ) -> Reply {
        let mut headers = vec![("authorization", "Bearer api")];
        headers.extend(GOOD_HEADERS);
        headers.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        headers.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Body::from(body.to_owned()))
            .expect("a request");
        let response = compressed(router())
            .with_state(Arc::clone(&self.app))
            .oneshot(request)
            .await
            .expect("infallible");
        self.reply(&response)
    }

    fn reply(&self, response: &Response) -> Reply {
        let logged = self.app.log().all().pop().expect("every request is logged");
        assert_eq!(logged.status(), response.status().as_u16());
        let body = logged.response_json().unwrap_or(Value::Null);
        let contract = Contract::strict();
        match (logged.status(), logged.operation()) {
            (200, Some(operation)) => {
                assert_eq!(
                    contract.check_response(operation, 200, logged.response_body()),
                    []
                );
                assert!(
                    contract.missing_in_response(operation, &body).is_empty(),
                    "{body}"
                );
            }
            _ => {
                assert_eq!(contract.check_schema("Error", &body), []);
                assert!(body["error_code"].is_string(), "{body}");
                assert!(
                    body["reason"]
                        .as_str()
                        .is_some_and(|reason| reason.len() > 10),
                    "{body}"
                );
            }
        }
        if !logged.response_body().is_empty() {
            assert_eq!(
                response.headers()["content-type"],
                "application/json; charset=utf-8"
            );
        }
        Reply {
            status: logged.status(),
            headers: response.headers().clone(),
            body,
        }
    }
}

#[tokio::test]
async fn all_34_operation_routes_return_200() {
    let mut called = HashSet::new();
    for (route, token) in [
        (Route::Direct, "Bearer api"),
        (Route::Gateway, "Bearer oauth"),
    ] {
        for operation in Contract::strict().operations() {
            let harness = unlimited();
            let state = harness.app.address_book().snapshot();
            let records = match operation.path() {
                path if path.contains("{addressId}") => &state.addresses,
                path if path.contains("{contactPersonId}") => &state.contact_persons,
                _ => &state.organizations,
            };
            let id = records[0]["id"].as_str().expect("an id");
            let (front, back) = operation
                .path()
                .split_once('{')
                .unwrap_or((operation.path(), ""));
            let id = if back.is_empty() { "" } else { id };
            let path = format!("{}{front}{id}", route.prefix());
            let example = operation.request_schema().map(|_| match operation.id() {
                "filter_organizations" => json!({"departments": [7]}),
                other if other.ends_with("organization") => {
                    json!({"ownership": 1, "residency": 10, "all_departments_allowed": true})
                }
                _ => json!({"address_city_id": 1, "address_type": 2}),
            });
            let body = example.map(|body| body.to_string()).unwrap_or_default();
            let changes = [("authorization", token)];
            let reply = harness
                .send_with(operation.method(), &path, &body, &changes)
                .await;
            assert_eq!(
                reply.status,
                200,
                "{} {path}: {}",
                operation.id(),
                reply.body
            );
            let logged = harness.app.log().all().pop().expect("it is logged");
            assert_eq!(logged.operation(), Some(operation.id()));
            assert_eq!(logged.route(), Some(route));
            called.insert((route, operation.id()));
        }
    }
    assert_eq!(called.len(), 34);
}

#[tokio::test]
async fn create_read_replace_delete_round_trip() {
    let harness = harness(
        SandboxBuilder::new()
            .demo_data(false)
            .rate_limit(RateLimit::off()),
    );
    let person =
        json!({"name": "Анна", "phone": null, "extra_phone": 5, "email": null, "telegram": "@a"});
    let person = harness
        .send("POST", "/organizations/contactPersons", &person.to_string())
        .await
        .body;
    assert_eq!(person["telegram"], "@a");
    let address = json!({
        "address": "Минск", "address_city_id": 4, "address_latitude": 53.900_000_000_000_006,
        "address_longitude": 27.5, "note": null, "schedule_summary": "Пн-Пт", "address_type": 1,
        "contact_person_ids": [person["id"]],
    });
    let address = harness
        .send("POST", "/organizations/addresses", &address.to_string())
        .await
        .body;
    assert_eq!(address["contact_persons"], json!([person]));
    assert_eq!(address["address_latitude"], json!(53.900_000_000_000_006));
    let mut organization = json!({
        "name": "ООО «Ромашка»", "ownership": 1, "all_departments_allowed": false,
        "department_ids": [7], "residency": 3, "inn": null, "phone": null, "extra_phone": null,
        "docs_address": null, "address_ids": [address["id"]], "contact_person_ids": [],
    });
    let created = harness
        .send("POST", "/organizations", &organization.to_string())
        .await
        .body;
    assert_eq!(created["addresses"], json!([address]));

    let path = format!(
        "/organizations/{}",
        created["id"].as_str().expect("an id").to_uppercase()
    );
    assert_eq!(harness.send("GET", &path, "").await.body, created);
    assert_eq!(
        harness.send("GET", "/organizations", "").await.body,
        json!([created])
    );
    let filtered = harness
        .send("POST", "/organizations/filter", r#"{"departments": [7]}"#)
        .await;
    assert_eq!(filtered.body, json!([created]));
    let filtered = harness
        .send("POST", "/organizations/filter", r#"{"departments": [8]}"#)
        .await;
    assert_eq!(filtered.body, json!([]));

    organization["address_ids"] = json!([]);
    organization["name"] = json!("ООО «Лютик»");
    let replaced = harness
        .send("PUT", &path, &organization.to_string())
        .await
        .body;
    assert_eq!(
        (&replaced["id"], &replaced["addresses"]),
        (&created["id"], &json!([]))
    );

    let gone = harness.send("DELETE", &path, "").await;
    assert_eq!((gone.status, gone.body), (200, Value::Null));
    assert_eq!(
        harness
            .app
            .log()
            .all()
            .last()
            .map(|last| last.response_body().len()),
        Some(0)
    );
    let again = harness.send("DELETE", &path, "").await;
    assert_eq!(
        (again.status, again.code()),
        (404, "organization_not_found")
    );
    let state = harness.app.address_book().snapshot();
    assert_eq!((state.organizations.len(), state.addresses.len()), (0, 1));
}

#[tokio::test]
async fn reset_restores_data_limit_and_log() {
    let demo = crate::demo::address_book().snapshot();
    let saved = demo.to_json().to_string();
    let loaded = SandboxBuilder::new().demo_data(false).data(&saved);
    for builder in [SandboxBuilder::new(), loaded.expect("it was saved")] {
        let harness = harness(builder.rate_limit(RateLimit::per_second(1)));
        assert_eq!(harness.app.address_book().snapshot(), demo);
        assert_eq!(harness.send("DELETE", ORGANIZATION, "").await.status, 200);
        assert_ne!(harness.app.address_book().snapshot(), demo);
        assert_eq!(harness.send("DELETE", ORGANIZATION, "").await.status, 429);
        harness.app.reset();
        assert_eq!(harness.app.address_book().snapshot(), demo);
        assert!(harness.app.log().all().is_empty());
        assert_eq!(harness.send("DELETE", ORGANIZATION, "").await.status, 200);
    }
}
