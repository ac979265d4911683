//! Cases that have a process to themselves: this program runs itself, and reads the result from its
//! output.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;

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
