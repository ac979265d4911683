use super::*;
use crate::{
    Route,
    oauth::test_endpoint::{TestEndpoint, tokens},
};

fn explicit() -> Explicit {
    Explicit {
        auth: Some(Auth::api_token("explicit")),
        integrator_code: Some("1".to_owned()),
        base_url: Some("http://127.0.0.1:1".to_owned()),
        ..Explicit::default()
    }
}

fn with<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
    |name| {
        variables
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    }
}

fn token(settings: &Settings) -> String {
    settings.auth.header().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn explicit_settings_win_over_the_environment() {
    let environment = [
        (TOKEN, "from-environment"),
        (OAUTH_TOKEN, "both-set"),
        (CLIENT_ID, "half-set"),
        (INTEGRATOR_CODE, "2"),
        (BASE_URL, "http://127.0.0.1:2"),
    ];
    let settings = resolve(explicit(), with(&environment)).unwrap();
    assert_eq!(token(&settings), "Bearer explicit");
    assert_eq!(settings.integrator_code, "1");
    assert_eq!(settings.base_url.as_str(), "http://127.0.0.1:1/");
}

#[test]
fn environment_is_trimmed_and_wins_over_defaults() {
    let environment = [
        (OAUTH_TOKEN, " token\n"),
        (INTEGRATOR_CODE, "2 "),
        (BASE_URL, ""),
    ];
    let settings = resolve(Explicit::default(), with(&environment)).unwrap();
    assert_eq!(settings.auth.route(), Route::Gateway);
    assert_eq!(token(&settings), "Bearer token");
    assert_eq!(settings.integrator_code, "2");
    assert_eq!(settings.base_url.as_str(), "https://api.ati.su/");
    assert_eq!(settings.timeout, DEFAULT_TIMEOUT);
}

#[tokio::test]
async fn oauth_app_from_environment_renews_its_tokens() {
    let server = TestEndpoint::start([tokens("canary-a", None)]).await;
    let environment = [
        (CLIENT_ID, " my-app\n"),
        (CLIENT_SECRET, "canary-secret "),
        (REFRESH_TOKEN, " canary-refresh"),
        (OAUTH_URL, &server.url),
        (INTEGRATOR_CODE, "2"),
    ];
    let settings = resolve(Explicit::default(), with(&environment)).unwrap();
    assert_eq!(settings.auth.route(), Route::Gateway);
    assert!(!format!("{settings:?}").contains("canary"));
    let token = settings.auth.source().token().await.unwrap();
    assert_eq!(token.expose_secret(), "canary-a");
    let (head, body) = server.request(0);
    assert!(head.contains("user-agent: ati_integrator_2\r\n"), "{head}");
    for part in [r#""my-app""#, r#""canary-secret""#, r#""canary-refresh""#] {
        assert!(body.contains(part), "{body}");
    }
}

#[test]
fn error_names_the_variable_and_hides_the_token() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (&[], &["`auth`", TOKEN, OAUTH_TOKEN]),
        (
            &[(TOKEN, "canary"), (OAUTH_TOKEN, "canary")],
            &["both", TOKEN, OAUTH_TOKEN],
        ),
        (
            &[(TOKEN, "canary"), (REFRESH_TOKEN, "canary")],
            &["both", TOKEN, REFRESH_TOKEN, "`auth`"],
        ),
        (
            &[(OAUTH_TOKEN, "canary"), (CLIENT_ID, "canary")],
            &["both", OAUTH_TOKEN, CLIENT_ID],
        ),
        (
            &[
                (TOKEN, "canary"),
                (OAUTH_TOKEN, "canary"),
                (CLIENT_SECRET, "canary"),
            ],
            &["all of", TOKEN, OAUTH_TOKEN, CLIENT_SECRET],
        ),
        (
            &[(CLIENT_ID, "canary")],
            &["missing: ATI_CLIENT_SECRET, ATI_REFRESH_TOKEN"],
        ),
        (
            &[(CLIENT_ID, " "), (REFRESH_TOKEN, "canary")],
            &["missing: ATI_CLIENT_ID, ATI_CLIENT_SECRET"],
        ),
        (
            &[(CLIENT_SECRET, "canary"), (REFRESH_TOKEN, "canary")],
            &["missing: ATI_CLIENT_ID"],
        ),
        (
            &[
                (CLIENT_ID, "a"),
                (CLIENT_SECRET, "canary"),
                (REFRESH_TOKEN, "canary"),
                (OAUTH_URL, "http://api.ati.su/oauth2/token"),
            ],
            &[OAUTH_URL, "https"],
        ),
        (&[(OAUTH_URL, "http://127.0.0.1:1")], &["no token"]),
        (&[(TOKEN, " ")], &["no token"]),
        (
            &[(TOKEN, "canary canary")],
            &[TOKEN, "the token has characters"],
        ),
        (
            &[(TOKEN, "canary")],
            &["`integrator_code`", INTEGRATOR_CODE],
        ),
        (
            &[(TOKEN, "canary"), (INTEGRATOR_CODE, "ati_integrator_1")],
            &[INTEGRATOR_CODE, "64357"],
        ),
        (
            &[
                (TOKEN, "canary"),
                (INTEGRATOR_CODE, "1"),
                (BASE_URL, "api.ati.su"),
            ],
            &[BASE_URL, "https://"],
        ),
    ];
    for (variables, expected) in cases {
        let error = resolve(Explicit::default(), with(variables)).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(error.is_configuration());
        assert!(!text.contains("canary"), "{text}");
        for part in *expected {
            assert!(text.contains(part), "{text} does not name {part}");
        }
    }
}

#[test]
fn base_url_that_exposes_the_token_is_refused() {
    let cases = [
        ("https://api.ati.su", true),
        ("https://proxy.example/ati/", true),
        ("http://127.0.0.1:8080", true),
        ("http://localhost:8080/", true),
        ("http://[::1]:8080", true),
        ("http://api.ati.su", false),
        ("http://127.0.0.1.example", false),
        ("https://api.ati.su/v1.2/catalogs/", false),
        ("https://proxy.example/gw/oauth2/catalogs/v1.2", false),
        ("https://user:secret@api.ati.su", false),
        ("https://api.ati.su/?a=b", false),
        ("https://api.ati.su/#a", false),
        ("ftp://127.0.0.1", false),
        ("file:///etc/passwd", false),
        ("not a url", false),
    ];
    for (url, accepted) in cases {
        let settings = resolve(
            Explicit {
                base_url: Some(url.to_owned()),
                ..explicit()
            },
            |_| None,
        );
        match settings {
            Ok(_) => assert!(accepted, "{url} was accepted"),
            Err(error) => {
                assert!(!accepted, "{url}: {error}");
                assert!(error.to_string().contains("`base_url`"), "{error}");
                assert!(!error.to_string().contains("secret"), "{error}");
            }
        }
    }
}
