//! What an error leaves known of the attempt behind it.

use std::time::Duration;

/// What is known of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It never reached the service.
    NotSent,
    /// The service turned it away for now, and did nothing.
    Refused { retry_after: Option<Duration> },
    /// It may have taken effect, or not.
    Unknown,
    /// It may have taken effect, or not, and the service asks to wait.
    Unavailable { retry_after: Duration },
    /// The service will not do it, however often it is asked.
    Rejected,
    /// The service reported success in a way that makes no sense.
    Unreadable,
}

impl Outcome {
    /// Whether a write may have taken effect.
    pub(crate) fn may_have_taken_effect(self) -> bool {
        matches!(
            self,
            Outcome::Unknown | Outcome::Unavailable { .. } | Outcome::Unreadable
        )
    }

    /// How long the service asks to wait.
    pub(crate) fn retry_after(self) -> Option<Duration> {
        match self {
            Outcome::Refused { retry_after } => retry_after,
            Outcome::Unavailable { retry_after } => Some(retry_after),
            _ => None,
        }
    }
}
