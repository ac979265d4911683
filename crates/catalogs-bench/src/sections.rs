//! What is measured, a file for each section.

pub mod at_the_limit;
pub mod build;
pub mod large_list;
pub mod many_contacts;
pub mod one_call;
pub mod start;
pub mod throughput;

use anyhow::Result;
use clap::ValueEnum;

use crate::report::Findings;

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Only enough to see that everything works; its figures mean nothing.
    pub quick: bool,
}

impl Effort {
    pub(crate) fn pick<T>(self, whole: T, quick: T) -> T {
        if self.quick { quick } else { whole }
    }
}

/// A section, by the name that the command line takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Section {
    /// One call after another: latency, CPU time, allocations.
    OneCall,
    /// 64 callers at once.
    Throughput,
    /// Lists of up to 200,000 organizations, whole and as a stream.
    LargeList,
    /// The service's rate: how much of it is used, and whether it is kept.
    Limit,
    /// Clients of many contacts in one process.
    Contacts,
    /// What a build costs.
    Build,
    /// What starting the command-line tool costs.
    Start,
}

impl Section {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::OneCall => "One call",
            Self::Throughput => "Throughput",
            Self::LargeList => "A large list",
            Self::Limit => "At the limit",
            Self::Contacts => "Many contacts",
            Self::Build => "To build",
            Self::Start => "To start",
        }
    }

    /// Measures.
    ///
    /// # Errors
    ///
    /// When something does not work; never for a figure.
    pub fn run(self, effort: Effort) -> Result<Findings> {
        match self {
            Self::OneCall => one_call::run(effort),
            Self::Throughput => throughput::run(effort),
            Self::LargeList => large_list::run(effort),
            Self::Limit => at_the_limit::run(effort),
            Self::Contacts => many_contacts::run(effort),
            Self::Build => build::run(effort),
            Self::Start => start::run(effort),
        }
    }
}
