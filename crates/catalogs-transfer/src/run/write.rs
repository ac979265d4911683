//! Writes one row.

use catalogs::{Collection, Draft};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    lookup::Lookup,
    state::{Done, End, Run, ends_run},
};
use crate::{
    Action, Reason, Result, Step,
    existing::{ImportEntity, apply},
    import_row::{ImportRow, Link},
    journal::RowState,
};

/// A field, and what a row says of it.
type Field = (&'static str, Value);

impl Run<'_, '_> {
    pub(super) async fn write<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        step: &Step,
    ) -> Result<Done, End> {
        let fields = match self.fields(row) {
            Ok(fields) => fields,
            Err(reason) => return Ok(Done::Failed(reason)),
        };
        if self.journal.row_state(row.kind, row.number) == Some(RowState::Started)
            && let Some(done) = self.resolve::<E>(row, step, &fields).await?
        {
            return Ok(done);
        }
        match (step.id, step.action) {
            (Some(id), Action::Unchanged) => Ok(Done::Unchanged(id)),
            (Some(id), _) => {
                let is_changed =
                    |field: &str| step.changes.iter().any(|change| change.field == field);
                let mut changed = fields;
                changed.retain(|(field, _)| is_changed(field));
                self.update::<E>(row, id, &changed).await
            }
            (None, _) => self.create::<E>(row, step, &fields).await,
        }
    }

    /// What a row says, its links as ids.
    fn fields(&self, row: &ImportRow) -> Result<Vec<Field>, Reason> {
        let mut fields = row.fields.clone();
        for (field, links) in &row.links {
            let ids = links.iter().map(|link| match link {
                Link::Id(id) => Ok(*id),
                Link::Row(at) => self.outcome.ids[*at].ok_or_else(|| {
                    let other = &self.plan.rows[*at];
                    Reason::Link {
                        kind: other.kind,
                        sheet: self.plan.sheet(other.kind),
                        row: other.number,
                    }
                }),
            });
            let ids: Vec<Uuid> = ids.collect::<Result<_, _>>()?;
            fields.push((field, json!(ids)));
        }
        Ok(fields)
    }

    /// Resolves a row whose outcome an earlier run did not learn; `None` if it was not created.
    async fn resolve<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        step: &Step,
        fields: &[Field],
    ) -> Result<Option<Done>, End> {
        if let (Some(id), Action::Unchanged) = (step.id, step.action)
            && !self.journal.is_claimed(id)
        {
            // It was not there when the import began: this is what became of the row.
            return self.found(row, id).map(Some);
        }
        let draft = &match draft_of::<E>(fields) {
            Ok(draft) => draft,
            Err(error) => return Ok(Some(Done::Failed(Reason::Call(error)))),
        };
        if self.needs_wait {
            self.wait(step).await?;
            self.needs_wait = false;
        }
        match self.look_up::<E>(row, draft).await {
            Ok(Lookup::Found(entity)) => self.claim(row, fields, draft, entity).await.map(Some),
            // What the row means by now is one of them, and is updated as the plan says.
            Ok(Lookup::Ambiguous(ids)) if step.id.is_none_or(|id| !ids.contains(&id)) => {
                Ok(Some(Done::Failed(Reason::Ambiguous(ids))))
            }
            Ok(Lookup::Ambiguous(_) | Lookup::NotFound) => {
                self.journal.fail_row(row.kind, row.number)?;
                Ok(None)
            }
            Err(error) => lookup_failed(None, error).map(Some),
        }
    }

    /// Creates an entity, once.
    async fn create<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        step: &Step,
        fields: &[Field],
    ) -> Result<Done, End> {
        let draft = &match draft_of::<E>(fields) {
            Ok(draft) => draft,
            Err(error) => return Ok(Done::Failed(Reason::Call(error))),
        };
        let collection: Collection<E> = self.client.collection::<E>();
        let mut attempts = 1;
        loop {
            self.journal.begin(row.kind, row.number)?;
            let error = match collection.create(draft).await {
                Ok(entity) => {
                    let id = entity.id().into();
                    self.journal.finish_row(row.kind, row.number, id)?;
                    return Ok(Done::Created(id));
                }
                Err(error) if error.is_outcome_unknown() => error,
                Err(error) => return self.fail(row, error),
            };
            self.wait(step).await?;
            match self.look_up::<E>(row, draft).await {
                Ok(Lookup::Found(entity)) => return self.claim(row, fields, draft, entity).await,
                Ok(Lookup::Ambiguous(ids)) => return Ok(Done::Failed(Reason::Ambiguous(ids))),
                Ok(Lookup::NotFound) if attempts < self.options.max_attempts => attempts += 1,
                Ok(Lookup::NotFound) => return Ok(Done::Failed(Reason::Call(error))),
                Err(lookup) => return lookup_failed(Some(error), lookup),
            }
        }
    }

    /// Takes an entity for the row's own. Where it differs from the row, the row is written:
    /// perhaps the service made it so, perhaps somebody else created it.
    async fn claim<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        fields: &[Field],
        draft: &E::Draft,
        entity: E,
    ) -> Result<Done, End> {
        let id = entity.id().into();
        match entity.matches_draft(draft) {
            true => self.found(row, id),
            false => self.update::<E>(row, id, fields).await,
        }
    }

    /// Writes these fields of an entity, and leaves the others.
    async fn update<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        id: Uuid,
        fields: &[Field],
    ) -> Result<Done, End> {
        let collection = self.client.collection::<E>();
        let edited = collection.try_edit(id, |draft| apply(draft, by_name(fields)));
        match edited.await {
            Ok(_) => {
                self.journal.finish_row(row.kind, row.number, id)?;
                Ok(Done::Updated(id))
            }
            Err(error) => self.fail(row, error),
        }
    }
}

/// The outcome of a create stays unknown, since it could not be looked up.
fn lookup_failed(create: Option<catalogs::Error>, lookup: catalogs::Error) -> Result<Done, End> {
    match ends_run(&lookup) {
        true => Err(lookup.into()),
        false => Ok(Done::Failed(Reason::LookupFailed { create, lookup })),
    }
}

fn draft_of<E: ImportEntity>(fields: &[Field]) -> catalogs::Result<E::Draft> {
    let mut draft = E::Draft::empty();
    apply(&mut draft, by_name(fields))?;
    Ok(draft)
}

fn by_name(fields: &[Field]) -> impl Iterator<Item = (&str, &Value)> {
    fields.iter().map(|(field, value)| (*field, value))
}
