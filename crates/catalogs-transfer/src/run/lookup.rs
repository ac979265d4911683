//! Looks up what a create of unknown outcome may have made.

use uuid::Uuid;

use super::state::Run;
use crate::{existing::ImportEntity, import_row::ImportRow, matching::Identity};

/// What was found for a row, among what was not there before and belongs to no other row.
pub(super) enum Lookup<E> {
    /// Nothing that could be it.
    NotFound,
    /// This says what the row says, or what it is known by.
    Found(E),
    /// Any of these could be it.
    Ambiguous(Vec<Uuid>),
}

impl Run<'_, '_> {
    /// Looks for what may have been created. The service may have changed its texts: what only
    /// could be it keeps the row from being created again.
    pub(super) async fn look_up<E: ImportEntity>(
        &mut self,
        row: &ImportRow,
        draft: &E::Draft,
    ) -> catalogs::Result<Lookup<E>> {
        let list = self.client.collection::<E>().list_readable().await?;
        let mut new = list.entities;
        new.retain(|entity| !self.journal.is_claimed(entity.id().into()));
        let identity = Identity::of_row(row);
        let agreement =
            |entity: &E| Some(identity.as_ref()?.compare(&Identity::of_entity(entity)?));
        let is_known_by = |entity: &E| {
            let fit = agreement(entity).and_then(|agreement| agreement.fit());
            fit.is_some_and(|fit| fit.is_whole())
        };
        let could_be = |entity: &E| agreement(entity).is_none_or(|agreement| agreement.resembles());
        let candidates: Vec<Uuid> = new
            .iter()
            .filter(|entity| entity.matches_draft(draft) || could_be(entity))
            .map(|entity| entity.id().into())
            .collect();
        new.retain(|entity| entity.matches_draft(draft) || is_known_by(entity));
        if let (true, Some(error)) = (candidates.is_empty(), list.errors.into_iter().next()) {
            // It may be one of those that cannot be read.
            return Err(error);
        }
        Ok(match (new.pop(), new.is_empty(), candidates.is_empty()) {
            (Some(entity), true, _) => Lookup::Found(entity),
            (None, _, true) => Lookup::NotFound,
            _ => Lookup::Ambiguous(candidates),
        })
    }
}
