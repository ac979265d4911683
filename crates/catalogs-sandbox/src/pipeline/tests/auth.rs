//! Tokens, limit and required headers, in that order.

use std::time::Duration;

use super::*;

#[tokio::test]
async fn token_of_other_route_is_refused() {
    let harness = unlimited();
    use Credential::{ApiToken, Missing, NotBearer, OauthToken, Unknown};
    const DIRECT: &str = "/v1.2/catalogs/organizations";
    const GATEWAY: &str = "/gw/oauth2/catalogs/v1.2/organizations";
    let direct = [
        ("Bearer api", 200, "", ApiToken),
        (
            "Bearer oauth",
            401,
            "direct route takes the API token",
            OauthToken,
        ),
        ("Bearer wrong", 401, "is not known", Unknown),
        (
            "Basic api",
            401,
            "has to be Bearer <token>, once",
            NotBearer,
        ),
        ("", 401, "is missing", Missing),
    ];
    let gateway = [
        ("Bearer oauth", 200, "", OauthToken),
        ("Bearer api", 401, "takes an OAuth access token", ApiToken),
    ];
    let none = [("Bearer api", 404, "no such path", ApiToken)];
    let cases = direct.map(|case| (DIRECT, case)).into_iter();
    let cases = cases.chain(gateway.map(|case| (GATEWAY, case)));
    let cases = cases.chain(none.map(|case| ("/organizations", case)));
    for (path, (value, status, reason, credential)) in cases {
        let reply = harness
            .send_with("GET", path, "", &[("authorization", value)])
            .await;
        assert_eq!(reply.status, status, "{path} {value}");
        let said = reply.body["reason"].as_str().unwrap_or_default();
        assert!(said.contains(reason), "{path} {value}: {said}");
        let logged = harness.app.log().all().pop().expect("it is logged");
        assert_eq!(logged.credential(), credential);
        assert!(!format!("{logged:?}").contains("api\""), "{logged:?}");
    }
}

#[tokio::test]
async fn missing_headers_are_refused_unless_check_is_off() {
    let strict = unlimited();
    let lax = harness(SandboxBuilder::new().check_headers(false));
    let path = format!("/v1.2/catalogs{ORGANIZATION}");
    for (name, good) in GOOD_HEADERS {
        for (method, value, code) in [
            ("GET", "", "missing_header"),
            ("DELETE", "", "missing_header"),
            ("GET", "other", "invalid_header"),
        ] {
            let changes = [(name, value)];
            let reply = strict.send_with(method, &path, "", &changes).await;
            assert_eq!((reply.status, reply.code()), (400, code), "{method} {name}");
            let reason = reply.body["reason"].as_str().unwrap_or_default();
            assert!(reason.to_lowercase().contains(name), "{reason}");
            assert!(name == "user-agent" || reason.contains(good), "{reason}");
        }
        let reply = lax.send_with("GET", &path, "", &[(name, "")]).await;
        assert_eq!(reply.status, 200, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn eleventh_request_in_a_second_gets_429() {
    let harness = harness(SandboxBuilder::new());
    for _ in 0..10 {
        assert_eq!(harness.send("GET", "/organizations", "").await.status, 200);
    }
    let reply = harness.send("GET", "/organizations", "").await;
    assert_eq!((reply.status, reply.code()), (429, "too_many_requests"));
    assert!(!reply.headers.contains_key("retry-after"));
    tokio::time::advance(Duration::from_millis(999)).await;
    assert_eq!(harness.send("GET", "/organizations", "").await.status, 429);
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(harness.send("GET", "/organizations", "").await.status, 200);
}

#[tokio::test]
async fn checks_run_token_then_limit_then_headers() {
    let harness = harness(SandboxBuilder::new().rate_limit(RateLimit::per_second(0)));
    let path = "/v1.2/catalogs/organizations";
    let no_token = harness
        .send_with("POST", path, "", &[("authorization", "")])
        .await;
    assert_eq!(no_token.status, 401);
    let no_accept = harness
        .send_with("POST", path, "{", &[("accept", "")])
        .await;
    assert_eq!(no_accept.status, 429);
    assert_eq!(harness.send("GET", "/nothing", "").await.status, 429);
    // What was refused is in the log with its body and its operation.
    let logged = &harness.app.log().all()[1];
    assert_eq!(
        (logged.body(), logged.operation()),
        (&b"{"[..], Some("create_organization"))
    );
}

#[tokio::test]
async fn revoked_api_token_gets_401_until_reset() {
    let harness = unlimited();
    assert_eq!(harness.send("GET", "/organizations", "").await.status, 200);
    harness.app.provider().revoke_api_token();
    let reply = harness.send("GET", "/organizations", "").await;
    assert_eq!((reply.status, reply.code()), (401, "unauthorized"));
    let logged = harness.app.log().all().pop().expect("it is logged");
    assert_eq!(logged.credential(), Credential::RevokedApiToken);
    let gateway = "/gw/oauth2/catalogs/v1.2/organizations";
    let oauth = [("authorization", "Bearer oauth")];
    let reply = harness.send_with("GET", gateway, "", &oauth).await;
    assert_eq!(reply.status, 200);
    harness.app.reset();
    assert_eq!(harness.send("GET", "/organizations", "").await.status, 200);
}
