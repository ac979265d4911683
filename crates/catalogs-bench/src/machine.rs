//! What the figures were taken on.

use std::{fs, process::Command, thread::available_parallelism};

/// A list in Markdown; what cannot be found out is left out.
pub(crate) fn describe() -> String {
    let cores = available_parallelism()
        .map(|cores| format!("{cores} cores"))
        .ok();
    let lines = [
        ("Processor", field("/proc/cpuinfo", "model name")),
        ("Cores", cores),
        ("Memory", field("/proc/meminfo", "MemTotal")),
        ("System", said("uname", &["-srm"])),
        ("Compiler", said("rustc", &["--version"])),
        ("Commit", said("git", &["describe", "--always", "--dirty"])),
    ];
    let lines = lines
        .into_iter()
        .filter_map(|(name, value)| Some(format!("- {name}: {}\n", value?)));
    lines.collect()
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.lines().next()?.to_owned()).filter(|_| output.status.success())
}
