//! What keeps an import or an export from going on at all. What is wrong in single cells is a
//! [`Diagnostic`](crate::Diagnostic) instead, and what is wrong with single rows a
//! [`Reason`](crate::Reason).

use std::path::{Path, PathBuf};

/// A `Result`, with the crate's [`Error`] where no other is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a file cannot be read or written, or a journal not be used. No text holds a value of a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names of the fields say it")]
pub enum Error {
    /// The file system refused.
    #[error("cannot use {}", path.display())]
    Io {
        path: PathBuf,
        source: std::io::Error,
    },
    /// The file is no workbook that can be read.
    #[error("the workbook cannot be read; save it as XLSX again, without a password")]
    Workbook(#[source] calamine::Error),
    /// The file is no JSON.
    #[error("not valid JSON: line {line}, column {column}")]
    Json { line: usize, column: usize },
    /// An object of a JSON file has one name twice: of two values, one would be lost.
    #[error(
        "line {line}, column {column}: an object has the same name for the second time; leave one of them"
    )]
    RepeatedName { line: usize, column: usize },
    /// A quote swallows what follows it.
    #[error(
        "{name}, row {row}: a cell begins with a quote (\") {}; where it is part of the text, put the whole \
         cell in quotes and write it twice (\"\")",
        if *is_closed { "that ends in the middle of a cell" } else { "that is never closed" }
    )]
    Quote {
        name: String,
        /// The row, as a spreadsheet counts it.
        row: usize,
        /// Whether there is another quote, in the wrong place.
        is_closed: bool,
    },
    /// Two sheets, lists or files hold the same kind, of which one would be ignored.
    #[error("{first} and {second} hold the same; put the rows of both into one")]
    SameKind { first: String, second: String },
    /// There is something beyond where a sheet of ours could end.
    #[error(
        "{sheet}: there is something in column {column}, row {row}, far beyond what an address book has; \
         delete the columns and rows that do not belong to it"
    )]
    TooWide {
        sheet: String,
        /// The row, from 1.
        row: usize,
        /// The column, as a spreadsheet calls it.
        column: String,
    },
    /// The file is longer than can be meant.
    #[error("{name}: it has more than {bytes} bytes, or more than {rows} rows; split it")]
    TooMuch {
        name: String,
        bytes: u64,
        rows: usize,
    },
    /// A JSON file holds something else than lists of objects.
    #[error("`{list}` is not a list of objects{}", place(*entry))]
    NoObjects {
        list: String,
        /// Which entry is not an object, from 1; `None` where it is not a list at all.
        entry: Option<usize>,
    },
    /// Neither the name nor the header tells what the rows are.
    #[error(
        "{name}: neither its name nor its header tells whether it holds organizations, addresses or \
         contacts; say the kind, or name it so"
    )]
    UnknownKind { name: String },
    /// A file is partly UTF-8 and partly something else.
    #[error("{name}: most of it is UTF-8, but line {line} is not; save it in one encoding")]
    MixedEncodings { name: String, line: usize },
    /// No sheet of the file is known.
    #[error(
        "no sheet is called organizations, addresses or contacts (Организации, Адреса, Контакты)"
    )]
    NoSheet,
    /// The name of a file to write ends in nothing that is known.
    #[error("{}: unknown file ending (expected .xlsx, .json or .csv)", path.display())]
    UnknownEnding { path: PathBuf },
    /// A workbook cannot hold so much.
    #[error(
        "{sheet}, row {row}, column {column}: it does not fit into a cell of a workbook; use CSV or JSON"
    )]
    TooLong {
        sheet: String,
        /// The row, from 1.
        row: usize,
        column: String,
    },
    /// An encoding has no sign for a character.
    #[error(
        "{sheet}, row {row}, column {column}: {encoding} has no sign for `{}` (U+{:04X}); use UTF-8",
        character.escape_debug(),
        u32::from(*character)
    )]
    NotInEncoding {
        sheet: String,
        /// The first row in which there is one, as it would have been written.
        row: usize,
        column: String,
        character: char,
        encoding: crate::Encoding,
    },
    /// The workbook could not be put together.
    #[error("the workbook cannot be written")]
    Writing(#[source] rust_xlsxwriter::XlsxError),
    /// The journal belongs to other rows than these.
    #[error(
        "the journal {} is of an import that was interrupted, of another file, or of this one before it \
         was changed; go on with that file, or start over",
        path.display()
    )]
    OtherFile { path: PathBuf },
    /// The journal belongs to another service, or to another integrator.
    #[error(
        "the journal {} was begun at {begun}, and this is {now}; go on there, or name another journal",
        path.display()
    )]
    OtherAccount {
        path: PathBuf,
        begun: String,
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
        path: PathBuf,
        rows: Vec<(crate::Kind, usize)>,
    },
    /// The journal is that of another version of this crate.
    #[error(
        "the journal {} was written by another version; finish that import with it, or name another journal",
        path.display()
    )]
    JournalVersion { path: PathBuf },
    /// A line of the journal is none.
    #[error("{} is not the journal of an import, or it is damaged: line {line}", path.display())]
    DamagedJournal {
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Another import holds the journal.
    #[error("the journal {} is in use: another import is running", path.display())]
    JournalInUse { path: PathBuf },
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
        .map(|entry| format!(": entry {entry} is not one"))
        .unwrap_or_default()
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::Io { path, source }
    }
}
