//! When a call's time is up.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::{Error, error::Stage};

/// The moment at which a call's time is up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    /// How long the whole call may take.
    pub(crate) timeout: Duration,
    /// `None` if the clock cannot reach it.
    at: Option<Instant>,
}

impl Deadline {
    /// Starts the clock.
    pub(crate) fn after(timeout: Duration) -> Self {
        Self {
            timeout,
            at: Instant::now().checked_add(timeout),
        }
    }

    /// How much time is left.
    pub(crate) fn remaining(&self) -> Duration {
        let left = self
            .at
            .map(|at| at.saturating_duration_since(Instant::now()));
        left.unwrap_or(self.timeout)
    }

    /// Whether there is time for anything after such a wait.
    pub(crate) fn allows(&self, wait: Duration) -> bool {
        let end = Instant::now().checked_add(wait);
        self.at
            .is_none_or(|deadline| end.is_some_and(|end| end < deadline))
    }

    /// The earlier of this deadline and another one that starts now.
    pub(crate) fn within(self, timeout: Duration) -> Self {
        match self.allows(timeout) {
            true => Self::after(timeout),
            false => self,
        }
    }

    /// Returns what `work` returns, or an error that says where the call was when its time was up.
    pub(crate) async fn limit<T>(
        self,
        stage: Stage,
        status: Option<u16>,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        match self.at {
            None => Ok(work.await),
            Some(at) => timeout_at(at, work)
                .await
                .map_err(|_| Error::timeout(self.timeout, stage, status)),
        }
    }
}
