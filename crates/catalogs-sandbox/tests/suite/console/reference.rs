//! The reference and its examples.

use super::*;

#[tokio::test]
async fn reference_examples_match_the_spec() -> Result {
    for empty in [false, true] {
        let builder = Sandbox::builder().console(true).demo_data(!empty);
        let sandbox = builder.start().await?;
        for (name, route) in [("direct", Route::Direct), ("gateway", Route::Gateway)] {
            let document = document(&sandbox, name).await?;
            let server = format!("{}{}", sandbox.origin(), route.prefix());
            let port = sandbox.origin().rsplit(':').next().unwrap_or_default();
            assert_eq!(document["servers"], json!([{ "url": server }]));
            assert_eq!(document["security"].as_array().map(Vec::len), Some(1));
            serde_json::from_value::<openapiv3::OpenAPI>(document.clone())?;
            for operation in Contract::strict().operations() {
                let method = operation.method().to_lowercase();
                let it = &document["paths"][operation.path()][&method];
                let snippets = it["x-codeSamples"].as_array().expect("snippets");
                let labels: Vec<_> = snippets.iter().map(|it| &it["label"]).collect();
                assert_eq!(labels, ["curl", "1C", "Python"], "{}", operation.id());
                for snippet in snippets {
                    let source = snippet["source"].as_str().unwrap_or_default();
                    assert!(source.contains(port), "{}: {source}", operation.id());
                    assert!(!source.contains(sandbox.api_token()), "{}", operation.id());
                }
                if operation.request_schema().is_some() {
                    let body = &it["requestBody"]["content"]["application/json"]["example"];
                    let found = Contract::strict().check_request(operation.id(), body);
                    assert_eq!(found, [], "{}", operation.id());
                }
                for (status, response) in it["responses"].as_object().expect("responses") {
                    let example = &response["content"]["application/json"]["example"];
                    if status != "200" && status != "4XX" {
                        let found = Contract::strict().check_schema("Error", example);
                        assert_eq!(found, [], "{} {status}", operation.id());
                    }
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn reference_examples_succeed_when_sent() -> Result {
    let sandbox = Sandbox::builder()
        .console(true)
        .rate_limit(catalogs_sandbox::RateLimit::off())
        .start()
        .await?;
    for (name, token) in [
        ("direct", sandbox.api_token().to_owned()),
        ("gateway", sandbox.oauth_token().to_owned()),
    ] {
        for operation in Contract::strict().operations() {
            sandbox.reset();
            let document = document(&sandbox, name).await?;
            let method = operation.method().to_lowercase();
            let it = &document["paths"][operation.path()][&method];
            let mut path = operation.path().to_owned();
            for parameter in document["components"]["parameters"]
                .as_object()
                .expect("some")
                .values()
            {
                let name = parameter["name"].as_str().unwrap_or_default();
                let id = parameter["example"].as_str().unwrap_or_default();
                path = path.replace(&format!("{{{name}}}"), id);
            }
            let server = document["servers"][0]["url"].as_str().unwrap_or_default();
            let path = format!("{}{path}", server.trim_start_matches(sandbox.origin()));
            let body = match &it["requestBody"]["content"]["application/json"]["example"] {
                Value::Null => String::new(),
                body => body.to_string(),
            };
            let bearer = format!("Bearer {token}");
            // As a browser sends it for the page.
            let headers = [
                ("Host", host(&sandbox)),
                ("Authorization", bearer.as_str()),
                ("User-Agent", "Mozilla/5.0"),
                ("X-Console-User-Agent", "ati_integrator_64357"),
                ("Accept-Encoding", "gzip"),
                ("X-Console-Accept-Encoding", "gzip, deflate, br"),
                ("Accept", "application/json"),
                ("Content-Type", "application/json"),
            ];
            let seen =
                exchange(&sandbox, &text(operation.method(), &path, &headers, &body)).await?;
            assert_eq!(seen.status(), 200, "{} {path}", operation.id());
            // Packed as the browser itself can unpack it.
            assert_ne!(seen.header("content-encoding"), Some("br"), "{path}");
            let requests = sandbox.requests();
            let last = requests.last().expect("it is in the log");
            assert_eq!(last.operation(), Some(operation.id()));
            assert_eq!(last.header("user-agent"), Some("ati_integrator_64357"));
            assert_eq!(last.header("accept-encoding"), Some("gzip, deflate, br"));
            assert_eq!(last.header("x-console-user-agent"), None);
        }
    }
    Ok(())
}
