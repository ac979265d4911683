//! Cases that have a process to themselves: this program runs itself, and reads the result from its
//! output.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde::de::DeserializeOwned;

/// What the command line calls a value.
///
/// # Panics
///
/// Where it has no name there; each of ours has one.
pub fn name_of(value: impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value.expect("no value is skipped").get_name().to_owned()
}

/// What `program` (this one, unless another beside it is named) prints as JSON for these arguments.
///
/// # Errors
///
/// When it fails, or prints something else.
pub fn run<T: DeserializeOwned>(program: Option<&str>, arguments: &[&str]) -> Result<T> {
    let this = std::env::current_exe()?;
    let path = match program {
        None => this,
        Some(name) => this.with_file_name(name),
    };
    let output = Command::new(&path)
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} cannot be started", path.display()))?;
    ensure!(
        output.status.success(),
        "{} {arguments:?} failed",
        path.display()
    );
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("what {arguments:?} prints makes no sense"))
}
