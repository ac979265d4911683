//! The measurements of `crates/catalogs-bench`.

use anyhow::Result;

use crate::{
    command::{cargo, program, run as run_command},
    workspace,
};

/// Builds what is measured, and runs the benchmark.
pub(crate) fn run(quick: bool, sections: &[String]) -> Result<()> {
    // The command-line tool is one of those that are measured.
    let packages = ["--package=catalogs-bench", "--package=catalogs-cli"];
    run_command(cargo(["build", "--release", "--locked"]).args(packages))?;
    run_command(
        program(workspace::target("release/catalogs-bench")?)
            .arg("run")
            .args(quick.then_some("--quick"))
            .args(sections),
    )
}
