//! The long run of random calls and faults against the sandbox.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// Runs the ignored test `model::soak`, which prints its figures and how to repeat them.
pub(crate) fn run(seed: u64, calls: u64) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(workspace::root())
        .args(["test", "--quiet", "--package", "contract"])
        .args(["--test", "suite", "--", "model::soak"])
        .args(["--exact", "--ignored", "--nocapture"])
        .env("SOAK_SEED", seed.to_string())
        .env("SOAK_CALLS", calls.to_string())
        .status()
        .context("cargo cannot be started")?;
    ensure!(status.success(), "the soak with seed {seed} failed");
    Ok(())
}
