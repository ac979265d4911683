//! `addresses types`: the service's dictionary of address types.

use catalogs::model::AddressTypeInfo;
use clap::Args;

use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    error::Failure,
    help::examples,
    output::Columns,
    record::to_values,
};

#[derive(Args)]
#[command(after_help = examples(&["catalogs addresses types"]))]
pub(crate) struct TypesArgs {
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) async fn run(context: &Context, args: TypesArgs) -> Result<(), Failure> {
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        return recorder.show(|client| client.addresses().requests().types());
    }
    let client = context.client()?;
    let found: Vec<AddressTypeInfo> = context
        .reading("listing address types", client.addresses().types())
        .await?;
    let columns = ["id", "name", "name_eng"].map(str::to_owned).to_vec();
    let columns = Columns {
        all: columns.clone(),
        shown: columns,
        asked: None,
    };
    context.output().list(&to_values(&found)?, columns)
}
