//! Redocly's command-line tool: linting the spec, and telling what a change breaks.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Pinned, so that a new rule comes when we choose; npx fetches it once.
const PACKAGE: &str = "@redocly/cli@2.77.0";

/// Lints the spec with the recommended rules and no suppressions.
pub(crate) fn lint() -> Result<()> {
    redocly(&["lint", "--extends=recommended", "openapi/catalogs.yaml"])
}

/// Compares the spec with `old`, which is a file or a git revision.
pub(crate) fn diff(old: &str) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let base = base(old, folder.path())?;
    let base = base
        .to_str()
        .context("the path of the older spec is not UTF-8")?;
    redocly(&["diff", base, "openapi/catalogs.yaml"])
}

/// The older spec as a file: `old` itself, or what the git revision `old` holds.
fn base(old: &str, folder: &Path) -> Result<PathBuf> {
    if Path::new(old).is_file() {
        return fs::canonicalize(old).with_context(|| format!("cannot find {old}"));
    }
    let output = Command::new("git")
        .args(["show", &format!("{old}:openapi/catalogs.yaml")])
        .current_dir(workspace::root())
        .output()
        .context("cannot run git")?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{old}` is neither a file nor a git revision that holds the spec: {}",
            stderr.trim()
        );
    }
    let file = folder.join("catalogs.yaml");
    fs::write(&file, output.stdout).context("cannot write the older spec")?;
    Ok(file)
}

fn redocly(arguments: &[&str]) -> Result<()> {
    let status = Command::new("npx")
        .args(["--yes", PACKAGE])
        .args(arguments)
        .current_dir(workspace::root())
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
        .status()
        .context("cannot run npx; install Node.js 20.19 or newer, or 22.12 or newer")?;
    if !status.success() {
        bail!("redocly {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}
