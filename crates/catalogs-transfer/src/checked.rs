//! Rows that have been checked: what each says of its entity.

use std::{fmt, sync::Arc};

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Kind, Problem, Tables};

/// A file that may be imported; see [`check`](crate::check).
///
/// `Debug` shows no values.
pub struct Checked {
    pub(crate) items: Arc<Vec<Item>>,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) tables: Tables,
    pub(crate) fingerprint: String,
}

/// A row, and what it says.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) row: usize,
    pub(crate) id: Option<Uuid>,
    /// Whether it says itself that it is none of those that it resembles.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_new: bool,
    pub(crate) key: Option<String>,
    /// What it says of fields, in the order in which it is to be said; null clears.
    pub(crate) fields: Vec<(&'static str, Value)>,
    /// What it says of links.
    pub(crate) links: Vec<(&'static str, Vec<Link>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub(crate) enum Link {
    Id(Uuid),
    /// To the item at this place in the list.
    Item(usize),
}

/// Shows no values.
impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item")
            .field("kind", &self.kind)
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl Item {
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.fields
            .iter()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value)
    }

    /// A text that is there and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.field(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.field(name).and_then(Value::as_i64)
    }
}

impl Checked {
    pub(crate) fn new(items: Vec<Item>, warnings: Vec<Problem>, tables: Tables) -> Self {
        Self {
            fingerprint: fingerprint(&items),
            items: Arc::new(items),
            warnings,
            tables,
        }
    }

    /// What may be wrong, and is imported all the same.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What tells these rows from others: the SHA-256 of what they say.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The sheets that the rows come from.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }
}

fn fingerprint(items: &[Item]) -> String {
    let mut hash = Sha256::new();
    for item in items {
        // Keys of its maps are texts, so that it cannot fail.
        hash.update(serde_json::to_vec(item).unwrap_or_default());
        hash.update(b"\n");
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("rows", &self.items.len())
            .field("warnings", &self.warnings)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}
