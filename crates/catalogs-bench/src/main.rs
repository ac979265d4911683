//! `cargo xtask bench`: measures, prints a table, and writes RESULTS.md.

use std::{path::Path, process::ExitCode, time::Instant};

use anyhow::Result;
use catalogs_bench::{
    effort::Effort,
    report::{self, Findings},
    sections::{Section, large_list},
    server,
};
use clap::{Parser, Subcommand, ValueEnum};

/// Measures what the SDK costs, next to what people would use instead.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measures, and prints a table. A whole run of all sections writes RESULTS.md, too.
    Run {
        /// Only see that everything works: the figures mean nothing.
        #[arg(long)]
        quick: bool,
        /// Only these sections.
        sections: Vec<Section>,
    },
    /// Serves what is measured, in a process of its own.
    #[command(hide = true)]
    Serve,
    /// Reads a list, in a process of its own.
    #[command(hide = true)]
    List {
        #[arg(long)]
        who: large_list::Reader,
        #[arg(long)]
        origin: String,
        #[arg(long)]
        elements: usize,
    },
}

fn main() -> Result<ExitCode> {
    match Cli::parse().command {
        Command::Run { quick, sections } => return run(Effort { quick }, &sections),
        Command::Serve => server::run(),
        Command::List {
            who,
            origin,
            elements,
        } => {
            let reading = large_list::case(who, &origin, elements)?;
            println!("{}", serde_json::to_string(&reading)?);
            Ok(())
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

/// What one section cannot measure loses nothing of the others.
fn run(effort: Effort, wanted: &[Section]) -> Result<ExitCode> {
    let all = Section::value_variants();
    let sections = if wanted.is_empty() { all } else { wanted };
    let begin = Instant::now();
    let (mut found, mut code) = (Vec::new(), ExitCode::SUCCESS);
    for section in sections {
        let (title, start) = (section.title(), Instant::now());
        let findings = section.run(effort).unwrap_or_else(|error| {
            code = ExitCode::FAILURE;
            let findings = Findings::missing(&error);
            eprintln!("{title}: {}", findings.notes.concat());
            findings
        });
        found.push((title, findings));
        eprintln!("{title}: {:.0} s", start.elapsed().as_secs_f64());
    }
    println!("{}", report::table(&found));
    for (title, findings) in &found {
        for note in &findings.notes {
            println!("\n{title}: {note}");
        }
    }
    if wanted.is_empty() && !effort.quick {
        let minutes = begin.elapsed().as_secs_f64() / 60.0;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        report::write(folder, &found, &format!("{minutes:.1} minutes"))?;
    }
    Ok(code)
}
