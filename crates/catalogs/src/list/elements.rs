//! The answer behind a list, read and decoded element by element.

use std::{borrow::Cow, marker::PhantomData, ops::Deref, time::Duration};

use reqwest::Response;
use serde::de::IgnoredAny;
use tokio::time::{Instant, timeout};
use tracing::Span;

use super::splitter::{Fault, Splitter};
use crate::{Entity, Error, error::Stage, exchange::Body, transport::Opened};

/// The elements that are still to come.
pub(super) struct Elements<E> {
    answer: Response,
    splitter: Splitter,
    /// How many came out already.
    index: usize,
    /// How many bytes came.
    bytes: usize,
    /// How long the call may wait for the service yet. The caller's own time does not count.
    left: Duration,
    opened: Opened,
    span: Span,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Elements<E> {
    /// Reads nothing yet.
    pub(super) fn new(answer: Response, opened: Opened) -> Self {
        Self {
            answer,
            splitter: Splitter::new(opened.max_response_bytes),
            index: 0,
            bytes: 0,
            left: opened.left,
            opened,
            span: Span::none(),
            entity: PhantomData,
        }
    }

    /// Has what is still to come happen in this span.
    pub(super) fn within(self, span: Span) -> Self {
        Self { span, ..self }
    }

    pub(super) fn span(&self) -> &Span {
        &self.span
    }

    /// The next element, or why it is none; nothing can be read after an error of the whole.
    pub(super) async fn next(&mut self) -> Result<Option<Result<E, Error>>, Error> {
        loop {
            match self.splitter.next() {
                Ok(Some(element)) => {
                    let status = self.answer.status().as_u16();
                    let decoded = serde_json::from_slice(element).map(E::from_raw);
                    let decoded = decoded.map_err(|_| {
                        let error = Error::element::<E::Response>(status, self.index, element);
                        Span::current().record("error.type", &*error.class());
                        error.during(E::LIST, self.opened.sent)
                    });
                    self.index += 1;
                    return Ok(Some(decoded));
                }
                Ok(None) => {}
                Err(fault) => return Err(self.failed(self.means(fault))),
            }
            match self.chunk().await.map_err(|error| self.failed(error))? {
                Some(bytes) => {
                    self.bytes = self.bytes.saturating_add(bytes.len());
                    let limited = self.opened.body != Body::Streamed;
                    if limited && self.bytes > self.opened.max_response_bytes {
                        return Err(self.failed(self.means(Fault::TooLarge)));
                    }
                    self.splitter.push(&bytes);
                }
                None => {
                    let whole = self.splitter.finish();
                    return whole
                        .map(|()| None)
                        .map_err(|fault| self.failed(self.means(fault)));
                }
            }
        }
    }

    /// The next bytes, if they come in time.
    async fn chunk(&mut self) -> Result<Option<impl Deref<Target = [u8]> + use<E>>, Error> {
        let status = Some(self.answer.status().as_u16());
        // reqwest counts an attempt's time to the end of the body, where it has any.
        let silence = match self.opened.body {
            Body::Streamed => self.opened.patience,
            Body::Whole | Body::Left => Duration::MAX,
        };
        let asked = Instant::now();
        let chunk = timeout(silence.min(self.left), self.answer.chunk()).await;
        let out_of_time = |after| Error::timeout(after, Stage::Answer, status);
        let chunk = chunk.map_err(|_| match silence < self.left {
            true => out_of_time(silence),
            false => out_of_time(self.opened.timeout),
        })?;
        self.left = self.left.saturating_sub(asked.elapsed());
        chunk.map_err(|error| Error::transport(error, self.opened.patience, status))
    }

    fn means(&self, fault: Fault) -> Error {
        let status = self.answer.status().as_u16();
        let problem: Cow<_> = match fault {
            Fault::TooLarge => return Error::too_large(status, self.opened.max_response_bytes),
            Fault::NoArray => {
                return Error::decode::<Vec<IgnoredAny>>(status, self.splitter.rest());
            }
            Fault::NoSeparator => format!("no JSON after {} elements", self.index).into(),
            Fault::MoreAfterEnd => "there is more after the end of the answer".into(),
            Fault::Empty => "the answer is empty".into(),
            Fault::EndsEarly => format!("it ends too early, after {} elements", self.index).into(),
        };
        Error::no_list(status, problem)
    }

    fn failed(&self, error: Error) -> Error {
        error.during(E::LIST, self.opened.sent)
    }
}
