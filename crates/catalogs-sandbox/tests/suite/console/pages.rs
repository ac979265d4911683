//! The pages, and when there are none.

use super::*;

#[tokio::test]
async fn console_is_off_by_default() -> Result {
    let sandbox = Sandbox::start().await?;
    for path in ["/", "/console/settings", "/console/events"] {
        assert_eq!(get(&sandbox, path).await?.status(), 404, "{path}");
    }
    // Whatever the host is called, as ever.
    let list = text(
        "GET",
        "/v1.2/catalogs/organizations",
        &[("Host", "anything")],
        "",
    );
    assert_eq!(exchange(&sandbox, &list).await?.status(), 401);
    assert_eq!(sandbox.requests().len(), 4);
    Ok(())
}

#[tokio::test]
async fn pages_load_nothing_external_or_inline() -> Result {
    let sandbox = start().await?;
    let pages = [
        ("/", "text/html"),
        ("/favicon.ico", "image/svg+xml"),
        ("/console/console.css", "text/css"),
        ("/console/console.js", "text/javascript"),
        ("/console/log.js", "text/javascript"),
        ("/console/address-book.js", "text/javascript"),
        ("/console/icon.svg", "image/svg+xml"),
        ("/console/reference", "text/html"),
        ("/console/reference.css", "text/css"),
        ("/console/reference.js", "text/javascript"),
        ("/console/viewer.js", "text/javascript"),
        ("/console/consented", "text/html"),
    ];
    for (path, content_type) in pages {
        let seen = get(&sandbox, path).await?;
        assert_eq!(seen.status(), 200, "{path}");
        let given = seen.header("content-type").unwrap_or_default();
        assert!(given.starts_with(content_type), "{path}: {given}");
        let policy = seen.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("http"), "{path}: {policy}");
        assert_eq!(
            seen.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            seen.header("cross-origin-resource-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(seen.header("access-control-allow-origin"), None, "{path}");
        if path != "/console/viewer.js" {
            let text = String::from_utf8(unchunked(&seen))?;
            assert!(!text.contains("https://"), "{path}");
            assert!(
                !text.contains("innerHTML") && !text.contains(" style="),
                "{path}"
            );
            assert_eq!(
                text.matches("<script").count(),
                text.matches("<script ").count(),
                "{path}"
            );
            assert!(
                !text.contains(sandbox.api_token()),
                "{path} can be read as a script"
            );
        }
    }
    for path in [
        "/console",
        "/console/",
        "/console/nothing",
        "/console/openapi/other",
    ] {
        assert_eq!(get(&sandbox, path).await?.status(), 404, "{path}");
    }
    Ok(())
}
