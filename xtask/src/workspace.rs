//! Where things lie in the workspace.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

/// The spec that everything is generated from.
pub(crate) const SPEC: &str = "openapi/catalogs.yaml";

/// The target folder of checks that build the packages from copies: their dependencies are the same.
pub(crate) const CHECKS: &str = "checks";

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// What Cargo tells about the workspace, with all locked packages.
pub(crate) fn metadata() -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command
        .current_dir(root())
        .other_options(["--locked".to_owned()]);
    command
        .exec()
        .context("cannot read the workspace's metadata")
}

/// A folder among those that Cargo builds in.
pub(crate) fn target(name: &str) -> Result<PathBuf> {
    Ok(metadata()?.target_directory.join(name).into())
}
