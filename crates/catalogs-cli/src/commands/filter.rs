//! `organizations filter`: the organizations that some departments see.

use catalogs::{Client, DepartmentId, Organization};
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
    let departments: Vec<DepartmentId> = args
        .departments
        .into_iter()
        .map(DepartmentId::new)
        .collect();
    let call =
        |client: Client| async move { client.organizations().in_departments(departments).await };
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(call).await;
    }
    args.view.check(context)?;
    let client = context.client()?;
    let found = context
        .reading("listing organizations", call(client))
        .await?;
    args.view.show::<Organization>(context, to_values(&found)?)
}
