//! What the console tells of a request besides what the log keeps for everybody.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::limit::LimitUse;

/// When a request came.
pub(crate) struct Arrived {
    at: SystemTime,
    began: Instant,
}

/// When a request came, how long its answer took, and how it stood with the limit.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    pub(super) at: SystemTime,
    /// Until the answer was made up, not until it was read.
    pub(super) took: Duration,
    pub(super) limit: Option<LimitUse>,
}

impl Arrived {
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
        Arrived::now().with(None)
    }
}
