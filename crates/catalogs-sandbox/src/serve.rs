//! Takes connections, and lets each run until it is done or is to end.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Service;

use crate::door::Door;
use crate::line::{Line, Wire};

/// How long connections have to end once the sandbox is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until the sandbox is to stop, and then until all connections have ended.
pub(crate) async fn serve(door: Arc<Door>, router: Router, stopped: watch::Receiver<()>) {
    let door = Doorkeeper(door);
    let mut connections = JoinSet::new();
    let mut asked_to_stop = stopped.clone();
    loop {
        tokio::select! {
            // Nothing is ever sent: this ends when the sender is gone.
            _ = asked_to_stop.changed() => break,
            (stream, hang_up) = door.0.accept() => {
                let (router, stopped) = (router.clone(), stopped.clone());
                connections.spawn(async move {
                    // Held on to until the connection is closed.
                    let mut hang_up = hang_up;
                    tokio::select! {
                        // An error would only mean that nobody is left to hang up.
                        Ok(()) = hang_up.changed() => {}
                        () = converse(stream, router, stopped) => {}
                    }
                });
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(door);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    // Whoever is left is cut off.
    let _ = tokio::time::timeout(GRACE, all_ended).await;
}

/// Gives the port back, also when the runtime goes before the sandbox does.
struct Doorkeeper(Arc<Door>);

impl Drop for Doorkeeper {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// One connection, from its first request to its end.
async fn converse(stream: TcpStream, router: Router, mut stopped: watch::Receiver<()>) {
    let line = Line::new();
    let wire = TokioIo::new(Wire::new(stream, line.clone()));
    let on_line = line.clone();
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(on_line.clone());
        router.clone().call(request)
    });
    let mut connection = std::pin::pin!(http1::Builder::new().serve_connection(wire, service));
    tokio::select! {
        biased;
        () = line.is_over() => return,
        // An error is the client's: it left, or sent what is no HTTP.
        _ = connection.as_mut() => return,
        _ = stopped.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        biased;
        () = line.is_over() => {}
        () = line.hangs() => {}
        _ = connection => {}
    }
}
