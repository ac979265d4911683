#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

mod cell;
mod check;
mod checked;
mod columns;
mod error;
mod existing;
mod export;
mod fault;
mod journal;
mod kind;
mod matching;
mod outcome;
mod plan;
mod problem;
mod read;
mod run;
mod table;
mod write;

pub use cell::Markers;
pub use check::{CheckOptions, check};
pub use checked::Checked;
pub use columns::Column;
pub use error::{Error, Result};
pub use existing::Existing;
pub use export::{ExportOptions, export};
pub use fault::Fault;
pub use journal::Journal;
pub use kind::Kind;
pub use outcome::{FailedRow, Outcome, Reason, Stop};
pub use plan::{Action, Change, Plan, Step};
pub use problem::{Problem, Problems, Severity};
pub use read::{ReadOptions, read, read_bytes};
pub use run::{Event, Report, RunOptions};
pub use table::{Delimiter, Encoding, Format, Recognized, Table, Tables};
/// Cancels a run; see [`RunOptions::cancel`].
pub use tokio_util::sync::CancellationToken;
pub use write::{WriteOptions, to_bytes, write};
