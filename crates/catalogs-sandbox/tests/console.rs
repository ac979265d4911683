//! The console: what it serves, whom it serves, and what it tells.

use std::time::Duration;

use catalogs_sandbox::contract::Contract;
use catalogs_sandbox::{Fault, Route, Sandbox};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;

#[allow(dead_code, reason = "shared with other tests")]
mod wire;

use wire::{Result, Seen, exchange, send};

async fn start() -> Result<Sandbox> {
    Ok(Sandbox::builder().console(true).start().await?)
}

fn host(sandbox: &Sandbox) -> &str {
    sandbox.origin().trim_start_matches("http://")
}

/// A request with these headers, a `Host` among them, after which the connection closes.
fn text(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let (headers, length) = (headers.collect::<String>(), body.len());
    format!(
        "{method} {path} HTTP/1.1\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
    )
}

async fn get(sandbox: &Sandbox, path: &str) -> Result<Seen> {
    exchange(sandbox, &text("GET", path, &[("Host", host(sandbox))], "")).await
}

async fn order(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Result<Seen> {
    exchange(
        sandbox,
        &text(method, path, &[("Host", host(sandbox))], body),
    )
    .await
}

async fn document(sandbox: &Sandbox, route: &str) -> Result<Value> {
    let seen = get(sandbox, &format!("/console/openapi/{route}")).await?;
    Ok(serde_json::from_slice(&unchunked(&seen))?)
}

/// The body, whatever its transfer encoding.
fn unchunked(seen: &Seen) -> Vec<u8> {
    if seen.header("transfer-encoding").is_none() {
        return seen.body.clone();
    }
    let (mut rest, mut body) = (seen.body.as_slice(), Vec::new());
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
    body
}

#[tokio::test]
async fn it_is_off_unless_asked_for() -> Result {
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
async fn its_pages_load_nothing_from_elsewhere_and_run_nothing_inline() -> Result {
    let sandbox = start().await?;
    let pages = [
        ("/", "text/html"),
        ("/favicon.ico", "image/svg+xml"),
        ("/console/console.css", "text/css"),
        ("/console/console.js", "text/javascript"),
        ("/console/log.js", "text/javascript"),
        ("/console/book.js", "text/javascript"),
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

#[tokio::test]
async fn other_names_of_this_machine_lead_nowhere() -> Result {
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
async fn it_answers_to_the_names_that_are_allowed_and_is_one_origin_under_each() -> Result {
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
async fn consent_leads_back_to_the_console_under_the_host_that_was_asked() -> Result {
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
async fn it_answers_to_the_address_that_it_listens_on() -> Result {
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
async fn other_pages_can_give_no_orders() -> Result {
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

#[tokio::test]
async fn every_example_of_the_reference_is_sound_and_leads_somewhere() -> Result {
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
                assert_eq!(
                    labels,
                    ["curl", "1C", "Rust", "Python"],
                    "{}",
                    operation.id()
                );
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
async fn what_is_sent_as_in_the_reference_goes_well() -> Result {
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

#[tokio::test]
async fn faults_and_reset_are_orders() -> Result {
    let sandbox = start().await?;
    let injections = [
        (r#"{"fault": "429"}"#, 204, 1),
        (
            r#"{"fault": "reset+after-effect", "operation": "create_address", "times": 3}"#,
            204,
            4,
        ),
        (r#"{"fault": "hang", "operation": null}"#, 204, 5),
        (r#"{"fault": "505"}"#, 400, 5),
        (r#"{"fault": "429", "operation": "drop_tables"}"#, 400, 5),
        (r#"{"fault": "429", "times": -1}"#, 400, 5),
        (r#"{"fault": "429", "extra": 1}"#, 400, 5),
        ("", 400, 5),
    ];
    for (body, status, pending) in injections {
        let seen = order(&sandbox, "POST", "/console/faults", body).await?;
        assert_eq!(
            (seen.status(), sandbox.faults_pending()),
            (status, pending),
            "{body}"
        );
    }
    let seen = order(&sandbox, "DELETE", "/console/faults", "").await?;
    assert_eq!((seen.status(), sandbox.faults_pending()), (204, 0));

    let bearer = format!("Bearer {}", sandbox.api_token());
    let headers = [("Host", host(&sandbox)), ("Authorization", bearer.as_str())];
    sandbox.inject(Fault::too_many_requests());
    let list = text("GET", "/v1.2/catalogs/organizations", &headers, "");
    assert_eq!(exchange(&sandbox, &list).await?.status(), 429);
    let seen = order(&sandbox, "POST", "/console/reset", "").await?;
    assert_eq!((seen.status(), sandbox.requests().len()), (204, 0));
    Ok(())
}

/// What a page that follows along is told, and the id of the last request.
struct Follower(BufReader<TcpStream>, String);

impl Follower {
    async fn of(sandbox: &Sandbox, last: Option<&str>) -> Result<Self> {
        let mut headers = vec![("Host", host(sandbox)), ("Accept-Encoding", "gzip, br")];
        headers.extend(last.map(|last| ("Last-Event-ID", last)));
        let stream = send(sandbox, &text("GET", "/console/events", &headers, "")).await?;
        let mut follower = Self(BufReader::new(stream), String::new());
        assert_eq!(follower.line("HTTP/1.1 ").await?, "200 OK");
        Ok(follower)
    }

    /// The rest of the next line that begins so.
    async fn line(&mut self, begin: &str) -> Result<String> {
        loop {
            let mut line = String::new();
            if self.read(&mut line).await? == 0 {
                return Err(format!("no line begins with {begin}").into());
            }
            if let Some(rest) = line.strip_prefix(begin) {
                return Ok(rest.trim_end().to_owned());
            }
        }
    }

    /// Only a failure takes long: what is told is told at once.
    async fn read(&mut self, line: &mut String) -> Result<usize> {
        let read = self.0.read_line(line);
        Ok(tokio::time::timeout(Duration::from_secs(20), read).await??)
    }

    async fn request(&mut self) -> Result<(String, Value)> {
        assert_eq!(self.line("event: ").await?, "request");
        // The order of an event's lines is not ours.
        let (first, second) = (self.field().await?, self.field().await?);
        let mut fields = [first, second];
        fields.sort();
        let [(_, data), (_, id)] = fields;
        let number = id.rsplit('-').next().unwrap_or_default().to_owned();
        self.1 = id;
        Ok((number, serde_json::from_str(&data)?))
    }

    async fn field(&mut self) -> Result<(String, String)> {
        loop {
            let mut line = String::new();
            if self.read(&mut line).await? == 0 {
                return Err("the events ended".into());
            }
            if let Some((name @ ("id" | "data"), value)) = line.trim_end().split_once(": ") {
                return Ok((name.to_owned(), value.to_owned()));
            }
        }
    }
}

#[tokio::test]
async fn the_log_is_told_as_it_grows_without_tokens() -> Result {
    let sandbox = start().await?;
    let bearer = format!("Bearer {}", sandbox.api_token());
    let headers = [
        ("Host", host(&sandbox)),
        ("Authorization", bearer.as_str()),
        ("User-Agent", "ati_integrator_64357"),
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Accept-Encoding", "gzip, deflate, br"),
    ];
    let list = text(
        "GET",
        "/v1.2/catalogs/organizations?a=%3Cb%3E",
        &headers,
        "",
    );
    let create = text(
        "POST",
        "/v1.2/catalogs/organizations/contactPersons",
        &headers,
        wire::PERSON,
    );

    exchange(&sandbox, &list).await?;
    let mut page = Follower::of(&sandbox, None).await?;
    let (id, told) = page.request().await?;
    assert_eq!(id, "0");
    assert_eq!(
        (&told["method"], &told["status"], &told["query"]),
        (&json!("GET"), &json!(200), &json!("a=%3Cb%3E"))
    );
    assert_eq!(
        (&told["route"], &told["operation"]),
        (&json!("direct"), &json!("list_organizations"))
    );
    let limit = &told["limit"];
    assert_eq!(
        (&limit["taken"], &limit["allowed"], &limit["free_in_ms"]),
        (&json!(1), &json!(10), &json!(0))
    );
    assert!(
        told["headers"]
            .as_array()
            .is_some_and(|headers| headers.contains(&json!(["authorization", "Bearer ***"])))
    );

    sandbox.inject(Fault::reset().after_effect());
    assert_eq!(page.line("event: ").await?, "changed");
    exchange(&sandbox, &create).await?;
    let (id, told) = page.request().await?;
    assert_eq!(id, "1");
    assert_eq!(
        (&told["status"], &told["fault"]),
        (&json!(0), &json!("reset+after-effect"))
    );
    assert_eq!(
        (&told["took_effect"], &told["body"]["text"]),
        (&json!(true), &json!(wire::PERSON))
    );
    assert!(!told.to_string().contains(sandbox.api_token()));

    sandbox.reset();
    assert_eq!(page.line("event: ").await?, "emptied");
    exchange(&sandbox, &list).await?;
    let (id, told) = page.request().await?;
    assert_eq!((id.as_str(), &told["number"]), ("2", &json!(1)));

    // A page that lost the connection goes on where it was, and hears what it missed.
    let here = page.1.clone();
    let run = here.trim_end_matches("-2");
    let mut back = Follower::of(&sandbox, Some(&here)).await?;
    exchange(&sandbox, &list).await?;
    assert_eq!(back.request().await?.0, "3");
    let mut late = Follower::of(&sandbox, Some(&format!("{run}-0"))).await?;
    assert_eq!(late.line("event: ").await?, "emptied");
    assert_eq!(late.request().await?.0, "2");
    // From an earlier sandbox at the same port, or from nowhere.
    for id in ["0b7e-1", "0b7e-700", "1", "", "-", &format!("{run}-700")] {
        let mut other = Follower::of(&sandbox, Some(id)).await?;
        assert_eq!(other.line("event: ").await?, "emptied", "{id}");
        assert_eq!(other.request().await?.0, "2", "{id}");
    }
    // A page that nobody looked at asks where it left off.
    let path = format!("/console/events?after={here}");
    let stream = send(
        &sandbox,
        &text("GET", &path, &[("Host", host(&sandbox))], ""),
    )
    .await?;
    let mut shown = Follower(BufReader::new(stream), String::new());
    assert_eq!(shown.request().await?.0, "3");

    // Faults come and go without a request.
    sandbox.inject(Fault::hang());
    assert_eq!(shown.line("event: ").await?, "changed");
    sandbox.clear_faults();
    assert_eq!(shown.line("event: ").await?, "changed");
    // The console's own requests are none of the service's.
    assert_eq!(sandbox.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_page_that_follows_does_not_keep_the_sandbox_from_stopping() -> Result {
    let sandbox = start().await?;
    let mut page = Follower::of(&sandbox, None).await?;
    sandbox.shutdown().await;
    // An orderly end, not one by force: the last chunk comes.
    assert_eq!(page.line("0").await?, "");
    Ok(())
}

#[tokio::test]
async fn the_state_is_told_with_its_size() -> Result {
    let persons: Vec<Value> = (0..250)
        .map(|number| json!({ "name": format!("<b>{number}</b>") }))
        .collect();
    let data = json!({ "contact_persons": persons }).to_string();
    let sandbox = Sandbox::builder()
        .console(true)
        .data(&data)?
        .start()
        .await?;
    sandbox.inject_times(Fault::hang(), usize::MAX);
    sandbox.inject_times_for("get_address", "504".parse()?, 2)?;
    let state: Value = serde_json::from_slice(&unchunked(&get(&sandbox, "/console/state").await?))?;
    let hang = json!({ "operation": null, "fault": "hang", "times": null });
    let timeout = json!({ "operation": "get_address", "fault": "504", "times": 2 });
    assert_eq!(state["faults"], json!([timeout, hang]));
    assert_eq!(state["organizations"]["total"], json!(0));
    let persons = &state["contact_persons"];
    assert_eq!(
        (&persons["total"], persons["shown"].as_array().map(Vec::len)),
        (&json!(250), Some(200))
    );
    Ok(())
}
