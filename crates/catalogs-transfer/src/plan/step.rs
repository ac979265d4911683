//! What is to be done about one row.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Kind;

/// What would be done about one row.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// The kind of its entity, and so its sheet.
    pub kind: Kind,
    /// The row, as the spreadsheet counts it.
    pub row: usize,
    /// Its key, if it has one.
    pub key: Option<String>,
    /// What it means of what is there; `None` where it is to be added.
    pub id: Option<Uuid>,
    /// What would be done.
    pub action: Action,
    /// What would be written, field by field.
    pub changes: Vec<Change>,
}

/// What may be done about a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Create an entity.
    Create,
    /// Update an existing entity.
    Update,
    /// Nothing: the entity says the same.
    Unchanged,
    /// Nothing: an earlier run has done it.
    Skip,
}

/// A field that would be written. `Debug` shows its name only.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// The name of the field in the API.
    pub field: &'static str,
    /// What it says now; null where there is nothing.
    pub old: Value,
    /// What it would say. A link to a row that is still to be added reads `row 3 of addresses`.
    pub new: Value,
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step")
            .field("kind", &self.kind)
            .field("row", &self.row)
            .field("id", &self.id)
            .field("action", &self.action)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}
