//! What can be done with each kind of entity, written once.

use std::cell::Cell;

use catalogs::{Address, AddressTypeInfo, Client, DepartmentId, Organization, Reconciled};
use catalogs_snippets::{Change as SnippetChange, Edit, Step};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    cli::{
        AddressesCommand, CreateArgs, DeleteArgs, EditArgs, FilterArgs, FindArgs, GetArgs,
        ListArgs, OrganizationsCommand, ReplaceArgs, TypesArgs, Verb, View,
    },
    context::Context,
    drafting::{self, Drafts, Named},
    drafts,
    dry_run::Drawing,
    each::{Work, each},
    exit::Failure,
    kinds::{Changes, Fields, Kind},
    output::{Columns, title},
    select,
};

pub(crate) async fn organizations(
    context: &Context,
    command: OrganizationsCommand,
) -> Result<(), Failure> {
    match command {
        OrganizationsCommand::Common(verb) => run(context, verb).await,
        OrganizationsCommand::Filter(args) => filter(context, args).await,
    }
}

pub(crate) async fn addresses(context: &Context, command: AddressesCommand) -> Result<(), Failure> {
    match command {
        AddressesCommand::Common(verb) => run::<Address>(context, verb).await,
        AddressesCommand::Types(args) => types(context, args).await,
    }
}

pub(crate) async fn run<K: Kind>(context: &Context, verb: Verb<K>) -> Result<(), Failure> {
    match verb {
        Verb::List(args) => list::<K>(context, args).await,
        Verb::Get(args) => get::<K>(context, args).await,
        Verb::Find(args) => find::<K>(context, args).await,
        Verb::Create(args) => create::<K>(context, args).await,
        Verb::Edit(args) => edit::<K>(context, args).await,
        Verb::Replace(args) => replace::<K>(context, args).await,
        Verb::Delete(args) => delete::<K>(context, args).await,
    }
}

/// The service has no such question.
const CHOSEN_HERE: &str = "the request lists all: what is shown of it is chosen here";

async fn list<K: Kind>(context: &Context, args: ListArgs) -> Result<(), Failure> {
    if let Some(drawing) = context.drawing(args.dry_run)? {
        if !args.view.conditions.is_empty() {
            context.say(CHOSEN_HERE);
        }
        return drawing.show(|client| K::collection(client).requests().list());
    }
    context
        .output()
        .check_columns(args.view.columns.as_deref())?;
    let entries = read_all::<K>(context).await?;
    show_some::<K>(context, entries, &args.view)
}

async fn find<K: Kind>(context: &Context, args: FindArgs) -> Result<(), Failure> {
    if let Some(drawing) = context.drawing(args.dry_run)? {
        context.say(CHOSEN_HERE);
        return drawing.show(|client| K::collection(client).requests().list());
    }
    context
        .output()
        .check_columns(args.view.columns.as_deref())?;
    let entries = read_all::<K>(context).await?;
    show_some::<K>(context, select::holding(entries, &args.text), &args.view)
}

async fn filter(context: &Context, args: FilterArgs) -> Result<(), Failure> {
    let departments: Vec<DepartmentId> = args
        .departments
        .into_iter()
        .map(DepartmentId::new)
        .collect();
    if let Some(drawing) = context.drawing(args.dry_run)? {
        return drawing.show(|client| {
            let requests = client.organizations().requests();
            requests.in_departments(departments)
        });
    }
    let call =
        |client: Client| async move { client.organizations().in_departments(departments).await };
    context
        .output()
        .check_columns(args.view.columns.as_deref())?;
    let client = context.client()?;
    let found = context
        .reading("listing organizations", call(client))
        .await?;
    show_some::<Organization>(context, to_json(&found)?, &args.view)
}

async fn types(context: &Context, args: TypesArgs) -> Result<(), Failure> {
    let call = |client: Client| async move { client.addresses().types().await };
    if let Some(drawing) = context.drawing(args.dry_run)? {
        return drawing.show(|client| client.addresses().requests().types());
    }
    let client = context.client()?;
    let found: Vec<AddressTypeInfo> = context
        .reading("listing address types", call(client))
        .await?;
    let columns: &[&str] = &["id", "name", "name_eng"];
    let columns = Columns {
        all: columns,
        shown: columns,
        asked: None,
    };
    context.output().list(&to_json(&found)?, columns)
}

async fn get<K: Kind>(context: &Context, args: GetArgs) -> Result<(), Failure> {
    let ids = args.ids.ids;
    if let Some(drawing) = context.drawing(args.dry_run)? {
        let mut steps = Vec::new();
        for id in ids {
            let request = drawing.request(|client| K::collection(client).requests().get(id))?;
            steps.push(Step::Send(request));
        }
        return drawing.print(&steps);
    }
    context.output().check_columns(args.columns.as_deref())?;
    let is_one = ids.len() == 1;
    let client = context.client()?;
    let account = each(context, Work::Reading, "reading", ids, |id| {
        let client = client.clone();
        async move { Ok(one::<K>(client, id).await?) }
    })
    .await;
    show::<K>(context, &account.done, is_one, args.columns.as_deref())?;
    account.settle(context, "read")
}

async fn create<K: Kind>(context: &Context, args: CreateArgs<K::Fields>) -> Result<(), Failure> {
    let Drafts { drafts, is_list } =
        drafting::read::<K>(context, args.file.file.as_deref(), &args.fields)?;
    if let Some(drawing) = context.drawing(args.dry_run)? {
        let mut steps = Vec::new();
        for Named(_, draft) in drafts {
            let request =
                drawing.request(|client| K::collection(client).requests().create(&draft))?;
            steps.push(Step::Send(request));
        }
        return drawing.print(&steps);
    }
    let collection = &K::collection(&context.client()?);
    let account = each(
        context,
        Work::Writing,
        "creating",
        drafts,
        |Named(_, draft)| async move {
            match collection.create(&draft).await {
                Ok(created) => {
                    context.say(format_args!("created {} {}", K::NAMES.0, created.id()));
                    Ok(created)
                }
                Err(error) if error.is_outcome_unknown() => {
                    let found = collection.reconcile(&draft).await;
                    Err(Failure::from(error).hint(doubt::<K>(found)))
                }
                Err(error) => Err(error.into()),
            }
        },
    )
    .await;
    show::<K>(context, &account.done, !is_list, None)?;
    account.settle(context, "created")
}

/// What to try after a create that nobody knows the outcome of.
fn doubt<K: Kind>(found: catalogs::Result<Reconciled<K>>) -> String {
    let look = format!("`catalogs {} list`", K::COMMAND);
    match found {
        Ok(Reconciled::Found(entity)) => format!(
            "{} has the same fields: unless it was there before, it is yours, and nothing is left to do",
            entity.id()
        ),
        Ok(Reconciled::Ambiguous(_)) => {
            format!("several say the same: look with {look} before creating it again")
        }
        Ok(Reconciled::NotFound) => format!(
            "it is not there now, but the request may still be at work: wait half a minute, look \
             with {look}, and create it again only if it is not there"
        ),
        Err(_) => format!("look with {look} before creating it again"),
    }
}

async fn edit<K: Kind>(context: &Context, args: EditArgs<K::Fields>) -> Result<(), Failure> {
    let mut changes = args.fields.changes();
    changes.clear::<K::Fields>(&args.clear)?;
    if let Some(path) = &args.file {
        let mut read = drafts::read::<K>(path)?;
        if read.is_list || read.bodies.len() != 1 {
            return Err(Failure::usage(
                "the file has to hold one object with the fields to change",
            ));
        }
        if let Some(field) = read.unknown.first() {
            return Err(
                Failure::usage(format!("there is no field {field} to change"))
                    .hint(format!("there are {}", K::FIELDS.join(", "))),
            );
        }
        changes = changes.on_top_of(read.bodies.remove(0).into());
    }
    if changes.is_empty() && !args.treat_missing_as_empty {
        return Err(Failure::usage("nothing to change")
            .hint("name what is to change, such as --phone, or --clear phone"));
    }
    let ids = args.ids.ids;
    if let Some(drawing) = context.drawing(args.dry_run)? {
        return draw_edits::<K>(drawing, ids, &changes);
    }
    let is_one = ids.len() == 1;
    let collection = &K::collection(&context.client()?);
    let changes = &changes;
    let account = each(context, Work::Writing, "editing", ids, |id| async move {
        let mut refused = None;
        let edited = collection
            .edit(id, |draft| {
                let before = draft.clone();
                if args.treat_missing_as_empty {
                    K::treat_missing_as_empty(draft);
                }
                match changes.apply::<K>(draft) {
                    Ok(()) => drafting::warn_of_changes::<K>(context, draft, changes),
                    // Nothing is written then.
                    Err(error) => (*draft, refused) = (before, Some(error)),
                }
            })
            .await?;
        match refused {
            Some(error) => Err(error.into()),
            None => Ok(edited),
        }
    })
    .await;
    show::<K>(context, &account.done, is_one, None)?;
    account.settle(context, "edited")
}

/// An edit reads, changes and writes back.
fn draw_edits<K: Kind>(drawing: Drawing, ids: Vec<Uuid>, changes: &Changes) -> Result<(), Failure> {
    let mut steps = Vec::new();
    for id in ids {
        let read = drawing.request(|client| K::collection(client).requests().get(id))?;
        // The body is what the reading will answer; the rest of the request is known.
        let draft = <K::Draft as catalogs::Draft>::empty();
        let write =
            drawing.request(|client| K::collection(client).requests().replace(id, &draft))?;
        let changes = changes
            .iter()
            .map(|change| SnippetChange::new(change.field.split('.'), change.value.clone()));
        let edit = Edit::new(read, write)
            .links(K::LINKS.iter().copied())
            .shown(K::NEEDED.iter().copied())
            .codes(K::CODES.iter().copied())
            .changes(changes);
        steps.push(Step::Edit(edit));
    }
    drawing.print(&steps)
}

async fn replace<K: Kind>(context: &Context, args: ReplaceArgs<K::Fields>) -> Result<(), Failure> {
    let Drafts { drafts, is_list } =
        drafting::read::<K>(context, args.file.file.as_deref(), &args.fields)?;
    if is_list && drafts.len() != 1 {
        return Err(Failure::usage("the file has to hold one draft"));
    }
    let id = args.id;
    for Named(_, draft) in drafts {
        if let Some(drawing) = context.drawing(args.dry_run)? {
            return drawing.show(|client| K::collection(client).requests().replace(id, &draft));
        }
        let call = |client: Client| async move { K::collection(&client).replace(id, &draft).await };
        let client = context.client()?;
        let interrupt = crate::interrupt::Interrupt::listen();
        let replaced = interrupt
            .writing(context, async { Ok(call(client).await?) })
            .await?;
        show::<K>(context, &[replaced], true, None)?;
    }
    Ok(())
}

async fn delete<K: Kind>(context: &Context, args: DeleteArgs) -> Result<(), Failure> {
    let ids = args.ids.ids;
    if let Some(drawing) = context.drawing(args.dry_run)? {
        let mut steps = Vec::new();
        for id in ids {
            let request = drawing.request(|client| K::collection(client).requests().delete(id))?;
            steps.push(Step::Send(request));
        }
        return drawing.print(&steps);
    }
    let client = context.client()?;
    if !args.yes && !is_confirmed::<K>(context, &client, &ids).await? {
        return Err(Failure::other("nothing was deleted"));
    }
    let collection = &K::collection(&client);
    let output = &context.output();
    let unsaid = &Cell::new(None);
    let account = each(context, Work::Writing, "deleting", ids, |id| async move {
        collection.delete(id).await?;
        let text = format!("deleted {} {id}", K::NAMES.0);
        // It is deleted, whether that can be said or not.
        if let Err(failure) = output.line(&text, &json!({ "id": id, "deleted": true })) {
            unsaid.set(Some(failure));
        }
        Ok(())
    })
    .await;
    account.settle(context, "deleted")?;
    match unsaid.take() {
        Some(failure) => Err(failure),
        None => Ok(()),
    }
}

/// Asks, by name.
async fn is_confirmed<K: Kind>(
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
        1 => K::NAMES.0.to_owned(),
        count => format!("{count} {}", K::NAMES.1),
    };
    for id in ids {
        let collection = K::collection(client);
        let found = context.reading("reading", collection.get_opt(*id)).await?;
        let name = match found {
            Some(found) => title(&serde_json::to_value(found).unwrap_or_default()),
            None => "(not found)".to_owned(),
        };
        context.always(format_args!("  {id}  {name}"));
    }
    context.ask(&format!("Delete the {what}? [y/N] ")).await
}

async fn all<K: Kind>(client: Client) -> catalogs::Result<Vec<K>> {
    K::collection(&client).list().await
}

async fn one<K: Kind>(client: Client, id: Uuid) -> catalogs::Result<K> {
    K::collection(&client).get(id).await
}

async fn read_all<K: Kind>(context: &Context) -> Result<Vec<Value>, Failure> {
    let client = context.client()?;
    let doing = format!("listing {}", K::NAMES.1);
    to_json(&context.reading(&doing, all::<K>(client)).await?)
}

/// Entities in the API's own shape.
fn to_json<T: Serialize>(entities: &[T]) -> Result<Vec<Value>, Failure> {
    let values = entities.iter().map(serde_json::to_value);
    values
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::other(format!("the answer cannot be shown: {error}")))
}

fn show_some<K: Kind>(context: &Context, entries: Vec<Value>, view: &View) -> Result<(), Failure> {
    let entries = select::select(entries, &view.conditions, view.sort.as_deref(), K::COLUMNS)?;
    context
        .output()
        .list(&entries, columns::<K>(view.columns.as_deref()))
}

/// One entity whole, or a list of them.
fn show<K: Kind>(
    context: &Context,
    entities: &[K],
    is_one: bool,
    asked: Option<&[String]>,
) -> Result<(), Failure> {
    let entries = to_json(entities)?;
    match (&entries[..], is_one) {
        ([entry], true) => context.output().single(entry, columns::<K>(asked)),
        // Why there is none is said elsewhere.
        ([], true) => Ok(()),
        (entries, _) => context.output().list(entries, columns::<K>(asked)),
    }
}

fn columns<K: Kind>(asked: Option<&[String]>) -> Columns<'_> {
    Columns {
        all: K::COLUMNS,
        shown: K::SHOWN,
        asked,
    }
}
