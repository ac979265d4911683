//! The response behind a list, read and decoded element by element.

use std::{marker::PhantomData, time::Duration};

use serde::de::IgnoredAny;
use tokio::time::{Instant, timeout};
use tracing::Span;

use super::splitter::{Fault, Splitter};
use crate::{
    Effect, Entity, Error,
    error::{Problem, Stage},
    transport::{Received, decode},
};

/// The elements that are still to come.
pub(super) struct Elements<E> {
    received: Received,
    splitter: Splitter,
    /// How many came out already.
    index: usize,
    /// How many bytes came.
    bytes: usize,
    /// How long the call may wait for the service yet. The caller's own time does not count.
    left: Duration,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Elements<E> {
    /// Reads nothing yet.
    pub(super) fn new(received: Received) -> Self {
        Self {
            splitter: Splitter::new(received.max_bytes),
            left: received.deadline.remaining(),
            received,
            index: 0,
            bytes: 0,
            entity: PhantomData,
        }
    }

    /// The span of the call.
    pub(super) fn span(&self) -> &Span {
        &self.received.span
    }

    /// The next element, or why it is none; nothing can be read after an error of the whole.
    pub(super) async fn next(&mut self) -> Result<Option<Result<E, Error>>, Error> {
        loop {
            match self.splitter.next() {
                Ok(Some(element)) => {
                    let status = self.received.status();
                    let decoded = decode::one::<E>(element);
                    let decoded = decoded.map_err(|_| {
                        let error = Error::element::<E>(status, self.index, element);
                        self.received.span.record("error.type", &*error.class());
                        error.during(self.received.operation, Effect::Read, self.received.sent)
                    });
                    self.index += 1;
                    return Ok(Some(decoded));
                }
                Ok(None) => {}
                Err(fault) => return Err(self.failed(self.means(fault))),
            }
            if !self.advance().await.map_err(|error| self.failed(error))? {
                let whole = self.splitter.finish();
                return whole
                    .map(|()| None)
                    .map_err(|fault| self.failed(self.means(fault)));
            }
        }
    }

    /// Takes the next bytes, if they come in time; returns whether there were any.
    async fn advance(&mut self) -> Result<bool, Error> {
        let received = &mut self.received;
        let status = Some(received.status());
        // reqwest counts an attempt's time to the end of the body, where it has any.
        let silence = match received.streamed {
            true => received.attempt_timeout,
            false => Duration::MAX,
        };
        let asked = Instant::now();
        let chunk = timeout(silence.min(self.left), received.body.next()).await;
        let read = match chunk {
            Ok(Ok(Some(bytes))) => {
                self.bytes = self.bytes.saturating_add(bytes.len());
                self.splitter.push(bytes);
                Ok(true)
            }
            Ok(Ok(None)) => Ok(false),
            Ok(Err(error)) => Err(received.broken(error)),
            Err(_) => {
                let after = match silence < self.left {
                    true => silence,
                    false => received.deadline.timeout,
                };
                return Err(Error::timeout(after, Stage::Response, status));
            }
        };
        self.left = self.left.saturating_sub(asked.elapsed());
        if !self.received.streamed && self.bytes > self.received.max_bytes {
            return Err(self.means(Fault::TooLarge));
        }
        read
    }

    fn means(&self, fault: Fault) -> Error {
        let status = self.received.status();
        let problem: Problem = match fault {
            Fault::TooLarge => return Error::too_large(status, self.received.max_bytes),
            Fault::NoArray => {
                return self
                    .received
                    .unreadable::<Vec<IgnoredAny>>(self.splitter.rest());
            }
            Fault::NoSeparator => format!("no JSON after {} elements", self.index).into(),
            Fault::MoreAfterEnd => "there is more after the end of the response".into(),
            Fault::Empty => "the response is empty".into(),
            Fault::EndsEarly => format!("it ends too early, after {} elements", self.index).into(),
        };
        Error::unusable_body(status, problem)
    }

    fn failed(&self, error: Error) -> Error {
        error.during(self.received.operation, Effect::Read, self.received.sent)
    }
}
