//! `organizations filter`: the organizations that some departments see.

use catalogs::{Client, Organization};
use clap::Args;

use super::list::View;
use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    error::Failure,
    help::examples,
    record::to_values,
};

#[derive(Args)]
#[command(after_help = examples(&["catalogs organizations filter --department 7 --department 9"]))]
pub(crate) struct FilterArgs {
    /// A department's number; several times for more than one
    #[arg(long = "department", value_name = "NUMBER", required = true)]
    departments: Vec<i32>,
    #[command(flatten)]
    view: View,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) async fn run(context: &Context, args: FilterArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        let describe = |client: &Client| {
            let requests = client.organizations().requests();
            requests.in_departments(args.departments)
        };
        return recorder.show(describe);
    }
    args.view.check(context)?;
    let client = context.client()?;
    let found = context
        .reading(
            "listing organizations",
            client.organizations().in_departments(args.departments),
        )
        .await?;
    args.view.show::<Organization>(context, to_values(&found)?)
}
