//! Carries a plan out, row by row, so that it can end anywhere and be taken up again.

mod options;

pub use options::{Event, Report, RunOptions};

use std::sync::Arc;

use catalogs::{Address, Client, ContactPerson, Organization, Reconciled};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Action, Error, FailedRow, Journal, Kind, Outcome, Plan, Reason, Result, Step, Stop,
    checked::{Item, Link},
    existing::{Form, Held, fill},
    journal::Stand,
};

impl Plan {
    /// Carries the plan out: contact persons first, then addresses, then organizations.
    ///
    /// A row that fails does not keep others from being written, unless they link to it. Where
    /// everything else would fail alike (no token, a wrong setting), the run ends, as it does when it
    /// is cancelled. Drop its future, or kill the process, and a further run with the same journal goes
    /// on where it was: rows that are done are left alone, and what may have been added is looked for
    /// before it is added again. Nothing is ever deleted.
    ///
    /// The journal is written with blocking calls, a few lines for each row.
    ///
    /// # Errors
    ///
    /// When the journal cannot be written, or belongs to other rows. What goes wrong with rows is in
    /// the [`Outcome`].
    pub async fn run(
        &self,
        client: &Client,
        journal: &mut Journal,
        options: RunOptions<'_>,
    ) -> Result<Outcome> {
        if journal.fingerprint != self.fingerprint {
            return Err(Error::OtherPlan);
        }
        let is_resumed = journal.in_doubt() > 0;
        journal.start(&self.known)?;
        let mut run = Run {
            plan: self,
            client,
            journal,
            options,
            settled: !is_resumed,
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
            if let Err(end) = run.row(at).await {
                run.outcome.not_done = self.steps.len() - at;
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
    outcome: Outcome,
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
                self.report(at, Event::Failed(&reason));
                self.outcome.failed.push(FailedRow {
                    kind: item.kind,
                    row: item.row,
                    key: item.key.clone(),
                    reason,
                });
                return Ok(());
            }
        };
        *count += 1;
        self.outcome.ids[at] = Some(id);
        self.report(at, event);
        Ok(())
    }

    async fn write<E: Held>(&mut self, item: &Item, step: &Step) -> Result<Done, End> {
        let fields = match self.fields(item) {
            Ok(fields) => fields,
            Err(reason) => return Ok(Done::Failed(reason)),
        };
        let draft = match draft_of::<E>(&fields) {
            Ok(draft) => draft,
            Err(error) => return Ok(Done::Failed(Reason::Call(error))),
        };
        if self.journal.stand(item.kind, item.row) == Some(Stand::Begun)
            && let Some(done) = self.resolve::<E>(item, step, &draft).await?
        {
            return Ok(done);
        }
        match step.id {
            Some(id) => self.change::<E>(item, step, id, &fields).await,
            None => self.create::<E>(item, step, &draft).await,
        }
    }

    /// Finds out about a row that an earlier run left in doubt; `None` if nothing came of it.
    async fn resolve<E: Held>(
        &mut self,
        item: &Item,
        step: &Step,
        draft: &E::Draft,
    ) -> Result<Option<Done>, End> {
        if let Some(id) = step.id
            && !self.journal.is_spoken_for(id)
        {
            // It was not there when the import began: this is what became of the row.
            return self.found(item, id).map(Some);
        }
        if !self.settled {
            self.wait(step).await?;
            self.settled = true;
        }
        match self.look::<E>(draft).await.map_err(stop)? {
            Ok(Look::One(id)) => self.found(item, id).map(Some),
            Ok(Look::Several(ids)) => Ok(Some(Done::Failed(Reason::Several(ids)))),
            Ok(Look::Nothing) => {
                self.journal.fail_row(item.kind, item.row)?;
                Ok(None)
            }
            Err(error) => Ok(Some(Done::Failed(Reason::Call(error)))),
        }
    }

    /// What a row says, its links as ids.
    fn fields(&self, item: &Item) -> Result<Vec<(&'static str, Value)>, Reason> {
        let mut fields = item.fields.clone();
        for (field, links) in &item.links {
            let ids = links.iter().map(|link| match link {
                Link::Id(id) => Ok(*id),
                Link::Item(at) => self.outcome.ids[*at].ok_or_else(|| {
                    let other = &self.plan.items[*at];
                    Reason::Link {
                        kind: other.kind,
                        row: other.row,
                    }
                }),
            });
            let ids: Vec<Uuid> = ids.collect::<Result<_, _>>()?;
            fields.push((field, json!(ids)));
        }
        Ok(fields)
    }

    async fn change<E: Held>(
        &mut self,
        item: &Item,
        step: &Step,
        id: Uuid,
        fields: &[(&'static str, Value)],
    ) -> Result<Done, End> {
        if step.action == Action::Leave {
            return Ok(Done::Left(id));
        }
        let is_changed = |field: &str| step.changes.iter().any(|change| change.field == field);
        let changed = fields.iter().filter(|(field, _)| is_changed(field));
        let changed = changed.map(|(field, value)| (*field, value));
        let mut refused = Ok(());
        let result = E::of(self.client)
            .edit(id.into(), |draft| {
                let mut new = draft.clone();
                refused = fill(&mut new, changed);
                if refused.is_ok() {
                    *draft = new;
                }
            })
            .await;
        match result.and(refused) {
            Ok(()) => {
                self.journal.finish_row(item.kind, item.row, id)?;
                Ok(Done::Changed(id))
            }
            Err(error) => self.fail(item, error),
        }
    }

    /// Adds an entity, once.
    async fn create<E: Held>(
        &mut self,
        item: &Item,
        step: &Step,
        draft: &E::Draft,
    ) -> Result<Done, End> {
        let collection = E::of(self.client);
        let mut tries = 1;
        loop {
            self.journal.begin(item.kind, item.row)?;
            let error = match collection.create(draft).await {
                Ok(entity) => {
                    self.journal
                        .finish_row(item.kind, item.row, entity.uuid())?;
                    return Ok(Done::Created(entity.uuid()));
                }
                Err(error) if error.is_outcome_unknown() => error,
                Err(error) => return self.fail(item, error),
            };
            self.wait(step).await?;
            match self.look::<E>(draft).await.map_err(stop)? {
                Ok(Look::One(id)) => return self.found(item, id),
                Ok(Look::Several(ids)) => return Ok(Done::Failed(Reason::Several(ids))),
                Ok(Look::Nothing) if tries < self.options.tries => tries += 1,
                Ok(Look::Nothing) => return Ok(Done::Failed(Reason::Call(error))),
                Err(error) => return Ok(Done::Failed(Reason::Call(error))),
            }
        }
    }

    fn found(&mut self, item: &Item, id: Uuid) -> Result<Done, End> {
        self.journal.finish_row(item.kind, item.row, id)?;
        Ok(Done::Found(id))
    }

    /// A call failed whose outcome is known, or that is harmless to repeat.
    fn fail(&mut self, item: &Item, error: catalogs::Error) -> Result<Done, End> {
        if self.journal.stand(item.kind, item.row) == Some(Stand::Begun) {
            self.journal.fail_row(item.kind, item.row)?;
        }
        match ends_all(&error) {
            true => Err(stop(error)),
            false => Ok(Done::Failed(Reason::Call(error))),
        }
    }

    /// Lets what is still at work at the service come to its end.
    async fn wait(&mut self, step: &Step) -> Result<(), End> {
        let settle = self.options.settle;
        let at = self.outcome_so_far();
        self.tell(at, step, Event::Waiting(settle));
        let slept = tokio::time::sleep(settle);
        match self.options.cancel.run_until_cancelled(slept).await {
            Some(()) => Ok(()),
            None => Err(End::Stop(Stop::Cancelled)),
        }
    }

    /// Looks for what may have been added.
    async fn look<E: Held>(
        &mut self,
        draft: &E::Draft,
    ) -> Result<Result<Look, catalogs::Error>, catalogs::Error> {
        let found = match E::of(self.client).reconcile(draft).await {
            Ok(Reconciled::None) => Vec::new(),
            Ok(Reconciled::One(one)) => vec![one],
            Ok(Reconciled::Several(several)) => several,
            Err(error) if ends_all(&error) => return Err(error),
            Err(error) => return Ok(Err(error)),
        };
        let ids = found.iter().map(Held::uuid);
        let mut ids: Vec<Uuid> = ids.filter(|id| !self.journal.is_spoken_for(*id)).collect();
        Ok(Ok(match (ids.pop(), ids.is_empty()) {
            (None, _) => Look::Nothing,
            (Some(id), true) => Look::One(id),
            (Some(id), false) => {
                ids.push(id);
                Look::Several(ids)
            }
        }))
    }

    fn outcome_so_far(&self) -> usize {
        let outcome = &self.outcome;
        outcome.created
            + outcome.found
            + outcome.changed
            + outcome.left
            + outcome.skipped
            + outcome.failed.len()
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

fn draft_of<E: Held>(fields: &[(&'static str, Value)]) -> catalogs::Result<E::Draft> {
    let mut draft = E::Draft::blank()?;
    fill(
        &mut draft,
        fields.iter().map(|(field, value)| (*field, value)),
    )?;
    Ok(draft)
}

/// What was found of a row in doubt.
enum Look {
    Nothing,
    One(Uuid),
    Several(Vec<Uuid>),
}

/// Whether everything else would fail alike.
fn ends_all(error: &catalogs::Error) -> bool {
    error.is_unauthorized() || error.is_configuration() || error.is_consent_required()
}

fn stop(error: catalogs::Error) -> End {
    End::Stop(Stop::Error(error))
}
