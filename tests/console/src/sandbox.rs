//! `catalogs sandbox`, and other commands of the tool beside it.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::process::Process;

/// A name that it responds to, besides its address.
pub const NAME: &str = "sandbox.test";

/// A running `catalogs sandbox`.
pub struct Sandbox {
    origin: String,
    home: tempfile::TempDir,
    _process: Process,
}

impl Sandbox {
    pub(crate) async fn start() -> Result<Self> {
        let home = tempfile::tempdir()?;
        let mut command = catalogs(home.path())?;
        command.args(["sandbox", "--port", "0", "--allow-host", NAME]);
        let mut process = Process::start(command)?;
        let origin = process.says("plays the service on ").await?;
        Ok(Self {
            origin,
            home,
            _process: process,
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Runs a command of the tool against it, with one of the built-in profiles, and gives what it
    /// prints.
    ///
    /// # Errors
    ///
    /// When the command fails: what it said.
    pub async fn tool(&self, profile: &str, args: &[&str]) -> Result<String> {
        let output = catalogs(self.home.path())?
            .args(["--profile", profile, "--base-url", &self.origin])
            .args(args)
            .output()
            .await?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "catalogs {args:?}: {said}");
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// The tool, without settings of the user who runs the tests.
fn catalogs(home: &Path) -> Result<Command> {
    let binary = std::env::var_os("CATALOGS_BINARY")
        .context("CATALOGS_BINARY says where the tool is: run `cargo xtask console-test`")?;
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars() {
        if name.starts_with("ATI_") || name.starts_with("CATALOGS_") {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    Ok(command)
}
