//! For tests that need programs besides Rust and a C compiler: they skip where one is missing, and
//! fail instead when `CI` is set.

use std::{
    env,
    process::{Command, Stdio},
};

/// Whether a test has to skip, because `command` (a program and its arguments) cannot be run
/// successfully. Prints `skipped: needs <needed>`.
///
/// ```no_run
/// if support::missing("jq", &["jq", "--version"]) {
///     return;
/// }
/// ```
///
/// # Panics
///
/// Panics when the program is missing and `CI` is set: there, every test has to run.
#[must_use]
pub fn missing(needed: &str, command: &[&str]) -> bool {
    let runs = command.split_first().is_some_and(|(program, arguments)| {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    });
    if runs {
        return false;
    }
    assert!(
        env::var_os("CI").is_none(),
        "needs {needed}, and CI is set: no test is skipped there"
    );
    eprintln!("skipped: needs {needed}");
    true
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn present_program_is_not_missing() {
        assert!(!missing("cargo", &[env!("CARGO"), "--version"]));
    }

    #[test]
    fn failing_or_absent_program_is_missing_without_ci() {
        if std::env::var_os("CI").is_some() {
            return;
        }
        assert!(missing("no such program", &["no-such-program-9f2c"]));
        assert!(missing("nothing", &[]));
    }
}
