//! `cargo xtask mutants`: how many mutants of the modules that decide something the tests notice.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::{
    command::{self, cargo, is_installed},
    workspace,
};

/// The modules whose decisions matter most: a wrong one writes twice, leaks a secret, or breaks the
/// service's limit.
const FILES: [&str; 14] = [
    "crates/catalogs/src/compare.rs",
    "crates/catalogs/src/error/body.rs",
    "crates/catalogs/src/list/splitter.rs",
    "crates/catalogs/src/model/check.rs",
    "crates/catalogs/src/oauth/state.rs",
    "crates/catalogs/src/rate_limit.rs",
    "crates/catalogs/src/reconcile.rs",
    "crates/catalogs/src/request/build.rs",
    "crates/catalogs/src/retry.rs",
    "crates/catalogs/src/settings.rs",
    "crates/catalogs/src/transport/attempt.rs",
    "crates/catalogs/src/transport/decode.rs",
    "crates/catalogs/src/transport/redirect.rs",
    "crates/catalogs/src/transport/retry.rs",
];

/// The least share of caught mutants, in percent of the viable ones that change behaviour.
const LEAST: usize = 95;

/// Mutants that do the same as the code, one a line, as `cargo mutants` names them without the
/// position; the reason stands in a comment before them.
const EQUIVALENT: &str = "xtask/equivalent-mutants.txt";

/// Makes the mutants of these files (by default of [`FILES`]), runs the tests of the client and the
/// contract tests on each, and prints the score of each file.
pub(crate) fn run(files: &[String]) -> Result<()> {
    ensure!(
        is_installed("cargo-mutants"),
        "needs cargo-mutants\nhint: cargo install cargo-mutants --version 27.1.0 --locked"
    );
    let target = workspace::target("mutants")?;
    fs::create_dir_all(&target)?;
    let mut mutants = cargo(["mutants", "--package=catalogs", "--no-shuffle"]);
    mutants.args([
        "--test-package=catalogs,contract",
        "--timeout=300",
        "--output",
    ]);
    mutants.arg(&target);
    let defaults = FILES.map(str::to_owned);
    for file in if files.is_empty() { &defaults } else { files } {
        mutants.args(["--file", file]);
    }
    let line = command::line(&mutants);
    let status = mutants
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    // 2: some were missed; 3: some ran out of time. Both are in the score.
    ensure!(
        matches!(status.code(), Some(0 | 2 | 3)),
        "`{line}` failed: {status}"
    );
    report(&target.join("mutants.out/outcomes.json"))
}

#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: Summary,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant { name: String, file: String },
}

/// What became of a mutant; of the unchanged code, a success.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
enum Summary {
    Success,
    CaughtMutant,
    MissedMutant,
    /// The tests did not end, which they would have noticed.
    Timeout,
    Unviable,
    Failure,
}

#[derive(Default)]
struct Score {
    caught: usize,
    missed: usize,
    equivalent: usize,
}

impl Score {
    fn percent(&self) -> usize {
        let viable = self.caught + self.missed;
        (self.caught * 100).checked_div(viable).unwrap_or(100)
    }
}

fn report(path: &Path) -> Result<()> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let outcomes: Outcomes = serde_json::from_str(&text).context("unexpected outcomes.json")?;
    let known = fs::read_to_string(workspace::root().join(EQUIVALENT))
        .with_context(|| format!("cannot read {EQUIVALENT}"))?;
    let (scores, missed) = score(&outcomes.outcomes, &known);
    for name in missed {
        println!("missed  {name}");
    }
    let mut total = Score::default();
    for (file, score) in &scores {
        print_line(file, score);
        total.caught += score.caught;
        total.missed += score.missed;
        total.equivalent += score.equivalent;
    }
    print_line("total", &total);
    if total.percent() < LEAST {
        bail!("the tests catch less than {LEAST} % of the mutants");
    }
    Ok(())
}

fn print_line(name: &str, score: &Score) {
    let Score {
        caught,
        missed,
        equivalent,
    } = score;
    let percent = score.percent();
    println!(
        "{percent:>3} %  {caught:>4} caught {missed:>4} missed {equivalent:>4} equivalent  {name}"
    );
}

/// The score of each file, and the names of the mutants that no test noticed.
fn score<'a>(outcomes: &'a [Outcome], known: &str) -> (BTreeMap<&'a str, Score>, Vec<&'a str>) {
    let (mut scores, mut missed) = (BTreeMap::<&str, Score>::new(), Vec::new());
    for outcome in outcomes {
        let Scenario::Mutant { name, file } = &outcome.scenario else {
            continue;
        };
        let score = scores.entry(file).or_default();
        match outcome.summary {
            Summary::CaughtMutant | Summary::Timeout => score.caught += 1,
            Summary::MissedMutant if known.lines().any(|line| line == without_position(name)) => {
                score.equivalent += 1;
            }
            Summary::MissedMutant => {
                score.missed += 1;
                missed.push(name.as_str());
            }
            Summary::Unviable | Summary::Success | Summary::Failure => {}
        }
    }
    (scores, missed)
}

/// `file.rs:1:2: replace …` as `file.rs: replace …`: positions move with every change.
fn without_position(name: &str) -> String {
    let (position, change) = name.split_once(": ").unwrap_or(("", name));
    let file = position.split(':').next().unwrap_or(position);
    format!("{file}: {change}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(name: &str, summary: Summary) -> Outcome {
        let (name, file) = (format!("a.rs:{name}"), "a.rs".to_owned());
        Outcome {
            scenario: Scenario::Mutant { name, file },
            summary,
        }
    }

    #[test]
    fn score_leaves_out_equivalent_and_unviable_mutants() {
        let outcomes = [
            Outcome {
                scenario: Scenario::Baseline,
                summary: Summary::Success,
            },
            mutant("1:1: replace + with -", Summary::CaughtMutant),
            mutant("2:1: replace a with b", Summary::Timeout),
            mutant("3:1: replace > with >=", Summary::MissedMutant),
            mutant("4:1: replace x with y", Summary::MissedMutant),
            mutant("5:1: replace y with z", Summary::Unviable),
        ];
        let (scores, missed) = score(&outcomes, "# the same\na.rs: replace > with >=\n");
        let Score {
            caught,
            missed: count,
            equivalent,
        } = &scores["a.rs"];
        assert_eq!((*caught, *count, *equivalent), (2, 1, 1));
        assert_eq!(scores["a.rs"].percent(), 66);
        assert_eq!(missed, ["a.rs:4:1: replace x with y"]);
    }

    #[test]
    fn score_of_no_mutants_is_full() {
        assert_eq!(Score::default().percent(), 100);
    }
}
