//! The command-line tool from its start to its end, next to `curl`.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use super::Effort;
use crate::{
    callers::{CODE, TOKEN},
    measure::interleave,
    report::{Figure, Findings, Unit},
    server::{Kind, Server},
    usage,
};

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let tool = std::env::current_exe()?.with_file_name("catalogs");
    ensure!(
        tool.exists(),
        "build the tool first: cargo build --release --package catalogs-cli"
    );
    let server = Server::start(Kind::Sandbox)?;
    let home = tempfile::tempdir()?;
    // Neither finds settings of whoever runs this.
    let alone = |program: &Path, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).env_clear().env("HOME", home.path());
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command
    };
    let catalogs = |arguments: &[&str]| {
        let mut command = alone(&tool, arguments);
        command
            .env("ATI_TOKEN", TOKEN)
            .env("ATI_INTEGRATOR_CODE", CODE)
            .env("ATI_BASE_URL", server.origin());
        command
    };
    let curl = |arguments: &[&str]| alone(Path::new("curl"), arguments);
    let url = format!("{}/v1.2/catalogs/organizations", server.origin());
    let (token, agent) = (
        format!("Authorization: Bearer {TOKEN}"),
        format!("ati_integrator_{CODE}"),
    );
    let json = "Content-Type: application/json";
    let accept = "Accept: application/json";
    let encoding = "Accept-Encoding: gzip, deflate, br";
    // The first has to be that its settings are not to be read.
    let request = [
        "-q",
        "--silent",
        "--show-error",
        "--fail",
        "--compressed",
        "--user-agent",
        &agent,
        "--header",
        &token,
        "--header",
        json,
        "--header",
        accept,
        "--header",
        encoding,
        &url,
    ];
    let mut findings = Findings::default();
    for (case, ours, theirs) in [
        ("--version", &["--version"][..], &["-q", "--version"][..]),
        ("organizations list", &["organizations", "list"], &request),
    ] {
        let turns = interleave(
            effort.pick(41, 2),
            &[true, false],
            |is_ours| match is_ours {
                true => run_once(catalogs(ours)),
                false => run_once(curl(theirs)),
            },
        )?;
        let of = |at: usize, value: fn(&Run) -> f64| -> Vec<f64> {
            turns[at].iter().map(value).collect()
        };
        for (measure, value) in [
            ("time", (|run| run.took) as fn(&Run) -> f64),
            ("CPU time", |run| run.cpu),
        ] {
            let (ours, theirs) = (of(0, value), of(1, value));
            let figure = Figure::new(case, measure, Unit::Seconds, &ours, "curl", &theirs);
            findings.figures.push(figure);
        }
    }
    findings.notes.push(
        "`curl` prints what came; the tool decodes it, and prints a table. Neither does TLS here, but the \
         tool is set up for it."
            .to_owned(),
    );
    Ok(findings)
}

struct Run {
    took: f64,
    cpu: f64,
}

fn run_once(mut command: Command) -> Result<Run> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (start, before) = (Instant::now(), usage::cpu_of_children()?);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{program} cannot be started"))?;
    let took = start.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program} failed: {said}");
    ensure!(!output.stdout.is_empty(), "{program} printed nothing");
    Ok(Run {
        took,
        cpu: usage::cpu_of_children()?
            .saturating_sub(before)
            .as_secs_f64(),
    })
}
