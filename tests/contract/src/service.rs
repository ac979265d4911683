//! A service that answers what a test says, and keeps what it was asked.

use std::sync::{Arc, Mutex, PoisonError};

use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use serde_json::Value;

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The method, in capitals.
    pub method: String,
    /// The path, and the query if there is one.
    pub path: String,
    /// Names in lower case and values, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Vec<u8>,
}

impl Seen {
    /// Every value of a header.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let named = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }
}

/// An answer of the service.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// An answer with a body and without any header of its own.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, body.to_string()).header("content-type", "application/json")
    }

    /// The same answer with one header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn path_and_query(request: &HttpMockRequest) -> String {
    let uri = request.uri();
    uri.path_and_query()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// A running service; it stops with this handle.
pub struct Service {
    server: MockServer,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Service {
    /// A service that answers each request as `reply` says.
    pub async fn start(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let server = MockServer::start_async().await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        server
            .mock_async(|when, then| {
                when.is_true(|_| true);
                then.respond_with(move |request: &HttpMockRequest| {
                    let request = Seen {
                        method: request.method_str().to_owned(),
                        path: path_and_query(request),
                        headers: request.headers_vec().clone(),
                        body: request.body_vec(),
                    };
                    let reply = reply(&request);
                    log.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(request);
                    let answer = HttpMockResponse::builder().status(reply.status);
                    answer.headers(reply.headers).body(reply.body).build()
                });
            })
            .await;
        Self { server, seen }
    }

    /// A service that answers always the same.
    pub async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    /// A service that answers every GET with `answer`, and echoes it to a PUT as well.
    pub async fn holding(answer: &Value) -> Self {
        Self::always(Reply::json(200, answer)).await
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.server.base_url()
    }

    /// What was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets what was asked so far, and answers it.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The only request so far.
    pub fn only(&self) -> Seen {
        let [only] = <[Seen; 1]>::try_from(self.seen())
            .unwrap_or_else(|seen| panic!("{} requests instead of one", seen.len()));
        only
    }

    /// The bodies of the PUTs so far.
    pub fn written(&self) -> Vec<Value> {
        self.seen()
            .iter()
            .filter(|seen| seen.method == "PUT")
            .map(Seen::json)
            .collect()
    }
}
