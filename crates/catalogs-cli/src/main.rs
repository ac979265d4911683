//! `catalogs`: the ATI.SU address book from the command line. What it can do is in `cli.rs`, what
//! each command's help says beyond that in `help.rs`, and what the exit codes mean in `exit.rs`.

mod cli;
mod consent;
mod context;
mod credentials;
mod demo;
mod doctor;
mod drafting;
mod drafts;
mod dry_run;
mod each;
mod exit;
mod help;
mod input;
mod interrupt;
mod kinds;
mod login;
mod output;
mod profiles;
mod progress;
mod request;
mod sandbox;
mod select;
mod settings;
mod shell;
mod tokens;
mod transfer;
mod verbose;
mod verbs;
mod whoami;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::{
    cli::{Cli, Command},
    context::Context,
    exit::Failure,
};

fn main() -> ExitCode {
    let cli = match help::command().try_get_matches() {
        Ok(matches) => Cli::from_arg_matches(&matches),
        Err(error) => Err(error),
    };
    let cli = match cli {
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

/// What the command line gets wrong; as JSON where that is asked for, as far as it can be read.
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
        return Failure::usage(text).report(output::Format::Json);
    }
    // Nothing can be done for a stream that is closed.
    let _ = error.print();
    ExitCode::from(error.exit_code() as u8)
}

fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        // These need no settings, and so cannot fail for them.
        Command::Completions { shell } => return shell::completions(shell),
        Command::Man { dir } => return shell::man(dir.as_deref()),
        _ => {}
    }
    let context = Context::new(cli.globals);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::other(format!("the runtime cannot start: {error}")))?;
    runtime.block_on(async {
        let result = match cli.command {
            Command::Organizations(command) => verbs::organizations(&context, command).await,
            Command::Addresses(command) => verbs::addresses(&context, command).await,
            Command::Contacts(command) => verbs::run(&context, command).await,
            Command::Doctor(args) => doctor::run(&context, args).await,
            Command::Request(args) => request::run(&context, args).await,
            Command::Login(args) => login::run(&context, args).await,
            Command::Logout => login::logout(&context).await,
            Command::Whoami(args) => whoami::run(&context, args).await,
            Command::Sandbox(args) => sandbox::run(&context, args).await,
            Command::Demo => demo::run(&context).await,
            Command::Import(args) => transfer::import(&context, args).await,
            Command::Export(args) => transfer::export(&context, args).await,
            Command::Completions { .. } | Command::Man { .. } => Ok(()),
        };
        tokens::finish().await;
        result
    })
}
