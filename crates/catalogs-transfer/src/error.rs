//! What keeps an import or an export from going on at all. What is wrong in single cells is a
//! [`Diagnostic`](crate::Diagnostic) instead, and what is wrong with single rows a
//! [`Reason`](crate::Reason).

use std::path::{Path, PathBuf};

/// A `Result`, with the crate's [`Error`] where no other is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a file cannot be read or written, or a journal not be used. No text holds a value of a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system refused.
    #[error("cannot use {}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The file is no workbook that can be read.
    #[error("the workbook cannot be read; save it as XLSX again, without a password")]
    Workbook(#[source] calamine::Error),
    /// The file is no JSON.
    #[error("it is no JSON: line {line}, column {column}")]
    Json {
        /// Where reading ended.
        line: usize,
        /// Where reading ended.
        column: usize,
    },
    /// An object of a JSON file has one name twice: of two values, one would be lost.
    #[error(
        "line {line}, column {column}: an object has the same name for the second time; leave one of them"
    )]
    RepeatedName {
        /// Where it is.
        line: usize,
        /// Where it is.
        column: usize,
    },
    /// A quote swallows what follows it.
    #[error(
        "{name}, row {row}: a cell begins with a quote (\") {}; where it is part of the text, put the whole \
         cell in quotes and write it twice (\"\")",
        if *is_closed { "that ends in the middle of a cell" } else { "that nothing closes" }
    )]
    Quote {
        /// The file.
        name: String,
        /// The row, as a spreadsheet counts it.
        row: usize,
        /// Whether there is another quote, in the wrong place.
        is_closed: bool,
    },
    /// Two sheets, lists or files hold the same kind, of which one would be ignored.
    #[error("{first} and {second} hold the same; put the rows of both into one")]
    SameKind {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// There is something beyond where a sheet of ours could end.
    #[error(
        "{sheet}: there is something in column {column}, row {row}, far beyond what an address book has; \
         delete the columns and rows that do not belong to it"
    )]
    TooWide {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: usize,
        /// The column, as a spreadsheet calls it.
        column: String,
    },
    /// The file is longer than can be meant.
    #[error("{name}: it has more than {bytes} bytes, or more than {rows} rows; split it")]
    TooMuch {
        /// The file.
        name: String,
        /// How many bytes are read.
        bytes: u64,
        /// How many rows are read.
        rows: usize,
    },
    /// A JSON file holds something else than lists of objects.
    #[error("`{list}` is no list of objects{}", place(*entry))]
    NoObjects {
        /// The name of the list.
        list: String,
        /// Which entry is none, from 1; `None` where it is no list at all.
        entry: Option<usize>,
    },
    /// Neither the name nor the header tells what the rows are.
    #[error(
        "{name}: neither its name nor its header tells whether it holds organizations, addresses or \
         contacts; say the kind, or name it so"
    )]
    UnknownKind {
        /// The sheet, or the file.
        name: String,
    },
    /// A file is partly UTF-8 and partly something else.
    #[error("{name}: most of it is UTF-8, but line {line} is not; save it in one encoding")]
    MixedEncodings {
        /// The file.
        name: String,
        /// The first line that is not UTF-8.
        line: usize,
    },
    /// No sheet of the file is known.
    #[error(
        "no sheet is called organizations, addresses or contacts (Организации, Адреса, Контакты)"
    )]
    NoSheet,
    /// The name of a file to write ends in nothing that is known.
    #[error("{}: nothing can be written of this ending; there are .xlsx, .json and .csv", path.display())]
    UnknownEnding {
        /// The file.
        path: PathBuf,
    },
    /// A workbook cannot hold so much.
    #[error(
        "{sheet}, row {row}, column {column}: it does not fit into a cell of a workbook; use CSV or JSON"
    )]
    TooLong {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: usize,
        /// The name of the column.
        column: String,
    },
    /// An encoding has no sign for a character.
    #[error(
        "{sheet}, row {row}, column {column}: {encoding} has no sign for `{}` (U+{:04X}); use UTF-8",
        character.escape_debug(),
        u32::from(*character)
    )]
    NotInEncoding {
        /// The sheet.
        sheet: String,
        /// The first row in which there is one, as it would have been written.
        row: usize,
        /// Its column.
        column: String,
        /// The character.
        character: char,
        /// The encoding.
        encoding: crate::Encoding,
    },
    /// The workbook could not be put together.
    #[error("the workbook cannot be written")]
    Writing(#[source] rust_xlsxwriter::XlsxError),
    /// The journal belongs to other rows than these.
    #[error(
        "the journal {} is of an import that was interrupted, of another file, or of this one before it \
         was changed; go on with that file, or begin anew",
        path.display()
    )]
    OtherFile {
        /// The journal.
        path: PathBuf,
    },
    /// The journal belongs to another service, or to another integrator.
    #[error(
        "the journal {} was begun at {begun}, and this is {now}; go on there, or name another journal",
        path.display()
    )]
    OtherAccount {
        /// The journal.
        path: PathBuf,
        /// Where it was begun.
        begun: String,
        /// Where it was to go on.
        now: String,
    },
    /// What the journal says is done is not in the address book.
    #[error(
        "the journal {} says that {} done, but what came of that is not in the address book: this is \
         another address book, or somebody deleted it",
        path.display(),
        rows_of(rows)
    )]
    Gone {
        /// The journal.
        path: PathBuf,
        /// The rows.
        rows: Vec<(crate::Kind, usize)>,
    },
    /// The journal is that of another version of this crate.
    #[error(
        "the journal {} was written by another version; finish that import with it, or name another journal",
        path.display()
    )]
    JournalVersion {
        /// The journal.
        path: PathBuf,
    },
    /// A line of the journal is none.
    #[error("{} is no journal of an import, or damaged: line {line}", path.display())]
    DamagedJournal {
        /// The journal.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Another import holds the journal.
    #[error("the journal {} is in use: another import is running", path.display())]
    JournalInUse {
        /// The journal.
        path: PathBuf,
    },
    /// A journal was opened for other rows than those of the plan.
    #[error("the journal was opened for other rows than those of the plan")]
    OtherPlan,
}

/// The first rows by name, the others by their number.
fn rows_of(rows: &[(crate::Kind, usize)]) -> String {
    const MOST: usize = 10;
    let shown = rows.iter().take(MOST);
    let mut text = shown
        .map(|(kind, row)| format!("row {row} of {}", kind.sheet()))
        .collect::<Vec<String>>()
        .join(", ");
    if rows.len() > MOST {
        text += &format!(" and {} more", rows.len() - MOST);
    }
    text + if rows.len() == 1 { " is" } else { " are" }
}

fn place(entry: Option<usize>) -> String {
    entry
        .map(|entry| format!(": entry {entry} is none"))
        .unwrap_or_default()
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }
}
