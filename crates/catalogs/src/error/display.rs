//! The sentence that an error says to a person.

use std::{borrow::Cow, fmt};

use super::{Cause, Connection, Error, ErrorBody, Stage, Target, connection::Failure};
use crate::transport::redirect::Refusal;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hint() {
            Some(hint) => write!(f, "{}; {hint}", self.summary()),
            None => write!(f, "{}", self.summary()),
        }
    }
}

/// How many messages about fields are shown.
const MOST_FIELDS: usize = 5;

/// What happened, without what to try.
struct Summary<'a> {
    error: &'a Error,
    /// Without the operation, and without what the service wrote.
    redacted: bool,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.error;
        match error.0.operation {
            Some(operation) if !self.redacted => write!(f, "cannot {}: ", operation.phrase())?,
            _ => {}
        }
        error.happened(f, self.redacted)?;
        let trace = error.trace_id().map(|id| format!("trace id {id}"));
        let request = error.request_id().map(|id| format!("request id {id}"));
        let id = trace.or(request).filter(|_| !self.redacted);
        let attempts =
            (error.0.attempts > 1).then(|| format!("after {} attempts", error.0.attempts));
        let notes = id.into_iter().chain(attempts);
        let notes: Vec<String> = notes.chain(error.0.no_retry_reason.clone()).collect();
        if !notes.is_empty() {
            write!(f, " ({})", notes.join("; "))?;
        }
        Ok(())
    }
}

impl Error {
    /// Returns what was being done and what happened: the error's text without its [`hint`](Self::hint).
    pub fn summary(&self) -> impl fmt::Display + '_ {
        Summary {
            error: self,
            redacted: false,
        }
    }

    /// Returns what happened, without the operation and without anything that the service wrote: no
    /// [`code`](Self::code), no [`reason`](Self::reason) and no address that it redirects to. For
    /// reports that others may read.
    pub fn redacted_summary(&self) -> impl fmt::Display + '_ {
        Summary {
            error: self,
            redacted: true,
        }
    }

    /// A word for the kind, for `error.type` of OpenTelemetry: the status, or a class.
    pub(crate) fn class(&self) -> Cow<'static, str> {
        match &self.0.cause {
            Cause::Configuration { .. } | Cause::UnknownName { .. } => "configuration".into(),
            Cause::PartialResponse { .. } => "partial_response".into(),
            Cause::Unsendable { .. } => "unsendable".into(),
            Cause::Unsettable { .. } => "unsettable".into(),
            Cause::Request => "request".into(),
            Cause::NoToken { .. } => "token".into(),
            Cause::Connect(connection) => match connection.failure {
                Failure::Network => "connect".into(),
                Failure::Tls => "tls".into(),
                Failure::Proxy => "proxy".into(),
            },
            Cause::NoPermit { .. } => "rate_limit".into(),
            Cause::LimiterFailed { .. } => "limiter".into(),
            Cause::Timeout { .. } => "timeout".into(),
            Cause::Interrupted { .. } => "interrupted".into(),
            Cause::Refused { status, .. } => status.to_string().into(),
            Cause::Decode { .. } | Cause::Misreported { .. } => "decode".into(),
            Cause::TooLarge { .. } => "too_large".into(),
        }
    }

    fn happened(&self, f: &mut fmt::Formatter<'_>, redacted: bool) -> fmt::Result {
        // An earlier attempt may have sent something; a connection that failed was an attempt, too.
        let sent = match self.0.cause {
            Cause::Connect(Connection {
                target: Target::Service,
                ..
            }) => self.0.attempts.saturating_sub(1),
            _ => self.0.attempts,
        };
        let not_sent = if sent == 0 {
            ", so nothing was sent"
        } else {
            ""
        };
        match &self.0.cause {
            Cause::Configuration { message, .. } => f.write_str(message),
            Cause::UnknownName { what, known } => {
                write!(
                    f,
                    "there is no such {what}; it is a code, or one of {}",
                    known.join(", ")
                )
            }
            Cause::PartialResponse { fields } => write!(
                f,
                "the service's response did not show {fields}, and writing it back could erase it"
            ),
            Cause::Unsendable { field } => {
                write!(f, "the draft's {field} is not a number and cannot be sent")
            }
            Cause::Unsettable { field, problem } if field == "." => {
                write!(f, "not a valid draft: {problem}")
            }
            Cause::Unsettable { field, problem } => {
                write!(f, "the field {field} cannot be set: {problem}")
            }
            Cause::Request => f.write_str("the request could not be built"),
            Cause::NoToken { reason, .. } => {
                f.write_str("no access token is available")?;
                match redacted {
                    true => Ok(()),
                    false => write!(f, ": {reason}"),
                }
            }
            Cause::Connect(connection) => {
                connection.write(f, redacted)?;
                f.write_str(not_sent)
            }
            Cause::Timeout { after, stage, .. } => {
                let not_sent = match stage {
                    Stage::Response => "",
                    Stage::Token | Stage::Permit => not_sent,
                };
                let awaited = stage.awaited();
                write!(
                    f,
                    "timed out after {after:?} waiting for {awaited}{not_sent}"
                )
            }
            Cause::LimiterFailed { .. } if redacted => {
                write!(f, "the rate limiter failed{not_sent}")
            }
            Cause::LimiterFailed { reason } => {
                write!(f, "the rate limiter failed: {reason}{not_sent}")
            }
            Cause::NoPermit { wait } => write!(
                f,
                "the rate limiter has no permit in time, only in {wait:?}{not_sent}"
            ),
            Cause::TooLarge { status, most } => {
                write!(
                    f,
                    "the service returned {status} with more than {most} bytes"
                )
            }
            Cause::Interrupted { .. } => {
                f.write_str("the response broke off, or cannot be decompressed")
            }
            Cause::Refused {
                proxy: Some(proxy), ..
            } => {
                f.write_str("the proxy")?;
                if !redacted {
                    write!(f, " at {proxy}")?;
                }
                f.write_str(" requires a user name and a password (407)")
            }
            Cause::Refused {
                status,
                body,
                redirect,
                ..
            } if redacted => refused(
                f,
                *status,
                &ErrorBody {
                    is_web_page: body.is_web_page,
                    ..ErrorBody::default()
                },
                redirect.as_ref().map(|redirect| (redirect.refusal, None)),
            ),
            Cause::Refused {
                status,
                body,
                redirect,
                ..
            } => {
                let redirect = redirect.as_ref();
                let redirect = redirect.map(|it| (it.refusal, it.to.as_deref()));
                refused(f, *status, body, redirect)
            }
            Cause::Misreported { status, body } => {
                write!(f, "the service returned {status}, but ")?;
                match body.is_web_page {
                    true => f.write_str("a web page answered, not the API")?,
                    false => f.write_str("the response reports an error")?,
                }
                let ErrorBody { code, reason, .. } = match redacted {
                    true => &ErrorBody::default(),
                    false => body,
                };
                if let Some(code) = code {
                    write!(f, " ({code})")?;
                }
                if let Some(reason) = reason {
                    write!(f, ": {reason}")?;
                }
                Ok(())
            }
            Cause::Decode {
                status,
                path,
                problem,
            } => {
                let place = if path == "." { "" } else { path };
                let at = if place.is_empty() { "" } else { " at " };
                write!(
                    f,
                    "the service returned {status}, but the response{at}{place} cannot be decoded: {problem}"
                )
            }
        }
    }
}

fn refused(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    body: &ErrorBody,
    redirect: Option<(Refusal, Option<&str>)>,
) -> fmt::Result {
    match body.is_web_page {
        true => write!(f, "a web page answered, not the API: {status}")?,
        false => write!(f, "the service returned {status}")?,
    }
    let name = reqwest::StatusCode::from_u16(status).ok();
    if let Some(name) = name.and_then(|status| status.canonical_reason()) {
        write!(f, " {name}")?;
    }
    if let Some(code) = &body.code {
        write!(f, " ({code})")?;
    }
    if let Some(reason) = &body.reason {
        write!(f, ": {reason}")?;
    }
    if let Some(title) = &body.title {
        write!(f, ", titled \"{title}\"")?;
    }
    for (index, (name, message)) in body.fields.iter().take(MOST_FIELDS).enumerate() {
        let separator = match (index, &body.reason) {
            (0, None) => ": ",
            (0, Some(reason)) if reason.ends_with('.') => " ",
            _ => "; ",
        };
        write!(f, "{separator}{name}: {message}")?;
    }
    if let more @ 1.. = body.fields.len().saturating_sub(MOST_FIELDS) {
        write!(f, "; and {more} more")?;
    }
    let Some((refusal, origin)) = redirect else {
        return Ok(());
    };
    let to = origin.unwrap_or("another address");
    match refusal {
        Refusal::NoLocation => f.write_str(" without a usable Location"),
        Refusal::Foreign => write!(f, " and redirects to {to}, where the token must not go"),
        Refusal::Login => write!(f, " and redirects to a login page: {to}"),
        Refusal::OtherMethod => write!(f, " and redirects to {to}, with another method"),
        Refusal::TooMany => write!(f, " and redirects to {to}, one redirect too many"),
    }
}

/// The sentence, and the accessors' values.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if let Some(operation) = self.operation() {
            debug
                .field("operation", &operation)
                .field("attempts", &self.attempts());
        }
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

#[cfg(test)]
mod tests;
