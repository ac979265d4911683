//! How long a connection has been idle: since the end of its latest response.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::watch;
use tokio::time::sleep;

/// Knows whether a connection is idle. A connection without a request yet is not.
#[derive(Debug, Default)]
pub(crate) struct Idle(watch::Sender<bool>);

impl Idle {
    /// The connection is busy until what this returns is dropped.
    pub(crate) fn busy(&self) -> Busy {
        self.0.send_replace(false);
        Busy(self.0.clone())
    }

    /// Returns once the connection has been idle for this long; never without a time.
    pub(crate) async fn lasts(&self, time: Option<Duration>) {
        let Some(time) = time else {
            return std::future::pending().await;
        };
        let mut idle = self.0.subscribe();
        loop {
            // It fails only without a sender, and the sender is in `self`.
            let _ = idle.wait_for(|idle| *idle).await;
            tokio::select! {
                () = sleep(time) => return,
                _ = idle.changed() => {}
            }
        }
    }
}

/// A request that has not got all of its response.
#[derive(Debug)]
pub(crate) struct Busy(watch::Sender<bool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// The body of a response, which hyper drops at its end.
pub(crate) struct BusyBody {
    pub(crate) body: Body,
    pub(crate) _busy: Busy,
}

impl HttpBody for BusyBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
