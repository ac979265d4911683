//! The measurements of `crates/catalogs-bench`.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use cargo_metadata::MetadataCommand;

use crate::workspace;

/// Builds what is measured, and runs the benchmark.
pub(crate) fn run(quick: bool, sections: &[String]) -> Result<()> {
    // The command-line tool is one of those that are measured.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--locked"]);
    build.args(["--package", "catalogs-bench", "--package", "catalogs-cli"]);
    succeed(build)?;
    let metadata = MetadataCommand::new()
        .current_dir(workspace::root())
        .no_deps()
        .exec()?;
    let mut bench = Command::new(metadata.target_directory.join("release/catalogs-bench"));
    bench
        .arg("run")
        .args(quick.then_some("--quick"))
        .args(sections);
    succeed(bench)
}

fn succeed(mut command: Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .current_dir(workspace::root())
        .status()
        .with_context(|| format!("{program} cannot be started"))?;
    ensure!(status.success(), "{program} failed");
    Ok(())
}
