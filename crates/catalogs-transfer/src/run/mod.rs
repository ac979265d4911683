//! Carries a plan out, row by row, so that it can end anywhere and be taken up again.

mod doubt;
mod options;
mod row;

pub use options::{Event, Report, RunOptions};

use std::sync::Arc;

use catalogs::{Address, Client, ContactPerson, Organization};
use uuid::Uuid;

use crate::{
    Error, FailedRow, Journal, Kind, Outcome, Plan, Reason, Result, Step, Stop,
    journal::{Account, Stand},
};

/// After so many rows in a row that failed for want of an answer, the service is asked whether it is
/// there at all.
const TROUBLE: usize = 3;

impl Plan {
    /// Carries the plan out: contact persons first, then addresses, then organizations.
    ///
    /// A row that fails does not keep others from being written, unless they link to it. Where
    /// everything else would fail alike (no connection, no token, a wrong setting, a service that does
    /// not even answer what only reads), the run ends, as it does when it is cancelled. Drop its future, or kill the process, and a further run with the same journal goes
    /// on where it was: rows that are done are left alone, and what may have been added is looked for
    /// before it is added again. Nothing is ever deleted.
    ///
    /// The journal is written with blocking calls, a few lines for each row.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the journal cannot be written, [`Error::OtherPlan`] when it belongs to other
    /// rows or another account, and [`Error::Gone`] when what it says is done is not there. What goes
    /// wrong with rows is in the [`Outcome`].
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
        let is_resumed = journal.in_doubt() > 0;
        journal.start(&self.known)?;
        let mut run = Run {
            plan: self,
            client,
            journal,
            options,
            settled: !is_resumed,
            taken: 0,
            trouble: Trouble::default(),
            outcome: Outcome {
                created: 0,
                found: 0,
                changed: 0,
                left: 0,
                skipped: 0,
                failed: Vec::new(),
                not_done: 0,
                stopped: None,
                items: Arc::clone(&self.items),
                ids: vec![None; self.items.len()],
            },
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
        if run.journal.in_doubt() == 0 {
            run.journal.finish()?;
        }
        Ok(run.outcome)
    }
}

struct Run<'a, 'b> {
    plan: &'a Plan,
    client: &'a Client,
    journal: &'a mut Journal,
    options: RunOptions<'b>,
    /// Whether what an earlier run left in doubt has had its time.
    settled: bool,
    /// How many rows have been taken.
    taken: usize,
    trouble: Trouble,
    outcome: Outcome,
}

/// Rows in a row that failed for want of an answer.
#[derive(Default)]
struct Trouble {
    rows: usize,
    /// How many rows had failed before.
    failed_before: usize,
}

/// What ends a run.
enum End {
    Stop(Stop),
    Error(Error),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// What became of a row.
enum Done {
    Created(Uuid),
    Found(Uuid),
    Changed(Uuid),
    Left(Uuid),
    Failed(Reason),
}

impl Run<'_, '_> {
    async fn row(&mut self, at: usize) -> Result<(), End> {
        let plan = self.plan;
        let (item, step) = (&plan.items[at], &plan.steps[at]);
        if self.options.cancel.is_cancelled() {
            return Err(End::Stop(Stop::Cancelled));
        }
        if let Some(Stand::Done(id)) = self.journal.stand(item.kind, item.row) {
            self.outcome.ids[at] = Some(id);
            self.outcome.skipped += 1;
            self.report(at, Event::Skipped(id));
            return Ok(());
        }
        let done = match item.kind {
            Kind::ContactPerson => self.write::<ContactPerson>(item, step).await?,
            Kind::Address => self.write::<Address>(item, step).await?,
            Kind::Organization => self.write::<Organization>(item, step).await?,
        };
        let (count, event, id) = match done {
            Done::Created(id) => (&mut self.outcome.created, Event::Created(id), id),
            Done::Found(id) => (&mut self.outcome.found, Event::Found(id), id),
            Done::Changed(id) => (&mut self.outcome.changed, Event::Changed(id), id),
            Done::Left(id) => (&mut self.outcome.left, Event::Left(id), id),
            Done::Failed(reason) => {
                let reason = self.weigh(reason).await?;
                self.report(at, Event::Failed(&reason));
                self.outcome.failed.push(FailedRow {
                    kind: item.kind,
                    sheet: plan.sheet(item.kind),
                    row: item.row,
                    key: item.key.clone(),
                    reason,
                });
                return Ok(());
            }
        };
        *count += 1;
        if !matches!(event, Event::Left(_)) {
            self.trouble.rows = 0;
        }
        self.outcome.ids[at] = Some(id);
        self.report(at, event);
        Ok(())
    }

    /// Tells a row that fails from a service that does: after a few rows that got no answer, it is asked
    /// something harmless. If it does not answer that either, these rows are still to be done.
    async fn weigh(&mut self, reason: Reason) -> Result<Reason, End> {
        match reason.error() {
            None => return Ok(reason),
            Some(error) if !is_trouble(error) => {
                self.trouble.rows = 0;
                return Ok(reason);
            }
            Some(_) => {}
        }
        if self.trouble.rows == 0 {
            self.trouble.failed_before = self.outcome.failed.len();
        }
        self.trouble.rows += 1;
        if self.trouble.rows < TROUBLE {
            return Ok(reason);
        }
        self.trouble.rows = 0;
        match self.client.addresses().types().await {
            Err(error) if is_trouble(&error) || ends_all(&error) => {
                let before = self.trouble.failed_before;
                self.outcome.not_done += self.outcome.failed.len() - before;
                self.outcome.failed.truncate(before);
                Err(stop(error))
            }
            _ => Ok(reason),
        }
    }

    fn report(&mut self, at: usize, event: Event<'_>) {
        let plan = self.plan;
        self.tell(at + 1, &plan.steps[at], event);
    }

    fn tell(&mut self, done: usize, step: &Step, event: Event<'_>) {
        let report = Report {
            done,
            total: self.plan.steps.len(),
            step,
            event,
        };
        (self.options.on_report)(&report);
    }
}

/// Whether everything else would fail alike.
fn ends_all(error: &catalogs::Error) -> bool {
    error.is_connect()
        || error.is_unauthorized()
        || error.is_configuration()
        || error.is_token_unavailable()
}

/// Whether there was no answer, or only that there is none to be had.
fn is_trouble(error: &catalogs::Error) -> bool {
    error.is_timeout()
        || error.is_interrupted()
        || error.is_server_error()
        || error.is_rate_limited()
}

fn stop(error: catalogs::Error) -> End {
    End::Stop(Stop::Error(error))
}
