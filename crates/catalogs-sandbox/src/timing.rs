//! What the console tells of a request besides what the log keeps for everybody.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::rate_limit::LimitUse;

/// When a request came.
pub(crate) struct Arrival {
    at: SystemTime,
    began: Instant,
}

/// When a request came, how long its response took, and how much of the rate limit was used.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    pub(crate) at: SystemTime,
    /// Until the response was made up, not until it was read.
    pub(crate) took: Duration,
    pub(crate) limit: Option<LimitUse>,
}

impl Arrival {
    pub(crate) fn now() -> Self {
        Self {
            at: SystemTime::now(),
            began: Instant::now(),
        }
    }

    pub(crate) fn with(&self, limit: Option<LimitUse>) -> Timing {
        Timing {
            at: self.at,
            took: self.began.elapsed(),
            limit,
        }
    }
}

#[cfg(test)]
impl Default for Timing {
    fn default() -> Self {
        Arrival::now().with(None)
    }
}
