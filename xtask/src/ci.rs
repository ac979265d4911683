//! `cargo xtask ci`: everything that has to hold, step by step.

use std::{
    env,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    codegen,
    command::{self, cargo},
    console_test, consumer, drill, measure, msrv, package, public_api, redocly,
};

/// Which steps, and how.
#[derive(Args)]
pub(crate) struct CiArgs {
    /// Run only these steps, in this order; all of them by default.
    steps: Vec<String>,
    /// List the steps, and run nothing.
    #[arg(long)]
    list: bool,
    /// Go on after a failed step; the command still fails.
    #[arg(long)]
    keep_going: bool,
}

/// Its name, what it checks, and how.
struct Step(&'static str, &'static str, Run);

enum Run {
    /// Commands of Cargo, one after the other.
    Cargo(&'static [&'static str]),
    /// A command of xtask.
    Xtask(fn() -> Result<()>),
}

use Run::{Cargo, Xtask};

/// The steps, in their order: what fails quickly comes first.
///
/// Warnings are errors through clippy's and rustdoc's own flags. `RUSTFLAGS` would build every
/// dependency once more.
const STEPS: &[Step] = &[
    Step(
        "fmt",
        "formatting",
        Cargo(&[
            "fmt --all --check",
            "fmt --check --manifest-path=tests/consumer/Cargo.toml",
        ]),
    ),
    Step(
        "codegen",
        "generated files are what the spec gives",
        Xtask(|| codegen::run(true)),
    ),
    Step(
        "clippy",
        "lints of everything, with all features; warnings are errors",
        Cargo(&["clippy --workspace --all-targets --all-features --locked -- -Dwarnings"]),
    ),
    Step(
        "features",
        "the client without TLS, and with the operating system's",
        Cargo(&[
            "clippy -p catalogs --no-default-features --locked -- -Dwarnings",
            "clippy -p catalogs --no-default-features -F native-tls --locked -- -Dwarnings",
            "clippy -p catalogs --no-default-features -F rustls-no-provider --locked -- -Dwarnings",
            "clippy -p catalogs --no-default-features -F blocking --locked -- -Dwarnings",
        ]),
    ),
    Step(
        "sandbox-features",
        "the sandbox without its console",
        Cargo(&["clippy -p catalogs-sandbox --locked -- -Dwarnings"]),
    ),
    Step(
        "fuzzing",
        "what only the fuzzer builds",
        Cargo(&["clippy -p catalogs --locked -- --cfg=fuzzing -Dwarnings"]),
    ),
    Step(
        "measure",
        "lines, import cycles, frames of a request",
        Xtask(|| measure::run(measure::IN_CI)),
    ),
    Step(
        "lint-spec",
        "Redocly's rules; needs Node.js",
        Xtask(|| with_program("npx", redocly::lint)),
    ),
    Step(
        "deny",
        "licences, sources and duplicates of dependencies; needs cargo-deny",
        Xtask(|| with_program("cargo-deny", deny)),
    ),
    Step("doc", "documentation; warnings are errors", Xtask(doc)),
    Step(
        "public-api",
        "the public API is the committed one",
        Xtask(|| public_api::run(true)),
    ),
    Step(
        "demo",
        "both tours, and the examples",
        Cargo(&[
            "run --example quickstart",
            "run --example file_limiter",
            "run -- demo",
        ]),
    ),
    Step(
        "test",
        "all tests, as a newcomer runs them",
        Cargo(&["test"]),
    ),
    Step(
        "bench-counts",
        "allocations and bytes of a call",
        Cargo(&["test -p catalogs-bench"]),
    ),
    Step(
        "console",
        "the sandbox's console in a browser; needs chromium and chromedriver",
        Xtask(|| with_program("chromedriver", || console_test::run(None))),
    ),
    Step("msrv", "the oldest supported compiler", Xtask(msrv::run)),
    Step(
        "package",
        "each published crate builds from its package",
        Xtask(package::run),
    ),
    Step(
        "consumer",
        "features of a consumer's dependencies change nothing",
        Xtask(consumer::run),
    ),
    Step(
        "drill",
        "a field added to the spec travels everywhere",
        Xtask(drill::run),
    ),
];

/// Runs the steps, and prints how long each took.
pub(crate) fn run(args: &CiArgs) -> Result<()> {
    let steps = chosen(&args.steps)?;
    if args.list {
        for Step(name, about, _) in steps {
            println!("{name:<17} {about}");
        }
        return Ok(());
    }
    let (mut times, mut failed) = (Vec::new(), Vec::new());
    for Step(name, about, step) in steps {
        println!("\n==> {name}: {about}");
        let start = Instant::now();
        let result = step.run();
        times.push((*name, start.elapsed(), result.is_ok()));
        if let Err(error) = result {
            eprintln!("step {name} failed: {error:#}");
            failed.push(*name);
            if !args.keep_going {
                break;
            }
        }
    }
    summary(&times);
    match failed.as_slice() {
        [] => Ok(()),
        names => bail!(
            "failed: {}; to repeat: cargo xtask ci {}",
            names.join(", "),
            names.join(" ")
        ),
    }
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    if names.is_empty() {
        return Ok(STEPS.iter().collect());
    }
    let find = |name: &String| match STEPS.iter().find(|step| step.0 == name) {
        Some(step) => Ok(step),
        None => bail!("unknown step: `{name}`\nhint: cargo xtask ci --list"),
    };
    names.iter().map(find).collect()
}

fn summary(times: &[(&str, Duration, bool)]) {
    println!();
    for (name, time, passed) in times {
        let result = if *passed { "ok" } else { "FAILED" };
        println!("{name:<17} {:>7.1} s  {result}", time.as_secs_f64());
    }
    let total: Duration = times.iter().map(|(_, time, _)| *time).sum();
    println!("{:<17} {:>7.1} s", "total", total.as_secs_f64());
}

impl Run {
    fn run(&self) -> Result<()> {
        match self {
            Cargo(commands) => commands
                .iter()
                .try_for_each(|line| show_and_run(&mut cargo(line.split(' ')))),
            Xtask(run) => run(),
        }
    }
}

fn show_and_run(command: &mut Command) -> Result<()> {
    println!("$ {}", command::line(command));
    command::run(command)
}

/// Runs a step that needs another program. Where that is missing the step is skipped, and fails if
/// `CI` is set.
fn with_program(name: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
    if command::is_installed(name) {
        return run();
    }
    if env::var_os("CI").is_some() {
        bail!("needs {name}, and CI is set: no step is skipped there");
    }
    println!("skipped: needs {name}");
    Ok(())
}

fn deny() -> Result<()> {
    let arguments = "--log-level=error check licenses sources bans";
    show_and_run(command::program("cargo-deny").args(arguments.split(' ')))
}

fn doc() -> Result<()> {
    let arguments = "doc --workspace --no-deps --all-features --locked";
    show_and_run(cargo(arguments.split(' ')).env("RUSTDOCFLAGS", "-Dwarnings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_in_the_given_order() -> Result<()> {
        let names = |steps: Vec<&Step>| steps.iter().map(|step| step.0).collect::<Vec<_>>();
        assert_eq!(
            names(chosen(&["test".into(), "fmt".into()])?),
            ["test", "fmt"]
        );
        assert_eq!(chosen(&[])?.len(), STEPS.len());
        Ok(())
    }

    #[test]
    fn unknown_step_is_reported_with_a_hint() {
        let error = chosen(&["tset".into()]).err().expect("unknown").to_string();
        assert!(
            error.contains("`tset`") && error.contains("--list"),
            "{error}"
        );
    }

    #[test]
    fn newcomers_test_command_is_a_step() {
        assert!(include_str!("../../CONTRIBUTING.md").contains("| `cargo test` |"));
        assert!(STEPS.iter().any(|step| matches!(step.2, Cargo(["test"]))));
    }
}
