//! `cargo xtask msrv`: builds with the stated oldest compiler, where rustup can provide it.

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Metadata, semver::Version};

use crate::{
    command::{program, run as run_command},
    workspace,
};

/// Checks the lock file, then compiles the workspace with `rust-version`'s own toolchain.
pub(crate) fn run() -> Result<()> {
    let metadata = workspace::metadata()?;
    let oldest = metadata
        .workspace_packages()
        .iter()
        .find_map(|package| package.rust_version.clone())
        .context("the workspace states no rust-version")?;
    check_lock_file(&metadata, &oldest)?;

    let toolchain = oldest.to_string();
    let install = ["toolchain", "install", &toolchain, "--profile=minimal"];
    if let Err(error) = run_command(program("rustup").args(install).arg("--no-self-update")) {
        println!("skipped: cannot install Rust {toolchain}, only checked the lock file: {error:#}");
        return Ok(());
    }
    // A folder of its own: a compiler does not take what another one built.
    let target = metadata.target_directory.join("msrv");
    run_command(
        program("rustup")
            .args(["run", &toolchain, "cargo", "check", "--workspace"])
            .args(["--all-targets", "--all-features", "--locked"])
            .arg("--target-dir")
            .arg(target)
            .env_remove("CARGO")
            .env_remove("RUSTC")
            .env_remove("RUSTUP_TOOLCHAIN"),
    )
}

/// Fails with the list of locked packages that need a newer compiler.
fn check_lock_file(metadata: &Metadata, oldest: &Version) -> Result<()> {
    let newer = |package: &&cargo_metadata::Package| {
        package
            .rust_version
            .as_ref()
            .is_some_and(|needed| needed > oldest)
    };
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter(newer)
        .map(|package| format!("  {} {}", package.name, package.version))
        .collect();
    ensure!(
        newer.is_empty(),
        "these need a newer compiler than Rust {oldest}:\n{}",
        newer.join("\n")
    );
    println!("{} packages allow Rust {oldest}", metadata.packages.len());
    Ok(())
}
