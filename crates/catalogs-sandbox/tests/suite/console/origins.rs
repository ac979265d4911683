//! Which hosts and origins the console responds to.

use super::*;

#[tokio::test]
async fn foreign_host_is_refused_with_421() -> Result {
    let sandbox = start().await?;
    let port = sandbox.origin().rsplit(':').next().unwrap_or_default();
    for path in [
        "/",
        "/console/settings",
        "/v1.2/catalogs/organizations",
        "/oauth2/",
    ] {
        let foreign = text(
            "GET",
            path,
            &[("Host", &format!("evil.example:{port}"))],
            "",
        );
        let seen = exchange(&sandbox, &foreign).await?;
        assert_eq!(seen.status(), 421, "{path}");
        assert!(
            !String::from_utf8_lossy(&seen.body).contains("evil"),
            "{path}"
        );
    }
    let local = text("GET", "/", &[("Host", &format!("localhost:{port}"))], "");
    assert_eq!(exchange(&sandbox, &local).await?.status(), 200);
    assert!(sandbox.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn allowed_host_is_its_own_origin() -> Result {
    let builder = Sandbox::builder().console(true);
    let sandbox = builder.allow_host("sandbox.example").start().await?;
    for host in ["sandbox.example:8418", "Sandbox.Example", "localhost:1"] {
        let (own, host) = (format!("http://{host}"), ("Host", host));
        let document = text("GET", "/console/openapi/gateway", &[host], "");
        let document = unchunked(&exchange(&sandbox, &document).await?);
        let document: Value = serde_json::from_slice(&document)?;
        let server = format!("{own}{}", Route::Gateway.prefix());
        assert_eq!(document["servers"], json!([{ "url": server }]));

        // Over http to such names, browsers send no Sec-Fetch-Site: the origin has to tell.
        for (origin, expected) in [(own.as_str(), 204), (sandbox.origin(), 403)] {
            let order = text("POST", "/console/reset", &[host, ("Origin", origin)], "");
            let seen = exchange(&sandbox, &order).await?;
            assert_eq!(seen.status(), expected, "{host:?} {origin}");
        }
    }
    let other = text("GET", "/", &[("Host", "other.example")], "");
    assert_eq!(exchange(&sandbox, &other).await?.status(), 421);
    Ok(())
}

#[tokio::test]
async fn consent_redirects_to_console_of_same_host() -> Result {
    let (host, own) = (
        "sandbox.example:8418",
        "http://sandbox.example:8418/console/consented",
    );
    let cases = [
        (true, host, own, true),
        (true, "localhost:8418", own, false),
        (
            true,
            host,
            "http://sandbox.example/console/consented",
            false,
        ),
        (true, host, "http://sandbox.example:8418/console/", false),
        // There is no such page.
        (false, host, own, false),
    ];
    for (console, host, redirect_uri, known) in cases {
        let builder = Sandbox::builder().oauth_client("client", "s3cret");
        let builder = builder.console(console).allow_host("sandbox.example");
        let sandbox = builder.start().await?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("client_id", "client")
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("decision", "allow");
        let form = form.finish();
        let headers = [
            ("Host", host),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let asked = text("GET", &format!("/oauth2/?{form}"), &headers, "");
        let decided = text("POST", "/oauth2/consent", &headers, &form);
        for (request, expected) in [(asked, 200), (decided, 302)] {
            let seen = exchange(&sandbox, &request).await?;
            let expected = if known { expected } else { 400 };
            assert_eq!(seen.status(), expected, "{host} {redirect_uri} {console}");
            let back = format!("{own}?code=");
            let location = seen.header("location");
            let leads_back = location.map(|location| location.starts_with(&back));
            assert_eq!(leads_back, (expected == 302).then_some(true));
        }
    }
    Ok(())
}

#[tokio::test]
async fn listen_address_is_an_allowed_host() -> Result {
    let elsewhere = std::net::Ipv4Addr::new(127, 0, 0, 2);
    if let Err(error) = std::net::TcpListener::bind((elsewhere, 0)) {
        eprintln!("skipped: this machine has no {elsewhere}: {error}");
        return Ok(());
    }
    let builder = Sandbox::builder().console(true).listen(elsewhere);
    let sandbox = builder.start().await?;
    for (host, expected) in [
        (host(&sandbox), 200),
        ("localhost", 200),
        ("127.0.0.3", 421),
    ] {
        let seen = exchange(&sandbox, &text("GET", "/", &[("Host", host)], "")).await?;
        assert_eq!(seen.status(), expected, "{host}");
    }
    Ok(())
}

#[tokio::test]
async fn cross_origin_orders_are_refused() -> Result {
    let sandbox = start().await?;
    let host = ("Host", host(&sandbox));
    let own = sandbox.origin();
    let fault = r#"{"fault": "429"}"#;
    let refused = [
        [
            ("Origin", "https://evil.example"),
            ("Sec-Fetch-Site", "cross-site"),
        ],
        [("Origin", "null"), ("Sec-Fetch-Site", "cross-site")],
        [
            ("Origin", "http://127.0.0.1:1"),
            ("Sec-Fetch-Site", "same-site"),
        ],
        [("Origin", own), ("Sec-Fetch-Site", "cross-site")],
    ];
    for [origin, site] in refused {
        for (method, path) in [
            ("POST", "/console/faults"),
            ("DELETE", "/console/faults"),
            ("POST", "/console/reset"),
        ] {
            let seen =
                exchange(&sandbox, &text(method, path, &[host, origin, site], fault)).await?;
            assert_eq!(seen.status(), 403, "{method} {path} {origin:?}");
        }
    }
    assert_eq!(sandbox.faults_pending(), 0);
    let page = [host, ("Origin", own), ("Sec-Fetch-Site", "same-origin")];
    let seen = exchange(&sandbox, &text("POST", "/console/faults", &page, fault)).await?;
    assert_eq!((seen.status(), sandbox.faults_pending()), (204, 1));
    Ok(())
}
