//! `cargo xtask msrv`: builds with the stated oldest compiler, where rustup can provide it.

use anyhow::{Context, Result, bail};
use cargo_metadata::{Metadata, MetadataCommand, semver::Version};

use crate::{
    command::{is_installed, program, run as run_command},
    workspace,
};

/// Checks the lock file, then compiles the workspace with `rust-version`'s own toolchain.
pub(crate) fn run() -> Result<()> {
    let metadata = MetadataCommand::new()
        .manifest_path(workspace::root().join("Cargo.toml"))
        .other_options(vec!["--locked".to_owned()])
        .exec()
        .context("cannot read the workspace's metadata")?;
    let oldest = metadata
        .workspace_packages()
        .iter()
        .find_map(|package| package.rust_version.clone())
        .context("the workspace states no rust-version")?;
    check_lock_file(&metadata, &oldest)?;

    let toolchain = oldest.to_string();
    if !is_installed("rustup") {
        println!("not compiled with Rust {toolchain}: rustup is not installed");
        return Ok(());
    }
    let install = run_command(program("rustup").args([
        "toolchain",
        "install",
        &toolchain,
        "--profile=minimal",
        "--no-self-update",
    ]));
    if let Err(error) = install {
        if std::env::var_os("CI").is_some() {
            return Err(error);
        }
        println!("not compiled with Rust {toolchain}: {error}");
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
            .env_remove("RUSTC"),
    )
}

/// Fails with the list of locked packages that need a newer compiler.
fn check_lock_file(metadata: &Metadata, oldest: &Version) -> Result<()> {
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| {
            let needed = package.rust_version.as_ref()?;
            (needed > oldest)
                .then(|| format!("  {} {} needs Rust {needed}", package.name, package.version))
        })
        .collect();
    if !newer.is_empty() {
        bail!(
            "these need a newer compiler than Rust {oldest}:\n{}",
            newer.join("\n")
        );
    }
    println!("{} packages allow Rust {oldest}", metadata.packages.len());
    Ok(())
}
