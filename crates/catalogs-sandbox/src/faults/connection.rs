//! A connection as faults see it: something that can be cut off, reset or left hanging.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// How a connection goes on when a response does not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// TCP RST.
    Reset,
    /// TCP FIN.
    Close,
    /// It stays open, and nothing happens on it.
    Hang,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ConnectionState {
    Open,
    /// To end as soon as all that was written has gone to the network.
    EndOnceFlushed(Ending),
    Ended(Ending),
}

/// The handle by which a fault ends a connection.
#[derive(Debug, Clone)]
pub(crate) struct ConnectionHandle(Arc<watch::Sender<ConnectionState>>);

impl ConnectionHandle {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(ConnectionState::Open)))
    }

    /// Ends the connection now.
    pub(crate) fn end(&self, ending: Ending) {
        self.0.send_replace(ConnectionState::Ended(ending));
    }

    /// Ends the connection once what was written before has left. May be said again and again:
    /// hyper asks a body that waits more than once, and only the first time counts.
    pub(crate) fn end_once_flushed(&self, ending: Ending) {
        self.0.send_if_modified(|state| {
            let open = *state == ConnectionState::Open;
            if open {
                *state = ConnectionState::EndOnceFlushed(ending);
            }
            open
        });
    }

    /// Returns when the connection is to be dropped.
    pub(crate) async fn is_over(&self) {
        let over = |state: &ConnectionState| {
            matches!(
                state,
                ConnectionState::Ended(Ending::Reset) | ConnectionState::Ended(Ending::Close)
            )
        };
        self.reaches(over).await;
    }

    /// Returns when nothing will come of waiting for this connection.
    pub(crate) async fn hangs(&self) {
        self.reaches(|state| *state == ConnectionState::Ended(Ending::Hang))
            .await;
    }

    async fn reaches(&self, wanted: impl FnMut(&ConnectionState) -> bool) {
        // The sender is in `self`: there is no error.
        let _ = self.0.subscribe().wait_for(wanted).await;
    }

    fn flushed(&self) {
        self.0.send_if_modified(|state| match *state {
            ConnectionState::EndOnceFlushed(ending) => {
                *state = ConnectionState::Ended(ending);
                true
            }
            _ => false,
        });
    }

    fn is_reset(&self) -> bool {
        *self.0.borrow() == ConnectionState::Ended(Ending::Reset)
    }
}

/// A TCP stream that ends the way its [`ConnectionHandle`] says.
#[derive(Debug)]
pub(crate) struct FaultyStream {
    stream: TcpStream,
    connection: ConnectionHandle,
}

impl FaultyStream {
    pub(crate) fn new(stream: TcpStream, connection: ConnectionHandle) -> Self {
        // Small pieces go out at once. Without it they only go later.
        let _ = stream.set_nodelay(true);
        Self { stream, connection }
    }
}

impl Drop for FaultyStream {
    fn drop(&mut self) {
        if self.connection.is_reset() {
            // A socket that does not linger is closed with RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for FaultyStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for FaultyStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called by hyper whenever its own buffer is empty.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.connection.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
