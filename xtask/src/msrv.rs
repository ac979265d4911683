//! Holds the lock file against the stated oldest compiler.
//!
//! Clippy's `incompatible_msrv` watches our own code; this watches what we depend on.

use anyhow::{Context, Result, bail};
use cargo_metadata::MetadataCommand;

use crate::workspace;

/// Fails with the list of locked packages that need a newer compiler than `rust-version`.
pub(crate) fn run() -> Result<()> {
    let metadata = MetadataCommand::new()
        .manifest_path(workspace::root().join("Cargo.toml"))
        .other_options(vec!["--locked".to_owned()])
        .exec()
        .context("cannot read the workspace's metadata")?;
    let ours = metadata
        .workspace_packages()
        .iter()
        .find_map(|package| package.rust_version.clone())
        .context("the workspace states no rust-version")?;
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter_map(|package| {
            let theirs = package
                .rust_version
                .as_ref()
                .filter(|theirs| **theirs > ours)?;
            Some(format!(
                "  {} {} needs Rust {theirs}",
                package.name, package.version
            ))
        })
        .collect();
    if !newer.is_empty() {
        bail!(
            "these need a newer compiler than Rust {ours}:\n{}",
            newer.join("\n")
        );
    }
    println!(
        "{} packages build with Rust {ours}",
        metadata.packages.len()
    );
    Ok(())
}
