use serde_json::json;

use super::*;

/// 2026-05-01T12:00:00Z.
fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_777_636_800)
}

const HOUR: u64 = 60 * 60;

#[test]
fn expiry_is_read_in_both_spellings() {
    let cases = [
        (json!({}), 2 * HOUR),
        (json!({ "expires_in": 7200 }), 2 * HOUR),
        (json!({ "expires_in": 60.5 }), 60),
        (json!({ "expires_in": "3600" }), HOUR),
        (json!({ "expires_in": " 3600 " }), HOUR),
        // What is no lifetime counts as not said.
        (json!({ "expires_in": 0 }), 2 * HOUR),
        (json!({ "expires_in": -5 }), 2 * HOUR),
        (json!({ "expires_in": null }), 2 * HOUR),
        (json!({ "expires_in": "soon" }), 2 * HOUR),
        (json!({ "expires_in": "NaN" }), 2 * HOUR),
        (json!({ "expires_in": [3600] }), 2 * HOUR),
        (json!({ "expires_in": 1e300 }), 30 * 24 * HOUR),
        (json!({ "expires_in": "inf" }), 30 * 24 * HOUR),
        (json!({ "expires_in": u64::MAX }), 30 * 24 * HOUR),
        (json!({ "expire_time": "2026-05-01T13:00:00Z" }), HOUR),
        (json!({ "expire_time": "2026-05-01T16:00:00+03:00" }), HOUR),
        (
            json!({ "expire_time": "2026-05-01T13:00:00.1234567Z" }),
            HOUR,
        ),
        (json!({ "expire_time": "2026-05-01 13:00:00Z" }), HOUR),
        (json!({ "expire_time": "2026-05-01T13:00:00" }), HOUR),
        (json!({ "expire_time": "2026-05-01 13:00:00" }), HOUR),
        (
            json!({ "expire_time": "2026-05-01T13:00:00.1234567" }),
            HOUR,
        ),
        // Moscow time, but it does not say so: the usual lifetime bounds the mistake.
        (json!({ "expire_time": "2026-05-01T17:00:00" }), 2 * HOUR),
        (json!({ "expire_time": "2026-05-01T18:00:00Z" }), 6 * HOUR),
        // It passed: the clocks disagree.
        (json!({ "expire_time": "2026-05-01T11:00:00Z" }), 2 * HOUR),
        (json!({ "expire_time": "1500-05-01T11:00:00Z" }), 2 * HOUR),
        (
            json!({ "expire_time": "2126-05-01T11:00:00Z" }),
            30 * 24 * HOUR,
        ),
        (json!({ "expire_time": "tomorrow" }), 2 * HOUR),
        (json!({ "expire_time": "" }), 2 * HOUR),
        (json!({ "expire_time": 17 }), 2 * HOUR),
        (
            json!({ "expires_in": 60, "expire_time": "2026-05-01T13:00:00Z" }),
            60,
        ),
        (
            json!({ "expires_in": null, "expire_time": "2026-05-01T13:00:00Z" }),
            HOUR,
        ),
    ];
    for (response, expected) in cases {
        let lifetime = lifetime(
            response.get("expires_in"),
            response.get("expire_time"),
            noon(),
        );
        assert_eq!(lifetime.as_secs(), expected, "{response}");
    }
}

#[test]
fn response_gives_its_tokens() {
    let now = Instant::now();
    let read = |body: &str| Tokens::read(body.as_bytes(), now, noon());
    let tokens = read(r#"{"access_token":"a","refresh_token":"r","expires_in":60,"firm_id":1}"#);
    let tokens = tokens.unwrap();
    assert!(*tokens.access_token() == AccessToken::new("a"));
    assert_eq!(tokens.refresh_token().unwrap().expose_secret(), "r");
    assert_eq!(tokens.expires_at, now + Duration::from_secs(60));
    for body in [
        "\u{FEFF}{\"access_token\":\"a\"}",
        r#"{"access_token":"a","refresh_token":null}"#,
        r#"{"access_token":"a","refresh_token":" "}"#,
        r#"{"access_token":"a","refresh_token":7}"#,
    ] {
        assert!(read(body).unwrap().refresh.is_none(), "{body}");
    }
}

#[test]
fn response_without_token_is_rejected_without_secrets() {
    for body in [
        "",
        "canary",
        "<html>canary</html>",
        r#"["canary"]"#,
        r#"{"token":"canary"}"#,
        r#"{"access_token":null,"refresh_token":"canary"}"#,
        r#"{"access_token":"","refresh_token":"canary"}"#,
        r#"{"access_token":"canary canary"}"#,
        r#"{"access_token":"канарейка"}"#,
        r#"{"access_token":["canary"]}"#,
    ] {
        let problem = Tokens::read(body.as_bytes(), Instant::now(), noon()).unwrap_err();
        assert!(!problem.contains("canary"), "{problem}");
    }
}
