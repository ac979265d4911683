//! `edit`: reads entities, changes some of their fields, and writes them back.

use std::path::{Path, PathBuf};

use catalogs::Draft;
use catalogs_snippets::{Change as SnippetChange, Edit, Link, Step};
use clap::Args;
use uuid::Uuid;

use super::{get::Ids, show::show};
use crate::{
    batch::{Work, batch},
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::{CliEntity, flags::clearable},
    error::Failure,
    help::{examples, with_note},
    input::{Changes, DraftArgs, draft_file, drafts},
};

#[derive(Args)]
pub(crate) struct EditArgs<E: CliEntity> {
    #[command(flatten)]
    ids: Ids,
    #[command(flatten)]
    fields: DraftArgs<E>,
    /// Clear a field, such as phone; several times, or separated by commas, for more than one
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    clear: Vec<String>,
    /// Take the fields to change from a JSON or YAML file, or from stdin with `-`. Flags go on top
    #[arg(long, short, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Where the service's response leaves out a list or a code, write it back as empty instead of
    /// refusing to
    #[arg(long)]
    treat_missing_as_empty: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) fn help<E: CliEntity>() -> String {
    let examples = examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations edit 0a710001-0000-4000-8000-000000000001 \\\n      --phone '+7 495 123-45-67' --clear extra-phone",
            "catalogs organizations edit 0a710001-0000-4000-8000-000000000001 \\\n      --department 7 --department 9 --dry-run=1c",
        ],
        "addresses" => &[
            "catalogs addresses edit 0a710002-0000-4000-8000-000000000001 \\\n      --schedule 'Пн-Пт 09:00-18:00' --clear note",
        ],
        _ => &["catalogs contacts edit 0a710003-0000-4000-8000-000000000001 --extra-phone 104"],
    });
    let names = clearable(E::DESCRIPTION).into_iter().map(|(name, ..)| name);
    let names: Vec<String> = names.collect();
    with_note(examples, &format!("--clear takes {}.", names.join(", ")))
}

pub(crate) async fn run<E: CliEntity>(context: &Context, args: EditArgs<E>) -> Result<(), Failure> {
    let mut changes = args.fields.changes();
    changes.clear::<E>(&args.clear)?;
    if let Some(path) = &args.file {
        changes = changes.on_top_of(from_file::<E>(path)?);
    }
    if changes.is_empty() && !args.treat_missing_as_empty {
        return Err(Failure::usage("nothing to change")
            .hint("name what is to change, such as --phone, or --clear phone"));
    }
    let ids = args.ids.ids;
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return describe::<E>(recorder, ids, &changes);
    }
    let is_one = ids.len() == 1;
    let collection = &context.client()?.collection::<E>();
    let changes = &changes;
    let edit = |id: Uuid| async move {
        let change = |draft: &mut E::Draft| {
            if args.treat_missing_as_empty {
                draft.treat_missing_as_empty();
            }
            changes.apply(draft)?;
            drafts::warn_of_changes::<E>(context, draft, changes);
            Ok::<(), Failure>(())
        };
        collection.try_edit(id, change).await
    };
    let result = batch(context, Work::Writing, "editing", ids, edit).await;
    show::<E>(context, &result.done, is_one, None)?;
    result.finish(context, "edited")
}

fn from_file<E: CliEntity>(path: &Path) -> Result<Changes, Failure> {
    let mut read = draft_file::read::<E>(path)?;
    if read.is_list || read.bodies.len() != 1 {
        return Err(Failure::usage(
            "the file has to hold one object with the fields to change",
        ));
    }
    match read.unknown.first() {
        Some(field) => Err(
            Failure::usage(format!("there is no field {field} to change"))
                .hint(format!("there are {}", E::Draft::FIELDS.join(", "))),
        ),
        None => Ok(read.bodies.remove(0).into()),
    }
}

/// Shows the requests of an edit, which reads, changes and writes back.
fn describe<E: CliEntity>(
    recorder: Recorder,
    ids: Vec<Uuid>,
    changes: &Changes,
) -> Result<(), Failure> {
    let mut steps = Vec::new();
    for id in ids {
        let read = recorder.request(|client| client.collection::<E>().requests().get(id))?;
        // The body will be what was read; the rest of the request is known.
        let draft = E::Draft::empty();
        let write =
            recorder.request(|client| client.collection::<E>().requests().replace(id, &draft))?;
        let changes = changes
            .iter()
            .map(|change| SnippetChange::new(change.field.split('.'), change.value.clone()));
        let edit = Edit::new(read, write)
            .links(links::<E>())
            .shown(E::guarded())
            .codes(E::codes())
            .changes(changes);
        steps.push(Step::Edit(edit));
    }
    recorder.print(&steps)
}

fn links<E: CliEntity>() -> impl Iterator<Item = Link> {
    let known = [Link::ADDRESSES, Link::CONTACT_PERSONS];
    E::links().filter_map(move |field| known.into_iter().find(|link| link.request() == field.name))
}
