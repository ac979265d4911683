//! Python's `requests`, in an environment that is thrown away.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    callers::{CODE, Call, TOKEN, by_hand},
    data,
    sections::one_call::Turn,
};

/// A Python that makes calls when it is told to.
pub(crate) struct Python {
    _environment: TempDir,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// The versions of Python and `requests`.
    pub(crate) versions: String,
}

impl Python {
    /// Makes the environment, installs `requests`, and starts.
    pub(crate) fn start(origin: &str) -> Result<Self> {
        let environment = tempfile::tempdir()?;
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(environment.path()))?;
        let python = environment.path().join("bin/python");
        let install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ];
        run(Command::new(&python).args(install).arg("requests"))?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/calls.py");
        let mut child = Command::new(&python)
            .arg(script)
            .args([origin, TOKEN, CODE])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().context("it has an output")?;
        let mut this = Self {
            _environment: environment,
            input: child.stdin.take(),
            output: BufReader::new(output),
            child,
            versions: String::new(),
        };
        this.versions = this.line()?.trim().to_owned();
        Ok(this)
    }

    /// Makes so many calls, one after another.
    pub(crate) fn turn(&mut self, call: Call, calls: usize) -> Result<Turn> {
        let request = match call {
            Call::Get(nested) => json!({"id": data::id_of(nested), "calls": calls}),
            Call::Create => json!({"body": by_hand::request(), "calls": calls}),
        };
        let input = self.input.as_mut().context("it has an input")?;
        // Where it has gone, its output tells why.
        let _ = writeln!(input, "{request}");
        let line = self.line()?;
        serde_json::from_str(&line).context("it makes no sense")
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            let mut said = String::new();
            if let Some(mut errors) = self.child.stderr.take() {
                errors.read_to_string(&mut said)?;
            }
            bail!("it ended: {}", said.lines().last().unwrap_or("no word why"));
        }
        Ok(line)
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        // It ends with its input.
        self.input.take();
        let _ = self.child.wait();
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().context("there is no Python")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{}",
        said.lines().last().unwrap_or_default()
    );
    Ok(())
}
