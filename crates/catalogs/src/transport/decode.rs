//! Reads the body of a response that is a success, and decodes it.

use std::time::Duration;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tracing::Span;

use super::{
    Deadline,
    body::{Body, BodyError},
    salvage::salvage,
};
use crate::{
    Effect, Entity, Error, Operation,
    error::{ErrorBody, Stage},
};

/// How many bytes of a response without a model are looked at.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// A response that is a success, with its body still to be read.
pub(crate) struct Received {
    pub(crate) operation: Operation,
    pub(crate) body: Body,
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
pub(crate) async fn value<T: DeserializeOwned>(mut received: Received) -> Result<T, Error> {
    let body = received.whole().await?;
    received.parse(&body)
}

/// Decodes an entity. A write whose response has a readable id is done, whatever else is in it.
pub(crate) async fn entity<E: Entity>(mut received: Received) -> Result<E, Error> {
    let body = received.whole().await?;
    let error = match one::<E>(&body) {
        Ok(entity) => return Ok(entity),
        Err(_) => received.unreadable::<E>(&body),
    };
    let is_write = received.operation.effect() != Effect::Read;
    is_write.then(|| salvage(&body)).flatten().ok_or(error)
}

/// Decodes an entity, with the digits of its unknown numbers.
pub(crate) fn one<E: Entity>(json: &[u8]) -> serde_json::Result<E> {
    let mut entity: E = serde_json::from_slice(json)?;
    entity.keep_digits(json);
    Ok(entity)
}

/// Decodes the body of a custom request; without a body, `null`. The body of a deletion may be too
/// large: it does not count.
pub(crate) async fn custom<T: DeserializeOwned>(
    mut received: Received,
    is_delete: bool,
) -> Result<T, Error> {
    match received.whole().await {
        Ok(body) if !body.trim_ascii().is_empty() => {
            if is_delete {
                received.refute(&body)?;
            }
            received.parse(&body)
        }
        Err(error) if !(is_delete && error.is_too_large()) => Err(error),
        _ => null(),
    }
}

/// What stands for a response without a body.
pub(crate) fn null<T: DeserializeOwned>() -> Result<T, Error> {
    let status = StatusCode::OK.as_u16();
    serde_json::from_slice(b"null").map_err(|_| Error::decode::<T>(status, b"null"))
}

/// Reads the body to its end, since a break may mean that the deletion failed, and drops it, unless
/// it tells that nothing was deleted.
pub(crate) async fn nothing(mut received: Received) -> Result<(), Error> {
    let mut head = Vec::new();
    let read = received.chunks(|chunk| {
        let wanted = chunk.len().min(MAX_HEAD_BYTES - head.len());
        head.extend_from_slice(&chunk[..wanted]);
    });
    match read.await {
        Err(error) if !error.is_too_large() => Err(error),
        _ => received.refute(&head),
    }
}

/// Why a success is not one, if its body tells so: a web page, or an object that reports an error.
pub(crate) fn misreported(status: u16, content_type: Option<&str>, body: &[u8]) -> Option<Error> {
    if body.trim_ascii().is_empty() {
        return None;
    }
    let read = ErrorBody::read(content_type, body);
    (read.is_web_page || reports_error(body)).then(|| Error::misreported(status, read))
}

fn reports_error(body: &[u8]) -> bool {
    const NAMES: [&str; 6] = [
        "error",
        "error_code",
        "errorcode",
        "errors",
        "errorslist",
        "reason",
    ];
    let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(body) else {
        return false;
    };
    let is_set = |value: &Value| match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    };
    fields.iter().any(|(name, value)| {
        let is_error = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
        is_error && is_set(value)
    })
}

impl Received {
    pub(crate) fn status(&self) -> u16 {
        self.body.status().as_u16()
    }

    /// What a break of the body means.
    pub(crate) fn broken(&self, error: BodyError) -> Error {
        match error {
            BodyError::Transport(error) => {
                Error::transport(error, None, self.attempt_timeout, Some(self.status()))
            }
            BodyError::Corrupt => Error::interrupted(Some(self.status())),
            BodyError::Unusable(problem) => Error::unusable_body(self.status(), problem),
        }
    }

    /// What it means that `body` is not a `T`.
    pub(crate) fn unreadable<T: DeserializeOwned>(&self, body: &[u8]) -> Error {
        let content_type = self.body.content_type();
        misreported(self.status(), content_type.as_deref(), body)
            .unwrap_or_else(|| Error::decode::<T>(self.status(), body))
    }

    fn parse<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Error> {
        serde_json::from_slice(body).map_err(|_| self.unreadable::<T>(body))
    }

    /// Fails if the body of a deletion tells that there was none.
    fn refute(&self, body: &[u8]) -> Result<(), Error> {
        let content_type = self.body.content_type();
        match misreported(self.status(), content_type.as_deref(), body) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// The whole body, if it is no larger than allowed.
    async fn whole(&mut self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        self.chunks(|chunk| body.extend_from_slice(chunk)).await?;
        Ok(body)
    }

    /// Gives the body to `take` as it comes, unless it is larger than allowed.
    async fn chunks(&mut self, mut take: impl FnMut(&[u8])) -> Result<(), Error> {
        let status = self.status();
        let mut left = self.max_bytes;
        loop {
            let chunk = self.body.next();
            let chunk = self.deadline.limit(Stage::Response, Some(status), chunk);
            match chunk.await? {
                Ok(None) => return Ok(()),
                Ok(Some(chunk)) if chunk.len() <= left => {
                    left -= chunk.len();
                    take(chunk);
                }
                Ok(Some(_)) => return Err(Error::too_large(status, self.max_bytes)),
                Err(error) => return Err(self.broken(error)),
            }
        }
    }
}
