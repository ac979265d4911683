//! How errors come about, and what each leaves known.

use std::{sync::Arc, time::Duration};

use http::HeaderMap;

use super::{Connection, Error, ErrorBody, Inner, Outcome, Problem, Secrets, Target, decode};
use crate::{Effect, Operation, transport::redirect::Refusal};

#[derive(Clone)]
pub(super) enum Cause {
    /// What the caller or the environment set cannot work.
    Configuration {
        message: String,
        setting: Option<&'static str>,
    },
    /// A name that is none of those known.
    UnknownName {
        what: &'static str,
        known: &'static [&'static str],
    },
    /// Writing back would erase what a response did not show.
    PartialResponse { fields: String },
    /// A field of the draft holds what JSON cannot say.
    Unsendable { field: &'static str },
    /// A draft does not take a value for a field.
    Unsettable { field: String, problem: Problem },
    /// The request could not be built.
    Request,
    /// There was no access token to send it with.
    NoToken { refused: bool, reason: String },
    /// No connection, so nothing was sent.
    Connect(Connection),
    /// The deadline passed, or an attempt took too long.
    Timeout {
        after: Duration,
        stage: Stage,
        status: Option<u16>,
    },
    /// The rate limiter has no permit in time: in `wait` at the earliest.
    NoPermit { wait: Duration },
    /// The limiter itself failed.
    LimiterFailed { reason: String },
    /// The connection broke after the request was sent, or the response did.
    Interrupted { status: Option<u16> },
    /// A response that is not a success.
    Refused {
        status: u16,
        body: ErrorBody,
        headers: HeaderMap,
        retry_after: Option<Duration>,
        redirect: Option<Redirect>,
        /// The proxy that it comes from.
        proxy: Option<String>,
    },
    /// A response larger than the caller wants to hold.
    TooLarge { status: u16, most: usize },
    /// A success whose body is not what the API promises.
    Decode {
        status: u16,
        path: String,
        problem: Problem,
    },
    /// A success whose body reports an error, or is a web page.
    Misreported { status: u16, body: ErrorBody },
}

/// Where a call was when its time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Waiting for an access token.
    Token,
    /// Waiting for a permit of the rate limiter; nothing was sent.
    Permit,
    /// Waiting for a response.
    Response,
}

impl Stage {
    /// What the call waited for.
    pub(crate) fn awaited(self) -> &'static str {
        match self {
            Self::Token => "an access token",
            Self::Permit => "the rate limiter",
            Self::Response => "the response",
        }
    }
}

/// A redirect that was not followed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Redirect {
    pub(crate) refusal: Refusal,
    /// Where it points: an origin, since a path may hold anything; of a login page the path, too.
    pub(crate) to: Option<String>,
}

impl Redirect {
    /// The same without what it repeats of the request.
    pub(crate) fn masked(mut self, secrets: &Secrets) -> Self {
        if let Some(to) = &mut self.to {
            secrets.mask_text(to);
        }
        self
    }
}

impl Error {
    pub(super) fn new(cause: Cause) -> Self {
        Self(Box::new(Inner {
            cause,
            operation: None,
            is_write: false,
            is_create: false,
            attempts: 0,
            outcome_unknown: false,
            no_retry_reason: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Cause::Configuration {
            message: message.into(),
            setting: None,
        })
    }

    /// A setting that cannot work: a method of a builder or an environment variable.
    pub(crate) fn invalid_setting(setting: &'static str, message: impl Into<String>) -> Self {
        Self::new(Cause::Configuration {
            message: message.into(),
            setting: Some(setting.trim_matches('`')),
        })
    }

    pub(crate) fn unknown_name(what: &'static str, known: &'static [&'static str]) -> Self {
        Self::new(Cause::UnknownName { what, known })
    }

    pub(crate) fn partial_response(fields: &[&'static str]) -> Self {
        Self::new(Cause::PartialResponse {
            fields: fields.join(", "),
        })
    }

    pub(crate) fn unsendable(field: &'static str) -> Self {
        Self::new(Cause::Unsendable { field })
    }

    pub(crate) fn unsettable(field: &str, problem: impl Into<Problem>) -> Self {
        Self::new(Cause::Unsettable {
            field: field.to_owned(),
            problem: problem.into(),
        })
    }

    /// Where and why `body` cannot be decoded as `T`, without a value of it.
    pub(crate) fn decode_problem<T: serde::de::DeserializeOwned>(body: &[u8]) -> (String, Problem) {
        decode::explain::<T>(body)
    }

    pub(crate) fn request() -> Self {
        Self::new(Cause::Request)
    }

    /// No access token is available: for now, or until a person consents again.
    pub(crate) fn no_token(refused: bool, reason: String) -> Self {
        Self::new(Cause::NoToken { refused, reason })
    }

    /// The connection that a call needs was not made.
    pub(crate) fn no_connection(connection: Connection) -> Self {
        Self::new(Cause::Connect(connection))
    }

    pub(crate) fn timeout(after: Duration, stage: Stage, status: Option<u16>) -> Self {
        Self::new(Cause::Timeout {
            after,
            stage,
            status,
        })
    }

    /// The rate limiter has a permit after `wait` at the earliest, which is too late.
    pub(crate) fn no_permit(wait: Duration) -> Self {
        Self::new(Cause::NoPermit { wait })
    }

    /// The limiter itself failed, so that nothing is sent.
    pub(crate) fn limiter_failed(reason: String) -> Self {
        Self::new(Cause::LimiterFailed { reason })
    }

    pub(crate) fn refused(
        status: u16,
        body: ErrorBody,
        retry_after: Option<Duration>,
        redirect: Option<Redirect>,
    ) -> Self {
        Self::new(Cause::Refused {
            status,
            body,
            headers: HeaderMap::new(),
            retry_after,
            redirect,
            proxy: None,
        })
    }

    /// Notes host and port of the proxy that the response comes from.
    pub(crate) fn by_proxy(mut self, address: Option<String>) -> Self {
        if let Cause::Refused { proxy, .. } = &mut self.0.cause {
            *proxy = address;
        }
        self
    }

    /// Keeps the headers of the response.
    pub(crate) fn with_headers(mut self, all: HeaderMap) -> Self {
        if let Cause::Refused { headers, .. } = &mut self.0.cause {
            *headers = all;
        }
        self
    }

    pub(crate) fn too_large(status: u16, most: usize) -> Self {
        Self::new(Cause::TooLarge { status, most })
    }

    /// A success with this status whose body reports an error, or is a web page.
    pub(crate) fn misreported(status: u16, body: ErrorBody) -> Self {
        Self::new(Cause::Misreported { status, body })
    }

    /// Masks what a success that is not one repeats of the request.
    pub(crate) fn masked(mut self, secrets: impl FnOnce() -> Secrets) -> Self {
        if let Cause::Misreported { body, .. } = &mut self.0.cause {
            *body = std::mem::take(body).masked(&secrets());
        }
        self
    }

    /// A success with this status whose `body` is not a valid `T`.
    pub(crate) fn decode<T: serde::de::DeserializeOwned>(status: u16, body: &[u8]) -> Self {
        let (path, problem) = decode::explain::<T>(body);
        Self::new(Cause::Decode {
            status,
            path,
            problem,
        })
    }

    /// The element of a list at `index`, which is not a valid `T`.
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
        Self::new(Cause::Decode {
            status,
            path,
            problem,
        })
    }

    /// A success whose body cannot be unpacked, or is not a list from some element on.
    pub(crate) fn unusable_body(status: u16, problem: impl Into<Problem>) -> Self {
        Self::new(Cause::Decode {
            status,
            path: ".".to_owned(),
            problem: problem.into(),
        })
    }

    /// What reqwest reports when there is no whole response; an attempt may take
    /// `attempt_timeout`, and the head of its response may have come.
    pub(crate) fn transport(
        error: reqwest::Error,
        proxy: Option<String>,
        attempt_timeout: Duration,
        status: Option<u16>,
    ) -> Self {
        let failed = || Connection::failed(&error, proxy, Target::Service);
        let cause = if let Some(connection) = status.is_none().then(failed).flatten() {
            Cause::Connect(connection)
        } else if error.is_timeout() {
            Cause::Timeout {
                after: attempt_timeout,
                stage: Stage::Response,
                status,
            }
        } else if error.is_builder() {
            Cause::Request
        } else {
            Cause::Interrupted { status }
        };
        Self::new(cause).caused_by(error.without_url())
    }

    /// A response that cannot be unpacked to its end.
    pub(crate) fn interrupted(status: Option<u16>) -> Self {
        Self::new(Cause::Interrupted { status })
    }

    /// What is known of the attempt that ended so.
    pub(crate) fn outcome(&self) -> Outcome {
        match &self.0.cause {
            Cause::Connect(connection) if connection.is_lasting() => Outcome::Rejected,
            Cause::Connect(_) => Outcome::NotSent,
            Cause::NoToken { refused: false, .. }
            | Cause::NoPermit { .. }
            | Cause::LimiterFailed { .. } => Outcome::NotSent,
            Cause::Timeout {
                stage: Stage::Token | Stage::Permit,
                ..
            } => Outcome::NotSent,
            Cause::Timeout {
                stage: Stage::Response,
                ..
            }
            | Cause::Interrupted { .. } => Outcome::Unknown,
            Cause::Refused {
                status,
                retry_after,
                ..
            } => Outcome::of_status(*status, *retry_after),
            Cause::Decode { .. } | Cause::TooLarge { .. } | Cause::Misreported { .. } => {
                Outcome::Unreadable
            }
            Cause::NoToken { refused: true, .. }
            | Cause::Configuration { .. }
            | Cause::UnknownName { .. }
            | Cause::PartialResponse { .. }
            | Cause::Unsendable { .. }
            | Cause::Unsettable { .. }
            | Cause::Request => Outcome::Rejected,
        }
    }

    pub(crate) fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Notes what was being done, and how many requests it took.
    pub(crate) fn during(mut self, operation: Operation, effect: Effect, attempts: u32) -> Self {
        self.0.operation = Some(operation);
        self.0.is_write = effect != Effect::Read;
        self.0.is_create = effect == Effect::Create;
        self.0.attempts = attempts;
        self
    }

    /// Notes what was to be done when the request could not be built.
    pub(crate) fn before(self, operation: Operation) -> Self {
        self.during(operation, operation.effect(), 0)
    }

    /// Marks that some attempt of this call may have taken effect.
    pub(crate) fn outcome_unknown(mut self, unknown: bool) -> Self {
        self.0.outcome_unknown = unknown;
        self
    }

    /// Notes why it was not retried.
    pub(crate) fn not_retried(mut self, reason: Option<String>) -> Self {
        self.0.no_retry_reason = reason;
        self
    }

    /// Whether some attempt of this call may have taken effect, also if it only reads.
    pub(crate) fn has_unknown_outcome(&self) -> bool {
        self.0.outcome_unknown
    }

    /// Where the call was when its time was up, or would have been.
    pub(crate) fn timeout_stage(&self) -> Option<Stage> {
        match self.0.cause {
            Cause::Timeout { stage, .. } => Some(stage),
            Cause::NoPermit { .. } => Some(Stage::Permit),
            _ => None,
        }
    }
}
