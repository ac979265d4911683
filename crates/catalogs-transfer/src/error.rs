//! What keeps an import or an export from going on at all. What is wrong in single cells is a
//! [`Problem`](crate::Problem) instead, and what is wrong with single rows a
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
    #[error("{sheet}: {encoding} has no sign for some of its characters; use UTF-8")]
    NotInEncoding {
        /// The sheet.
        sheet: String,
        /// The encoding.
        encoding: crate::Encoding,
    },
    /// The workbook could not be put together.
    #[error("the workbook cannot be written")]
    Writing(#[source] rust_xlsxwriter::XlsxError),
    /// The journal belongs to other rows than these.
    #[error(
        "the journal {} was begun for another file, or for this one before it was changed; finish \
         that import first, or name another journal",
        path.display()
    )]
    OtherFile {
        /// The journal.
        path: PathBuf,
    },
    /// A line of the journal is none.
    #[error("the journal {} is damaged in line {line}", path.display())]
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
