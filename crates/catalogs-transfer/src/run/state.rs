//! The state of a run, and how it ends.

use catalogs::{Client, ErrorKind};
use uuid::Uuid;

use super::options::{Event, Report, RunOptions};
use crate::{
    Error, Journal, Outcome, Plan, Reason, Step, Stop, import_row::ImportRow, journal::RowState,
};

pub(super) struct Run<'a, 'b> {
    pub(super) plan: &'a Plan,
    pub(super) client: &'a Client,
    pub(super) journal: &'a mut Journal,
    pub(super) options: RunOptions<'b>,
    /// Whether an earlier run left rows whose outcome is unknown, and they have not had their time.
    pub(super) needs_wait: bool,
    /// How many rows have been taken.
    pub(super) taken: usize,
    pub(super) streak: FailureStreak,
    pub(super) outcome: Outcome,
}

/// Rows in a row that failed for want of a response.
#[derive(Default)]
pub(super) struct FailureStreak {
    pub(super) rows: usize,
    /// How many rows had failed before.
    pub(super) failed_before: usize,
}

/// What ends a run.
pub(super) enum End {
    Stop(Stop),
    Error(Error),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<catalogs::Error> for End {
    fn from(error: catalogs::Error) -> Self {
        Self::Stop(Stop::Error(error))
    }
}

/// What became of a row.
pub(super) enum Done {
    Created(Uuid),
    Found(Uuid),
    Updated(Uuid),
    Unchanged(Uuid),
    Failed(Reason),
}

impl Run<'_, '_> {
    /// Waits until requests of unknown outcome have come to their end at the service.
    pub(super) async fn wait(&mut self, step: &Step) -> Result<(), End> {
        let settle = self.options.settle;
        self.report(self.taken, step, Event::Waiting(settle));
        let slept = tokio::time::sleep(settle);
        match self.options.cancel.run_until_cancelled(slept).await {
            Some(()) => Ok(()),
            None => Err(End::Stop(Stop::Cancelled)),
        }
    }

    pub(super) fn report(&mut self, done: usize, step: &Step, event: Event<'_>) {
        let report = Report {
            done,
            total: self.plan.steps.len(),
            step,
            event,
        };
        (self.options.on_report)(&report);
    }

    pub(super) fn found(&mut self, row: &ImportRow, id: Uuid) -> Result<Done, End> {
        self.journal.finish_row(row.kind, row.number, id)?;
        Ok(Done::Found(id))
    }

    /// A call failed whose outcome is known, or that is harmless to repeat.
    pub(super) fn fail(&mut self, row: &ImportRow, error: catalogs::Error) -> Result<Done, End> {
        if self.journal.row_state(row.kind, row.number) == Some(RowState::Started) {
            self.journal.fail_row(row.kind, row.number)?;
        }
        match ends_run(&error) {
            true => Err(error.into()),
            false => Ok(Done::Failed(Reason::Call(error))),
        }
    }
}

/// Whether every other row would fail too.
pub(super) fn ends_run(error: &catalogs::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Connect
            | ErrorKind::Tls
            | ErrorKind::Proxy
            | ErrorKind::Unauthorized
            | ErrorKind::Configuration
            | ErrorKind::TokenUnavailable
            | ErrorKind::ConsentRequired
    )
}

/// Whether there was no response, or only that the service is unavailable.
pub(super) fn is_unavailable(error: &catalogs::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Timeout
            | ErrorKind::Interrupted
            | ErrorKind::ServerError
            | ErrorKind::RateLimited
    )
}
