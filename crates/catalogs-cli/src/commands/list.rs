//! `list`: all entities of a kind, filtered and sorted on this side.

use clap::Args;
use serde_json::Value;

use super::show::columns;
use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::CliEntity,
    error::Failure,
    help::examples,
    record::to_values,
    select::{self, Condition},
};

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    dry_run: DryRun,
}

/// Which entities of a list are shown, and in which order.
#[derive(Args)]
pub(crate) struct View {
    /// Only those that match, such as residency=russia, name~ромашка, phone!=, docs_address.city_id=1;
    /// several have to match all. `=` compares whole values, `~` looks inside; both ignore case
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(super) conditions: Vec<Condition>,
    /// Order by this field; with a minus in front, in descending order
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
    /// The fields to show, separated by commas, for table and csv
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Option<Vec<String>>,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations list --where residency=russia --sort name",
            "catalogs organizations list --columns id,name,inn,addresses",
            "catalogs organizations list --output csv > organizations.csv",
        ],
        "addresses" => &["catalogs addresses list --where address_type=warehouse --sort address"],
        _ => &["catalogs contacts list --where phone~495 --sort name"],
    })
}

/// The service cannot filter lists.
const FILTERED_HERE: &str = "the request lists all: the result is filtered locally";

pub(crate) async fn run<E: CliEntity>(context: &Context, args: ListArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return describe::<E>(context, recorder, !args.view.conditions.is_empty());
    }
    args.view.check(context)?;
    let entries = read_all::<E>(context).await?;
    args.view.show::<E>(context, entries)
}

/// Shows the request that lists all.
pub(super) fn describe<E: CliEntity>(
    context: &Context,
    recorder: Recorder,
    is_filtered: bool,
) -> Result<(), Failure> {
    if is_filtered {
        context.say(FILTERED_HERE);
    }
    recorder.show(|client| client.collection::<E>().requests().list())
}

pub(super) async fn read_all<E: CliEntity>(context: &Context) -> Result<Vec<Value>, Failure> {
    let client = context.client()?;
    let doing = format!("listing {}", E::plural());
    to_values(
        &context
            .reading(&doing, client.collection::<E>().list())
            .await?,
    )
}

/// Reads all that can be decoded, and warns of the rest.
pub(super) async fn read_readable<E: CliEntity>(context: &Context) -> Result<Vec<Value>, Failure> {
    let client = context.client()?;
    let doing = format!("listing {}", E::plural());
    let list = client.collection::<E>().list_readable();
    let list = context.reading(&doing, list).await?;
    let errors: Vec<String> = list.errors.iter().map(ToString::to_string).collect();
    context.warn_unreadable(&errors);
    to_values(&list.entities)
}

impl View {
    /// Refuses columns that the format cannot show; called before anything is sent.
    pub(super) fn check(&self, context: &Context) -> Result<(), Failure> {
        context.output().check_columns(self.columns.as_deref())
    }

    pub(super) fn show<E: CliEntity>(
        &self,
        context: &Context,
        entries: Vec<Value>,
    ) -> Result<(), Failure> {
        let entries = select::select(
            entries,
            &self.conditions,
            self.sort.as_deref(),
            &E::columns(),
        )?;
        context
            .output()
            .list(&entries, columns::<E>(self.columns.as_deref()))
    }
}
