//! Programs that run beside a test, and end with it.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long a program may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Process {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts a program in a process group of its own.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let shown = format!("{:?}", command.as_std().get_program());
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{shown} cannot be started: is it installed?"))?;
        let out = child.stdout.take().context("it has no output")?;
        Ok(Self {
            child,
            out: BufReader::new(out).lines(),
        })
    }

    /// What comes after some words, in the first line that has them, up to the next space.
    pub(crate) async fn says(&mut self, before: &str) -> Result<String> {
        let said = async {
            while let Some(line) = self.out.next_line().await? {
                if let Some((_, after)) = line.split_once(before) {
                    let word = after.split_whitespace().next().unwrap_or_default();
                    return Ok(word.trim_end_matches('.').to_owned());
                }
            }
            bail!("it ended without saying {before:?}")
        };
        tokio::time::timeout(PATIENCE, said).await?
    }
}

impl Drop for Process {
    /// The whole group: a driver's browser, too.
    fn drop(&mut self) {
        if let Some(id) = self.child.id() {
            let _ = std::process::Command::new("kill")
                .args(["-KILL", "--", &format!("-{id}")])
                .status();
        }
    }
}
