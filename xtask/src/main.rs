//! Maintenance commands: `cargo xtask <command>`.

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod ci;
mod codegen;
mod command;
mod console_test;
mod consumer;
mod drill;
mod extensions;
mod measure;
mod msrv;
mod mutants;
mod outputs;
mod package;
mod public_api;
mod redocly;
mod relax;
mod soak;
mod spec;
mod workspace;

/// Maintenance commands of the `catalogs` workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything that has to hold, or some of it.
    Ci(ci::CiArgs),
    /// Print lines, import cycles and the frames of a request.
    Measure {
        /// Fail where a measure is over its limit.
        #[arg(long)]
        check: bool,
    },
    /// Write the public API of the published libraries to `crates/*/public-api.txt`.
    PublicApi {
        /// Write nothing; fail with a diff where the committed files differ.
        #[arg(long)]
        check: bool,
    },
    /// Build each published crate from its package.
    Package,
    /// Compare the SDK in a consumer with few and with many features of its dependencies.
    Consumer,
    /// Add a field to a copy of the spec, and check that it travels through everything.
    Drill,
    /// Measure what the SDK costs, next to what people would use instead.
    Bench {
        /// Only see that everything works: the figures mean nothing.
        #[arg(long)]
        quick: bool,
        /// Only these sections; `--help` of `catalogs-bench run` names them.
        sections: Vec<String>,
    },
    /// Write what is generated from openapi/catalogs.yaml.
    Codegen {
        /// Write nothing; fail with a diff where the committed files differ.
        #[arg(long)]
        check: bool,
    },
    /// Lint openapi/catalogs.yaml with Redocly's recommended rules (needs Node.js).
    LintSpec,
    /// Tell what the spec changes against an older one, and how much it breaks (needs Node.js).
    DiffSpec {
        /// The older spec: a file, or a git revision such as `HEAD~1`.
        old: String,
    },
    /// Build with the oldest supported compiler; without rustup, check the lock file only.
    Msrv,
    /// Print how many mutants of the deciding modules the tests catch (needs cargo-mutants; hours).
    Mutants {
        /// Only these files, from the workspace's root.
        files: Vec<String>,
    },
    /// Look at the sandbox's console in a headless Chromium (needs chromium and chromedriver).
    ConsoleTest {
        /// A folder for pictures of the page, to be looked at.
        #[arg(long, value_name = "FOLDER")]
        pictures: Option<std::path::PathBuf>,
    },
    /// Make random calls against the sandbox's faults, and check that nothing is lost or doubled.
    Soak {
        /// The same seed makes the same calls and faults.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many calls to make.
        #[arg(long, default_value_t = 20_000)]
        calls: u64,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Ci(args) => ci::run(&args),
        Command::Measure { check: true } => measure::run(measure::Check::Everything),
        Command::Measure { check: false } => measure::run(measure::Check::Nothing),
        Command::PublicApi { check } => public_api::run(check),
        Command::Package => package::run(),
        Command::Consumer => consumer::run(),
        Command::Drill => drill::run(),
        Command::Bench { quick, sections } => bench::run(quick, &sections),
        Command::Codegen { check } => codegen::run(check),
        Command::LintSpec => redocly::lint(),
        Command::DiffSpec { old } => redocly::diff(&old),
        Command::Msrv => msrv::run(),
        Command::Mutants { files } => mutants::run(&files),
        Command::ConsoleTest { pictures } => console_test::run(pictures),
        Command::Soak { seed, calls } => soak::run(seed, calls),
    }
}
