use super::*;
use crate::oauth::{
    OAuthApp,
    test_endpoint::{TestEndpoint, tokens},
};

fn app() -> OAuthApp {
    let app = OAuthApp::builder()
        .client_id("my app")
        .client_secret("canary-secret");
    app.build().unwrap()
}

#[test]
fn authorization_url_has_client_id_and_state() {
    let flow = app().consent("https://app.example/back?a=b&c=d").unwrap();
    let state = ConsentState::new("s 1");
    let base = "https://id.ati.su/oauth2/?client_id=my+app&redirect_uri=https%3A%2F%2Fapp.example\
                %2Fback%3Fa%3Db%26c%3Dd&response_type=code";
    assert_eq!(flow.authorization_url(&state), format!("{base}&state=s+1"));
    let flow = flow.scope("a b");
    assert_eq!(
        flow.authorization_url(&state),
        format!("{base}&scope=a+b&state=s+1")
    );
    assert_ne!(
        ConsentState::random().expose_secret(),
        ConsentState::random().expose_secret()
    );
}

#[test]
fn invalid_redirect_uri_is_rejected() {
    for (address, accepted) in [
        ("https://app.example/callback", true),
        ("http://localhost:8080/", true),
        ("my-app:/callback", true),
        ("app.example", false),
        ("", false),
        ("https://app.example/#a", false),
    ] {
        let flow = app().consent(address);
        assert_eq!(flow.is_ok(), accepted, "{address}");
        assert!(
            flow.err()
                .is_none_or(|error| error.setting() == Some("redirect_uri"))
        );
    }
}

#[test]
fn callback_with_wrong_state_gives_no_code() {
    let flow = app().consent("https://app.example/callback").unwrap();
    let state = ConsentState::new("canary");
    let mismatch = "the state in the callback";
    let cases = [
        (
            "https://app.example/callback?code=a%2Bb&state=canary",
            Ok("a+b"),
        ),
        ("/callback?state=canary&code=a#fragment", Ok("a")),
        ("code=a&state=canary&more=1", Ok("a")),
        ("?code=a&state=canary", Ok("a")),
        ("code=a", Err(mismatch)),
        ("code=a&state=", Err(mismatch)),
        ("code=a&state=other", Err(mismatch)),
        ("code=a&state=canary&state=canary", Err(mismatch)),
        ("error=access_denied", Err(mismatch)),
        ("", Err(mismatch)),
        ("https://app.example/callback", Err(mismatch)),
        ("state=canary", Err("holds no code")),
        ("code=&state=canary", Err("holds no code")),
        ("code=a&code=b&state=canary", Err("holds no code")),
        (
            "error=access_denied&state=canary",
            Err("the user did not consent"),
        ),
        (
            "error=server_error&state=canary&code=a",
            Err("(server_error)"),
        ),
        ("error=&state=canary&code=a", Err("reports an error")),
        (
            "error=%3Cscript%3Ecanary&state=canary",
            Err("reports an error"),
        ),
    ];
    for (callback, expected) in cases {
        match (flow.code_from_callback(callback, &state), expected) {
            (Ok(code), Ok(expected)) => assert_eq!(code.expose_secret(), expected),
            (Err(error), Err(expected)) => {
                assert!(error.is_refused());
                assert!(error.to_string().contains(expected), "{callback}: {error}");
                assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
            }
            (result, _) => panic!("{callback}: {result:?}"),
        }
    }
    assert!(!format!("{flow:?} {state:?}").contains("canary"));
}

#[test]
fn build_with_invalid_settings_fails() {
    let url = "http://127.0.0.1:1/";
    let cases = [
        ("", "s", url, url, "`client_id`"),
        ("a", " ", url, url, "`client_secret`"),
        (
            "a",
            "canary",
            "http://api.ati.su/oauth2/token",
            url,
            "`token_url`",
        ),
        ("a", "canary", url, "http://id.ati.su/", "`consent_url`"),
    ];
    for (id, secret, token_url, consent_url, expected) in cases {
        let app = OAuthApp::builder().client_id(id).client_secret(secret);
        let error = app
            .token_url(token_url)
            .consent_url(consent_url)
            .build()
            .unwrap_err();
        assert!(error.is_configuration());
        assert!(error.to_string().contains(expected), "{error}");
        let setting = error.setting().unwrap();
        assert!(expected.contains(setting), "{setting}");
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }
    assert!(!format!("{:?}", app()).contains("canary"));
}

#[tokio::test]
async fn exchanged_code_gives_the_first_tokens() {
    let script = [
        tokens("canary-a", Some("canary-r")),
        tokens("canary-b", None),
    ];
    let server = TestEndpoint::start(script).await;
    let app = server.app();
    let first = app.exchange_code("canary-code").await.unwrap();
    assert!(!format!("{first:?}").contains("canary"));
    let source = app.refreshing_from(first).build().unwrap();
    assert_eq!(source.refresh_token().expose_secret(), "canary-r");
    let token = crate::oauth::TokenSource::token(&source).await.unwrap();
    assert_eq!(token.expose_secret(), "canary-a");
    assert_eq!(server.count(), 1);

    let second = app.exchange_code("canary-code").await.unwrap();
    assert!(
        app.refreshing_from(second)
            .build()
            .unwrap_err()
            .is_configuration()
    );
}
