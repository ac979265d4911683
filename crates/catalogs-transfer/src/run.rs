//! Carries a plan out, row by row, so that it can end anywhere and be resumed.

mod lookup;
mod options;
mod state;
mod write;

pub use options::{Event, Report, RunOptions};

use std::sync::Arc;

use catalogs::{Address, Client, ContactPerson, Organization};

use crate::{
    Error, FailedRow, Journal, Kind, Outcome, Plan, Reason, Result, Stop,
    journal::{Account, RowState},
};

use state::{Done, End, FailureStreak, Run, ends_run, is_unavailable};

/// After this many rows in a row that failed for want of a response, the service is probed.
const PROBE_AFTER: usize = 3;

impl Plan {
    /// Carries the plan out: contact persons first, then addresses, then organizations.
    ///
    /// A row that fails does not keep others from being written, unless they link to it. Where
    /// everything else would fail too (no connection, no token, a wrong setting, a service that
    /// does not even respond to a read), the run ends, as it does when it is cancelled. Drop its
    /// future, or kill the process, and a further run with the same journal resumes it: rows that
    /// are done are skipped, and what may have been created is looked up before it is created
    /// again. Nothing is ever deleted.
    ///
    /// The journal is written with blocking calls, a few lines for each row.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the journal cannot be written, [`Error::OtherPlan`] when it belongs to
    /// other rows or another account, and [`Error::Gone`] when what it says is done is not there.
    /// What goes wrong with rows is in the [`Outcome`].
    pub async fn run(
        &self,
        client: &Client,
        journal: &mut Journal,
        options: RunOptions<'_>,
    ) -> Result<Outcome> {
        if journal.fingerprint != self.fingerprint || journal.account != Account::of(client) {
            return Err(Error::OtherPlan);
        }
        let gone = journal.gone(&self.known);
        if !gone.is_empty() && !options.skip_deleted {
            return Err(Error::Gone {
                path: journal.path().to_owned(),
                rows: gone,
            });
        }
        let needs_wait = journal.unresolved() > 0;
        journal.start(&self.known)?;
        let mut run = Run {
            plan: self,
            client,
            journal,
            options,
            needs_wait,
            taken: 0,
            streak: FailureStreak::default(),
            outcome: Outcome::new(Arc::clone(&self.rows)),
        };
        for at in 0..self.steps.len() {
            run.taken = at;
            if let Err(end) = run.row(at).await {
                run.outcome.not_done += self.steps.len() - at;
                match end {
                    End::Stop(stop) => run.outcome.stopped = Some(stop),
                    End::Error(error) => return Err(error),
                }
                return Ok(run.outcome);
            }
        }
        if run.journal.unresolved() == 0 {
            run.journal.finish()?;
        }
        Ok(run.outcome)
    }
}

impl Run<'_, '_> {
    async fn row(&mut self, at: usize) -> Result<(), End> {
        let plan = self.plan;
        let (row, step) = (&plan.rows[at], &plan.steps[at]);
        if self.options.cancel.is_cancelled() {
            return Err(End::Stop(Stop::Cancelled));
        }
        if let Some(RowState::Done(id)) = self.journal.row_state(row.kind, row.number) {
            self.outcome.ids[at] = Some(id);
            self.outcome.skipped += 1;
            self.report(at + 1, step, Event::Skipped(id));
            return Ok(());
        }
        let done = match row.kind {
            Kind::ContactPerson => self.write::<ContactPerson>(row, step).await?,
            Kind::Address => self.write::<Address>(row, step).await?,
            Kind::Organization => self.write::<Organization>(row, step).await?,
        };
        let (count, event, id) = match done {
            Done::Created(id) => (&mut self.outcome.created, Event::Created(id), id),
            Done::Found(id) => (&mut self.outcome.found, Event::Found(id), id),
            Done::Updated(id) => (&mut self.outcome.updated, Event::Updated(id), id),
            Done::Unchanged(id) => (&mut self.outcome.unchanged, Event::Unchanged(id), id),
            Done::Failed(reason) => {
                let reason = self.classify_failure(reason).await?;
                self.report(at + 1, step, Event::Failed(&reason));
                self.outcome.failed.push(FailedRow {
                    kind: row.kind,
                    sheet: plan.sheet(row.kind),
                    row: row.number,
                    key: row.key.clone(),
                    reason,
                });
                return Ok(());
            }
        };
        *count += 1;
        if !matches!(event, Event::Unchanged(_)) {
            self.streak.rows = 0;
        }
        self.outcome.ids[at] = Some(id);
        self.report(at + 1, step, event);
        Ok(())
    }

    /// Tells a row that fails from a service that fails: after a few rows without a response, the
    /// service is probed with a read. If that fails too, these rows are still to be done.
    async fn classify_failure(&mut self, reason: Reason) -> Result<Reason, End> {
        match reason.error() {
            None => return Ok(reason),
            Some(error) if !is_unavailable(error) => {
                self.streak.rows = 0;
                return Ok(reason);
            }
            Some(_) => {}
        }
        if self.streak.rows == 0 {
            self.streak.failed_before = self.outcome.failed.len();
        }
        self.streak.rows += 1;
        if self.streak.rows < PROBE_AFTER {
            return Ok(reason);
        }
        self.streak.rows = 0;
        match self.client.addresses().types().await {
            Err(error) if is_unavailable(&error) || ends_run(&error) => {
                let before = self.streak.failed_before;
                self.outcome.not_done += self.outcome.failed.len() - before;
                self.outcome.failed.truncate(before);
                Err(End::from(error))
            }
            _ => Ok(reason),
        }
    }
}
