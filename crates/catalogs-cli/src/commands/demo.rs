//! `demo`: runs the commands of a script with this very program, against a sandbox of its own.
//!
//! A line of the script with a `$` is a command. In front of it may be `NAME =` (keep the id of what
//! it creates), `exit CODE` (it exits with this code) or `gateway` (use the gateway route). `{NAME}`
//! stands for an id. All other lines are shown as they are.

use std::{
    collections::BTreeMap,
    io::Write,
    path::PathBuf,
    process::{Output, Stdio},
};

use catalogs_sandbox::{RateLimit, Sandbox};
use serde_json::Value;
use tokio::process::Command;

use crate::{
    error::Failure,
    settings::{self, CONFIG, PROFILE, SANDBOX_INTEGRATOR_CODE, TOKEN_VARIABLES},
};

const SCRIPT: &str = include_str!("demo.txt");

pub(crate) async fn run() -> Result<(), Failure> {
    // Each command is a process, and has a rate limiter of its own.
    let sandbox = Sandbox::builder()
        .rate_limit(RateLimit::off())
        .start()
        .await
        .map_err(|error| Failure::other(format!("cannot start the sandbox: {error}")))?;
    let mut demo = Demo {
        program: std::env::current_exe()
            .map_err(|error| Failure::other(format!("cannot find this program: {error}")))?,
        folder: tempfile::tempdir()?,
        sandbox,
        values: BTreeMap::new(),
    };
    for line in SCRIPT.lines() {
        let line = demo.filled_in(line);
        match line.split_once("$ ") {
            Some((what, command)) => demo.command(what.trim(), command).await?,
            None => writeln!(anstream::stdout(), "{line}")?,
        }
    }
    demo.sandbox.shutdown().await;
    Ok(())
}

struct Demo {
    program: PathBuf,
    /// Holds no profiles.
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    /// The ids of what was created.
    values: BTreeMap<String, String>,
}

impl Demo {
    /// The line with values in place of their names.
    fn filled_in(&self, line: &str) -> String {
        let requests = self.sandbox.requests().len().to_string();
        let line = line
            .replace("{origin}", self.sandbox.origin())
            .replace("{requests}", &requests);
        self.values.iter().fold(line, |line, (name, value)| {
            line.replace(&format!("{{{name}}}"), value)
        })
    }

    /// Shows a command, runs it, and shows what it prints.
    async fn command(&mut self, what: &str, command: &str) -> Result<(), Failure> {
        let mut args = shell_words::split(command).unwrap_or_default();
        let created = what.strip_suffix(" =");
        if created.is_some() {
            args.extend(["--output", "json"].map(str::to_owned));
        }
        let output = self.run(&args[1..], what == "gateway").await?;
        let code = output.status.code().unwrap_or(-1);
        let expected = what
            .strip_prefix("exit ")
            .and_then(|code| code.parse().ok());
        let mut out = anstream::stdout();
        let bold = anstyle::Style::new().bold();
        writeln!(out, "\n{bold}$ {command}{bold:#}")?;
        match created {
            None => out.write_all(&output.stdout)?,
            Some(name) => {
                let entity: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
                let id = entity["id"].as_str().unwrap_or_default().to_owned();
                self.values.insert(name.to_owned(), id);
            }
        }
        out.write_all(&output.stderr)?;
        if code != 0 {
            writeln!(out, "(exit code {code})")?;
        }
        match code == expected.unwrap_or(0) {
            true => Ok(()),
            false => Err(Failure::other("a command of the demo failed")),
        }
    }

    async fn run(&self, args: &[String], uses_gateway: bool) -> Result<Output, Failure> {
        let mut command = Command::new(&self.program);
        for variable in TOKEN_VARIABLES.into_iter().chain([PROFILE]) {
            command.env_remove(variable);
        }
        match uses_gateway {
            false => command.env("ATI_TOKEN", self.sandbox.api_token()),
            true => command.env("ATI_OAUTH_TOKEN", self.sandbox.oauth_token()),
        };
        command
            .args(args)
            .env(CONFIG, self.folder.path().join("profiles.toml"))
            .env(settings::BASE_URL, self.sandbox.origin())
            .env(settings::INTEGRATOR_CODE, SANDBOX_INTEGRATOR_CODE)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .map_err(|error| Failure::other(format!("cannot run a command: {error}")))
    }
}
