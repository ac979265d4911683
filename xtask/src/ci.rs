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
    console_test, drill, measure, msrv, package, public_api, redocly,
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

struct Step {
    name: &'static str,
    about: &'static str,
    run: Run,
}

enum Run {
    /// Cargo's arguments, one command after the other.
    Cargo(&'static [&'static [&'static str]]),
    /// A command of xtask.
    Xtask(fn() -> Result<()>),
}

/// The steps, in their order: what fails quickly comes first.
///
/// Warnings are errors through clippy's and rustdoc's own flags. `RUSTFLAGS` would build every
/// dependency once more.
const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        about: "formatting",
        run: Run::Cargo(&[&["fmt", "--all", "--check"]]),
    },
    Step {
        name: "codegen",
        about: "generated files are what the spec gives",
        run: Run::Xtask(|| codegen::run(true)),
    },
    Step {
        name: "clippy",
        about: "lints of everything, with all features; warnings are errors",
        run: Run::Cargo(&[&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-Dwarnings",
        ]]),
    },
    Step {
        name: "features",
        about: "the client without TLS, and with the operating system's",
        run: Run::Cargo(&[
            &[
                "clippy",
                "--package=catalogs",
                "--no-default-features",
                "--locked",
                "--",
                "-Dwarnings",
            ],
            &[
                "clippy",
                "--package=catalogs",
                "--no-default-features",
                "--features=native-tls",
                "--locked",
                "--",
                "-Dwarnings",
            ],
        ]),
    },
    Step {
        name: "sandbox-features",
        about: "the sandbox without its console",
        run: Run::Cargo(&[&[
            "clippy",
            "--package=catalogs-sandbox",
            "--locked",
            "--",
            "-Dwarnings",
        ]]),
    },
    Step {
        name: "fuzzing",
        about: "what only the fuzzer builds",
        run: Run::Cargo(&[&[
            "clippy",
            "--package=catalogs",
            "--locked",
            "--",
            "--cfg=fuzzing",
            "-Dwarnings",
        ]]),
    },
    Step {
        name: "measure",
        about: "lines, import cycles, frames of a request (`cargo xtask measure --check`)",
        run: Run::Xtask(|| measure::run(true)),
    },
    Step {
        name: "lint-spec",
        about: "Redocly's rules; needs Node.js",
        run: Run::Xtask(|| with_program("npx", redocly::lint)),
    },
    Step {
        name: "deny",
        about: "licences, sources and duplicates of dependencies; needs cargo-deny",
        run: Run::Xtask(|| with_program("cargo-deny", deny)),
    },
    Step {
        name: "doc",
        about: "documentation; warnings are errors",
        run: Run::Xtask(doc),
    },
    Step {
        name: "public-api",
        about: "the public API is the committed one",
        run: Run::Xtask(|| public_api::run(true)),
    },
    Step {
        name: "demo",
        about: "both tours",
        run: Run::Cargo(&[&["run", "--example=tour"], &["run", "--", "demo"]]),
    },
    Step {
        name: "test",
        about: "all tests, as a newcomer runs them",
        run: Run::Cargo(&[&["test"]]),
    },
    Step {
        name: "bench-counts",
        about: "allocations and bytes of a call",
        run: Run::Cargo(&[&["test", "--package=catalogs-bench"]]),
    },
    Step {
        name: "console",
        about: "the sandbox's console in a browser; needs chromium and chromedriver",
        run: Run::Xtask(|| with_program("chromedriver", || console_test::run(None))),
    },
    Step {
        name: "msrv",
        about: "builds with the oldest supported compiler",
        run: Run::Xtask(msrv::run),
    },
    Step {
        name: "package",
        about: "each published crate builds from its package",
        run: Run::Xtask(package::run),
    },
    Step {
        name: "drill",
        about: "a field added to the spec travels everywhere",
        run: Run::Xtask(drill::run),
    },
];

/// Runs the steps, and prints how long each took.
pub(crate) fn run(args: &CiArgs) -> Result<()> {
    let steps = chosen(&args.steps)?;
    if args.list {
        for step in steps {
            println!("{:<17} {}", step.name, step.about);
        }
        return Ok(());
    }
    let mut times = Vec::new();
    let mut failed = Vec::new();
    for step in steps {
        println!("\n==> {}: {}", step.name, step.about);
        let start = Instant::now();
        let result = step.run();
        times.push((step.name, start.elapsed(), result.is_ok()));
        if let Err(error) = result {
            eprintln!("step {} failed: {error:#}", step.name);
            failed.push(step.name);
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
    let find = |name: &String| match STEPS.iter().find(|step| step.name == name) {
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

impl Step {
    fn run(&self) -> Result<()> {
        match self.run {
            Run::Cargo(commands) => commands
                .iter()
                .try_for_each(|arguments| show_and_run(&mut cargo(arguments.iter().copied()))),
            Run::Xtask(run) => run(),
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
    show_and_run(command::program("cargo-deny").args([
        "--log-level=error",
        "check",
        "licenses",
        "sources",
        "bans",
    ]))
}

fn doc() -> Result<()> {
    let arguments = [
        "doc",
        "--workspace",
        "--no-deps",
        "--all-features",
        "--locked",
    ];
    show_and_run(cargo(arguments).env("RUSTDOCFLAGS", "-Dwarnings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_name_in_the_given_order() -> Result<()> {
        let names = |steps: Vec<&Step>| steps.iter().map(|step| step.name).collect::<Vec<_>>();
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
    fn readme_names_a_step_for_its_test_command() {
        let readme = include_str!("../../README.md");
        let contributing = include_str!("../../CONTRIBUTING.md");
        assert!(readme.contains("cargo test") || contributing.contains("`cargo test`"));
        assert!(
            STEPS
                .iter()
                .any(|step| matches!(step.run, Run::Cargo([["test"]])))
        );
    }
}
