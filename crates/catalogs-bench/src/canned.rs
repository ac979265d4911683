//! A server that costs as little as one can: its answers are ready before they are asked for.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::stream;
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Frame, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

use crate::data;

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// What is answered.
#[derive(Default)]
pub struct Canned {
    /// How long the list is.
    elements: AtomicUsize,
    bodies: Mutex<HashMap<String, Bytes>>,
}

impl Canned {
    /// Sets the length of the list, and makes it ready.
    pub fn set_elements(&self, elements: usize) {
        self.elements.store(elements, Ordering::Relaxed);
        data::pieces(elements).for_each(|size| drop(self.piece(size)));
    }

    /// Answers whoever connects, until it is dropped.
    ///
    /// # Errors
    ///
    /// When no connection can be accepted any more.
    pub async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        loop {
            let (socket, _) = listener.accept().await?;
            socket.set_nodelay(true)?;
            let canned = Arc::clone(&self);
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let canned = Arc::clone(&canned);
                    async move { canned.answer(request).await }
                });
                // A client that goes away is none of the server's business.
                let _ = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .serve_connection(TokioIo::new(socket), service)
                    .await;
            });
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, hyper::Error> {
        let last = request.uri().path().rsplit('/').next();
        let last = last.unwrap_or_default().to_owned();
        let is_list = last == "organizations" && request.method() == Method::GET;
        request.into_body().collect().await?;
        let body = match (is_list, last.parse().map(data::nested_of)) {
            (true, _) => self.list(),
            (false, Ok(nested)) => whole(self.organization(nested)),
            (false, Err(_)) if last == "organizations" => whole(self.organization(1)),
            (false, Err(_)) => {
                let mut none = Response::new(whole(Bytes::new()));
                *none.status_mut() = StatusCode::NOT_FOUND;
                return Ok(none);
            }
        };
        let mut response = Response::new(body);
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Ok(response)
    }

    fn list(&self) -> Body {
        let elements = self.elements.load(Ordering::Relaxed);
        let pieces = data::pieces(elements).enumerate();
        let frames = pieces.flat_map(|(at, size)| {
            let before = if at == 0 { "[" } else { "," };
            [Bytes::from_static(before.as_bytes()), self.piece(size)]
        });
        let end = if elements == 0 { "[]" } else { "]" };
        let frames: Vec<_> = frames.chain([Bytes::from_static(end.as_bytes())]).collect();
        let frames = frames.into_iter().map(|bytes| Ok(Frame::data(bytes)));
        StreamBody::new(stream::iter(frames)).boxed_unsync()
    }

    fn piece(&self, size: usize) -> Bytes {
        self.kept(format!("piece {size}"), || data::piece(size))
    }

    fn organization(&self, nested: usize) -> Bytes {
        let make = || data::organization(nested, nested).to_string();
        self.kept(format!("organization {nested}"), make)
    }

    fn kept(&self, name: String, make: impl FnOnce() -> String) -> Bytes {
        let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
        let body = bodies.entry(name).or_insert_with(|| make().into());
        body.clone()
    }
}

fn whole(bytes: Bytes) -> Body {
    Full::new(bytes).boxed_unsync()
}
