//! What only shows on a real connection: compression, stopping, clients that stall.

use std::error::Error;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::{Request, Response};
use catalogs_sandbox::{Credential, RateLimit, Route, Sandbox, StartError};
use http_body_util::BodyExt;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower::ServiceExt;
use tower_http::decompression::Decompression;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn client() -> Client<HttpConnector, Body> {
    Client::builder(TokioExecutor::new()).build_http()
}

fn request(sandbox: &Sandbox, method: &str, path: &str, encoding: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(format!(
            "{}{}{path}",
            sandbox.origin(),
            Route::Direct.prefix()
        ))
        .header("authorization", format!("Bearer {}", sandbox.api_token()))
        .header("user-agent", "ati_integrator_64357")
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .header("accept-encoding", encoding)
        .body(Body::empty())
        .expect("a sound request")
}

fn encoding<B>(response: &Response<B>) -> Option<&str> {
    response
        .headers()
        .get("content-encoding")
        .and_then(|value| value.to_str().ok())
}

async fn is_refused(sandbox_address: &str) -> bool {
    // The listener goes when the runtime gets to it, which is soon.
    for _ in 0..1000 {
        match TcpStream::connect(sandbox_address).await {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => return true,
            _ => tokio::task::yield_now().await,
        }
    }
    false
}

#[tokio::test]
async fn response_encoding_follows_accept_encoding() -> Result {
    let sandbox = Sandbox::builder().check_headers(false).start().await?;
    let short = "/organizations/addresses/0a710002-0000-4000-8000-000000000013";
    for path in [
        "/organizations",
        "/organizations/addresses/types",
        short,
        "/nothing",
    ] {
        let plain = client()
            .request(request(&sandbox, "GET", path, "identity"))
            .await?;
        assert_eq!(encoding(&plain), None);
        let plain = plain.into_body().collect().await?.to_bytes();
        for coding in ["gzip", "deflate", "br"] {
            let raw = client()
                .request(request(&sandbox, "GET", path, coding))
                .await?;
            assert_eq!(encoding(&raw), Some(coding), "{path}");
            let raw = raw.into_body().collect().await?.to_bytes();
            assert_ne!(raw, plain);
            // Unpacked by something that knows nothing of the sandbox.
            let request = request(&sandbox, "GET", path, coding);
            let unpacked = Decompression::new(client()).oneshot(request).await?;
            assert_eq!(
                unpacked.into_body().collect().await?.to_bytes(),
                plain,
                "{path} {coding}"
            );
            let logged = sandbox.requests().pop().expect("it is logged");
            assert_eq!(
                logged.response_body(),
                plain,
                "the log keeps what was packed"
            );
        }
        sandbox.reset();
    }
    Ok(())
}

#[tokio::test]
async fn required_headers_get_brotli_and_empty_body_none() -> Result {
    let sandbox = Sandbox::start().await?;
    let all = "gzip, deflate, br";
    let response = client()
        .request(request(&sandbox, "GET", "/organizations", all))
        .await?;
    assert_eq!(
        (response.status().as_u16(), encoding(&response)),
        (200, Some("br"))
    );

    let path = "/organizations/0a710001-0000-4000-8000-000000000004";
    let response = client()
        .request(request(&sandbox, "DELETE", path, all))
        .await?;
    assert_eq!(
        (response.status().as_u16(), encoding(&response)),
        (200, None)
    );
    assert_eq!(response.headers()["content-length"], "0");
    assert!(response.into_body().collect().await?.to_bytes().is_empty());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn rate_limit_spans_connections() -> Result {
    let limit = RateLimit::per_second(2);
    let sandbox = Sandbox::builder().rate_limit(limit).start().await?;
    let mut statuses = Vec::new();
    // Each client has its own connection.
    for _ in 0..3 {
        let request = request(&sandbox, "GET", "/organizations", "gzip, deflate, br");
        statuses.push(client().request(request).await?.status().as_u16());
    }
    assert_eq!(statuses, [200, 200, 429]);
    Ok(())
}

#[tokio::test]
async fn oversized_body_gets_413_without_reset() -> Result {
    let sandbox = Sandbox::builder().max_body_bytes(1000).start().await?;
    let (mut head, _) =
        request(&sandbox, "POST", "/organizations", "gzip, deflate, br").into_parts();
    head.headers.remove("accept-encoding");
    let body = Body::from(vec![b' '; 8 << 20]);
    let response = client().request(Request::from_parts(head, body)).await?;
    assert_eq!(response.status().as_u16(), 413);
    let body: Value = serde_json::from_slice(&response.into_body().collect().await?.to_bytes())?;
    assert_eq!(body["error_code"], "body_too_large");
    let logged = sandbox.requests().pop().expect("it is logged");
    assert_eq!(logged.body().len(), 1000);
    Ok(())
}

#[tokio::test]
async fn log_records_sent_request() -> Result {
    let sandbox = Sandbox::start().await?;
    let path = "/organizations/contactPersons?a=b";
    let (head, _) = request(&sandbox, "POST", path, "gzip, deflate, br").into_parts();
    let body = json!({"name": "Анна", "phone": null, "extra_phone": null, "email": null});
    let request = Request::from_parts(head, Body::from(body.to_string()));
    assert_eq!(client().request(request).await?.status().as_u16(), 200);

    let logged = sandbox.requests();
    let [logged] = logged.as_slice() else {
        panic!("one request, not {}", logged.len())
    };
    assert_eq!((logged.method(), logged.query()), ("POST", Some("a=b")));
    assert_eq!(logged.path(), "/v1.2/catalogs/organizations/contactPersons");
    assert_eq!(
        (logged.route(), logged.credential()),
        (Some(Route::Direct), Credential::ApiToken)
    );
    assert_eq!(logged.operation(), Some("create_contact_person"));
    assert_eq!(logged.header("Authorization"), Some("Bearer ***"));
    assert_eq!(logged.json(), Some(body));
    let response = logged.response_json().expect("a response");
    assert_eq!(sandbox.state().contact_persons.last(), Some(&response));
    let token = sandbox.api_token();
    assert!(!format!("{logged:?} {sandbox:?}").contains(token));

    sandbox.clear_requests();
    assert!(sandbox.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn dropped_handle_stops_the_server() -> Result {
    let sandbox = Sandbox::start().await?;
    let address = sandbox.origin().replace("http://", "");
    let mut stalled = TcpStream::connect(&address).await?;
    let half = "POST /v1.2/catalogs/organizations HTTP/1.1\r\nHost: sandbox\r\n\
        Expect: 100-continue\r\nContent-Length: 9\r\n\r\n";
    stalled.write_all(half.as_bytes()).await?;
    // By asking for the rest, the server shows that it waits for it.
    let mut asked = [0; 25];
    stalled.read_exact(&mut asked).await?;
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stalled.write_all(b"{").await?;
    let mut idle = TcpStream::connect(&address).await?;

    drop(sandbox);
    let mut response = String::new();
    stalled.read_to_string(&mut response).await?;
    // No token came, and that was known before the body.
    assert!(response.starts_with("HTTP/1.1 401 "), "{response}");
    // Closed, or never taken up.
    assert_eq!(
        idle.read_to_end(&mut Vec::new()).await.unwrap_or_default(),
        0
    );
    assert!(is_refused(&address).await);
    Ok(())
}

#[test]
fn handle_can_be_dropped_outside_runtime() -> Result {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let sandbox = runtime.block_on(Sandbox::start())?;
    let address = sandbox.origin().replace("http://", "");
    drop(sandbox);
    assert!(runtime.block_on(is_refused(&address)));

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let sandbox = runtime.block_on(Sandbox::start())?;
    drop(runtime);
    drop(sandbox);
    Ok(())
}

#[tokio::test]
async fn shutdown_waits_until_port_is_free() -> Result {
    let sandbox = Sandbox::start().await?;
    let address = sandbox.origin().replace("http://", "");
    let _kept_alive = TcpStream::connect(&address).await?;
    sandbox.shutdown().await;
    let refused = TcpStream::connect(&address)
        .await
        .err()
        .map(|error| error.kind());
    assert_eq!(refused, Some(ErrorKind::ConnectionRefused));
    Ok(())
}

#[tokio::test]
async fn taken_port_is_a_bind_error() -> Result {
    let sandbox = Sandbox::start().await?;
    let port = sandbox
        .origin()
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .parse()?;
    let error = Sandbox::builder()
        .port(port)
        .start()
        .await
        .expect_err("the port is taken");
    assert!(matches!(error, StartError::Bind { .. }));
    let expected = format!("cannot listen on port {port} of 127.0.0.1");
    assert_eq!(error.to_string(), expected);
    assert!(error.source().is_some());
    Ok(())
}

#[tokio::test]
async fn sandbox_listens_on_given_address() -> Result {
    // None of these is reached from other machines.
    for ip in ["127.0.0.2", "::1", "::ffff:127.0.0.1"] {
        let ip: IpAddr = ip.parse()?;
        if let Err(error) = std::net::TcpListener::bind((ip.to_canonical(), 0)) {
            eprintln!("skipped: this machine has no {ip}: {error}");
            continue;
        }
        let sandbox = Sandbox::builder().listen(ip).start().await?;
        let address: SocketAddr = sandbox.origin().replace("http://", "").parse()?;
        assert_eq!(address.ip(), ip.to_canonical());
        for _ in 0..2 {
            let all = "gzip, deflate, br";
            let request = request(&sandbox, "GET", "/organizations", all);
            assert_eq!(client().request(request).await?.status().as_u16(), 200);
            // Shut and opened again, it is where it was.
            sandbox.refuse_connections().await?;
            assert!(is_refused(&address.to_string()).await);
            sandbox.accept_connections()?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn foreign_address_is_a_bind_error() -> Result {
    // For documentation only (RFC 5737): no machine has it.
    let address: IpAddr = "192.0.2.1".parse()?;
    let builder = Sandbox::builder().listen(address);
    let error = builder.start().await.expect_err("not an address of ours");
    assert_eq!(error.to_string(), "cannot listen on 192.0.2.1");
    assert!(error.source().is_some());
    Ok(())
}

#[test]
fn start_without_runtime_is_an_error() {
    let mut starting = std::pin::pin!(Sandbox::start());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match starting.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(StartError::NoRuntime)) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn idle_connection_is_closed_without_announcement() -> Result {
    let builder = Sandbox::builder().keep_alive(std::time::Duration::ZERO);
    let sandbox = builder.check_headers(false).start().await?;
    let address = sandbox.origin().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    // Before its first request a connection is not idle.
    tokio::task::yield_now().await;
    let request = "GET /webgateapi/v1.2/organizations HTTP/1.1\r\nHost: sandbox\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    let (head, body) = response.split_once("\r\n\r\n").ok_or("no head")?;
    assert!(!head.to_ascii_lowercase().contains("connection:"), "{head}");
    serde_json::from_str::<Value>(body)?;
    Ok(())
}
