//! What building `catalogs` costs: the same program, which lists organizations, with it and by hand.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use super::Effort;
use crate::{
    dependencies,
    report::{Figure, Findings, Goal, Unit},
    usage,
};

const BY_HAND: &str = include_str!("hello/by_hand.rs");
const WITH_CATALOGS: &str = include_str!("hello/with_catalogs.rs");

struct Built {
    took: f64,
    cpu: f64,
    crates: f64,
    /// Of the optimized binary, where it was asked for.
    size: Option<f64>,
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let reqwest = |tls: &str| {
        format!(
            "reqwest = {{ version = \"0.13\", default-features = false, features = [\"brotli\", \
             \"deflate\", \"gzip\", \"json\"{tls}] }}\nserde = {{ version = \"1\", features = \
             [\"derive\"] }}\nuuid = {{ version = \"1\", features = [\"serde\"] }}\n"
        )
    };
    let catalogs = |more: &str| {
        let path = root().join("crates/catalogs");
        format!("catalogs = {{ path = {path:?}{more} }}\n")
    };
    let mut findings = Findings::default();
    for (case, ours, theirs, is_default) in [
        (
            "default features",
            catalogs(""),
            reqwest(", \"rustls\""),
            true,
        ),
        (
            "without TLS",
            catalogs(", default-features = false"),
            reqwest(""),
            false,
        ),
    ] {
        // The order changes nothing: each begins with nothing built.
        let weigh = is_default && !effort.quick;
        let theirs = built("by-hand", BY_HAND, &theirs, weigh, effort)?;
        let ours = built("with-catalogs", WITH_CATALOGS, &ours, weigh, effort)?;
        let baseline = "reqwest by hand";
        let figure = |measure: &str, unit, value: fn(&Built) -> f64| {
            Figure::new(
                case,
                measure,
                unit,
                &[value(&ours)],
                baseline,
                &[value(&theirs)],
            )
        };
        let time = figure("clean build", Unit::Seconds, |it| it.took);
        findings.figures.extend([
            match is_default {
                true => time.goal(Goal::RatioAtMost(1.25)),
                false => time,
            },
            figure("CPU time of it", Unit::Seconds, |it| it.cpu),
            figure("crates", Unit::Count, |it| it.crates),
        ]);
        if let (Some(ours), Some(theirs)) = (ours.size, theirs.size) {
            findings.figures.push(Figure::new(
                case,
                "binary, release",
                Unit::Bytes,
                &[ours],
                baseline,
                &[theirs],
            ));
        }
    }
    findings.notes.push(format!(
        "What each dependency is for:\n\n{}",
        dependencies::table()?
    ));
    Ok(findings)
}

/// Builds a program without optimization, which is timed, and with it to be weighed.
fn built(name: &str, main: &str, dependencies: &str, weigh: bool, effort: Effort) -> Result<Built> {
    let folder = tempfile::tempdir()?;
    let program = folder.path().join(name);
    fs::create_dir_all(program.join("src"))?;
    fs::write(program.join("src/main.rs"), main)?;
    fs::write(
        program.join("Cargo.toml"),
        format!(
            "[package]\nname = \"hello\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             {dependencies}tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \
             \"rt-multi-thread\"] }}\n\n[workspace]\n"
        ),
    )?;
    // The same versions as everywhere here.
    fs::copy(root().join("Cargo.lock"), program.join("Cargo.lock"))?;
    let target = folder.path().join("target");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(&program)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .args(arguments);
        output(command)
    };
    // Everything is fetched before anything is timed.
    let tree = cargo(&[
        "tree",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ])?;
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    let how = effort.pick("build", "check");
    let (start, before) = (Instant::now(), usage::cpu_of_children()?);
    cargo(&[how, "--quiet", "--offline"])?;
    let (took, cpu) = (
        start.elapsed(),
        usage::cpu_of_children()?.saturating_sub(before),
    );
    let size = match weigh {
        false => None,
        true => {
            cargo(&["build", "--quiet", "--offline", "--release"])?;
            Some(fs::metadata(target.join("release/hello"))?.len() as f64)
        }
    };
    Ok(Built {
        took: took.as_secs_f64(),
        cpu: cpu.as_secs_f64(),
        // Without the program itself.
        crates: (crates.len() - 1) as f64,
        size,
    })
}

fn output(mut command: Command) -> Result<String> {
    let output = command.output().context("cargo cannot be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo failed: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
