//! A file that was checked.

use std::{fmt, sync::Arc};

use sha2::{Digest, Sha256};

use crate::{Diagnostic, Tables, import_row::ImportRow};

/// A file that may be imported; see [`check`](crate::check).
///
/// `Debug` shows no values.
pub struct Checked {
    pub(crate) rows: Arc<Vec<ImportRow>>,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) tables: Tables,
    /// What tells these rows from others: the SHA-256 of what they say.
    pub(crate) fingerprint: String,
}

impl Checked {
    pub(crate) fn new(rows: Vec<ImportRow>, warnings: Vec<Diagnostic>, tables: Tables) -> Self {
        Self {
            fingerprint: fingerprint(&rows),
            rows: Arc::new(rows),
            warnings,
            tables,
        }
    }

    /// What may be wrong, and does not prevent the import.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The sheets that the rows come from.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }
}

fn fingerprint(rows: &[ImportRow]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        // Keys of its maps are texts, so that it cannot fail.
        hash.update(serde_json::to_vec(row).unwrap_or_default());
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
            .field("rows", &self.rows.len())
            .field("warnings", &self.warnings)
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}
