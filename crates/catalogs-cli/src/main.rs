//! `catalogs`: the ATI.SU address book from the command line. The commands are in `cli.rs`.

mod batch;
mod cli;
mod commands;
mod context;
mod credentials;
mod dry_run;
mod entities;
mod error;
mod exit_code;
mod generate;
mod globals;
mod help;
mod input;
mod interrupt;
mod output;
mod profiles;
mod progress;
mod record;
mod select;
mod settings;
mod tokens;
mod verbose;

use std::process::ExitCode;

use clap::Parser;

use crate::{cli::Cli, error::Failure, output::format::Format};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and version go to stdout with 0, anything else to stderr with 2.
        Err(error) => return usage(&error),
    };
    cli.globals.color.write_global();
    let format = cli.globals.output;
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(format),
    }
}

/// Reports an invalid command line; as JSON where that is asked for, as far as it can be read.
fn usage(error: &clap::Error) -> ExitCode {
    let args: Vec<String> = std::env::args_os()
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    let asks_for_json = args.iter().zip(args.iter().skip(1)).any(|(flag, value)| {
        ["-o", "--output"].contains(&flag.as_str()) && ["json", "jsonl"].contains(&value.as_str())
    }) || args.iter().any(|arg| {
        ["--output=json", "-ojson", "-o=json"]
            .iter()
            .any(|asked| arg.starts_with(asked))
    });
    if error.use_stderr() && asks_for_json {
        let text = error.render().to_string();
        let text = text.trim_start_matches("error: ").trim();
        return Failure::usage(text).report(Format::Json);
    }
    // Nothing can be done for a stream that is closed.
    let _ = error.print();
    ExitCode::from(error.exit_code() as u8)
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("cannot start the runtime: {error}")))?;
    runtime.block_on(async {
        let result = cli.run().await;
        tokens::finish().await;
        result
    })
}
