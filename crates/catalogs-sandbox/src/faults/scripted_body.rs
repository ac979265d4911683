//! The body of a response that goes by a script.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::time::Sleep;

use super::connection::{ConnectionHandle, Ending};

/// One thing that a scripted body does.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Send(Bytes),
    /// The same bytes so many times.
    Repeat(Bytes, u64),
    Pause(Duration),
    /// The connection ends, and with it the script. Without this the body ends as it should.
    End(Ending),
}

/// A body that does one step after the other.
pub(crate) struct ScriptedBody {
    steps: VecDeque<Step>,
    connection: ConnectionHandle,
    pause: Option<Pin<Box<Sleep>>>,
}

impl ScriptedBody {
    pub(crate) fn new(steps: Vec<Step>, connection: ConnectionHandle) -> Self {
        Self {
            steps: steps.into(),
            connection,
            pause: None,
        }
    }
}

impl HttpBody for ScriptedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = |bytes| Poll::Ready(Some(Ok(Frame::data(bytes))));
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.steps.pop_front() {
                None => return Poll::Ready(None),
                Some(Step::Send(bytes)) => return frame(bytes),
                Some(Step::Repeat(_, 0)) => {}
                Some(Step::Repeat(bytes, times)) => {
                    self.steps
                        .push_front(Step::Repeat(bytes.clone(), times - 1));
                    return frame(bytes);
                }
                Some(Step::Pause(pause)) => {
                    self.pause = Some(Box::pin(tokio::time::sleep(pause)));
                }
                Some(Step::End(ending)) => {
                    self.connection.end_once_flushed(ending);
                    // The connection is woken by its handle, once hyper has flushed.
                    self.steps.push_front(Step::End(ending));
                    return Poll::Pending;
                }
            }
        }
    }
}
