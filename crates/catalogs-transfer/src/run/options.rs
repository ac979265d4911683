//! How a run goes, and what it tells.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Reason, Step};

/// How a plan is carried out.
///
/// ```
/// use std::time::Duration;
/// use catalogs_transfer::{CancellationToken, RunOptions};
///
/// let cancel = CancellationToken::new(); // cancel it on Ctrl-C
/// let options = RunOptions::new()
///     .cancel(cancel.clone())
///     .on_report(|report| eprintln!("{} of {}", report.done, report.total));
/// ```
#[must_use = "they are for `Plan::run`"]
pub struct RunOptions<'a> {
    pub(super) settle: Duration,
    pub(super) max_attempts: u32,
    pub(super) skip_deleted: bool,
    pub(super) cancel: CancellationToken,
    pub(super) on_report: Box<dyn FnMut(&Report<'_>) + Send + 'a>,
}

impl Default for RunOptions<'_> {
    fn default() -> Self {
        Self {
            settle: Duration::from_secs(30),
            max_attempts: 3,
            skip_deleted: false,
            cancel: CancellationToken::new(),
            on_report: Box::new(|_| {}),
        }
    }
}

impl<'a> RunOptions<'a> {
    /// As the service asks for it.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait before looking for what may have been added: a request that timed out may
    /// still be at work. 30 seconds by default.
    pub fn settle(mut self, wait: Duration) -> Self {
        self.settle = wait;
        self
    }

    /// How many times a row is begun to be added at the most, where it is certain each time that it
    /// was not added before; 3 by default, 0 counts as 1.
    pub fn max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// Whether rows that an earlier run has done stay alone even where their entities are gone
    /// since, because somebody deleted them. Otherwise the run does not begin:
    /// [`Error::Gone`](crate::Error::Gone).
    pub fn skip_deleted(mut self, skip: bool) -> Self {
        self.skip_deleted = skip;
        self
    }

    /// Ends the run before the next row, once it is cancelled.
    pub fn cancel(mut self, token: CancellationToken) -> Self {
        self.cancel = token;
        self
    }

    /// Is told of each row.
    pub fn on_report(mut self, report: impl FnMut(&Report<'_>) + Send + 'a) -> Self {
        self.on_report = Box::new(report);
        self
    }
}

/// What has just happened.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report<'a> {
    /// How many rows have been taken, this one included.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// The row, and what was planned.
    pub step: &'a Step,
    /// What happened.
    pub event: Event<'a>,
}

/// What may happen to a row.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// It was created.
    Created(Uuid),
    /// It had been added, and was found.
    Found(Uuid),
    /// It was updated.
    Updated(Uuid),
    /// It says the same.
    Unchanged(Uuid),
    /// An earlier run had done it.
    Skipped(Uuid),
    /// It failed.
    Failed(&'a Reason),
    /// It may have been added; after this time, it is looked for.
    Waiting(Duration),
}
