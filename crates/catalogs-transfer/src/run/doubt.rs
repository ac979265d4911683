//! Rows of which nobody knows whether they were added: what can be found out, and what is done then.

use uuid::Uuid;

use super::{Done, End, Event, Run, ends_all, row::Field, stop};
use crate::{
    Action, Reason, Result, Step, Stop, checked::Item, existing::Held, matching::Identity,
};

/// What was found of a row in doubt, among what was not there before and belongs to no other row.
pub(super) enum Look<E> {
    /// Nothing that could be it.
    Nothing,
    /// This says what the row says, or what it is known by.
    Found(E),
    /// These could be it, and nobody can tell.
    Perhaps(Vec<Uuid>),
}

impl Run<'_, '_> {
    /// Finds out about a row that an earlier run left in doubt; `None` if nothing came of it.
    pub(super) async fn resolve<E: Held>(
        &mut self,
        item: &Item,
        step: &Step,
        fields: &[Field],
        draft: &E::Draft,
    ) -> Result<Option<Done>, End> {
        if let (Some(id), Action::Leave) = (step.id, step.action)
            && !self.journal.is_spoken_for(id)
        {
            // It was not there when the import began: this is what became of the row.
            return self.found(item, id).map(Some);
        }
        if !self.settled {
            self.wait(step).await?;
            self.settled = true;
        }
        match self.look::<E>(item, draft).await {
            Ok(Look::Found(entity)) => self.adopt(item, fields, draft, entity).await.map(Some),
            // What the row means by now is one of them, and is changed as the plan says.
            Ok(Look::Perhaps(ids)) if step.id.is_none_or(|id| !ids.contains(&id)) => {
                Ok(Some(Done::Failed(Reason::Several(ids))))
            }
            Ok(Look::Perhaps(_) | Look::Nothing) => {
                self.journal.fail_row(item.kind, item.row)?;
                Ok(None)
            }
            Err(error) if ends_all(&error) => Err(stop(error)),
            Err(look) => Ok(Some(Done::Failed(Reason::Unclear { create: None, look }))),
        }
    }

    /// Takes an entity for the row's own. What it says otherwise than the row is written: perhaps the
    /// service made it so, perhaps somebody else added it.
    pub(super) async fn adopt<E: Held>(
        &mut self,
        item: &Item,
        fields: &[Field],
        draft: &E::Draft,
        entity: E,
    ) -> Result<Done, End> {
        match entity.matches_draft(draft) {
            true => self.found(item, entity.uuid()),
            false => self.change::<E>(item, entity.uuid(), fields).await,
        }
    }

    /// Lets what is still at work at the service come to its end.
    pub(super) async fn wait(&mut self, step: &Step) -> Result<(), End> {
        let settle = self.options.settle;
        self.tell(self.taken, step, Event::Waiting(settle));
        let slept = tokio::time::sleep(settle);
        match self.options.cancel.run_until_cancelled(slept).await {
            Some(()) => Ok(()),
            None => Err(End::Stop(Stop::Cancelled)),
        }
    }

    /// Looks for what may have been added. The service may have changed its texts: what only could be
    /// it keeps the row from being added again.
    pub(super) async fn look<E: Held>(
        &mut self,
        item: &Item,
        draft: &E::Draft,
    ) -> catalogs::Result<Look<E>> {
        let mut new = E::of(self.client).list().await?;
        new.retain(|entity| !self.journal.is_spoken_for(entity.uuid()));
        let row = Identity::of(item);
        let is_known_by = |entity: &E| {
            let fit = row.as_ref().zip(entity.identity());
            let fit = fit.and_then(|(row, there)| row.fit(&there));
            fit.is_some_and(|fit| fit.is_whole())
        };
        let could_be = |entity: &E| match row.as_ref().zip(entity.identity()) {
            Some((row, there)) => row.resembles(&there),
            None => true,
        };
        let perhaps: Vec<Uuid> = new
            .iter()
            .filter(|entity| entity.matches_draft(draft) || could_be(entity))
            .map(Held::uuid)
            .collect();
        new.retain(|entity| entity.matches_draft(draft) || is_known_by(entity));
        Ok(match (new.pop(), new.is_empty(), perhaps.is_empty()) {
            (Some(entity), true, _) => Look::Found(entity),
            (None, _, true) => Look::Nothing,
            _ => Look::Perhaps(perhaps),
        })
    }
}
