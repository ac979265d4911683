//! What building `catalogs` costs: the same program, which lists organizations, with it and by hand.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use super::Effort;
use crate::{
    dependencies,
    measure::interleave,
    report::{Figure, Findings, Goal, Unit},
    usage,
};

/// A program by its files and what it depends on.
struct Program {
    files: &'static [(&'static str, &'static str)],
    dependencies: String,
}

const BY_HAND: &[(&str, &str)] = &[
    ("main.rs", include_str!("hello/by_hand.rs")),
    (
        "organization.rs",
        include_str!("../callers/organization.rs"),
    ),
];
const WITH_CATALOGS: &[(&str, &str)] = &[("main.rs", include_str!("hello/with_catalogs.rs"))];

const CASES: [&str; 2] = ["default features", "minimal"];
const BASELINE: &str = "reqwest by hand";

/// With `catalogs` and by hand, for each case.
fn programs() -> [[Program; 2]; 2] {
    let features = [("", ", \"rustls\""), (", default-features = false", "")];
    features.map(|(ours, tls)| {
        let path = root().join("crates/catalogs");
        let with_catalogs = Program {
            files: WITH_CATALOGS,
            dependencies: format!("catalogs = {{ path = {path:?}{ours} }}\n"),
        };
        let by_hand = Program {
            files: BY_HAND,
            dependencies: format!(
                "reqwest = {{ version = \"0.13\", default-features = false, features = [\"brotli\", \
                 \"deflate\", \"gzip\", \"json\"{tls}] }}\nserde = {{ version = \"1\", features = \
                 [\"derive\"] }}\nuuid = {{ version = \"1\", features = [\"serde\"] }}\n"
            ),
        };
        [with_catalogs, by_hand]
    })
}

pub(super) fn run(effort: Effort) -> Result<Findings> {
    let programs = programs();
    let all: Vec<&Program> = programs.iter().flatten().collect();
    // Counting fetches, too: nothing is fetched once anything is timed.
    let crates = interleave(1, &all, |program| Project::new(program)?.crates())?;
    let how = effort.pick("build", "check");
    let builds = interleave(effort.pick(3, 1), &all, |program| {
        Project::new(program)?.build(how)
    })?;
    let mut findings = Findings::default();
    for (case, (crates, builds)) in CASES.iter().zip(crates.chunks(2).zip(builds.chunks(2))) {
        let of = |at: usize, value: fn(&Built) -> f64| -> Vec<f64> {
            builds[at].iter().map(value).collect()
        };
        let figure = |measure: &str, unit, ours: &[f64], theirs: &[f64]| {
            Figure::new(*case, measure, unit, ours, BASELINE, theirs)
        };
        let timed =
            |measure: &str, value| figure(measure, Unit::Seconds, &of(0, value), &of(1, value));
        findings.figures.extend([
            timed("clean build", |it| it.took).goal(Goal::RatioAtMost(1.25)),
            timed("CPU time of it", |it| it.cpu),
            figure("crates", Unit::Count, &crates[0], &crates[1]),
        ]);
    }
    if !effort.quick {
        let [ours, theirs] = &programs[0];
        let (ours, theirs) = (Project::new(ours)?.size()?, Project::new(theirs)?.size()?);
        let figure = Figure::new(
            CASES[0],
            "binary, release",
            Unit::Bytes,
            &[ours],
            BASELINE,
            &[theirs],
        );
        findings.figures.push(figure);
    }
    findings.notes.push(format!(
        "What each dependency is for:\n\n{}",
        dependencies::table()?
    ));
    Ok(findings)
}

struct Built {
    took: f64,
    cpu: f64,
}

/// A program in a folder of its own, with nothing built, that is thrown away.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new(program: &Program) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        fs::create_dir(folder.path().join("src"))?;
        for (name, text) in program.files {
            fs::write(folder.path().join("src").join(name), text)?;
        }
        fs::write(
            folder.path().join("Cargo.toml"),
            format!(
                "[package]\nname = \"hello\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 {}tokio = {{ version = \"1\", default-features = false, features = [\"macros\", \
                 \"rt-multi-thread\"] }}\n\n[workspace]\n",
                program.dependencies
            ),
        )?;
        // The same versions as everywhere here.
        fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
        Ok(Self { folder })
    }

    /// How many crates it is built of, without itself.
    fn crates(&self) -> Result<f64> {
        let what = ["tree", "--edges", "normal,build"];
        let how = ["--prefix", "none", "--format", "{p}"];
        let tree = self.cargo(&[&what[..], &how].concat())?;
        let lines = tree.lines().map(|line| line.trim_end_matches(" (*)"));
        let crates: BTreeSet<&str> = lines.collect();
        Ok((crates.len() - 1) as f64)
    }

    /// Builds it without optimization, or only checks it.
    fn build(&self, how: &str) -> Result<Built> {
        let (start, before) = (Instant::now(), usage::cpu_of_children()?);
        self.cargo(&[how, "--quiet", "--offline"])?;
        let (took, after) = (start.elapsed(), usage::cpu_of_children()?);
        Ok(Built {
            took: took.as_secs_f64(),
            cpu: after.saturating_sub(before).as_secs_f64(),
        })
    }

    /// Builds it with optimization, and weighs it.
    fn size(&self) -> Result<f64> {
        self.cargo(&["build", "--quiet", "--offline", "--release"])?;
        let binary = self.folder.path().join("target/release/hello");
        Ok(fs::metadata(binary)?.len() as f64)
    }

    fn cargo(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTC_WRAPPER")
            .args(arguments);
        output(command)
    }
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
