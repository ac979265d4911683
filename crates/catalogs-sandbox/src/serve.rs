//! Takes connections, and lets each run until it is done or is to end.

use std::convert::Infallible;
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

use crate::{
    faults::{ConnectionHandle, FaultyStream},
    idle::{BusyBody, Idle},
    listener::RefusableListener,
};

/// How long connections have to end once the sandbox is to stop.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until the sandbox is to stop, and then until all connections have ended.
pub(crate) async fn serve(
    listener: Arc<RefusableListener>,
    router: Router,
    keep_alive: Option<Duration>,
    stopped: watch::Receiver<()>,
) {
    let listener = ReleasePort(listener);
    let mut connections = JoinSet::new();
    let mut asked_to_stop = stopped.clone();
    loop {
        tokio::select! {
            // Nothing is ever sent: this ends when the sender is gone.
            _ = asked_to_stop.changed() => break,
            (stream, disconnect) = listener.0.accept() => {
                let (router, stopped) = (router.clone(), stopped.clone());
                connections.spawn(async move {
                    // Held on to until the connection is closed.
                    let mut disconnect = disconnect;
                    tokio::select! {
                        // An error would only mean that the listener is gone.
                        Ok(()) = disconnect.changed() => {}
                        () = serve_connection(stream, router, keep_alive, stopped) => {}
                    }
                });
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    // Connections that are left are cut off.
    let _ = tokio::time::timeout(GRACE, all_ended).await;
}

/// Gives the port back, also when the runtime goes before the sandbox does.
struct ReleasePort(Arc<RefusableListener>);

impl Drop for ReleasePort {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// One connection, from its first request to its end.
async fn serve_connection(
    stream: TcpStream,
    router: Router,
    keep_alive: Option<Duration>,
    mut stopped: watch::Receiver<()>,
) {
    let connection = ConnectionHandle::new();
    let idle = Idle::default();
    let stream = TokioIo::new(FaultyStream::new(stream, connection.clone()));
    let service = service_fn(|request: Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(connection.clone());
        let (busy, response) = (idle.busy(), router.clone().call(request));
        async move {
            let response = response.await?;
            Ok::<_, Infallible>(response.map(|body| BusyBody { body, _busy: busy }))
        }
    });
    let mut served = std::pin::pin!(http1::Builder::new().serve_connection(stream, service));
    tokio::select! {
        biased;
        () = connection.is_over() => return,
        // An error is the client's: it left, or sent what is no HTTP.
        _ = served.as_mut() => return,
        _ = stopped.changed() => {}
        () = idle.lasts(keep_alive) => {}
    }
    served.as_mut().graceful_shutdown();
    tokio::select! {
        biased;
        () = connection.is_over() => {}
        () = connection.hangs() => {}
        _ = served => {}
    }
}
