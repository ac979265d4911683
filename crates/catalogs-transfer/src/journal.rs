//! What an import has done so far, in a file that outlives it.
//!
//! A line for each thing that happened, written to the disk before the next thing is done. It holds
//! kinds, rows and ids; no token, and nothing of what stands in the rows.

mod file;
mod line;

use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use catalogs::Client;
use uuid::Uuid;

use crate::{Checked, Error, Kind, Result};

use file::{locked, sync_folder, unlocked};
pub(crate) use line::{Account, RowState};
use line::{BEGINNING, Line, VERSION};

/// The journal of an import; see [`Plan::run`](crate::Plan::run).
///
/// Open it before the address book is read: while it is open, no other import of it is under way,
/// so that what was read stays true.
///
/// ```
/// use catalogs::{Auth, Client};
/// use catalogs_transfer::{CheckOptions, Journal, ReadOptions, check, read_bytes};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let client = Client::builder()
///     .auth(Auth::api_token("token"))
///     .integrator_code("64357")
///     .base_url("http://127.0.0.1:8418")
///     .build()?;
/// let tables = read_bytes(b"name\nMaria\n", "contacts.csv", &ReadOptions::new())?;
/// let checked = check(tables, &CheckOptions::new())?;
/// let path = folder.path().join("import.journal");
/// assert!(Journal::peek(&path, &checked, &client)?.is_none());
/// let journal = Journal::open(&path, &checked, &client)?;
/// assert!(!journal.is_resumed());
/// journal.discard()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    pub(crate) fingerprint: String,
    pub(crate) account: Account,
    /// What was begun, and not finished: rows and account.
    begun: Option<(String, Account)>,
    /// How many rows of an abandoned import have an unknown outcome; `None` where none is
    /// abandoned.
    abandoned: Option<usize>,
    /// What was there when the import began; `None` while it has not.
    known: Option<HashSet<Uuid>>,
    rows: BTreeMap<(Kind, usize), RowState>,
}

impl Journal {
    /// Opens the journal at `path`, or makes one, for these rows and for the client's account.
    /// Until it is dropped, no other process can open it.
    ///
    /// An import that was interrupted is resumed; one that was finished, of whatever rows, gives
    /// way. A last line that was cut off counts as not written. A file that is no journal stays as
    /// it is.
    ///
    /// # Errors
    ///
    /// [`Error::OtherFile`] when it was begun for other rows and not finished,
    /// [`Error::OtherAccount`] when for another service or integrator, [`Error::JournalInUse`],
    /// [`Error::DamagedJournal`], [`Error::JournalVersion`], and [`Error::Io`].
    pub fn open(path: impl AsRef<Path>, checked: &Checked, client: &Client) -> Result<Self> {
        let path = path.as_ref();
        let io = || Error::io(path);
        let (mut journal, whole) = Self::read(path, locked(path)?, checked, client)?;
        journal.is_of_these_rows()?;
        journal.file.set_len(whole).map_err(io())?;
        journal.file.seek(SeekFrom::End(0)).map_err(io())?;
        journal.file.sync_all().map_err(io())?;
        sync_folder(path);
        Ok(journal)
    }

    /// As [`open`](Self::open), where an import that was not finished, of whatever rows and
    /// account, is given up. Once the new one starts, the journal says nothing of it any more: let
    /// the rows that it left with an unknown outcome ([`abandoned`](Self::abandoned)) come to their
    /// end before the address book is read, so that what they added is found there.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open), save for [`Error::OtherFile`] and [`Error::OtherAccount`].
    pub fn restart(path: impl AsRef<Path>, checked: &Checked, client: &Client) -> Result<Self> {
        let path = path.as_ref();
        let (mut journal, _) = Self::read(path, locked(path)?, checked, client)?;
        journal.abandoned = journal.is_resumed().then_some(journal.unresolved());
        journal.begun = None;
        journal.known = None;
        journal.rows.clear();
        Ok(journal)
    }

    /// Reads the journal at `path`, if there is one, and writes nothing: for a
    /// [plan](crate::Plan::resume) that is not carried out.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub fn peek(
        path: impl AsRef<Path>,
        checked: &Checked,
        client: &Client,
    ) -> Result<Option<Self>> {
        let path = path.as_ref();
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => file.map_err(Error::io(path))?,
        };
        file.try_lock_shared()
            .map_err(|error| unlocked(path, error))?;
        let (journal, _) = Self::read(path, file, checked, client)?;
        journal.is_of_these_rows()?;
        Ok(Some(journal))
    }

    /// Reads what is written down, up to the end of the last line that is whole.
    fn read(
        path: &Path,
        mut file: File,
        checked: &Checked,
        client: &Client,
    ) -> Result<(Self, u64)> {
        let io = || Error::io(path);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io())?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let mut journal = Self {
            path: path.to_owned(),
            file,
            fingerprint: checked.fingerprint.clone(),
            account: Account::of(client),
            begun: None,
            abandoned: None,
            known: None,
            rows: BTreeMap::new(),
        };
        let is_cut_beginning = bytes.starts_with(BEGINNING) || BEGINNING.starts_with(&bytes);
        if whole == 0 && !is_cut_beginning {
            return Err(journal.damaged(1));
        }
        for (number, line) in bytes[..whole]
            .split_inclusive(|byte| *byte == b'\n')
            .enumerate()
        {
            let line = serde_json::from_slice(line).map_err(|_| journal.damaged(number + 1))?;
            journal.take(line, number + 1)?;
        }
        Ok((journal, whole as u64))
    }

    fn is_of_these_rows(&self) -> Result<()> {
        match &self.begun {
            Some((rows, _)) if *rows != self.fingerprint => Err(Error::OtherFile {
                path: self.path.clone(),
            }),
            Some((_, account)) if *account != self.account => Err(Error::OtherAccount {
                path: self.path.clone(),
                begun: account.to_string(),
                now: self.account.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Takes the file away, unless there is something to resume, or to give up: then it stays.
    ///
    /// # Errors
    ///
    /// [`Error::Io`].
    pub fn discard(self) -> Result<()> {
        match self.is_resumed() || self.abandoned.is_some() {
            true => Ok(()),
            // While it is locked: no other import can have started with it.
            false => fs::remove_file(&self.path).map_err(Error::io(&self.path)),
        }
    }

    /// Whether an import was interrupted, and will be resumed.
    pub fn is_resumed(&self) -> bool {
        self.known.is_some()
    }

    /// How many rows of an [abandoned](Self::restart) import have an unknown outcome.
    pub fn abandoned(&self) -> usize {
        self.abandoned.unwrap_or_default()
    }

    /// How many rows are done.
    pub fn done(&self) -> usize {
        let states = self.rows.values();
        states
            .filter(|state| matches!(state, RowState::Done(_)))
            .count()
    }

    /// How many rows have an unknown outcome: they may have been created.
    pub fn unresolved(&self) -> usize {
        self.rows.len() - self.done()
    }

    fn take(&mut self, line: Line, number: usize) -> Result<()> {
        match line {
            Line::Start { version, .. } if version != VERSION => {
                return Err(Error::JournalVersion {
                    path: self.path.clone(),
                });
            }
            Line::Start {
                rows,
                known,
                account,
                ..
            } => {
                self.begun = Some((rows, account));
                self.rows.clear();
                self.known = Some(known.into_values().flatten().collect());
            }
            _ if self.known.is_none() => return Err(self.damaged(number)),
            Line::Begin { kind, row } => drop(self.rows.insert((kind, row), RowState::Started)),
            Line::Done { kind, row, id } => drop(self.rows.insert((kind, row), RowState::Done(id))),
            Line::Failed { kind, row } => drop(self.rows.remove(&(kind, row))),
            Line::Finish => {
                self.begun = None;
                self.known = None;
                self.rows.clear();
            }
        }
        Ok(())
    }

    fn damaged(&self, line: usize) -> Error {
        Error::DamagedJournal {
            path: self.path.clone(),
            line,
        }
    }

    /// Writes a line, and waits until the disk has it.
    fn write(&mut self, line: Line) -> Result<()> {
        let mut text =
            serde_json::to_vec(&line).map_err(|error| Error::io(&self.path)(error.into()))?;
        text.push(b'\n');
        self.file.write_all(&text).map_err(Error::io(&self.path))?;
        self.file.sync_data().map_err(Error::io(&self.path))?;
        self.take(line, 0)
    }

    /// Begins, unless there is something to resume.
    pub(crate) fn start(&mut self, known: &BTreeMap<Kind, Vec<Uuid>>) -> Result<()> {
        if self.is_resumed() {
            return Ok(());
        }
        // What was finished, or is given up, is of no use any more.
        self.file.set_len(0).map_err(Error::io(&self.path))?;
        self.file.rewind().map_err(Error::io(&self.path))?;
        self.abandoned = None;
        self.write(Line::Start {
            version: VERSION,
            account: self.account.clone(),
            rows: self.fingerprint.clone(),
            known: known.clone(),
        })
    }

    /// The rows that are done, and whose entities are not among these.
    pub(crate) fn gone(&self, existing: &BTreeMap<Kind, Vec<Uuid>>) -> Vec<(Kind, usize)> {
        let existing: HashSet<&Uuid> = existing.values().flatten().collect();
        let rows = self.rows.iter();
        let gone = rows.filter(|(_, state)| match state {
            RowState::Done(id) => !existing.contains(id),
            RowState::Started => false,
        });
        gone.map(|(row, _)| *row).collect()
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn begin(&mut self, kind: Kind, row: usize) -> Result<()> {
        self.write(Line::Begin { kind, row })
    }

    pub(crate) fn finish_row(&mut self, kind: Kind, row: usize, id: Uuid) -> Result<()> {
        self.write(Line::Done { kind, row, id })
    }

    pub(crate) fn fail_row(&mut self, kind: Kind, row: usize) -> Result<()> {
        self.write(Line::Failed { kind, row })
    }

    pub(crate) fn finish(&mut self) -> Result<()> {
        self.write(Line::Finish)
    }

    pub(crate) fn row_state(&self, kind: Kind, row: usize) -> Option<RowState> {
        self.rows.get(&(kind, row)).copied()
    }

    /// Whether an entity was there before, or belongs to a row already: then it is not that of a
    /// row of unknown outcome.
    pub(crate) fn is_claimed(&self, id: Uuid) -> bool {
        let known = self.known.as_ref().is_some_and(|known| known.contains(&id));
        known || self.rows.values().any(|state| *state == RowState::Done(id))
    }
}
