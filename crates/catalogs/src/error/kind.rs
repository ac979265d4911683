//! The kinds of errors, how they come about, and what each leaves known.

use std::{borrow::Cow, time::Duration};

use super::{Error, Inner, Said, decode};
use crate::{Operation, TokenError, redirect::Refusal, retry::Outcome};

pub(super) enum Kind {
    /// What the caller or the environment set cannot work.
    Configuration(String),
    /// A name that is none of those known.
    UnknownName {
        what: &'static str,
        known: &'static [&'static str],
    },
    /// Writing back would erase what an answer did not show.
    IncompleteAnswer { fields: String },
    /// A field of the draft holds what JSON cannot say.
    Unsendable { field: &'static str },
    /// A draft does not take a value for a field.
    Unsettable { field: String, problem: String },
    /// The request could not be built.
    Request,
    /// The request was described, not sent, as was asked for.
    Described,
    /// There was no access token to send it with.
    NoToken { refused: bool },
    /// No connection, so nothing was sent.
    Connect,
    /// The deadline passed, or an attempt took too long.
    Timeout {
        after: Duration,
        stage: Stage,
        status: Option<u16>,
    },
    /// The connection broke after the request was sent, or the answer did.
    Interrupted { status: Option<u16> },
    /// An answer that is no success.
    Refused {
        status: u16,
        said: Said,
        retry_after: Option<Duration>,
        redirect: Option<Redirect>,
    },
    /// An answer larger than the caller wants to hold.
    TooLarge { status: u16, most: usize },
    /// A success whose body is not what the API promises.
    Decode {
        status: u16,
        path: String,
        problem: Cow<'static, str>,
    },
}

/// Where a call was when its time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Waiting for an access token.
    Token,
    /// Waiting for its turn under the rate limit; nothing was sent.
    Turn,
    /// Waiting for an answer.
    Answer,
}

/// A redirect that was not followed.
#[derive(Debug, PartialEq)]
pub(crate) struct Redirect {
    pub(crate) refusal: Refusal,
    /// Where it points; an origin only, since a path may hold anything.
    pub(crate) origin: Option<String>,
}

impl Error {
    fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            attempts: 0,
            in_doubt: false,
            gave_up: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Kind::Configuration(message.into()))
    }

    pub(crate) fn unknown_name(what: &'static str, known: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownName { what, known })
    }

    pub(crate) fn partial_response(fields: &[&'static str]) -> Self {
        Self::new(Kind::IncompleteAnswer {
            fields: fields.join(", "),
        })
    }

    pub(crate) fn unsendable(field: &'static str) -> Self {
        Self::new(Kind::Unsendable { field })
    }

    pub(crate) fn unsettable(field: &str, problem: impl Into<String>) -> Self {
        Self::new(Kind::Unsettable {
            field: field.to_owned(),
            problem: problem.into(),
        })
    }

    /// Where and why `body` is no `T`, without a value of it.
    pub(crate) fn why_no<T: serde::de::DeserializeOwned>(
        body: &[u8],
    ) -> (String, Cow<'static, str>) {
        decode::explain::<T>(body)
    }

    pub(crate) fn request() -> Self {
        Self::new(Kind::Request)
    }

    pub(crate) fn described() -> Self {
        Self::new(Kind::Described)
    }

    /// The source of tokens had none, for this reason.
    pub(crate) fn no_token(error: TokenError) -> Self {
        let refused = error.is_refused();
        Self::new(Kind::NoToken { refused }).caused_by(error)
    }

    pub(crate) fn timeout(after: Duration, stage: Stage, status: Option<u16>) -> Self {
        Self::new(Kind::Timeout {
            after,
            stage,
            status,
        })
    }

    pub(crate) fn refused(
        status: u16,
        said: Said,
        retry_after: Option<Duration>,
        redirect: Option<Redirect>,
    ) -> Self {
        Self::new(Kind::Refused {
            status,
            said,
            retry_after,
            redirect,
        })
    }

    pub(crate) fn too_large(status: u16, most: usize) -> Self {
        Self::new(Kind::TooLarge { status, most })
    }

    /// A success with this status whose `body` is no `T`.
    pub(crate) fn decode<T: serde::de::DeserializeOwned>(status: u16, body: &[u8]) -> Self {
        let (path, problem) = decode::explain::<T>(body);
        Self::new(Kind::Decode {
            status,
            path,
            problem,
        })
    }

    /// The element of a list at `index`, which is no `T`.
    pub(crate) fn element<T: serde::de::DeserializeOwned>(
        status: u16,
        index: usize,
        element: &[u8],
    ) -> Self {
        let (path, problem) = decode::explain::<T>(element);
        let path = match path.as_str() {
            // The element itself, or a name in it that could not be read.
            "." | "?" => format!("[{index}]"),
            inside if inside.starts_with('[') => format!("[{index}]{inside}"),
            inside => format!("[{index}].{inside}"),
        };
        Self::new(Kind::Decode {
            status,
            path,
            problem,
        })
    }

    /// A success that is no list, or not from some element on.
    pub(crate) fn no_list(status: u16, problem: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Decode {
            status,
            path: ".".to_owned(),
            problem: problem.into(),
        })
    }

    /// What reqwest reports when there is no whole answer; an attempt may take `patience`, and the
    /// head of its answer may have come.
    pub(crate) fn transport(
        error: reqwest::Error,
        patience: Duration,
        status: Option<u16>,
    ) -> Self {
        let kind = if error.is_connect() {
            Kind::Connect
        } else if error.is_timeout() {
            Kind::Timeout {
                after: patience,
                stage: Stage::Answer,
                status,
            }
        } else if error.is_builder() {
            Kind::Request
        } else {
            Kind::Interrupted { status }
        };
        Self::new(kind).caused_by(error.without_url())
    }

    /// What is known of the attempt that ended so.
    pub(crate) fn outcome(&self) -> Outcome {
        match &self.0.kind {
            Kind::Connect | Kind::NoToken { refused: false } => Outcome::NotSent,
            Kind::Timeout {
                stage: Stage::Token | Stage::Turn,
                ..
            } => Outcome::NotSent,
            Kind::Timeout {
                stage: Stage::Answer,
                ..
            }
            | Kind::Interrupted { .. } => Outcome::Unknown,
            Kind::Refused {
                status: 429,
                retry_after,
                ..
            } => Outcome::Refused {
                retry_after: *retry_after,
            },
            Kind::Refused {
                status: 503,
                retry_after: Some(wait),
                ..
            } => Outcome::Refused {
                retry_after: Some(*wait),
            },
            Kind::Refused { status: 500.., .. } => Outcome::Unknown,
            // After a write, it points to what was written.
            Kind::Refused { status: 303, .. } => Outcome::Unreadable,
            Kind::Decode { .. } | Kind::TooLarge { .. } => Outcome::Unreadable,
            Kind::Refused { .. }
            | Kind::NoToken { refused: true }
            | Kind::Configuration(_)
            | Kind::UnknownName { .. }
            | Kind::IncompleteAnswer { .. }
            | Kind::Unsendable { .. }
            | Kind::Unsettable { .. }
            | Kind::Request
            | Kind::Described => Outcome::Rejected,
        }
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn during(mut self, operation: Operation, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self
    }

    /// Marks that some attempt of this call may have taken effect.
    pub(crate) fn in_doubt(mut self, in_doubt: bool) -> Self {
        self.0.in_doubt = in_doubt;
        self
    }

    /// Notes why it was not tried again.
    pub(crate) fn gave_up(mut self, why: Option<String>) -> Self {
        self.0.gave_up = why;
        self
    }

    pub(crate) fn is_in_doubt(&self) -> bool {
        self.0.in_doubt
    }

    /// A word for the kind, for `error.type` of OpenTelemetry: the status, or a class.
    pub(crate) fn class(&self) -> Cow<'static, str> {
        match &self.0.kind {
            Kind::Configuration(_) | Kind::UnknownName { .. } => "configuration".into(),
            Kind::IncompleteAnswer { .. } => "partial_response".into(),
            Kind::Unsendable { .. } => "unsendable".into(),
            Kind::Unsettable { .. } => "unsettable".into(),
            Kind::Request => "request".into(),
            Kind::Described => "described".into(),
            Kind::NoToken { .. } => "token".into(),
            Kind::Connect => "connect".into(),
            Kind::Timeout { .. } => "timeout".into(),
            Kind::Interrupted { .. } => "interrupted".into(),
            Kind::Refused { status, .. } => status.to_string().into(),
            Kind::Decode { .. } => "decode".into(),
            Kind::TooLarge { .. } => "too_large".into(),
        }
    }
}
