//! `create`: new entities, from flags or a file.

use std::path::PathBuf;

use catalogs::{Client, Reconciled};
use clap::Args;

use super::show::show;
use crate::{
    batch::{Work, batch},
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
pub(crate) struct CreateArgs<E: CliEntity> {
    #[command(flatten)]
    fields: DraftArgs<E>,
    #[command(flatten)]
    file: FromFile,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Args)]
pub(super) struct FromFile {
    /// Take the draft from a JSON or YAML file, or from stdin with `-`: in the shape of the API's
    /// requests, or as `list` and `get` print it. Flags go on top
    #[arg(long, short, value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

pub(crate) fn help<E: CliEntity>() -> String {
    examples(match E::COMMAND {
        "organizations" => &[
            "catalogs organizations create --name 'ООО «Ромашка»' --ownership 1 --residency russia \\\n      --inn 7707083893 --all-departments",
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001 -o json | \\\n      catalogs organizations create --file - --name Копия",
        ],
        "addresses" => &[
            "catalogs addresses create --address 'ул. Складская, 5' --city 1 --type warehouse \\\n      --latitude 55.7558 --longitude 37.6173",
        ],
        _ => &[
            "catalogs contacts create --name 'Иванова Мария Петровна' --phone '+7 495 123-45-67' \\\n      --email m.ivanova@romashka.example",
        ],
    })
}

pub(crate) async fn run<E: CliEntity>(
    context: &Context,
    args: CreateArgs<E>,
) -> Result<(), Failure> {
    let Drafts { drafts, is_list } =
        drafts::read::<E>(context, args.file.file.as_deref(), &args.fields)?;
    if let Some(recorder) = Recorder::requested(context, args.dry_run)? {
        let describe = |client: &Client, Named(_, draft): Named<E::Draft>| {
            client.collection::<E>().requests().create(&draft)
        };
        return recorder.show_each(drafts, describe);
    }
    let collection = &context.client()?.collection::<E>();
    let create = |Named(_, draft): Named<E::Draft>| async move {
        match collection.create(&draft).await {
            Ok(created) => {
                context.say(format_args!("created {} {}", E::singular(), created.id()));
                Ok(created)
            }
            Err(error) if error.is_outcome_unknown() => {
                let found = collection.reconcile(&draft).await;
                Err(Failure::from(error).hint(after_unknown_outcome::<E>(found)))
            }
            Err(error) => Err(error.into()),
        }
    };
    let result = batch(context, Work::Writing, "creating", drafts, create).await;
    show::<E>(context, &result.done, !is_list, None)?;
    result.finish(context, "created")
}

/// What to do after a create whose outcome is unknown.
fn after_unknown_outcome<E: CliEntity>(found: catalogs::Result<Reconciled<E>>) -> String {
    let look = format!("`catalogs {} list`", E::COMMAND);
    match found {
        Ok(Reconciled::Found(entity)) => format!(
            "{} has the same fields: unless it was there before, it was created and nothing is left \
             to do",
            entity.id()
        ),
        Ok(Reconciled::Ambiguous(_)) => {
            format!("several records have the same fields: check {look} before creating it again")
        }
        Ok(Reconciled::Unreadable(count)) => format!(
            "it is not among the records that can be read, but {count} cannot: check {look} before \
             creating it again"
        ),
        Ok(Reconciled::NotFound) => format!(
            "it is not there now, but the request may still be running: wait half a minute, check \
             {look}, and create it again only if it is not there"
        ),
        Err(_) => format!("check {look} before creating it again"),
    }
}
