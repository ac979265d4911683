//! Certificates and proxies, for the API and for the token endpoint, over the wire.

use std::net::{IpAddr, Ipv4Addr};

use catalogs::{
    Auth, Client, Error, ErrorKind, RetryPolicy, Route,
    oauth::OAuthApp,
    policy::{CallOptions, HttpOptions},
};
use contract_tests::{
    builder,
    listener::{Authority, Listener},
    socket::{Broken, Refusing, Then},
};

use super::http_options::client;

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const TOKENS: &str = r#"{"access_token":"a","refresh_token":"b","expires_in":3600}"#;

/// Options under which `api.test` is this machine.
fn options() -> HttpOptions {
    HttpOptions::new().resolve("api.test", [LOCALHOST])
}

fn origin(scheme: &str, listener: &Listener) -> String {
    format!("{scheme}://api.test:{}", listener.address().port())
}

async fn fail(client: &Client) -> Error {
    client.addresses().list().await.unwrap_err()
}

fn once() -> CallOptions {
    CallOptions::new().retry(RetryPolicy::never())
}

/// A client of a service that is never reached, whose tokens come from `token_url`.
fn with_tokens_of(token_url: String, http: HttpOptions) -> Client {
    let app = OAuthApp::builder().client_id("id").client_secret("secret");
    let app = app.token_url(token_url).http(http).build().unwrap();
    let auth = Auth::oauth2(app.refreshing("refresh").build().unwrap());
    let builder = builder("http://127.0.0.1:1", Route::Gateway, "token");
    let builder = builder.retry(RetryPolicy::default()).auth(auth);
    builder.build().unwrap()
}

#[tokio::test]
async fn private_authority_and_client_identity_are_used() {
    let authority = Authority::new();
    let clients = Authority::new();
    let (certificate, key) = clients.issue("client.test").pem();
    let tls = authority.issue("api.test").server(Some(&clients));
    for http in [
        options().root_certificates_pem(authority.pem()),
        options().root_certificate_der(authority.der()),
    ] {
        let http = http.client_identity(certificate.clone(), key.clone());
        assert!(!format!("{http:?}").contains("PRIVATE"));
        let service = Listener::start(Some(tls.clone()), "[]").await;
        let client = client(&origin("https", &service), http);
        client.addresses().list().await.unwrap();
        assert_eq!(service.requests().len(), 1);
    }
}

#[tokio::test]
async fn refused_tls_is_reported_with_its_cause_and_not_retried() {
    let authority = Authority::new();
    let issue = |name| Some(authority.issue(name).server(None));
    let expired = authority.issue_until("api.test", 2000).server(None);
    let needs_client = authority.issue("api.test").server(Some(&Authority::new()));
    let distrusting = options().root_certificates_pem(Authority::new().pem());
    let trusting = || options().root_certificates_pem(authority.pem());
    let cases = [
        (issue("api.test"), distrusting, "UnknownIssuer"),
        (issue("other.test"), trusting(), "not valid for name"),
        (Some(expired), trusting(), "certificate expired"),
        (Some(needs_client), trusting(), "CertificateRequired"),
        (None, trusting(), "InvalidContentType"),
    ];
    for (tls, http, cause) in cases {
        let service = Listener::start(tls, TOKENS).await;
        let origin = origin("https", &service);
        let address = origin.trim_start_matches("https://");
        let cases = [
            ("the service", 1, client(&origin, http.clone())),
            (
                "the token endpoint",
                0,
                with_tokens_of(origin.clone(), http),
            ),
        ];
        for (index, (target, attempts, client)) in cases.into_iter().enumerate() {
            let error = fail(&client).await;
            let text = error.to_string();
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Tls, attempts),
                "{error:?}"
            );
            let expected = format!("no TLS connection to {target} at {address}: ");
            assert!(text.contains(&expected) && text.contains(cause), "{text}");
            assert!(text.contains("nothing was sent"), "{text}");
            assert!(!error.is_retryable());
            assert_eq!(service.accepted().len(), index + 1, "{text}");
        }
    }
}

#[tokio::test]
async fn tls_that_breaks_after_a_request_leaves_its_outcome_unknown() {
    let authority = Authority::new();
    for head in ["", "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"] {
        let tls = authority.issue("api.test").server(None);
        let address = Listener::breaking_tls(tls, head).await;
        let origin = format!("https://api.test:{}", address.port());
        let http = options().root_certificates_pem(authority.pem());
        let api = client(&origin, http.clone());
        let draft = contract_tests::calls::contact_person();
        let error = api.contact_persons().create(&draft).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
        assert!(error.is_outcome_unknown(), "{error}");
        assert!(!error.to_string().contains("nothing was sent"), "{error}");

        let error = fail(&with_tokens_of(origin, http).with_options(once())).await;
        let reason = std::error::Error::source(&error).unwrap().to_string();
        assert!(reason.contains("may be used up"), "{reason}");
        assert!(!reason.contains("nothing was sent"), "{reason}");
    }
}

#[tokio::test]
async fn tunnel_gets_credentials_that_the_service_does_not_see() {
    let authority = Authority::new();
    let tls = authority.issue("api.test").server(None);
    for body in ["[]", TOKENS] {
        let service = Listener::start(Some(tls.clone()), body).await;
        let proxy = Listener::proxy(service.address()).await;
        let http = options()
            .root_certificates_pem(authority.pem())
            .header("x-source", "billing")
            .proxy(format!("http://user:password@{}", proxy.address()));
        assert!(!format!("{http:?}").contains("password"));
        let origin = origin("https", &service);
        if body == TOKENS {
            // The service cannot be reached; what counts is the token request.
            fail(&with_tokens_of(origin.clone(), http).with_options(once())).await;
        } else {
            client(&origin, http).addresses().list().await.unwrap();
        }
        let [tunnel] = <[String; 1]>::try_from(proxy.requests()).unwrap();
        let target = origin.trim_start_matches("https://");
        assert!(
            tunnel.starts_with(&format!("CONNECT {target} ")),
            "{tunnel}"
        );
        assert!(tunnel.contains("Basic dXNlcjpwYXNzd29yZA=="), "{tunnel}");
        let [request] = <[String; 1]>::try_from(service.requests()).unwrap();
        assert!(request.contains("x-source: billing"), "{request}");
        assert!(!request.contains("dXNlcjpwYXNzd29yZA"), "{request}");
    }
}

#[tokio::test]
async fn proxy_applies_to_its_scheme_and_hosts() {
    type Set = fn(HttpOptions, String) -> HttpOptions;
    let cases: [(&str, Set, bool); 8] = [
        ("http", |http, url| http.proxy(url), true),
        ("http", |http, url| http.http_proxy(url), true),
        ("http", |http, url| http.https_proxy(url), false),
        ("https", |http, url| http.proxy(url), true),
        ("https", |http, url| http.http_proxy(url), false),
        ("https", |http, url| http.https_proxy(url), true),
        (
            "https",
            |http, url| http.proxy(url).no_proxy(["api.test"]),
            false,
        ),
        ("http", |http, _| http.without_proxies(), false),
    ];
    let authority = Authority::new();
    for (index, (scheme, set, proxied)) in cases.into_iter().enumerate() {
        let tls = (scheme == "https").then(|| authority.issue("api.test").server(None));
        let service = Listener::start(tls, "[]").await;
        let proxy = Listener::proxy(service.address()).await;
        let http = options()
            .allow_http(true)
            .root_certificates_pem(authority.pem());
        let http = set(http, format!("http://{}", proxy.address()));
        let client = client(&origin(scheme, &service), http);
        client.addresses().list().await.unwrap();
        assert_eq!(proxy.accepted().len(), usize::from(proxied), "case {index}");
        // A forward proxy responds itself here.
        let reached = scheme == "https" || !proxied;
        assert_eq!(
            service.accepted().len(),
            usize::from(reached),
            "case {index}"
        );
    }
}

#[tokio::test]
async fn failing_proxy_is_named_without_its_password() {
    let head = |status: &str| format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
    let cases = [
        (
            head("407 Proxy Authentication Required"),
            "https",
            ErrorKind::Proxy,
            "(407)",
        ),
        (
            head("407 Proxy Authentication Required"),
            "http",
            ErrorKind::Proxy,
            "(407)",
        ),
        (
            head("403 Forbidden"),
            "https",
            ErrorKind::Proxy,
            "it rejected CONNECT",
        ),
        (
            String::new(),
            "https",
            ErrorKind::Connect,
            "unexpected end of file",
        ),
    ];
    let dead = Refusing::new().unwrap();
    let mut checked = Vec::new();
    for (response, scheme, kind, cause) in cases {
        let proxy = Broken::start(response, Then::Close).await;
        let origin = proxy.origin().to_owned();
        checked.push((Some(proxy), origin, scheme, kind, cause));
    }
    for scheme in ["http", "https"] {
        checked.push((
            None,
            dead.origin(),
            scheme,
            ErrorKind::Connect,
            "Connection refused",
        ));
    }
    for (_proxy, proxy, scheme, kind, cause) in checked {
        let address = proxy.trim_start_matches("http://");
        let http = HttpOptions::new()
            .allow_http(true)
            .proxy(format!("http://user:canary@{address}"));
        let target = format!("{scheme}://mock.invalid");
        let api = client(&target, http.clone()).with_options(once());
        let error = fail(&api).await;
        let text = format!("{error} {error:?}");
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{text}");
        assert!(text.contains(&format!("the proxy at {address}")), "{text}");
        assert!(
            text.contains(cause) && text.contains("HttpOptions::proxy"),
            "{text}"
        );
        assert!(!text.contains("canary"), "{text}");

        let tokens = with_tokens_of(target, http).with_options(once());
        let error = fail(&tokens).await;
        let expected = match kind {
            ErrorKind::Connect => ErrorKind::TokenUnavailable,
            lasting => lasting,
        };
        assert_eq!(error.kind(), expected, "{error:?}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(&format!("the proxy at {address}")), "{text}");
        assert!(text.contains(cause) && !text.contains("canary"), "{text}");
    }
}

#[tokio::test]
async fn status_407_without_a_proxy_is_the_services() {
    let response = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let service = Broken::start(response, Then::Close).await;
    let error = fail(&client(service.origin(), HttpOptions::new())).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Proxy, 1));
    assert!(
        error.to_string().contains("the service returned 407"),
        "{error}"
    );
}

#[tokio::test]
async fn pool_and_local_address_are_those_that_are_set() {
    let local = IpAddr::from([127, 0, 0, 2]);
    let cases = [
        (options(), 1, LOCALHOST),
        (options().pool_max_idle_per_host(0), 2, LOCALHOST),
        (
            options().pool_idle_timeout(std::time::Duration::from_nanos(1)),
            2,
            LOCALHOST,
        ),
        (options().local_address(local), 1, local),
    ];
    for (http, connections, from) in cases {
        let service = Listener::start(None, "[]").await;
        let shown = format!("{http:?}");
        let client = client(&format!("http://{}", service.address()), http);
        for _ in 0..2 {
            client.addresses().list().await.unwrap();
        }
        let accepted = service.accepted();
        assert_eq!(accepted.len(), connections, "{shown}");
        assert!(accepted.iter().all(|one| one.peer.ip() == from), "{shown}");
    }
}
