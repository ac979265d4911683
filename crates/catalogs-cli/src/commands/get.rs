//! `get`: entities by their ids.

use clap::Args;
use uuid::Uuid;

use super::show::show;
use crate::{
    batch::{Work, batch},
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::CliEntity,
    error::Failure,
    help::examples,
};

#[derive(Args)]
pub(crate) struct GetArgs {
    #[command(flatten)]
    ids: Ids,
    /// The fields to show, separated by commas, for table and csv
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Args)]
pub(super) struct Ids {
    /// Ids (GUIDs)
    #[arg(value_name = "ID", required = true)]
    pub(super) ids: Vec<Uuid>,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001",
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001 --output yaml",
        ],
        "addresses" => &["catalogs addresses get 0a710002-0000-4000-8000-000000000001"],
        _ => &["catalogs contacts get 0a710003-0000-4000-8000-000000000001"],
    })
}

pub(crate) async fn run<E: CliEntity>(context: &Context, args: GetArgs) -> Result<(), Failure> {
    let ids = args.ids.ids;
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show_each(ids, |client, id| {
            client.collection::<E>().requests().get(id)
        });
    }
    context.output().check_columns(args.columns.as_deref())?;
    let is_one = ids.len() == 1;
    let collection = &context.client()?.collection::<E>();
    let result = batch(context, Work::Reading, "reading", ids, |id| async move {
        Ok(collection.get(id).await?)
    })
    .await;
    show::<E>(context, &result.done, is_one, args.columns.as_deref())?;
    result.finish(context, "read")
}
