//! What is wrong with a file: the kinds of diagnostics, and where they are reported.

mod collector;
mod kind;
mod report;

pub(crate) use collector::Collector;
pub use kind::DiagnosticKind;
pub use report::{Diagnostic, Diagnostics, Severity};
