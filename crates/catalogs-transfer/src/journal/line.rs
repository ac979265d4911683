//! The lines of a journal.

use std::{collections::BTreeMap, fmt};

use catalogs::Client;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Kind;

/// Whose address book it is, as far as that can be told without a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Account {
    origin: String,
    integrator_code: String,
}

impl Account {
    pub(crate) fn of(client: &Client) -> Self {
        Self {
            origin: client.origin().to_owned(),
            integrator_code: client.integrator_code().to_owned(),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {}", self.origin, self.integrator_code)
    }
}

/// How far a row has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowState {
    /// It may have been added.
    Started,
    /// It is done.
    Done(Uuid),
}

/// A line of the journal.
#[derive(Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(super) enum Line {
    /// An import begins, of the rows with this fingerprint, where these ids are known.
    Start {
        version: u32,
        #[serde(flatten)]
        account: Account,
        rows: String,
        known: BTreeMap<Kind, Vec<Uuid>>,
    },
    /// A row is about to be added.
    Begin { kind: Kind, row: usize },
    /// A row is done, and this is its entity.
    Done { kind: Kind, row: usize, id: Uuid },
    /// A row was certainly not added.
    Failed { kind: Kind, row: usize },
    /// All rows have been taken, and none has an unknown outcome.
    Finish,
}

pub(super) const VERSION: u32 = 2;

/// How every journal begins.
pub(super) const BEGINNING: &[u8] = br#"{"event":"start","version":"#;
