//! Options of connections, as they show on the wire.

use std::net::{IpAddr, Ipv4Addr};

use catalogs::{
    Client, ErrorKind, RetryPolicy, Route,
    policy::{CallOptions, HttpOptions},
};
use contract_tests::{
    builder,
    service::{Reply, Service},
    socket::{Broken, Refusing, Then},
};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

pub(crate) fn client(origin: &str, http: HttpOptions) -> Client {
    let builder = builder(origin, Route::Direct, "token");
    // Retried, if anything is.
    builder
        .retry(RetryPolicy::default())
        .http(http)
        .build()
        .unwrap()
}

#[tokio::test]
async fn extra_headers_are_sent_and_calls_override_them() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let http = HttpOptions::new().header("x-a", "1").header("x-b", "2");
    let client = client(&service.origin(), http);
    let options = CallOptions::new().header("x-b", "3").header("x-c", "4");
    client
        .with_options(options)
        .addresses()
        .list()
        .await
        .unwrap();
    let seen = service.only();
    let sent = ["x-a", "x-b", "x-c"].map(|name| seen.header(name).join(","));
    assert_eq!(sent, ["1", "3", "4"]);

    let reserved = CallOptions::new().header("authorization", "other");
    let error = client
        .with_options(reserved)
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert_eq!((error.setting(), error.attempts()), (Some("header"), 0));
    assert_eq!(service.seen().len(), 1);
}

#[tokio::test]
async fn resolved_host_is_reached_over_allowed_http() {
    let service = Service::always(Reply::new(200, "[]")).await;
    let origin = service.origin().replace("127.0.0.1", "mock.invalid");
    let http = HttpOptions::new()
        .allow_http(true)
        .resolve("mock.invalid", [LOCALHOST]);
    let http = http.without_proxies().local_address(LOCALHOST);
    client(&origin, http).addresses().list().await.unwrap();
    let host = origin.trim_start_matches("http://").to_owned();
    assert_eq!(service.only().header("host"), [host]);
}

#[tokio::test]
async fn proxy_gets_the_whole_url_and_its_credentials() {
    let proxy = Service::always(Reply::new(200, "[]")).await;
    let url = proxy.origin().replace("://", "://user:password@");
    let http = HttpOptions::new().allow_http(true).proxy(url);
    client("http://mock.invalid", http)
        .addresses()
        .list()
        .await
        .unwrap();
    let seen = proxy.only();
    assert_eq!(seen.header("host"), ["mock.invalid"]);
    assert_eq!(
        seen.header("proxy-authorization"),
        ["Basic dXNlcjpwYXNzd29yZA=="]
    );
}

#[tokio::test]
async fn refusing_proxy_is_reported_and_not_retried() {
    for status in ["407 Proxy Authentication Required", "403 Forbidden"] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        let proxy = Broken::start(head, Then::Close).await;
        let http = HttpOptions::new().proxy(proxy.origin());
        let error = client("https://mock.invalid", http)
            .addresses()
            .list()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Proxy, 1),
            "{error}"
        );
        let address = proxy.origin().trim_start_matches("http://");
        let expected =
            format!("the proxy at {address} does not connect to the service at mock.invalid:443: ");
        assert!(error.to_string().contains(&expected), "{error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn refused_connection_names_host_port_and_cause() {
    let nobody = Refusing::new().unwrap();
    let client = builder(&nobody.origin(), Route::Direct, "token")
        .build()
        .unwrap();
    let text = client.addresses().list().await.unwrap_err().to_string();
    let address = nobody.origin().replace("http://", "");
    assert!(
        text.contains(&format!("at {address}: Connection refused")),
        "{text}"
    );
}

/// Runs in a process of its own, started by the test below.
#[test]
#[ignore = "needs a machine without CA certificates"]
fn machine_without_authorities_serves_http_only() {
    let http = builder("http://127.0.0.1:1", Route::Direct, "token").build();
    assert!(http.is_ok(), "{http:?}");
    let https = builder("https://mock.invalid", Route::Direct, "token").build();
    let error = https.unwrap_err();
    assert_eq!(error.setting(), Some("root_certificates_pem"));
    assert!(error.to_string().contains("SSL_CERT_FILE"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn missing_authorities_are_reported_for_https_only() {
    let test = "http_options::machine_without_authorities_serves_http_only";
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored"])
        .env("SSL_CERT_FILE", "/dev/null")
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}
