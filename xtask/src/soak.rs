//! The long run of random calls and faults against the sandbox.

use anyhow::{Context, Result};

use crate::command::{cargo, run as run_command};

/// Runs the ignored test `model::soak`, which prints its figures and how to repeat them.
pub(crate) fn run(seed: u64, calls: u64) -> Result<()> {
    run_command(
        cargo(["test", "--quiet", "--package=contract", "--test=suite"])
            .args(["--", "model::soak", "--exact", "--ignored", "--nocapture"])
            .env("SOAK_SEED", seed.to_string())
            .env("SOAK_CALLS", calls.to_string()),
    )
    .with_context(|| format!("the soak with seed {seed} failed"))
}
