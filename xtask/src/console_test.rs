//! The sandbox's console in a headless browser.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// Builds the tool, and runs the tests that look at its console. Installs nothing.
pub(crate) fn run(pictures: Option<PathBuf>) -> Result<()> {
    for program in ["chromium", "chromedriver"] {
        let there = Command::new(program).arg("--version").output();
        ensure!(
            there.is_ok_and(|output| output.status.success()),
            "{program} does not run; on Debian: apt-get install chromium chromium-driver"
        );
    }
    cargo(&["build", "--package", "catalogs-cli"], &[])?;
    let metadata = cargo_metadata::MetadataCommand::new()
        .current_dir(workspace::root())
        .no_deps()
        .exec()?;
    let binary = metadata.target_directory.join("debug/catalogs");
    let mut variables = vec![("CATALOGS_BINARY", binary.into())];
    if let Some(folder) = pictures {
        variables.push(("CONSOLE_PICTURES", std::path::absolute(folder)?));
    }
    cargo(&["test", "--package", "console"], &variables)
}

fn cargo(args: &[&str], variables: &[(&str, PathBuf)]) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(workspace::root())
        .args(args)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .status()
        .context("cargo cannot be started")?;
    ensure!(status.success(), "cargo {} failed", args.join(" "));
    Ok(())
}
