//! `catalogs demo`: a tour of real commands, run by this very program against a sandbox of its own.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

use catalogs_sandbox::{RateLimit, Sandbox};
use serde_json::Value;
use tokio::process::Command;

use crate::{
    context::Context,
    exit::{Exit, Failure},
    settings,
};

/// Runs commands and shows them.
struct Guide {
    program: PathBuf,
    /// There are no profiles in it.
    folder: tempfile::TempDir,
    origin: String,
    token: (&'static str, String),
}

pub(crate) async fn run(_: &Context) -> Result<(), Failure> {
    // Each command is a process, and keeps the pace for itself alone.
    let sandbox = Sandbox::builder()
        .rate_limit(RateLimit::off())
        .start()
        .await
        .map_err(|error| Failure::other(format!("the sandbox does not start: {error}")))?;
    let mut guide = Guide {
        program: std::env::current_exe()
            .map_err(|error| Failure::other(format!("this program cannot be found: {error}")))?,
        folder: tempfile::tempdir()?,
        origin: sandbox.origin().to_owned(),
        token: ("ATI_TOKEN", sandbox.api_token().to_owned()),
    };
    say(&format!(
        "A sandbox plays the service on {}. Nothing here leaves this machine.",
        sandbox.origin()
    ))?;
    guide.tour().await?;

    say("\nThe gateway route (OAuth 2.0) does the same:")?;
    guide.token = ("ATI_OAUTH_TOKEN", sandbox.oauth_token().to_owned());
    guide.show(&["addresses", "types"]).await?;

    say(&format!(
        "\nThe sandbox saw {} requests. Next: `catalogs sandbox` in one terminal, and in another\n\
         `catalogs --profile sandbox organizations list`.",
        sandbox.requests().len()
    ))?;
    sandbox.shutdown().await;
    Ok(())
}

impl Guide {
    async fn tour(&self) -> Result<(), Failure> {
        say("\nWhat is there:")?;
        self.show(&[
            "organizations",
            "list",
            "--columns",
            "name,residency,inn,phone",
        ])
        .await?;
        self.show(&[
            "organizations",
            "list",
            "--where",
            "residency=belarus",
            "--columns",
            "name,inn,contact_persons",
        ])
        .await?;
        self.show(&["contacts", "find", "соколова"]).await?;

        say("\nAdding from the bottom up: a contact person, an address, an organization.")?;
        let person = self
            .create(&[
                "contacts",
                "create",
                "--name",
                "Иванова Мария Петровна",
                "--phone",
                "+7 495 123-45-67",
            ])
            .await?;
        let address = self
            .create(&[
                "addresses",
                "create",
                "--address",
                "ул. Складская, 5, стр. 2",
                "--city",
                "1",
                "--type",
                "warehouse",
                "--contact-person",
                &person,
            ])
            .await?;
        let organization = self
            .create(&[
                "organizations",
                "create",
                "--name",
                "ООО «Ромашка»",
                "--ownership",
                "1",
                "--residency",
                "russia",
                "--inn",
                "7707083893",
                "--phone",
                "+7 495 123-45-60",
                "--department",
                "7",
                "--address",
                &address,
                "--contact-person",
                &person,
            ])
            .await?;

        say("\nChanging some of it, and nothing else:")?;
        self.show(&[
            "organizations",
            "edit",
            &organization,
            "--department",
            "7",
            "--department",
            "9",
            "--clear",
            "phone",
        ])
        .await?;

        say("\nThe same request for curl, and for 1C; with --dry-run nothing is sent:")?;
        self.show(&["organizations", "get", &organization, "--dry-run"])
            .await?;
        self.show(&["organizations", "get", &organization, "--dry-run=1c"])
            .await?;

        say("\nCleaning up, and what a failure looks like:")?;
        self.show(&["organizations", "delete", "--yes", &organization])
            .await?;
        self.show(&["addresses", "delete", "--yes", &address])
            .await?;
        self.show(&["contacts", "delete", "--yes", &person]).await?;
        self.show_ending(
            &["organizations", "get", &organization],
            Exit::NotFound as i32,
        )
        .await?;
        Ok(())
    }

    /// Runs a command that goes well, and shows it with what it prints.
    async fn show(&self, args: &[&str]) -> Result<(), Failure> {
        self.show_ending(args, 0).await
    }

    /// Runs a command that ends with this exit code, and shows it.
    async fn show_ending(&self, args: &[&str], expected: i32) -> Result<(), Failure> {
        let output = self.run(args).await?;
        say(&prompt(args))?;
        let mut out = anstream::stdout();
        write!(out, "{}{}", text(&output.stdout), text(&output.stderr))?;
        let code = output.status.code();
        match code {
            Some(code) if code != 0 => say(&format!("(exit code {code})"))?,
            _ => {}
        }
        match code == Some(expected) {
            true => Ok(()),
            false => Err(Failure::other(
                "a command of the demo did not end as it should",
            )),
        }
    }

    /// Shows a create, and gives the id of what was created.
    async fn create(&self, args: &[&str]) -> Result<String, Failure> {
        let mut asked = args.to_vec();
        asked.extend(["--output", "json"]);
        let output = self.run(&asked).await?;
        say(&prompt(args))?;
        let mut out = anstream::stdout();
        write!(out, "{}", text(&output.stderr))?;
        let created: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let id = created["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| Failure::other("nothing was created"))
    }

    async fn run(&self, args: &[&str]) -> Result<Output, Failure> {
        let cannot = |error| Failure::other(format!("a command cannot be run: {error}"));
        let mut command = Command::new(&self.program);
        for variable in settings::TOKEN_VARIABLES
            .into_iter()
            .chain(["CATALOGS_PROFILE"])
        {
            command.env_remove(variable);
        }
        let child = command
            .args(args)
            .env("CATALOGS_CONFIG", profiles(self.folder.path()))
            .env("ATI_BASE_URL", &self.origin)
            .env("ATI_INTEGRATOR_CODE", settings::SANDBOX_INTEGRATOR_CODE)
            .env(self.token.0, &self.token.1)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(cannot)?;
        child.wait_with_output().await.map_err(cannot)
    }
}

fn profiles(folder: &Path) -> PathBuf {
    folder.join("profiles.toml")
}

/// A command as somebody would type it.
fn prompt(args: &[&str]) -> String {
    let quoted = args.iter().map(|arg| {
        let is_plain = arg
            .chars()
            .all(|c| c.is_alphanumeric() || "-_=,./@:+".contains(c));
        if is_plain {
            (*arg).to_owned()
        } else {
            format!("'{arg}'")
        }
    });
    let bold = anstyle::Style::new().bold();
    format!(
        "\n{bold}$ catalogs {}{bold:#}",
        quoted.collect::<Vec<String>>().join(" ")
    )
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(anstream::stdout(), "{text}")?)
}
