//! `replace`: writes a whole draft in place of an entity's fields.

use clap::Args;
use uuid::Uuid;

use super::{create::FromFile, show::show};
use crate::{
    context::Context,
    dry_run::{DryRun, Recorder},
    entities::CliEntity,
    error::Failure,
    help::examples,
    input::{
        DraftArgs,
        drafts::{self, Drafts, Named},
    },
};

#[derive(Args)]
pub(crate) struct ReplaceArgs<E: CliEntity> {
    /// The id (GUID)
    id: Uuid,
    #[command(flatten)]
    fields: DraftArgs<E>,
    #[command(flatten)]
    file: FromFile,
    #[command(flatten)]
    dry_run: DryRun,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations replace 0a710001-0000-4000-8000-000000000002 \\\n      --name 'АО «Новое»' --ownership 1 --residency ru --department 7",
        ],
        "addresses" => &[
            "catalogs addresses replace 0a710002-0000-4000-8000-000000000002 \\\n      --address 'ул. Новая, 1' --city 1 --type office",
        ],
        _ => &[
            "catalogs contacts replace 0a710003-0000-4000-8000-000000000002 \\\n      --name 'Егоров Павел' --phone '+7 495 000-01-02'",
        ],
    })
}

pub(crate) async fn run<E: CliEntity>(
    context: &Context,
    args: ReplaceArgs<E>,
) -> Result<(), Failure> {
    let Drafts { drafts, is_list } =
        drafts::read::<E>(context, args.file.file.as_deref(), &args.fields)?;
    if is_list && drafts.len() != 1 {
        return Err(Failure::usage("the file has to hold one draft"));
    }
    let id = args.id;
    for Named(_, draft) in drafts {
        if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
            return recorder.show(|client| client.collection::<E>().requests().replace(id, &draft));
        }
        let collection = context.client()?.collection::<E>();
        let replace = collection.replace(id, &draft);
        let replaced = context.writing(async { Ok(replace.await?) }).await?;
        show::<E>(context, &[replaced], true, None)?;
    }
    Ok(())
}
