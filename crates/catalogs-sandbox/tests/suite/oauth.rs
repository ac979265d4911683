//! The OAuth 2.0 provider: consent, tokens, and what becomes of them.

use std::time::Duration;

use catalogs_sandbox::{
    Credential, Fault, Route, Sandbox, SandboxBuilder, TokenExpiry, TokenGrant,
};
use serde_json::{Value, json};

use crate::wire::{End, Result, Seen, exchange};

const CALLBACK: &str = "http://127.0.0.1:8080/callback?from=here";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

fn builder() -> SandboxBuilder {
    let builder = Sandbox::builder().check_headers(false);
    builder.oauth_client("ati-client", "s3cret")
}

async fn ask(sandbox: &Sandbox, method: &str, path: &str, media: &str, body: &str) -> Result<Seen> {
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\
         Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    exchange(sandbox, &request).await
}

/// Asks for tokens; what is in `more` comes on top of what every request needs.
async fn tokens(sandbox: &Sandbox, media: &str, more: Value) -> Result<(u16, Value)> {
    let (id, secret) = sandbox.oauth_client();
    let mut params = json!({"client_id": id, "client_secret": secret});
    let more = more.as_object().cloned().unwrap_or_default();
    for (name, value) in more {
        params[name] = value;
    }
    let body = if media == JSON {
        params.to_string()
    } else {
        let pairs = params.as_object().into_iter().flatten();
        let pairs = pairs.map(|(name, value)| (name, value.as_str().unwrap_or_default()));
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs).finish()
    };
    let seen = ask(sandbox, "POST", "/oauth2/token", media, &body).await?;
    assert_eq!(seen.header("cache-control"), Some("no-store"));
    let body = serde_json::from_slice(&seen.body)?;
    Ok((seen.status(), body))
}

async fn refreshed(sandbox: &Sandbox, token: &str) -> Result<(u16, Value)> {
    let grant = json!({"grant_type": "refresh_token", "refresh_token": token});
    tokens(sandbox, FORM, grant).await
}

async fn status_with(sandbox: &Sandbox, token: &str) -> Result<u16> {
    let request = crate::wire::request(sandbox, Route::Gateway, "GET", "/organizations", "");
    let request = request.replace(sandbox.oauth_token(), token);
    Ok(exchange(sandbox, &request).await?.status())
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn consent_path(changes: &[(&str, &str)]) -> String {
    let mut params = vec![
        ("client_id", "ati-client"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "catalogs"),
        ("state", "a b&c"),
    ];
    params.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    params.extend(changes);
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/oauth2/?{}", query.extend_pairs(params).finish())
}

#[tokio::test]
async fn consent_code_and_token_lead_to_a_call() -> Result {
    for media in [JSON, FORM] {
        let sandbox = builder().start().await?;
        let page = ask(&sandbox, "GET", &consent_path(&[]), "", "").await?;
        assert_eq!(page.status(), 200);
        let policy = page.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        let html = String::from_utf8(page.body)?;
        assert!(html.contains("value=\"a b&amp;c\""), "{html}");

        let query = consent_path(&[("decision", "allow")]);
        let form = query.trim_start_matches("/oauth2/?");
        let response = ask(&sandbox, "POST", "/oauth2/consent", FORM, form).await?;
        assert_eq!(response.status(), 302);
        let location = response.header("location").unwrap_or_default().to_owned();
        let rest = location.strip_prefix(CALLBACK).expect("back to the caller");
        let back: Vec<_> = form_urlencoded::parse(rest.as_bytes())
            .into_owned()
            .collect();
        assert_eq!(back[1], ("state".to_owned(), "a b&c".to_owned()));
        assert_eq!(back[0].0, "code");

        let grant = json!({
            "grant_type": "authorization_code", "code": back[0].1, "redirect_uri": CALLBACK,
        });
        let (status, body) = tokens(&sandbox, media, grant.clone()).await?;
        assert_eq!((status, text(&body, "token_type")), (200, "Bearer"));
        assert_eq!(body["expires_in"], 7200);
        assert_eq!(body["refresh_token"], sandbox.refresh_token());
        assert_eq!(
            status_with(&sandbox, text(&body, "access_token")).await?,
            200
        );
        let logged = sandbox.requests().pop().expect("it is logged");
        assert_eq!(logged.credential(), Credential::OauthToken);
        // A code is good once.
        let (status, body) = tokens(&sandbox, media, grant).await?;
        assert_eq!((status, text(&body, "error")), (400, "invalid_grant"));

        let logged = sandbox.token_requests();
        let grants: Vec<_> = logged.iter().map(|request| request.token_grant()).collect();
        assert_eq!(grants, [Some(TokenGrant::AuthorizationCode); 2]);
        assert_eq!(sandbox.effects()["oauth_token"], 1);
        for request in sandbox.requests() {
            if request.path().starts_with("/oauth2") {
                assert!(request.body().is_empty() && request.response_body().is_empty());
                assert_eq!(request.query(), None);
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn denied_consent_redirects_with_error() -> Result {
    let sandbox = builder().start().await?;
    let query = consent_path(&[("decision", "deny"), ("redirect_uri", "http://localhost/")]);
    let form = query.trim_start_matches("/oauth2/?");
    let response = ask(&sandbox, "POST", "/oauth2/consent", FORM, form).await?;
    let location = response.header("location");
    assert_eq!(
        location,
        Some("http://localhost/?error=access_denied&state=a+b%26c")
    );
    let path = consent_path(&[
        ("response_type", "token"),
        ("redirect_uri", "http://localhost/"),
    ]);
    let response = ask(&sandbox, "GET", &path, "", "").await?;
    let location = response.header("location").unwrap_or_default();
    assert!(
        location.contains("?error=unsupported_response_type"),
        "{location}"
    );
    Ok(())
}

#[tokio::test]
async fn unknown_redirect_uri_is_refused_and_escaped() -> Result {
    let sandbox = builder()
        .redirect_uri("https://app.example/back")
        .start()
        .await?;
    let bad = [
        ("client_id", "<script>alert(1)</script>"),
        ("client_id", ""),
        ("redirect_uri", "https://app.example/back/"),
        ("redirect_uri", "https://evil.example/?\"><script>"),
        ("redirect_uri", "http://127.0.0.1@evil.example/"),
        ("redirect_uri", "http://127.0.0.1/#fragment"),
        ("redirect_uri", "http://127.0.0.1/\r\nSet-Cookie: a=b"),
        ("redirect_uri", "javascript:alert(1)"),
        ("redirect_uri", ""),
    ];
    for change in bad {
        let path = consent_path(&[change]);
        let form = consent_path(&[change, ("decision", "allow")]);
        let form = form.trim_start_matches("/oauth2/?");
        for seen in [
            ask(&sandbox, "GET", &path, "", "").await?,
            ask(&sandbox, "POST", "/oauth2/consent", FORM, form).await?,
        ] {
            assert_eq!(
                (seen.status(), seen.header("location")),
                (400, None),
                "{change:?}"
            );
            assert!(seen.header("content-security-policy").is_some());
            assert!(!String::from_utf8(seen.body)?.contains("<script"));
        }
    }
    let nasty = "\"><script>alert('1')</script>";
    for name in ["state", "scope"] {
        let registered = ("redirect_uri", "https://app.example/back");
        let path = consent_path(&[(name, nasty), registered]);
        let seen = ask(&sandbox, "GET", &path, "", "").await?;
        let html = String::from_utf8(seen.body)?;
        assert!(
            html.contains("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)"),
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
    }
    Ok(())
}

#[tokio::test]
async fn invalid_token_requests_get_oauth_errors() -> Result {
    let sandbox = builder().start().await?;
    let code = || sandbox.authorization_code(CALLBACK);
    let cases = [
        (json!({}), 400, "invalid_request"),
        (
            json!({"grant_type": "password"}),
            400,
            "unsupported_grant_type",
        ),
        (
            json!({"grant_type": "refresh_token"}),
            400,
            "invalid_request",
        ),
        (
            json!({"grant_type": "authorization_code"}),
            400,
            "invalid_request",
        ),
        (
            json!({"grant_type": "refresh_token", "refresh_token": "other"}),
            400,
            "invalid_grant",
        ),
        (
            json!({"grant_type": "refresh_token", "refresh_token": sandbox.refresh_token(),
                "client_secret": "wrong"}),
            401,
            "invalid_client",
        ),
        (
            json!({"grant_type": "authorization_code", "code": code(), "redirect_uri": "other"}),
            400,
            "invalid_grant",
        ),
        (
            json!({"grant_type": "authorization_code", "code": code()}),
            200,
            "",
        ),
    ];
    for (params, status, error) in cases {
        let (seen, body) = tokens(&sandbox, JSON, params.clone()).await?;
        assert_eq!((seen, text(&body, "error")), (status, error));
        assert_eq!(body["error_description"].is_string(), status != 200);
    }
    let bodies = [
        ("text/plain", "grant_type=refresh_token"),
        (JSON, "[]"),
        (JSON, "{\"grant_type\": 1}"),
        (FORM, "grant_type=refresh_token&grant_type=refresh_token"),
    ];
    for (media, body) in bodies {
        let seen = ask(&sandbox, "POST", "/oauth2/token", media, body).await?;
        let response: Value = serde_json::from_slice(&seen.body)?;
        assert_eq!(
            (seen.status(), text(&response, "error")),
            (400, "invalid_request")
        );
    }
    for (method, path) in [
        ("GET", "/oauth2/token"),
        ("POST", "/oauth2/"),
        ("PUT", "/oauth2/consent"),
    ] {
        assert_eq!(ask(&sandbox, method, path, "", "").await?.status(), 405);
    }
    assert_eq!(
        ask(&sandbox, "GET", "/oauth2/other", "", "")
            .await?
            .status(),
        404
    );
    Ok(())
}

#[tokio::test]
async fn refresh_tokens_rotate_by_default() -> Result {
    let sandbox = builder().start().await?;
    let first = sandbox.refresh_token();
    let (status, body) = refreshed(&sandbox, &first).await?;
    assert_eq!(status, 200);
    assert_ne!(text(&body, "refresh_token"), first);
    assert_eq!(refreshed(&sandbox, &first).await?.0, 400);
    assert_eq!(
        refreshed(&sandbox, text(&body, "refresh_token")).await?.0,
        200
    );
    sandbox.revoke_refresh_tokens();
    let (status, body) = refreshed(&sandbox, text(&body, "refresh_token")).await?;
    assert_eq!((status, text(&body, "error")), (400, "invalid_grant"));
    assert_eq!(sandbox.refresh_token(), "");
    sandbox.reset();
    assert_eq!(sandbox.refresh_token(), first);

    let sandbox = builder()
        .rotate_refresh_tokens(false)
        .refresh_token("fixed");
    let sandbox = sandbox.start().await?;
    for _ in 0..2 {
        let (status, body) = refreshed(&sandbox, "fixed").await?;
        assert_eq!((status, body.get("refresh_token")), (200, None));
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn access_tokens_expire_on_paused_clock() -> Result {
    let hour = Duration::from_secs(3600);
    let sandbox = builder()
        .access_token_lifetime(hour)
        .token_expiry(TokenExpiry::ExpireTime)
        .start()
        .await?;
    let (_, body) = refreshed(&sandbox, &sandbox.refresh_token()).await?;
    assert!(body.get("expires_in").is_none());
    assert!(text(&body, "expire_time").ends_with('Z'), "{body}");
    let token = text(&body, "access_token");
    assert_eq!(status_with(&sandbox, token).await?, 200);
    tokio::time::advance(hour).await;
    assert_eq!(status_with(&sandbox, token).await?, 401);
    let logged = sandbox.requests().pop().expect("it is logged");
    assert_eq!(logged.credential(), Credential::ExpiredOauthToken);
    let response = logged.response_json().expect("an error");
    assert!(text(&response, "reason").contains("expired"));
    assert_eq!(status_with(&sandbox, sandbox.oauth_token()).await?, 200);

    let (_, body) = refreshed(&sandbox, &sandbox.refresh_token()).await?;
    sandbox.expire_access_tokens();
    for token in [text(&body, "access_token"), sandbox.oauth_token()] {
        assert_eq!(status_with(&sandbox, token).await?, 401);
    }
    Ok(())
}

#[tokio::test]
async fn unlimited_token_lifetime_is_capped() -> Result {
    let sandbox = builder().access_token_lifetime(Duration::MAX);
    let sandbox = sandbox
        .token_expiry(TokenExpiry::ExpireTime)
        .start()
        .await?;
    let (_, body) = refreshed(&sandbox, &sandbox.refresh_token()).await?;
    assert_eq!(body["expire_time"], "9999-12-31T23:59:59Z");
    assert_eq!(
        status_with(&sandbox, text(&body, "access_token")).await?,
        200
    );
    Ok(())
}

#[tokio::test]
async fn lost_token_response_loses_rotated_token() -> Result {
    let sandbox = builder().start().await?;
    let first = sandbox.refresh_token();
    sandbox.inject(Fault::unauthorized());
    sandbox.inject_for("oauth_token", Fault::reset().after_effect())?;
    let body = format!(
        "grant_type=refresh_token&refresh_token={first}&client_id=ati-client&client_secret=s3cret"
    );
    let seen = ask(&sandbox, "POST", "/oauth2/token", FORM, &body).await?;
    assert_eq!((seen.end, seen.head.as_str()), (End::Reset, ""));
    let logged = &sandbox.token_requests()[0];
    assert!(logged.took_effect());
    assert_eq!(logged.token_grant(), Some(TokenGrant::RefreshToken));
    assert_eq!(refreshed(&sandbox, &first).await?.0, 400);
    // What was queued for any request waits for one to the catalogs.
    assert_eq!(sandbox.faults_pending(), 1);
    assert_eq!(status_with(&sandbox, sandbox.oauth_token()).await?, 401);
    let shown = format!("{sandbox:?} {:?} {:?}", sandbox.requests(), builder());
    assert!(!shown.contains("s3cret") && !shown.contains(&first));
    Ok(())
}
