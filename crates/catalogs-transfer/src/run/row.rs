//! One row: what is written for it.

use catalogs::Collection;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Done, End, Run, doubt::Look, ends_all, stop};
use crate::{
    Action, Reason, Result, Step,
    checked::{Item, Link},
    existing::{Form, Held, fill},
    journal::Stand,
};

/// A field, and what a row says of it.
pub(super) type Field = (&'static str, Value);

impl Run<'_, '_> {
    pub(super) async fn write<E: Held>(&mut self, item: &Item, step: &Step) -> Result<Done, End> {
        let fields = match self.fields(item) {
            Ok(fields) => fields,
            Err(reason) => return Ok(Done::Failed(reason)),
        };
        let draft = match draft_of::<E>(&fields) {
            Ok(draft) => draft,
            Err(error) => return Ok(Done::Failed(Reason::Call(error))),
        };
        if self.journal.stand(item.kind, item.row) == Some(Stand::Begun)
            && let Some(done) = self.resolve::<E>(item, step, &fields, &draft).await?
        {
            return Ok(done);
        }
        match (step.id, step.action) {
            (Some(id), Action::Leave) => Ok(Done::Left(id)),
            (Some(id), _) => {
                let is_changed =
                    |field: &str| step.changes.iter().any(|change| change.field == field);
                let mut changed = fields;
                changed.retain(|(field, _)| is_changed(field));
                self.change::<E>(item, id, &changed).await
            }
            (None, _) => self.create::<E>(item, step, &fields, &draft).await,
        }
    }

    /// What a row says, its links as ids.
    fn fields(&self, item: &Item) -> Result<Vec<Field>, Reason> {
        let mut fields = item.fields.clone();
        for (field, links) in &item.links {
            let ids = links.iter().map(|link| match link {
                Link::Id(id) => Ok(*id),
                Link::Item(at) => self.outcome.ids[*at].ok_or_else(|| {
                    let other = &self.plan.items[*at];
                    Reason::Link {
                        kind: other.kind,
                        sheet: self.plan.sheet(other.kind),
                        row: other.row,
                    }
                }),
            });
            let ids: Vec<Uuid> = ids.collect::<Result<_, _>>()?;
            fields.push((field, json!(ids)));
        }
        Ok(fields)
    }

    /// Says these fields of an entity that is there, and leaves the others.
    pub(super) async fn change<E: Held>(
        &mut self,
        item: &Item,
        id: Uuid,
        fields: &[Field],
    ) -> Result<Done, End> {
        let mut refused = Ok(());
        let result = E::of(self.client)
            .edit(id, |draft| {
                let mut new = draft.clone();
                refused = fill(&mut new, said(fields));
                if refused.is_ok() {
                    *draft = new;
                }
            })
            .await;
        match refused.and(result) {
            Ok(_) => {
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
        fields: &[Field],
        draft: &E::Draft,
    ) -> Result<Done, End> {
        let collection: Collection<E> = E::of(self.client);
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
            match self.look::<E>(item, draft).await {
                Ok(Look::Found(entity)) => return self.adopt(item, fields, draft, entity).await,
                Ok(Look::Perhaps(ids)) => return Ok(Done::Failed(Reason::Several(ids))),
                Ok(Look::Nothing) if tries < self.options.tries => tries += 1,
                Ok(Look::Nothing) => return Ok(Done::Failed(Reason::Call(error))),
                Err(look) if ends_all(&look) => return Err(stop(look)),
                Err(look) => {
                    return Ok(Done::Failed(Reason::Unclear {
                        create: Some(error),
                        look,
                    }));
                }
            }
        }
    }

    pub(super) fn found(&mut self, item: &Item, id: Uuid) -> Result<Done, End> {
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
}

fn draft_of<E: Held>(fields: &[Field]) -> catalogs::Result<E::Draft> {
    let mut draft = E::Draft::blank()?;
    fill(&mut draft, said(fields))?;
    Ok(draft)
}

fn said(fields: &[Field]) -> impl Iterator<Item = (&str, &Value)> {
    fields.iter().map(|(field, value)| (*field, value))
}
