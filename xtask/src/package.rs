//! `cargo xtask package`: builds each published crate from its package.
//!
//! Cargo takes one version for one content: what an earlier run unpacked or compiled of our
//! packages would be used again. So the builds of our packages are removed first, and this has a
//! Cargo home of its own, which shares the downloads of the real one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    command::{cargo, run as run_command},
    workspace,
};

/// Packages what is published, and builds each package.
pub(crate) fn run() -> Result<()> {
    let metadata = workspace::metadata()?;
    let target = workspace::target(workspace::CHECKS)?;
    let home = target.join("cargo-home");
    cargo_home(&home).context("cannot prepare a Cargo home")?;
    let published = metadata
        .workspace_packages()
        .into_iter()
        .filter(|package| package.publish.as_ref().is_none_or(|to| !to.is_empty()));
    let names: Vec<String> = published.map(|package| package.name.to_string()).collect();
    let packages = names.iter().map(|name| format!("--package={name}"));
    let packages: Vec<String> = packages.collect();
    run_command(
        cargo(["clean", "--quiet", "--target-dir"])
            .arg(&target)
            .args(&packages),
    )?;
    run_command(
        cargo([
            "package",
            "--locked",
            "--quiet",
            "--allow-dirty",
            "--target-dir",
        ])
        .arg(&target)
        .args(&packages)
        .env("CARGO_HOME", home),
    )?;
    println!("built from their packages: {}", names.join(", "));
    Ok(())
}

/// Makes a Cargo home that links to all of the real one, but for the sources of packages that come
/// from no registry of the network.
fn cargo_home(home: &Path) -> io::Result<()> {
    let real = match std::env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::home_dir()
            .ok_or_else(|| io::Error::other("cannot find the home folder"))?
            .join(".cargo"),
    };
    if home.exists() {
        fs::remove_dir_all(home)?; // links are removed, not followed
    }
    let inside = Path::new("registry/src");
    fs::create_dir_all(home.join(inside))?;
    for level in ["", "registry", "registry/src"] {
        let Ok(entries) = fs::read_dir(real.join(level)) else {
            continue; // a home that was never used
        };
        for entry in entries {
            let name = entry?.file_name();
            let path = Path::new(level).join(&name);
            let is_ours = level == "registry/src" && name.to_string_lossy().starts_with('-');
            if !inside.starts_with(&path) && !is_ours {
                link(&real.join(&path), &home.join(&path))?;
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(real: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(real, link)
}

/// Without links, the packages are downloaded once more.
#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
