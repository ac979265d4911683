//! A row that was checked: what it says of its entity.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::Kind;

/// A row, and what it says.
#[derive(Clone, PartialEq, Serialize)]
pub(crate) struct ImportRow {
    pub(crate) kind: Kind,
    pub(crate) number: usize,
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
    /// To the row at this place in the list.
    Row(usize),
}

/// Shows no values.
impl fmt::Debug for ImportRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportRow")
            .field("kind", &self.kind)
            .field("row", &self.number)
            .finish_non_exhaustive()
    }
}

impl ImportRow {
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

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.field(name).and_then(Value::as_i64)
    }
}
