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
    /// What a status that is not a success tells.
    pub(crate) fn of_status(status: u16, retry_after: Option<Duration>) -> Self {
        match (status, retry_after) {
            // 425: the service did not risk processing it yet.
            (425 | 429, _) => Self::Refused { retry_after },
            (503, Some(retry_after)) => Self::Unavailable { retry_after },
            // 408: a gateway says so, too, when the service took too long.
            (408 | 500.., _) => Self::Unknown,
            // After a write, it points to what was written.
            (303, _) => Self::Unreadable,
            _ => Self::Rejected,
        }
    }

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
