//! What came of an import.

use std::{collections::HashMap, fmt, sync::Arc};

use serde_json::json;
use uuid::Uuid;

use crate::{
    Checked, Kind, Table, Tables,
    cell::Cell,
    columns::ERROR,
    import_row::{ImportRow, Link},
    table::{Head, Row},
};

/// What came of an import.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// Rows whose entity was created.
    pub created: usize,
    /// Rows whose create had an unknown outcome, and whose entity was found.
    pub found: usize,
    /// Rows whose entity was updated.
    pub updated: usize,
    /// Rows whose entity said the same.
    pub unchanged: usize,
    /// Rows that an earlier run had done.
    pub skipped: usize,
    /// Rows that failed; they do not affect the others.
    pub failed: Vec<FailedRow>,
    /// Rows that were not taken, because the run ended before.
    pub not_done: usize,
    /// Why the run ended early, if it did. It can be resumed with the same journal.
    pub stopped: Option<Stop>,
    pub(crate) rows: Arc<Vec<ImportRow>>,
    pub(crate) ids: Vec<Option<Uuid>>,
}

/// Why a run ended before its last row.
#[derive(Debug)]
#[non_exhaustive]
pub enum Stop {
    /// It was cancelled.
    Cancelled,
    /// Every other row would have failed too: the service cannot be reached or does not respond,
    /// there is no token or the service does not know it, or a setting is wrong.
    Error(catalogs::Error),
}

/// A row that failed.
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedRow {
    /// The kind of its entity.
    pub kind: Kind,
    /// Its sheet, as the file calls it.
    pub sheet: String,
    /// The row, as the spreadsheet counts it.
    pub row: usize,
    /// Its key, if it has one.
    pub key: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Why a row failed. The text holds no personal data.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The call failed. If [`is_outcome_unknown`](catalogs::Error::is_outcome_unknown), the entity
    /// may exist nevertheless; a further run with the same journal looks it up again.
    Call(catalogs::Error),
    /// It links to a row that failed.
    Link {
        /// The kind of that row.
        kind: Kind,
        /// Its sheet, as the file calls it.
        sheet: String,
        /// That row.
        row: usize,
    },
    /// It may have been added, and these entities could be it. Among the [rows that
    /// failed](Outcome::failed_rows), give it the right one's id; or import it as it is, if it is
    /// none of them.
    Ambiguous(Vec<Uuid>),
    /// It may have been added, and looking for it failed. A further run with the same journal looks
    /// again.
    LookupFailed {
        /// The call that left its outcome unknown; `None` where that was an earlier run.
        create: Option<catalogs::Error>,
        /// Why the lookup failed.
        lookup: catalogs::Error,
    },
}

impl Reason {
    /// The call that failed last, if one did.
    pub(crate) fn error(&self) -> Option<&catalogs::Error> {
        match self {
            Self::Call(error) | Self::LookupFailed { lookup: error, .. } => Some(error),
            Self::Link { .. } | Self::Ambiguous(_) => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Link { sheet, row, .. } => {
                write!(f, "it links to row {row} of {sheet}, which failed")
            }
            Self::Ambiguous(ids) => {
                match ids.len() {
                    1 => write!(f, "it may have been added, and this could be it:")?,
                    _ => write!(f, "it may have been added, and any of these could be it:")?,
                }
                ids.iter().try_for_each(|id| write!(f, " {id}"))
            }
            Self::LookupFailed { create, lookup } => {
                match create {
                    Some(create) => write!(f, "it may have been added: {}", create.summary())?,
                    None => write!(f, "an earlier run may have added it")?,
                }
                write!(f, "; and it could not be looked for: {}", lookup.summary())
            }
        }
    }
}

impl Outcome {
    pub(crate) fn new(rows: Arc<Vec<ImportRow>>) -> Self {
        Self {
            ids: vec![None; rows.len()],
            rows,
            ..Self::default()
        }
    }

    /// Whether all rows are done.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.stopped.is_none()
    }

    /// The id of a row's entity, if the row is done.
    pub fn id_of(&self, kind: Kind, row: usize) -> Option<Uuid> {
        let at = self
            .rows
            .iter()
            .position(|it| it.kind == kind && it.number == row);
        at.and_then(|at| self.ids[at])
    }

    /// The rows that failed, as sheets that can be [written](crate::write()), fixed and imported
    /// again. A column `error` says why; imports ignore it. What they link to by the key of a row
    /// that is done, they link to by its id.
    pub fn failed_rows(&self, checked: &Checked) -> Tables {
        let failed: HashMap<(Kind, usize), &FailedRow> = self
            .failed
            .iter()
            .map(|failed| ((failed.kind, failed.row), failed))
            .collect();
        let tables = checked.tables.iter().map(|table| {
            let rows = table.rows.iter().filter_map(|row| {
                let failed = failed.get(&(table.kind, row.number))?;
                Some(self.failed_row(table, row, failed))
            });
            let mut header = table.header.clone();
            if table.place_of(ERROR).is_none() {
                header.push(Head::named(table.kind, ERROR));
            }
            Table {
                rows: rows.collect(),
                header,
                ..table.clone()
            }
        });
        let tables = tables.filter(|table| !table.is_empty());
        Tables::new(checked.tables.format, tables)
    }

    fn failed_row(&self, table: &Table, row: &Row, failed: &FailedRow) -> Row {
        let mut cells = row.cells.clone();
        cells.resize(table.header.len(), Cell::Empty);
        let mut rows = self.rows.iter();
        let checked = rows.find(|it| it.kind == table.kind && it.number == row.number);
        for (field, links) in checked.into_iter().flat_map(|row| &row.links) {
            let by_key = |link: &Link| matches!(link, Link::Row(_));
            if let Some(at) = table.place_of(field)
                && links.iter().any(by_key)
            {
                cells[at] = Cell::Json(links.iter().map(|link| self.name_of(*link)).collect());
            }
        }
        let error = Cell::Literal(failed.reason.to_string());
        match table.place_of(ERROR) {
            Some(at) => cells[at] = error,
            None => cells.push(error),
        }
        Row {
            number: row.number,
            cells,
        }
    }

    fn name_of(&self, link: Link) -> serde_json::Value {
        match link {
            Link::Id(id) => json!(id),
            Link::Row(at) => self.ids[at].map_or_else(|| json!(self.rows[at].key), |id| json!(id)),
        }
    }
}
