//! What is allocated. The program `allocations` counts, so that counting slows down nothing else.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::child;

/// What was allocated on one thread.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Counted {
    /// How often.
    pub count: f64,
    /// How much in all, in bytes.
    pub bytes: f64,
    /// How much at once at the most, in bytes.
    pub peak: f64,
    /// How much is still there, in bytes.
    pub kept: f64,
}

/// What `allocations` counts for these arguments.
pub(crate) fn count(arguments: &[&str]) -> Result<Counted> {
    child::run(Some("allocations"), arguments)
}
