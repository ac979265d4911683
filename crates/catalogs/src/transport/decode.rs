//! Reads the body of a response that is a success, and decodes it.

use std::{ops::Deref, time::Duration};

use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use tracing::Span;

use super::Deadline;
use crate::{Error, Operation, error::Stage};

/// A response that is a success, with its body still to be read.
pub(crate) struct Received {
    pub(crate) operation: Operation,
    pub(crate) response: Response,
    /// The span of the call.
    pub(crate) span: Span,
    /// How many requests the call has sent.
    pub(crate) sent: u32,
    /// Whether the body is read in the caller's own time.
    pub(crate) streamed: bool,
    /// How long an attempt may take, or, of a stream, the service be silent.
    pub(crate) attempt_timeout: Duration,
    pub(crate) deadline: Deadline,
    /// How large the body may be, or, of a stream, each element.
    pub(crate) max_bytes: usize,
}

/// Decodes the body.
pub(crate) async fn entity<T: DeserializeOwned>(received: Received) -> Result<T, Error> {
    let (status, body) = received.body().await?;
    parse(status, &body)
}

/// Decodes the body of a custom request; without a body, `null`. The body of a deletion may be too
/// large: it does not count.
pub(crate) async fn custom<T: DeserializeOwned>(
    received: Received,
    is_delete: bool,
) -> Result<T, Error> {
    match received.body().await {
        Ok((status, body)) if !body.trim_ascii().is_empty() => parse(status, &body),
        Err(error) if !(is_delete && error.is_too_large()) => Err(error),
        _ => null(),
    }
}

/// What stands for a response without a body.
pub(crate) fn null<T: DeserializeOwned>() -> Result<T, Error> {
    parse(StatusCode::OK, b"null")
}

/// Reads the body to its end, since a break may mean that the deletion failed, and drops it.
pub(crate) async fn nothing(mut received: Received) -> Result<(), Error> {
    match received.chunks(|_| ()).await {
        Err(error) if !error.is_too_large() => Err(error),
        _ => Ok(()),
    }
}

fn parse<T: DeserializeOwned>(status: StatusCode, body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|_| Error::decode::<T>(status.as_u16(), body))
}

impl Received {
    /// The whole body, if it is no larger than allowed.
    async fn body(mut self) -> Result<(StatusCode, impl Deref<Target = [u8]>), Error> {
        let status = self.response.status();
        let announced = self.response.content_length();
        if announced.is_none_or(|length| length > self.max_bytes as u64) {
            let mut body = Vec::new();
            self.chunks(|chunk| body.extend_from_slice(chunk)).await?;
            return Ok((status, body.into()));
        }
        let (deadline, patience, known) = (self.deadline, self.attempt_timeout, status.as_u16());
        let body = self.response.bytes();
        match deadline.limit(Stage::Response, Some(known), body).await? {
            Ok(body) => Ok((status, body)),
            Err(error) => Err(Error::transport(error, patience, Some(known))),
        }
    }

    /// Gives the body to `take` as it comes, unless it is larger than allowed.
    async fn chunks(&mut self, mut take: impl FnMut(&[u8])) -> Result<(), Error> {
        let status = self.response.status().as_u16();
        let mut left = self.max_bytes;
        loop {
            let chunk = self.response.chunk();
            let chunk = self.deadline.limit(Stage::Response, Some(status), chunk);
            match chunk.await? {
                Ok(None) => return Ok(()),
                Ok(Some(chunk)) if chunk.len() <= left => {
                    left -= chunk.len();
                    take(&chunk);
                }
                Ok(Some(_)) => return Err(Error::too_large(status, self.max_bytes)),
                Err(error) => {
                    return Err(Error::transport(error, self.attempt_timeout, Some(status)));
                }
            }
        }
    }
}
