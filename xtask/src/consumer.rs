//! `cargo xtask consumer`: whether a consumer's other dependencies change what the SDK does.

use anyhow::{Result, ensure};
use similar::TextDiff;

use crate::{
    command::{cargo, output, program, run as run_command},
    workspace,
};

/// A workspace of its own: here, Cargo would unify its features with those of all packages.
const MANIFEST: &str = "tests/consumer/Cargo.toml";

/// Builds a consumer with few and with many features of its dependencies, runs both, and compares
/// what reached the service and what came back.
pub(crate) fn run() -> Result<()> {
    let (plain, rich) = (transcript(&[])?, transcript(&["--features=rich"])?);
    let diff = TextDiff::from_lines(&plain, &rich);
    ensure!(
        plain == rich,
        "features of the consumer's dependencies change what the SDK does\n\n{}",
        diff.unified_diff().header("plain", "rich")
    );
    println!(
        "the same with few and with many features: {} lines",
        plain.lines().count()
    );
    Ok(())
}

fn transcript(features: &[&str]) -> Result<String> {
    let target = workspace::target("consumer")?;
    let mut build = cargo(["build", "--quiet", "--manifest-path", MANIFEST]);
    run_command(build.args(features).env("CARGO_TARGET_DIR", &target))?;
    // The proxies of the environment would change what reaches the service.
    let mut consumer = program(target.join("debug/consumer"));
    output(consumer.env("NO_PROXY", "localhost"))
}
