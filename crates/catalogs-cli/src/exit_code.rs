//! Exit codes, and their descriptions in the help.

/// Exit codes; success is 0. They are part of the tool's interface, and documented in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// All of them, with the words for them in JSON and their descriptions in the help.
    pub(crate) const ALL: [(Self, &str, &str); 9] = [
        (
            Self::Other,
            "other",
            "anything else, such as a draft that the service refuses",
        ),
        (
            Self::Usage,
            "usage",
            "the command line, a file or a setting is wrong; nothing was sent",
        ),
        (Self::NotFound, "not_found", "not found"),
        (
            Self::Unauthorized,
            "unauthorized",
            "no token, or one that is not good for this",
        ),
        (
            Self::RateLimited,
            "rate_limited",
            "rate limited, despite retries",
        ),
        (
            Self::Unreachable,
            "unreachable",
            "no connection, no response in time, or the service failed; nothing was changed",
        ),
        (
            Self::OutcomeUnknown,
            "outcome_unknown",
            "outcome unknown: a write may have taken effect, or not",
        ),
        (
            Self::PartialFailure,
            "partial_failure",
            "partial success: some items failed",
        ),
        (Self::Interrupted, "interrupted", "stopped by Ctrl-C"),
    ];

    /// The word for it in JSON.
    pub(crate) fn name(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(exit, ..)| *exit == self)
            .map_or("other", |(_, name, _)| name)
    }
}

/// The list of exit codes at the end of the help.
pub(crate) fn help() -> String {
    let mut text = "Exit codes:\n    0  success".to_owned();
    for (exit, _, meaning) in Exit::ALL {
        text += &format!("\n  {:>3}  {meaning}", exit as u8);
    }
    text
}
