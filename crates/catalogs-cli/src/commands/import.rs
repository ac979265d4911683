//! `catalogs import`: files into the address book, checked, planned, asked for, written, and resumed
//! where they were interrupted.

mod paths;
mod report;

use std::{
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

use catalogs::Client;
use catalogs_transfer::{
    Action, CancellationToken, CheckOptions, Checked, Error, Event, Existing, Format, Journal,
    Kind, Outcome, Plan, ReadOptions, RunOptions, Stop, WriteOptions, check, read, write,
};
use clap::Args;
use serde_json::Value;

use self::paths::{added, failed, free};
use super::transfer::{formats, kinds, unusable};
use crate::{
    context::Context,
    error::Failure,
    exit_code::Exit,
    help::{examples, with_note},
    interrupt::Interrupt,
    progress::Progress,
};

#[derive(Args)]
#[command(after_help = with_note(
    examples(&[
        "catalogs export book.xlsx && catalogs import book.xlsx --dry-run",
        "printf 'ФИО;Телефон\\nИванова Мария;+7 495 123-45-67\\n' > contacts.csv && \\\n      \
         catalogs import contacts.csv --yes",
    ]),
    FORMAT,
))]
pub(crate) struct ImportArgs {
    /// A workbook, a JSON file, a CSV file, or a folder of CSV files named organizations, addresses
    /// and contacts
    path: PathBuf,
    /// What the file holds, where neither its name nor its columns tell
    #[arg(long, value_parser = kinds())]
    kind: Option<Kind>,
    /// The format, where it cannot be recognized
    #[arg(long, value_parser = formats())]
    format: Option<Format>,
    /// Only show what would be created, changed field by field, and left; the address book is read
    #[arg(long)]
    dry_run: bool,
    /// Exit with 2 where there is something to do, and 0 where there is not; with --dry-run. What is
    /// wrong with the file or a setting then exits with 1
    #[arg(long, requires = "dry_run")]
    detailed_exitcode: bool,
    /// Import in spite of what only the service can decide, such as check digits that do not fit
    #[arg(long)]
    tolerant: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// Where it is written down what was done, so that an interrupted import goes on without a
    /// duplicate [default: the file with .journal added]
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Where the rows that failed go, to be fixed and imported again; with a number added where such
    /// a file is there already [default: the file with .failed before its ending]
    #[arg(long, value_name = "FILE")]
    failed: Option<PathBuf>,
    /// Discard what an import of another file left unfinished in the journal, and match all rows
    /// again
    #[arg(long)]
    restart: bool,
    /// Leave out columns of which no field is known; nothing of them is sent
    #[arg(long)]
    ignore_unknown: bool,
    /// Leave rows alone that are done, though somebody deleted what came of them
    #[arg(long)]
    skip_deleted: bool,
    /// How many seconds to wait before looking for what may have been created
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    settle: u64,
}

const FORMAT: &str = "\
Columns are called as in the API (name, inn, docs_address.postcode …) or in Russian (Название,
ИНН, Индекс …), in any order; an export shows them all. `key` (Ключ) names a row, and
address_ids (Адреса) and contact_person_ids (Контактные лица) link to it, or to an id; several
with `;` between them, and what is listed takes the place of the whole list. An empty cell
leaves what is there; <clear> (<очистить>) empties it, <empty> (<пусто>) makes an empty text
of it, and an apostrophe in front has the rest meant as it is. A file that is wrong anywhere
is not imported at all.

A row means the entity of its `id`. Without one, an organization is known by residency and
registration number (without a number, by its name), an address by text, city and type, a
contact person by name, phone and e-mail. What says the same but for one thing (two of name,
phone and e-mail; the name, and the residency or number; the text, and the city or type, or
the same coordinates) is listed, and nothing is written: put its id into `id` to change it, or
<new> (<новый>) to add another.

The journal is there from the first write until all rows are done, and lets an interrupted
import go on. When it is finished, the next import replaces it; --restart discards an
unfinished one.";

pub(crate) async fn run(context: &Context, args: ImportArgs) -> Result<(), Failure> {
    let is_detailed = args.detailed_exitcode;
    carry_out(context, args).await.map_err(|mut failure| {
        if is_detailed && failure.exit == Exit::Usage {
            // 2 says that there is something to do.
            failure.exit = Exit::Other;
        }
        failure
    })
}

async fn carry_out(context: &Context, args: ImportArgs) -> Result<(), Failure> {
    let checked = checked(context, &args)?;
    let client = context.client()?;
    let path = args
        .journal
        .clone()
        .unwrap_or_else(|| added(&args.path, "journal"));
    if args.dry_run {
        let journal = match args.restart {
            true => None,
            false => Journal::peek(&path, &checked, &client).map_err(unusable_journal)?,
        };
        say_resumed(context, journal.as_ref(), &path);
        let plan = plan(context, &client, &checked, journal.as_ref()).await?;
        report::plan(context, &plan, &checked, true)?;
        return match args.detailed_exitcode && !plan.changes_nothing() {
            true => Err(Failure::silent(Exit::Usage)),
            false => Ok(()),
        };
    }
    // Opened first: it locks out other imports of this file.
    let open = if args.restart {
        Journal::restart
    } else {
        Journal::open
    };
    let mut journal = open(&path, &checked, &client).map_err(unusable_journal)?;
    say_resumed(context, Some(&journal), &path);
    if journal.abandoned() > 0 {
        let wait = Duration::from_secs(args.settle);
        context.say(format_args!(
            "waiting {wait:?} for what the import that is given up may still create ({} rows)",
            journal.abandoned()
        ));
        tokio::time::sleep(wait).await;
    }
    let planned = confirmed(context, &args, &client, &checked, &journal).await;
    let plan = match planned {
        Ok(Some(plan)) => plan,
        other => {
            // It holds nothing yet; what remains of it does no harm.
            let _ = journal.discard();
            return other.map(drop);
        }
    };
    let (outcome, rows) = execute(context, &args, &client, &checked, &plan, &mut journal).await?;
    settle(context, &args, &checked, (&outcome, rows), journal)
}

fn say_resumed(context: &Context, journal: Option<&Journal>, path: &Path) {
    if let Some(journal) = journal.filter(|journal| journal.is_resumed()) {
        context.say(format_args!(
            "going on with an import that was interrupted: {} rows are done, {} in doubt ({})",
            journal.done(),
            journal.unresolved(),
            path.display()
        ));
    }
}

fn unusable_journal(error: Error) -> Failure {
    let hint = match error {
        Error::Gone { .. } => {
            "if somebody deleted it, --skip-deleted leaves these rows alone, and another --journal adds \
             them again; what is there is found"
        }
        Error::JournalInUse { .. } => "wait until that ends, and run the same command again",
        Error::Io { .. } => "name a file that can be written with --journal",
        Error::OtherFile { .. } => {
            "import that file to go on, or pass --restart to match all rows again"
        }
        _ => "finish that import first, or name another --journal",
    };
    unusable(error).hint(hint)
}

/// What would be done, as the address book is now.
async fn plan(
    context: &Context,
    client: &Client,
    checked: &Checked,
    journal: Option<&Journal>,
) -> Result<Plan, Failure> {
    let existing = context
        .reading("reading the address book", Existing::fetch(client))
        .await?;
    context.warn_unreadable(&existing.unreadable);
    let plan = match journal {
        Some(journal) => Plan::resume(checked, &existing, journal),
        None => Plan::make(checked, &existing),
    };
    plan.map_err(|problems| report::problems(context, &problems))
}

/// The plan that was agreed to; `None` where there is nothing to do.
async fn confirmed(
    context: &Context,
    args: &ImportArgs,
    client: &Client,
    checked: &Checked,
    journal: &Journal,
) -> Result<Option<Plan>, Failure> {
    let mut plan = self::plan(context, client, checked, Some(journal)).await?;
    loop {
        report::plan(context, &plan, checked, false)?;
        if plan.changes_nothing() && !journal.is_resumed() {
            return Ok(None);
        }
        if args.yes {
            return Ok(Some(plan));
        }
        if !is_confirmed(context, &plan).await? {
            return Err(Failure::other("nothing was imported"));
        }
        // Whoever was asked may have taken a while.
        let now = self::plan(context, client, checked, Some(journal)).await?;
        if now.steps() == plan.steps() {
            return Ok(Some(now));
        }
        context.say("the address book has changed meanwhile");
        plan = now;
    }
}

/// The file, if nothing is wrong with it.
fn checked(context: &Context, args: &ImportArgs) -> Result<Checked, Failure> {
    let mut options = ReadOptions::new();
    if let Some(kind) = args.kind {
        options = options.kind(kind);
    }
    if let Some(format) = args.format {
        options = options.format(format);
    }
    let tables = read(&args.path, &options).map_err(unusable)?;
    for table in tables.iter() {
        let how = table.recognized.map(|how| format!(" ({how})"));
        let header = match table.header_row {
            0 | 1 => String::new(),
            row => format!(", header in row {row}"),
        };
        context.say(format_args!(
            "{}: {} {}{}{header}",
            table.name,
            table.len(),
            table.kind.sheet(),
            how.unwrap_or_default()
        ));
    }
    let options = CheckOptions::new()
        .tolerant(args.tolerant)
        .ignore_unknown(args.ignore_unknown);
    let checked =
        check(tables, &options).map_err(|problems| report::problems(context, &problems))?;
    for warning in checked.warnings() {
        context.warn(warning.in_full());
    }
    Ok(checked)
}

async fn is_confirmed(context: &Context, plan: &Plan) -> Result<bool, Failure> {
    if !context.is_interactive() {
        return Err(
            Failure::usage("importing asks first, and there is no terminal to ask at")
                .hint("look with --dry-run, then pass --yes"),
        );
    }
    let (create, update) = (plan.count(Action::Create), plan.count(Action::Update));
    context
        .ask(&format!("Create {create} and update {update}? [y/N] "))
        .await
}

/// Carries the plan out; the first Ctrl-C ends it after the current row, the second at once.
async fn execute(
    context: &Context,
    args: &ImportArgs,
    client: &Client,
    checked: &Checked,
    plan: &Plan,
    journal: &mut Journal,
) -> Result<(Outcome, Vec<Value>), Failure> {
    let interrupt = Interrupt::listen();
    let cancel = CancellationToken::new();
    let progress = Progress::bar(context.globals.quiet, plan.steps().len(), "importing");
    let mut is_told = false;
    let (sender, rows) = mpsc::channel();
    let with_rows = |outcome: Outcome| (outcome, rows.try_iter().collect());
    let options = RunOptions::new()
        .settle(Duration::from_secs(args.settle))
        .skip_deleted(args.skip_deleted)
        .cancel(cancel.clone())
        .on_report(|report| {
            if let (Event::Waiting(wait), false) = (&report.event, is_told) {
                is_told = true;
                context.say(format_args!(
                    "waiting {wait:?} before looking for what may have been created"
                ));
            }
            if let Some(row) = report::row(checked, report) {
                // It is heard as long as this runs.
                let _ = sender.send(row);
            }
            progress.reach(report.done);
        });
    let mut running = std::pin::pin!(plan.run(client, journal, options));
    tokio::select! {
        biased;
        outcome = &mut running => return outcome.map(with_rows).map_err(unusable_journal),
        () = interrupt.pressed(1) => cancel.cancel(),
    }
    context.say("\nstopping after the current row; Ctrl-C again stops at once");
    tokio::select! {
        biased;
        outcome = &mut running => outcome.map(with_rows).map_err(unusable_journal),
        () = interrupt.pressed(2) => Err(Failure::new(
            Exit::Interrupted,
            "stopped; the current row may have taken effect, and the journal knows of it",
        )
        .hint("run the same command again: it goes on where it was")),
    }
}

/// Reports what was done, saves the failed rows, and deletes a finished journal.
fn settle(
    context: &Context,
    args: &ImportArgs,
    checked: &Checked,
    (outcome, rows): (&Outcome, Vec<Value>),
    journal: Journal,
) -> Result<(), Failure> {
    report::outcome(context, outcome, rows)?;
    if !outcome.failed.is_empty() {
        let format = checked.tables().format();
        let wanted = args
            .failed
            .clone()
            .unwrap_or_else(|| failed(&args.path, format));
        let rows = outcome.failed_rows(checked);
        // As it will be written: CSV of several kinds, or without an ending of its own, is a folder.
        let ending = wanted.extension().and_then(|it| it.to_str());
        let is_file = matches!(ending, Some("csv" | "tsv" | "txt" | "xlsx" | "json"));
        let is_folder = format == Format::Csv && (rows.iter().count() > 1 || !is_file);
        let path = free(&wanted, is_folder)?;
        write(&rows, &path, &WriteOptions::new().format(format)).map_err(unusable)?;
        context.say(format_args!(
            "the rows that failed are in {}: fix them, and import that file",
            path.display()
        ));
    }
    let in_doubt = journal.unresolved();
    let again = match in_doubt {
        0 => "run the same command again: it goes on where it was".to_owned(),
        count => format!(
            "run the same command again: it goes on where it was, and looks for what {count} of them may \
             have added"
        ),
    };
    match &outcome.stopped {
        Some(Stop::Cancelled) => Err(Failure::new(
            Exit::Interrupted,
            format!("stopped; {} rows are left", outcome.not_done),
        )
        .hint(again)),
        Some(Stop::Error(error)) => Err(report::stopped(error, outcome.not_done).hint(again)),
        Some(_) => Err(Failure::other("stopped").hint(again)),
        None if outcome.failed.is_empty() => {
            // It is not needed any more; a new import ignores it.
            let _ = journal.discard();
            Ok(())
        }
        None => Err(report::failed(outcome)),
    }
}
