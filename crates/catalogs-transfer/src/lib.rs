#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

mod cell;
mod check;
mod columns;
mod diagnostics;
mod encoding;
mod error;
mod existing;
mod export;
mod format;
mod import_row;
mod journal;
mod kind;
mod matching;
mod outcome;
mod place;
mod plan;
mod read;
mod run;
mod table;
mod text;
mod write;

pub use cell::Markers;
pub use check::{CheckOptions, Checked, check};
pub use columns::Column;
pub use diagnostics::{Diagnostic, DiagnosticKind, Diagnostics, Severity};
pub use error::{Error, Result};
pub use existing::Existing;
pub use export::{ExportOptions, export};
pub use format::{Delimiter, Encoding, Format, Recognized};
pub use journal::Journal;
pub use kind::Kind;
pub use outcome::{FailedRow, Outcome, Reason, Stop};
pub use plan::{Action, Change, Plan, Step};
pub use read::{ReadOptions, read, read_bytes};
pub use run::{Event, Report, RunOptions};
pub use table::{Table, Tables};
/// Cancels a run; see [`RunOptions::cancel`].
pub use tokio_util::sync::CancellationToken;
pub use write::{WriteOptions, to_bytes, write};
