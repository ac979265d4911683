//! When a call's time is up.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::{Error, error::Stage};

/// How much time a request has at the least.
const LEAST_TO_SEND: Duration = Duration::from_secs(5);

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

    /// The last moment at which it makes sense to send: what is sent later would end as a timeout
    /// after which nobody knows whether it took effect. It is a tenth of the timeout before the end,
    /// or [`LEAST_TO_SEND`] if that is less.
    pub(crate) fn to_send(self) -> Self {
        let margin = (self.timeout / 10).min(LEAST_TO_SEND);
        let at = self.at.map(|at| at.checked_sub(margin).unwrap_or(at));
        Self { at, ..self }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn last_moment_to_send_leaves_a_tenth_or_five_seconds() {
        let cases = [(60, 55_000), (600, 595_000), (1, 900), (0, 0)];
        for (seconds, expected) in cases {
            let deadline = Deadline::after(Duration::from_secs(seconds)).to_send();
            assert_eq!(deadline.remaining(), Duration::from_millis(expected));
        }
        assert_eq!(
            Deadline::after(Duration::MAX).to_send().remaining(),
            Duration::MAX
        );
    }
}
