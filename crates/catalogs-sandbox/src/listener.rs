//! The listening socket, which can be shut and opened again at the same port.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::sync::locked;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Where connections come in.
pub(crate) struct RefusableListener {
    address: SocketAddr,
    runtime: Handle,
    shared: Mutex<Shared>,
}

struct Shared {
    state: State,
    /// The task that waits for a connection, also while they are refused.
    waiting: Option<Waker>,
}

enum State {
    Open {
        listener: TcpListener,
        /// A connection ends when this sends, and holds a receiver until it has ended.
        disconnect: watch::Sender<()>,
    },
    /// The port stays bound without a listener: connections are refused.
    Shut(TcpSocket),
    Gone,
}

impl RefusableListener {
    pub(crate) fn open(address: SocketAddr, runtime: Handle) -> io::Result<Self> {
        let listener = bound(address)?.listen(BACKLOG)?;
        Ok(Self {
            address: listener.local_addr()?,
            runtime,
            shared: Mutex::new(Shared {
                state: opened(listener),
                waiting: None,
            }),
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next connection, and what tells it to end.
    pub(crate) async fn accept(&self) -> (TcpStream, watch::Receiver<()>) {
        poll_fn(|context| self.poll_accept(context)).await
    }

    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<(TcpStream, watch::Receiver<()>)> {
        let mut shared = locked(&self.shared);
        shared.waiting = Some(context.waker().clone());
        let State::Open {
            listener,
            disconnect,
        } = &shared.state
        else {
            return Poll::Pending;
        };
        match listener.poll_accept(context) {
            Poll::Ready(Ok((stream, _))) => Poll::Ready((stream, disconnect.subscribe())),
            Poll::Ready(Err(_)) => {
                // That connection is gone, or there are too many open files: on to the next.
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }

    /// Refuses connections from now on; returns when those that were open have ended.
    pub(crate) async fn shut(&self) -> io::Result<()> {
        let disconnect = {
            let mut shared = locked(&self.shared);
            let (listener, disconnect) = match shared.replace(State::Gone) {
                State::Open {
                    listener,
                    disconnect,
                } => (listener, disconnect),
                shut => {
                    shared.replace(shut);
                    return Ok(());
                }
            };
            drop(listener);
            disconnect.send_replace(());
            shared.replace(State::Shut(bound(self.address)?));
            disconnect
        };
        disconnect.closed().await;
        Ok(())
    }

    /// Takes connections again.
    pub(crate) fn reopen(&self) -> io::Result<()> {
        let _inside = self.runtime.enter();
        let mut shared = locked(&self.shared);
        if let State::Open { .. } = shared.state {
            return Ok(());
        }
        let socket = match shared.replace(State::Gone) {
            State::Shut(socket) => socket,
            _ => bound(self.address)?,
        };
        shared.replace(opened(socket.listen(BACKLOG)?));
        Ok(())
    }

    /// Gives the port back.
    pub(crate) fn remove(&self) {
        locked(&self.shared).replace(State::Gone);
    }
}

impl Shared {
    fn replace(&mut self, state: State) -> State {
        if let Some(waiting) = self.waiting.take() {
            waiting.wake();
        }
        std::mem::replace(&mut self.state, state)
    }
}

impl fmt::Debug for RefusableListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RefusableListener")
            .field(&self.address)
            .finish()
    }
}

fn opened(listener: TcpListener) -> State {
    State::Open {
        listener,
        disconnect: watch::Sender::new(()),
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    // On Windows the option means something else: that others may take the port away.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}
