//! A token endpoint on loopback that responds by a script, for tests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use secrecy::SecretString;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use super::{Endpoint, OAuthApp, TokenBody};
use crate::{policy::HttpOptions, url_policy};

/// Part of every secret in these tests: it must not be seen anywhere.
pub(crate) const CANARY: &str = "canary";
pub(crate) const SECRET: &str = "canary-client-secret";

#[derive(Clone)]
pub(crate) enum Response {
    Is(u16, String),
    /// The connection is closed when the request has been read.
    Broken,
}

pub(crate) struct TestEndpoint {
    pub(crate) url: String,
    script: Arc<Mutex<VecDeque<Response>>>,
    requests: Arc<Mutex<Vec<(String, String)>>>,
    gate: Arc<Semaphore>,
}

impl TestEndpoint {
    /// Responds to each request with the next of `script`.
    pub(crate) async fn start(script: impl IntoIterator<Item = Response>) -> Self {
        let endpoint = Self::closed(script).await;
        endpoint.open(1_000);
        endpoint
    }

    /// Reads requests, but does not respond before [`open`](Self::open).
    pub(crate) async fn closed(script: impl IntoIterator<Item = Response>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Self {
            url: format!("http://{}/oauth2/token", listener.local_addr().unwrap()),
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            requests: Arc::default(),
            gate: Arc::new(Semaphore::new(0)),
        };
        let (script, requests) = (Arc::clone(&endpoint.script), Arc::clone(&endpoint.requests));
        let gate = Arc::clone(&endpoint.gate);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (script, requests) = (Arc::clone(&script), Arc::clone(&requests));
                let gate = Arc::clone(&gate);
                tokio::spawn(async move {
                    let request = request(&mut stream).await;
                    requests.lock().unwrap().push(request);
                    gate.acquire().await.unwrap().forget();
                    let response = script.lock().unwrap().pop_front();
                    if let Response::Is(status, body) = response.expect("no response is left") {
                        let head = format!(
                            "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n\
                             Content-Length: {}\r\nConnection: close\r\n\r\n",
                            body.len()
                        );
                        let response = [head.as_bytes(), body.as_bytes()].concat();
                        let _ = stream.write_all(&response).await;
                    }
                });
            }
        });
        endpoint
    }

    pub(crate) fn open(&self, requests: usize) {
        self.gate.add_permits(requests);
    }

    /// Waits until so many requests have come.
    pub(crate) async fn asked(&self, requests: usize) {
        while self.count() < requests {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The head, in lower case, and the body of a request.
    pub(crate) fn request(&self, index: usize) -> (String, String) {
        self.requests.lock().unwrap()[index].clone()
    }

    pub(super) fn endpoint(&self, body: TokenBody) -> Endpoint {
        let url = url_policy::protected_url(&self.url, "", "", false).unwrap();
        let code = Some("64357".to_owned());
        let secret = SecretString::from(SECRET);
        let http = HttpOptions::new();
        Endpoint::new("my app".into(), secret, url, body, code, &http).unwrap()
    }

    pub(crate) fn app(&self) -> OAuthApp {
        let app = OAuthApp::builder()
            .client_id("my app")
            .client_secret(SECRET);
        app.token_url(&*self.url).build().unwrap()
    }
}

async fn request(stream: &mut TcpStream) -> (String, String) {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.split_once("content-length: ").unwrap().1;
            let length = length.lines().next().unwrap().parse::<usize>().unwrap();
            if body.len() >= length {
                return (head, body.to_owned());
            }
        }
        let mut chunk = [0; 4096];
        let size = stream.read(&mut chunk).await.unwrap();
        assert!(size > 0, "the request broke off");
        read.extend_from_slice(&chunk[..size]);
    }
}

/// A success with these tokens, which live for two hours.
pub(crate) fn tokens(access: &str, refresh: Option<&str>) -> Response {
    let refresh = refresh.map(|token| format!(r#","refresh_token":"{token}""#));
    let refresh = refresh.unwrap_or_default();
    Response::Is(
        200,
        format!(r#"{{"access_token":"{access}","expires_in":7200{refresh}}}"#),
    )
}

pub(crate) fn refused() -> Response {
    Response::Is(400, r#"{"error":"invalid_grant"}"#.to_owned())
}
