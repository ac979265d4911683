//! `delete`: deletes entities by their ids, after asking.

use std::cell::Cell;

use catalogs::Client;
use clap::Args;
use serde_json::json;
use uuid::Uuid;

use super::get::Ids;
use crate::{
    batch::{Work, batch},
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::CliEntity,
    error::Failure,
    help::examples,
    output::title,
};

#[derive(Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    ids: Ids,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations delete --yes 0a710001-0000-4000-8000-000000000011 \\\n      0a710001-0000-4000-8000-000000000012",
        ],
        "addresses" => &["catalogs addresses delete --yes 0a710002-0000-4000-8000-000000000013"],
        _ => &["catalogs contacts delete --yes 0a710003-0000-4000-8000-000000000013"],
    })
}

pub(crate) async fn run<E: CliEntity>(context: &Context, args: DeleteArgs) -> Result<(), Failure> {
    let ids = args.ids.ids;
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show_each(ids, |client, id| {
            client.collection::<E>().requests().delete(id)
        });
    }
    let client = context.client()?;
    if !args.yes && !is_confirmed::<E>(context, &client, &ids).await? {
        return Err(Failure::other("nothing was deleted"));
    }
    let collection = &client.collection::<E>();
    let output = &context.output();
    let unwritten = &Cell::new(None);
    let delete = |id: Uuid| async move {
        collection.delete(id).await?;
        let text = format!("deleted {} {id}", E::singular());
        // It is deleted, even if that cannot be written.
        if let Err(failure) = output.line(&text, &json!({ "id": id, "deleted": true })) {
            unwritten.set(Some(failure));
        }
        Ok(())
    };
    let result = batch(context, Work::Writing, "deleting", ids, delete).await;
    result.finish(context, "deleted")?;
    match unwritten.take() {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Asks, and shows the name of each entity.
async fn is_confirmed<E: CliEntity>(
    context: &Context,
    client: &Client,
    ids: &[Uuid],
) -> Result<bool, Failure> {
    if !context.is_interactive() {
        return Err(
            Failure::usage("deleting asks first, and there is no terminal to ask at")
                .hint("pass --yes"),
        );
    }
    let what = match ids.len() {
        1 => E::singular(),
        count => format!("{count} {}", E::plural()),
    };
    for id in ids {
        let collection = client.collection::<E>();
        let found = context.reading("reading", collection.get_opt(*id)).await?;
        let name = match found {
            Some(found) => title(&serde_json::to_value(found).unwrap_or_default()),
            None => "(not found)".to_owned(),
        };
        context.always(format_args!("  {id}  {name}"));
    }
    context.ask(&format!("Delete the {what}? [y/N] ")).await
}
