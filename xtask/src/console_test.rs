//! The sandbox's console in a headless browser.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::{
    command::{cargo, is_installed, run as run_command},
    workspace,
};

/// Builds the tool, and runs the tests that look at its console. Installs nothing.
pub(crate) fn run(pictures: Option<PathBuf>) -> Result<()> {
    for program in ["chromium", "chromedriver"] {
        ensure!(
            is_installed(program),
            "cannot run {program}\nhint: on Debian, apt-get install chromium chromium-driver"
        );
    }
    run_command(&mut cargo(["build", "--package=catalogs-cli"]))?;
    let mut test = cargo(["test", "--package=console"]);
    test.env("CATALOGS_BINARY", workspace::target("debug/catalogs")?);
    if let Some(folder) = pictures {
        test.env("CONSOLE_PICTURES", std::path::absolute(folder)?);
    }
    run_command(&mut test)
}
