//! The measurements of `crates/catalogs-bench`.

use anyhow::Result;
use cargo_metadata::MetadataCommand;

use crate::{
    command::{cargo, program, run as run_command},
    workspace,
};

/// Builds what is measured, and runs the benchmark.
pub(crate) fn run(quick: bool, sections: &[String]) -> Result<()> {
    // The command-line tool is one of those that are measured.
    let packages = ["--package=catalogs-bench", "--package=catalogs-cli"];
    run_command(cargo(["build", "--release", "--locked"]).args(packages))?;
    let metadata = MetadataCommand::new()
        .current_dir(workspace::root())
        .no_deps()
        .exec()?;
    run_command(
        program(metadata.target_directory.join("release/catalogs-bench"))
            .arg("run")
            .args(quick.then_some("--quick"))
            .args(sections),
    )
}
