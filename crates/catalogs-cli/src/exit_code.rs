//! Exit codes, and their descriptions in the help.

use serde::Serialize;

/// Exit codes; success is 0. They are part of the tool's interface, and documented in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub(crate) enum Exit {
    Other = 1,
    Usage = 2,
    NotFound = 3,
    Unauthorized = 4,
    RateLimited = 5,
    Unreachable = 6,
    OutcomeUnknown = 7,
    PartialFailure = 8,
    Interrupted = 130,
}

impl Exit {
    /// All of them, with their descriptions in the help.
    pub(crate) const ALL: [(Self, &str); 9] = [
        (
            Self::Other,
            "anything else, such as a draft that the service refuses",
        ),
        (
            Self::Usage,
            "the command line, a file or a setting is wrong; nothing was sent",
        ),
        (Self::NotFound, "not found"),
        (
            Self::Unauthorized,
            "no token, or one that is not good for this",
        ),
        (Self::RateLimited, "rate limited, despite retries"),
        (
            Self::Unreachable,
            "no connection, no response in time, or the service failed; nothing was changed",
        ),
        (
            Self::OutcomeUnknown,
            "outcome unknown: a write may have taken effect, or not",
        ),
        (Self::PartialFailure, "partial success: some items failed"),
        (Self::Interrupted, "stopped by Ctrl-C"),
    ];
}

/// The list of exit codes at the end of the help.
pub(crate) fn help() -> String {
    let mut text = "Exit codes:\n    0  success".to_owned();
    for (exit, meaning) in Exit::ALL {
        text += &format!("\n  {:>3}  {meaning}", exit as u8);
    }
    text
}
