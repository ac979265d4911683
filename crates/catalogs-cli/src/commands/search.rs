//! `search`: the entities that hold a text in any field.

use clap::Args;

use super::list::{View, describe, read_readable};
use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::CliEntity,
    error::Failure,
    help::examples,
    select,
};

#[derive(Args)]
pub(crate) struct SearchArgs {
    /// The text to look for
    #[arg(value_name = "TEXT")]
    text: String,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations search фомин",
            "catalogs organizations search '+7 495 000-01-01'",
        ],
        "addresses" => &["catalogs addresses search складская"],
        _ => &["catalogs contacts search соколова"],
    })
}

pub(crate) async fn run<E: CliEntity>(context: &Context, args: SearchArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return describe::<E>(context, recorder, true);
    }
    args.view.check(context)?;
    let entries = read_readable::<E>(context).await?;
    args.view
        .show::<E>(context, select::search(entries, &args.text))
}
