//! Cases that have a process to themselves: this program runs itself, and reads the result from its
//! output.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;

/// What this program prints as JSON for these arguments.
pub(crate) fn run<T: DeserializeOwned>(arguments: &[&str]) -> Result<T> {
    let output = Command::new(std::env::current_exe()?)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start a process for the case")?;
    ensure!(output.status.success(), "the case {arguments:?} failed");
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("cannot read the result of {arguments:?}"))
}
