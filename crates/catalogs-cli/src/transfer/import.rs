//! `catalogs import`: files into the address book, checked, planned, asked for, written, and resumed
//! where they were interrupted.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use catalogs::Client;
use catalogs_transfer::{
    Action, CancellationToken, CheckOptions, Checked, Event, Existing, Format, Journal, Outcome,
    Plan, ReadOptions, RunOptions, Stop, WriteOptions, check, read, write,
};
use clap::Args;

use super::{FormatName, KindName, report, unusable};
use crate::{
    context::Context,
    exit::{Exit, Failure},
    interrupt::Interrupt,
    progress::Progress,
};

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// A workbook, a JSON file, a CSV file, or a folder of CSV files named organizations, addresses
    /// and contacts
    pub(crate) path: PathBuf,
    /// What the file holds, where neither its name nor its columns tell
    #[arg(long, value_enum)]
    pub(crate) kind: Option<KindName>,
    /// The format, where it cannot be recognized
    #[arg(long, value_enum)]
    pub(crate) format: Option<FormatName>,
    /// Only show what would be created, changed field by field, and left; the address book is read
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Exit with 2 where there is something to do, and 0 where there is not; with --dry-run
    #[arg(long, requires = "dry_run")]
    pub(crate) detailed_exitcode: bool,
    /// Import in spite of what only the service can decide, such as check digits that do not fit
    #[arg(long)]
    pub(crate) tolerant: bool,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Where it is written down what was done, so that an interrupted import goes on without a
    /// duplicate [default: the file with .journal added]
    #[arg(long, value_name = "FILE")]
    pub(crate) journal: Option<PathBuf>,
    /// Where the rows that failed go, to be mended and imported again [default: the file with
    /// .failed before its ending]
    #[arg(long, value_name = "FILE")]
    pub(crate) failed: Option<PathBuf>,
    /// How many seconds to wait before looking for what may have been created
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) settle: u64,
}

pub(crate) async fn import(context: &Context, args: ImportArgs) -> Result<(), Failure> {
    let checked = checked(context, &args)?;
    let client = context.client()?;
    let existing = context
        .reading("reading the address book", Existing::fetch(&client))
        .await?;
    let plan =
        Plan::make(&checked, &existing).map_err(|problems| report::problems(context, &problems))?;
    report::plan(context, &plan, &checked, args.dry_run)?;
    if args.dry_run {
        let something = !plan.changes_nothing();
        return match args.detailed_exitcode && something {
            true => Err(Failure::silent(Exit::Usage)),
            false => Ok(()),
        };
    }
    let path = args
        .journal
        .clone()
        .unwrap_or_else(|| added(&args.path, "journal"));
    let was_there = path.exists();
    let mut journal = Journal::open(&path, &checked).map_err(|error| {
        unusable(error).hint("finish that import first, name another --journal, or delete it")
    })?;
    if journal.is_resumed() {
        context.say(format_args!(
            "going on with an import that was interrupted: {} rows are done, {} in doubt ({})",
            journal.done(),
            journal.in_doubt(),
            path.display()
        ));
    }
    let goes_on = journal.is_resumed() || !plan.changes_nothing();
    if !goes_on || !is_confirmed(context, &args, &plan).await? {
        drop(journal);
        if !was_there {
            // It holds nothing yet; what remains of it does no harm.
            let _ = fs::remove_file(&path);
        }
        return match goes_on {
            true => Err(Failure::other("nothing was imported")),
            false => Ok(()),
        };
    }
    let outcome = run(context, &args, &client, &plan, &mut journal).await?;
    drop(journal);
    settle(context, &args, &checked, &outcome, &path)
}

/// The file, if nothing is wrong with it.
fn checked(context: &Context, args: &ImportArgs) -> Result<Checked, Failure> {
    let mut options = ReadOptions::new();
    if let Some(kind) = args.kind {
        options = options.kind(kind.into());
    }
    if let Some(format) = args.format {
        options = options.format(format.into());
    }
    let tables = read(&args.path, &options).map_err(unusable)?;
    for table in tables.iter() {
        let how = table.recognized().map(|how| format!(" ({how})"));
        context.say(format_args!(
            "{}: {} {}{}",
            table.name(),
            table.len(),
            table.kind().sheet(),
            how.unwrap_or_default()
        ));
    }
    let checked = check(tables, &CheckOptions::new().tolerant(args.tolerant))
        .map_err(|problems| report::problems(context, &problems))?;
    for warning in checked.warnings() {
        context.warn(warning.in_full());
    }
    Ok(checked)
}

async fn is_confirmed(context: &Context, args: &ImportArgs, plan: &Plan) -> Result<bool, Failure> {
    if args.yes {
        return Ok(true);
    }
    if !context.is_interactive() {
        return Err(
            Failure::usage("importing asks first, and there is no terminal to ask at")
                .hint("look with --dry-run, then pass --yes"),
        );
    }
    let (create, change) = (plan.count(Action::Create), plan.count(Action::Change));
    context
        .ask(&format!("Create {create} and change {change}? [y/N] "))
        .await
}

/// Carries the plan out; the first Ctrl-C ends it after the row under way, the second at once.
async fn run(
    context: &Context,
    args: &ImportArgs,
    client: &Client,
    plan: &Plan,
    journal: &mut Journal,
) -> Result<Outcome, Failure> {
    let interrupt = Interrupt::listen();
    let cancel = CancellationToken::new();
    let progress = Progress::bar(context, plan.steps().len(), "importing");
    let mut is_told = false;
    let options = RunOptions::new()
        .settle(Duration::from_secs(args.settle))
        .cancel(cancel.clone())
        .on_report(|report| {
            if let (Event::Waiting(wait), false) = (&report.event, is_told) {
                is_told = true;
                context.say(format_args!(
                    "waiting {wait:?} before looking for what may have been created"
                ));
            }
            progress.reach(report.done);
        });
    let mut running = std::pin::pin!(plan.run(client, journal, options));
    tokio::select! {
        biased;
        outcome = &mut running => return outcome.map_err(unusable),
        () = interrupt.pressed(1) => cancel.cancel(),
    }
    context.say("\nstopping after the row under way; Ctrl-C again stops at once");
    tokio::select! {
        biased;
        outcome = &mut running => outcome.map_err(unusable),
        () = interrupt.pressed(2) => Err(Failure::new(
            Exit::Interrupted,
            "stopped; the row under way may have taken effect, and the journal knows of it",
        )
        .hint("run the same command again: it goes on where it was")),
    }
}

/// Tells what was done, keeps what failed, and forgets a journal that nobody needs any more.
fn settle(
    context: &Context,
    args: &ImportArgs,
    checked: &Checked,
    outcome: &Outcome,
    journal: &Path,
) -> Result<(), Failure> {
    report::outcome(context, outcome)?;
    if !outcome.failed.is_empty() {
        let format = checked.tables().format();
        let path = args
            .failed
            .clone()
            .unwrap_or_else(|| failed(&args.path, format));
        let rows = outcome.failed_rows(checked);
        write(&rows, &path, &WriteOptions::new().format(format)).map_err(unusable)?;
        context.say(format_args!(
            "the rows that failed are in {}: mend them, and import that file",
            path.display()
        ));
    }
    let again = "run the same command again: it goes on where it was";
    match &outcome.stopped {
        Some(Stop::Cancelled) => Err(Failure::new(
            Exit::Interrupted,
            format!("stopped; {} rows are left", outcome.not_done),
        )
        .hint(again)),
        Some(Stop::Error(error)) => Err(report::stopped(error, outcome.not_done).hint(again)),
        Some(_) => Err(Failure::other("stopped").hint(again)),
        None if outcome.failed.is_empty() => {
            // It has served its purpose; an import that begins anew does not mind it.
            let _ = fs::remove_file(journal);
            Ok(())
        }
        None => Err(report::failed(outcome)),
    }
}

/// The path with something added.
fn added(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        name = "import".into();
    }
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Where the rows that failed go: `book.failed.xlsx`, and a folder for a folder.
fn failed(path: &Path, format: Format) -> PathBuf {
    let ending = match format {
        _ if path.is_dir() => None,
        Format::Csv => Some("csv"),
        Format::Xlsx => Some("xlsx"),
        _ => Some("json"),
    };
    match (ending, path.file_stem()) {
        (Some(ending), Some(stem)) => {
            let mut name = stem.to_owned();
            name.push(format!(".failed.{ending}"));
            path.with_file_name(name)
        }
        _ => added(path, "failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_file_stands_beside_it() {
        let cases = [
            (
                "a/book.xlsx",
                Format::Xlsx,
                "a/book.xlsx.journal",
                "a/book.failed.xlsx",
            ),
            (
                "contacts.CSV",
                Format::Csv,
                "contacts.CSV.journal",
                "contacts.failed.csv",
            ),
            ("книга", Format::Json, "книга.journal", "книга.failed.json"),
        ];
        for (path, format, journal, rows) in cases {
            assert_eq!(added(Path::new(path), "journal"), Path::new(journal));
            assert_eq!(failed(Path::new(path), format), Path::new(rows));
        }
    }
}
