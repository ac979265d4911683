//! Finds the entities that a row may mean.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Fit, Identity};
use crate::existing::ImportEntity;

/// The entities of a kind, by the texts of which all have one in common that may be the same.
pub(crate) struct Index(HashMap<String, Vec<(Identity, Uuid)>>);

impl Index {
    pub(crate) fn of<E: ImportEntity>(entities: &[E]) -> Self {
        let mut index: HashMap<String, Vec<(Identity, Uuid)>> = HashMap::new();
        for entity in entities {
            let identity = Identity::of_entity(entity);
            for key in identity.iter().flat_map(Identity::keys) {
                let candidates = index.entry(key.into_owned()).or_default();
                candidates.extend(identity.clone().map(|it| (it, entity.id().into())));
            }
        }
        Self(index)
    }

    fn candidates(&self, identity: &Identity) -> impl Iterator<Item = &(Identity, Uuid)> {
        let keys = identity.keys();
        keys.filter_map(|key| self.0.get(&*key)).flatten()
    }

    /// Those that fit best; of several rows with one number, each only what has its name.
    pub(crate) fn best(&self, identity: &Identity, is_shared: bool) -> Vec<Uuid> {
        let fitting = self
            .candidates(identity)
            .filter_map(|(entity, id)| Some((identity.compare(entity).fit()?, *id)))
            .filter(|(fit, _)| fit.is_whole() || !is_shared);
        let mut fitting: Vec<(Fit, Uuid)> = fitting.collect();
        fitting.sort_unstable();
        fitting.dedup();
        let best = fitting.first().map(|(fit, _)| *fit);
        fitting
            .into_iter()
            .filter(|(fit, _)| Some(*fit) == best)
            .map(|(_, id)| id)
            .collect()
    }

    /// Those that a row may be a change of, which cannot be told.
    pub(crate) fn possible(&self, identity: &Identity) -> Vec<Uuid> {
        let mut possible: Vec<Uuid> = self
            .candidates(identity)
            .map(|(entity, id)| (identity.compare(entity), id))
            .filter(|(agreement, _)| agreement.is_near() || agreement.fit().is_some())
            .map(|(_, id)| *id)
            .collect();
        possible.sort_unstable();
        possible.dedup();
        possible
    }
}
