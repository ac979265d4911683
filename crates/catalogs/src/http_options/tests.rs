use super::*;
use crate::{Auth, Client};

#[test]
fn wrong_option_is_named_and_kept_secret() {
    let cases = [
        ("proxy", HttpOptions::new().proxy("socks5://u:canary@a:1")),
        ("https_proxy", HttpOptions::new().https_proxy("canary")),
        ("http_proxy", HttpOptions::new().http_proxy("ftp://canary")),
        ("no_proxy", HttpOptions::new().no_proxy(["a"])),
        (
            "without_proxies",
            HttpOptions::new().proxy("http://a").without_proxies(),
        ),
        ("resolve", HttpOptions::new().resolve("a", [])),
        (
            "header",
            HttpOptions::new().header("Authorization", "canary"),
        ),
        ("header", HttpOptions::new().header("user-agent", "canary")),
        ("header", HttpOptions::new().header("a b", "canary")),
        ("header", HttpOptions::new().header("a", "canary\n")),
        #[cfg(feature = "rustls")]
        (
            "root_certificates_pem",
            HttpOptions::new().root_certificates_pem("canary"),
        ),
        #[cfg(feature = "rustls")]
        (
            "root_certificate_der",
            HttpOptions::new().root_certificate_der("canary"),
        ),
        #[cfg(feature = "rustls")]
        (
            "client_identity",
            HttpOptions::new().client_identity("canary", "canary"),
        ),
    ];
    for (setting, options) in cases {
        let shown = format!("{options:?}");
        assert!(!shown.contains("canary"), "{shown}");
        let builder = Client::builder().auth(Auth::api_token("t"));
        let builder = builder
            .integrator_code("1")
            .base_url("http://127.0.0.1:1")
            .http(options.clone());
        assert!(!format!("{builder:?}").contains("canary"));
        let error = builder.build().unwrap_err();
        assert_eq!(error.setting(), Some(setting), "{error}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(setting) && !text.contains("canary"), "{text}");

        let app = crate::oauth::OAuthApp::builder()
            .client_id("a")
            .client_secret("b");
        let app = app.token_url("http://127.0.0.1:1").http(options);
        assert_eq!(app.build().unwrap_err().setting(), Some(setting));
    }
}

#[test]
fn later_headers_replace_those_with_the_same_name() {
    let headers = |pairs: &[(&str, &str)]| {
        let mut headers = Headers::default();
        for (name, value) in pairs {
            headers.set(name, value);
        }
        headers
    };
    let all = headers(&[("a", "1"), ("A", "2")]).or(&headers(&[("a", "3"), ("b", "4")]));
    let all = all.get().unwrap();
    let mut shown: Vec<_> = all
        .iter()
        .map(|(name, value)| format!("{name}={}", value.to_str().unwrap()))
        .collect();
    shown.sort();
    assert_eq!(shown, ["a=2", "b=4"]);
    let faulty = headers(&[("host", "1"), ("a", "2")]);
    assert!(faulty.clone().or(&headers(&[("b", "1")])).get().is_err());
    assert!(headers(&[("b", "1")]).or(&faulty).get().is_err());
}

#[test]
fn plain_http_to_other_machines_needs_consent() {
    for url in ["http://mock:8080", "http://app.localhost"] {
        for allow in [false, true] {
            let builder = Client::builder().auth(Auth::api_token("t"));
            let builder = builder.integrator_code("1").base_url(url);
            let built = builder.http(HttpOptions::new().allow_http(allow)).build();
            assert_eq!(built.is_ok(), allow, "{url}");
        }
    }
}

#[cfg(feature = "reqwest-0-13")]
#[tokio::test]
async fn configure_adds_headers_but_no_redirects() {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
            head.push(byte[0]);
        }
        let response = "HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(response.as_bytes()).unwrap();
        String::from_utf8(head).unwrap()
    });
    let options = HttpOptions::new().configure(|builder| {
        let redirects = reqwest::redirect::Policy::limited(5);
        builder.user_agent("configured").redirect(redirects)
    });
    let url = reqwest::Url::parse(&url).unwrap();
    let http = build(&options, &url, http::HeaderMap::new(), |http| http).unwrap();
    let status = http.get(url).send().await.unwrap().status();
    assert_eq!(status, 302);
    let head = server.join().unwrap();
    assert!(head.starts_with("GET / HTTP/1.1\r\n") && head.contains("configured"));
}
