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
    /// The service will not do it, however often it is asked.
    Rejected,
    /// The service reported success in a way that makes no sense.
    Unreadable,
}

impl Outcome {
    /// Whether a write may have taken effect.
    pub(crate) fn may_have_taken_effect(self) -> bool {
        matches!(self, Outcome::Unknown | Outcome::Unreadable)
    }
}
