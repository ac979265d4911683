//! A connection as faults see it: something that can be cut off, reset or left hanging.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;

/// How a connection goes on when an answer does not come to its end.
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
enum Fate {
    Open,
    /// To end as soon as all that was written has gone to the network.
    OnceFlushed(Ending),
    Sealed(Ending),
}

/// The handle to one connection, for whoever plays a fault on it.
#[derive(Debug, Clone)]
pub(crate) struct Line(Arc<watch::Sender<Fate>>);

impl Line {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Fate::Open)))
    }

    /// Ends the connection now.
    pub(crate) fn end(&self, ending: Ending) {
        self.0.send_replace(Fate::Sealed(ending));
    }

    /// Ends the connection once what was written before has left. May be said again and again:
    /// hyper asks a body that waits more than once, and only the first time counts.
    pub(crate) fn end_once_flushed(&self, ending: Ending) {
        self.0.send_if_modified(|fate| {
            let open = *fate == Fate::Open;
            if open {
                *fate = Fate::OnceFlushed(ending);
            }
            open
        });
    }

    /// Returns when the connection is to be dropped.
    pub(crate) async fn is_over(&self) {
        let over = |fate: &Fate| {
            matches!(
                fate,
                Fate::Sealed(Ending::Reset) | Fate::Sealed(Ending::Close)
            )
        };
        self.reaches(over).await;
    }

    /// Returns when nothing will come of waiting for this connection.
    pub(crate) async fn hangs(&self) {
        self.reaches(|fate| *fate == Fate::Sealed(Ending::Hang))
            .await;
    }

    async fn reaches(&self, wanted: impl FnMut(&Fate) -> bool) {
        // The sender is in `self`: there is no error.
        let _ = self.0.subscribe().wait_for(wanted).await;
    }

    fn flushed(&self) {
        self.0.send_if_modified(|fate| match *fate {
            Fate::OnceFlushed(ending) => {
                *fate = Fate::Sealed(ending);
                true
            }
            _ => false,
        });
    }

    fn is_reset(&self) -> bool {
        *self.0.borrow() == Fate::Sealed(Ending::Reset)
    }
}

/// A TCP stream that ends the way its [`Line`] says.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream, line: Line) -> Self {
        // Small pieces go out at once. Without it they only go later.
        let _ = stream.set_nodelay(true);
        Self { stream, line }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.line.is_reset() {
            // A socket that does not linger is closed with RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
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
        self.line.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
