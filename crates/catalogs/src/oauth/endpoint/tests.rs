use super::*;
use crate::oauth::test_endpoint::{CANARY, Response, SECRET, TestEndpoint, refused, tokens};

const REFRESH: &str = "canary+refresh/токен";

fn refresh_token() -> RefreshToken {
    RefreshToken::new(REFRESH)
}

async fn refresh(script: impl IntoIterator<Item = Response>) -> (Result<Tokens, Failure>, usize) {
    let server = TestEndpoint::start(script).await;
    let endpoint = server.endpoint(TokenBody::Json);
    let result = endpoint.ask(Grant::Refresh(&refresh_token())).await;
    (result, server.count())
}

#[tokio::test]
async fn request_has_the_configured_body_format() {
    let token = refresh_token();
    let cases = [
        (
            TokenBody::Json,
            Grant::Refresh(&token),
            "application/json",
            r#"{"client_id":"my app","client_secret":"canary-client-secret","grant_type":"refresh_token","refresh_token":"canary+refresh/токен"}"#,
        ),
        (
            TokenBody::Json,
            Grant::Code("canary\"code"),
            "application/json",
            r#"{"client_id":"my app","client_secret":"canary-client-secret","code":"canary\"code","grant_type":"authorization_code"}"#,
        ),
        (
            TokenBody::Form,
            Grant::Refresh(&token),
            "application/x-www-form-urlencoded",
            "client_id=my+app&client_secret=canary-client-secret&grant_type=refresh_token&refresh_token=canary%2Brefresh%2F%D1%82%D0%BE%D0%BA%D0%B5%D0%BD",
        ),
        (
            TokenBody::Form,
            Grant::Code("a&b=c"),
            "application/x-www-form-urlencoded",
            "client_id=my+app&client_secret=canary-client-secret&code=a%26b%3Dc&grant_type=authorization_code",
        ),
    ];
    for (format, grant, content_type, expected) in cases {
        let server = TestEndpoint::start([tokens("a", None)]).await;
        let endpoint = server.endpoint(format);
        assert!(endpoint.ask(grant).await.is_ok());
        let (head, body) = server.request(0);
        assert_eq!(body, expected);
        assert!(head.starts_with("post /oauth2/token http/1.1"), "{head}");
        for header in [
            format!("content-type: {content_type}"),
            "accept: application/json".to_owned(),
            "user-agent: ati_integrator_64357".to_owned(),
        ] {
            assert!(head.lines().any(|line| line == header), "{head}");
        }
        assert!(!format!("{endpoint:?}").contains(CANARY));
    }
}

#[tokio::test]
async fn error_response_is_classified_without_secrets() {
    let echo = format!(r#"{{"error_code":"x","reason":"нет {REFRESH}, ({SECRET}) вот"}}"#);
    // Status, body, whether it is final, whether the token may be used up, and what is said.
    let cases: Vec<(u16, &str, bool, bool, &str)> = vec![
        (
            400,
            r#"{"error":"invalid_grant"}"#,
            true,
            false,
            "400 Bad Request (invalid_grant)",
        ),
        (
            401,
            r#"{"error":"invalid_client"}"#,
            true,
            false,
            "401 Unauthorized (invalid_client)",
        ),
        (
            400,
            r#"{"Error":"own","Reason":"Срок истёк"}"#,
            true,
            false,
            "(own): Срок истёк",
        ),
        (
            200,
            r#"{"error":"invalid_grant"}"#,
            true,
            false,
            "200 OK (invalid_grant)",
        ),
        (404, r#"{"error":"invalid_grant"}"#, true, false, "404"),
        (401, "", true, false, "401 Unauthorized"),
        (400, &echo, true, false, "(x): нет *** *** вот"),
        (
            400,
            r#"{"message":"Токен отозван"}"#,
            true,
            false,
            "Токен отозван",
        ),
        (400, "token revoked", true, false, "token revoked"),
        (400, "<html>canary</html>", false, false, "400"),
        (400, "", false, false, "400"),
        (401, "<html>canary</html>", false, false, "401"),
        (403, "<html>canary</html>", false, false, "403"),
        (404, "", false, false, "404"),
        (302, "", false, false, "302"),
        (415, "", false, false, "415 Unsupported Media Type"),
        (429, r#"{"error":"slow_down"}"#, false, false, "429"),
        (500, r#"{"error":"invalid_grant"}"#, false, true, "500"),
        (503, "<html>canary</html>", false, true, "503"),
        (200, "canary", false, true, "no JSON object"),
        (200, r#"{"error":"odd"}"#, false, true, "no `access_token`"),
    ];
    for (status, body, is_final, unknown, expected) in cases {
        let (result, count) = refresh([Response::Is(status, body.to_owned())]).await;
        let failure = result.unwrap_err();
        let text = failure.error.to_string();
        assert_eq!(failure.error.is_refused(), is_final, "{status} {body}");
        assert_eq!(failure.unknown, unknown, "{status} {body}");
        assert!(text.contains(expected), "{text}");
        assert!(!format!("{failure:?} {text}").contains(CANARY), "{text}");
        assert_eq!(count, 1, "{status} {body}");
    }
}

#[tokio::test]
async fn refresh_is_retried_once_after_connection_loss() {
    let (result, count) = refresh([Response::Broken, tokens("a", None)]).await;
    assert!(result.is_ok());
    assert_eq!(count, 2);

    let (result, count) = refresh([Response::Broken, Response::Broken]).await;
    let failure = result.unwrap_err();
    assert!(failure.unknown && !failure.error.is_refused());
    assert!(
        failure
            .error
            .to_string()
            .contains("broke before its response came")
    );
    assert!(std::error::Error::source(&failure.error).is_some());
    assert_eq!(count, 2);

    let (result, _) = refresh([Response::Broken, refused()]).await;
    let failure = result.unwrap_err();
    assert!(failure.unknown && failure.error.is_refused());
}

#[tokio::test]
async fn code_exchange_is_not_retried() {
    let server = TestEndpoint::start([Response::Broken]).await;
    let error = server.app().exchange_code("canary-code").await.unwrap_err();
    assert!(!error.is_refused());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn refused_connection_reports_nothing_sent() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("http://{closed}/token");
    let url = crate::url_policy::protected_url(&url, "", "", false).unwrap();
    let http = HttpOptions::new();
    let endpoint =
        Endpoint::new("a".into(), SECRET.into(), url, TokenBody::Json, None, &http).unwrap();
    let failure = endpoint
        .ask(Grant::Refresh(&refresh_token()))
        .await
        .unwrap_err();
    assert!(!failure.unknown && !failure.error.is_refused());
    assert!(failure.error.to_string().contains("nothing was sent"));
}

#[tokio::test]
async fn oversized_response_is_rejected() {
    let fits = format!(
        r#"{{"access_token":"a"{}}}"#,
        " ".repeat(MAX_RESPONSE_BYTES - 20)
    );
    assert!(fits.len() == MAX_RESPONSE_BYTES && refresh([Response::Is(200, fits)]).await.0.is_ok());
    let long = format!(
        r#"{{"access_token":"a"{}}}"#,
        " ".repeat(MAX_RESPONSE_BYTES)
    );
    let failure = refresh([Response::Is(200, long)]).await.0.unwrap_err();
    assert!(failure.error.to_string().contains("too long"));
    assert!(failure.unknown);
}

#[test]
fn possible_secrets_are_masked() {
    let secrets = ["0A_canary_0123456789", "code"];
    let cases = [
        ("срок токена истёк", "срок токена истёк"),
        ("token 0A_canary_0123456789 expired", "token *** expired"),
        ("token 0A_canary_0123… expired", "token *** expired"),
        ("token '0A_canary_01' expired", "token *** expired"),
        ("token=0A_canary_0123456789;", "***"),
        ("id 0123456789", "id ***"),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(text, &secrets), expected);
    }
    let long = "x".repeat(MAX_WORD_CHARS + 1);
    assert_eq!(masked(&format!("a {long}"), &secrets), "a ***");
}
