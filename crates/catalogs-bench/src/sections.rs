//! What is measured, a file for each section.

pub mod at_the_limit;
pub mod large_list;

use anyhow::Result;
use clap::ValueEnum;

use crate::{effort::Effort, report::Findings};

/// A section, by the name that the command line takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Section {
    /// Lists of up to 200,000 organizations, whole and as a stream.
    LargeList,
    /// The service's rate limit: how much of it is used, and whether it is kept.
    Limit,
}

impl Section {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::LargeList => "A large list",
            Self::Limit => "At the limit",
        }
    }

    /// Measures.
    ///
    /// # Errors
    ///
    /// When something does not work; never for a figure.
    pub fn run(self, effort: Effort) -> Result<Findings> {
        match self {
            Self::LargeList => large_list::run(effort),
            Self::Limit => at_the_limit::run(effort),
        }
    }
}
