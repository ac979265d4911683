//! Reads, changes and writes back.

use serde_json::Value;

use super::client::Settings;
use super::draft::{access, expression};
use super::entity::{Entity, Field, Kind};
use super::operation::{Verb, verb};
use super::program::Program;
use super::{layout, literal, send};
use crate::{Change, Edit};

pub(super) fn step(program: &mut Program, edit: &Edit) {
    let Some(path) = send::begin(program, &edit.write.title, &edit.write) else {
        return;
    };
    match edited(edit, path) {
        Some((entity, id)) => {
            let changes = changes(program, entity, &edit.changes);
            match changes {
                Ok(changes) => change(program, entity, id, &changes),
                Err(path) => program.refuse(&format!("no draft has a field {path}")),
            }
        }
        None => program.refuse(&format!(
            "the client edits organizations, addresses and contact persons, not {path}"
        )),
    }
}

/// What is edited, if reading and writing are about the same.
fn edited<'a>(edit: &'a Edit, path: &'a str) -> Option<(&'static Entity, &'a str)> {
    let (read, write) = (Settings::of(&edit.read)?, Settings::of(&edit.write)?);
    let found = (
        verb(&edit.read, read.1).map(|(_, verb)| verb),
        verb(&edit.write, path)?,
    );
    match found {
        (Some(Verb::Get(from)), (entity, Verb::Replace(to)))
            if from == to && read == write && edit.read.body.is_none() =>
        {
            Some((entity, to))
        }
        _ => None,
    }
}

/// A statement that changes the variable `draft`.
struct Statement {
    text: String,
    /// Whether it has a `?`, so that it cannot stand in the closure of `edit`.
    fails: bool,
}

/// Makes the changes, in the shortest way that has room for them.
fn change(program: &mut Program, entity: &Entity, id: &str, changes: &[Statement]) {
    let id = send::guid(id);
    if changes.iter().any(|change| change.fails) {
        let Entity { many, .. } = entity;
        program.statement(&format!("let {many} = client.{many}();\nlet id = {id};"));
        program.statement(&format!(
            "let mut draft = {many}.get(id).await?.to_draft();"
        ));
        for change in changes {
            program.statement(&change.text);
        }
        program.statement(&format!(
            "let {} = {many}.replace(id, &draft).await?;",
            entity.one
        ));
        send::show(program, entity.one);
    } else {
        let call = match changes {
            [] => format!(".edit({id}, |_| {{}})"),
            changes => {
                let lines: String = changes
                    .iter()
                    .map(|change| format!("    {}\n", layout::indented(&change.text)))
                    .collect();
                format!(".edit({id}, |draft| {{\n{lines}}})")
            }
        };
        send::answer(program, entity, entity.one, &call);
    }
}

/// The statements; the error names a field that no draft has.
fn changes(
    program: &mut Program,
    entity: &Entity,
    changes: &[Change],
) -> Result<Vec<Statement>, String> {
    let departments = departments(entity, changes);
    let mut statements = Vec::new();
    for change in changes {
        let path: Vec<&str> = change.path.iter().map(String::as_str).collect();
        match (&path[..], departments) {
            // Both at once.
            (["all_departments_allowed"], Some((all, ids))) => {
                let access = access(program, all, ids);
                statements.push(plain(format!("draft.departments = {access};")));
            }
            (["department_ids"], Some(_)) => {}
            _ => statements.push(statement(program, entity, &path, &change.value)?),
        }
    }
    Ok(statements)
}

/// The flag and the list, where both are said and agree.
fn departments<'a>(entity: &Entity, changes: &'a [Change]) -> Option<(&'a Value, &'a [Value])> {
    let only = |kind: fn(&Kind) -> bool| {
        let field = entity.fields.iter().find(|field| kind(&field.kind))?;
        let mut said = changes.iter().filter(|change| change.path == [field.name]);
        let value = &said.next()?.value;
        (said.next().is_none() && field.kind.holds(value)).then_some(value)
    };
    let all = only(|kind| matches!(kind, Kind::AllDepartments))?;
    let ids = only(|kind| matches!(kind, Kind::Departments))?.as_array()?;
    (all == &Value::Bool(false) || ids.is_empty()).then_some((all, ids))
}

fn statement(
    program: &mut Program,
    entity: &Entity,
    path: &[&str],
    value: &Value,
) -> Result<Statement, String> {
    let known = |name: &str| entity.fields.iter().find(|field| field.name == name);
    match path {
        [name] => {
            match known(name) {
                Some(field) => Ok(assignment(program, field, value)
                    .unwrap_or_else(|| by_name(program, name, value))),
                None => Ok(extra(program, path, value)),
            }
        }
        ["docs_address", inner] if is_of_docs_address(entity, inner) => {
            Ok(by_name(program, &format!("docs_address.{inner}"), value))
        }
        [name, ..] if known(name).is_none() => Ok(extra(program, path, value)),
        path => Err(path.join(".")),
    }
}

fn is_of_docs_address(entity: &Entity, field: &str) -> bool {
    let has_one = entity
        .fields
        .iter()
        .any(|field| matches!(field.kind, Kind::Docs));
    has_one
        && super::entity::DOCS_ADDRESS
            .iter()
            .any(|known| known.name == field)
}

/// Sets a field of the draft, if the draft has one that holds the value.
fn assignment(program: &mut Program, field: &Field, value: &Value) -> Option<Statement> {
    let name = field.rust;
    match (field.kind, value) {
        (Kind::AllDepartments, Value::Bool(true)) => {
            let access = access(program, value, &[]);
            Some(plain(format!("draft.departments = {access};")))
        }
        (Kind::AllDepartments | Kind::Departments, _) => None,
        (Kind::Guids, Value::Array(ids)) if ids.is_empty() => {
            Some(plain(format!("draft.{name}.clear();")))
        }
        (Kind::Guids, Value::Null) => None,
        (_, Value::Null) => Some(plain(format!("draft.{name} = None;"))),
        (kind, value) if !kind.holds(value) => None,
        (Kind::Guids, value) => {
            let ids = expression(program, field.kind, value)?;
            Some(Statement {
                text: format!("draft.{name} = vec!{ids};"),
                fails: true,
            })
        }
        (kind, value) => {
            let into = if matches!(kind, Kind::Text) {
                ".into()"
            } else {
                ""
            };
            let value = expression(program, kind, value)?;
            Some(plain(format!("draft.{name} = Some({value}{into});")))
        }
    }
}

/// Sets a field by its name, which can fail.
fn by_name(program: &mut Program, name: &str, value: &Value) -> Statement {
    let value = literal::json(program, value);
    Statement {
        text: layout::call("draft.set_field", [&literal::string(name), &value], "?;"),
        fails: true,
    }
}

/// Sets a field that the documentation does not know; on the way, objects that are missing are made.
fn extra(program: &mut Program, path: &[&str], value: &Value) -> Statement {
    let value = literal::json(program, value);
    let fails = value.ends_with('?');
    let mut names = path.iter().map(|name| literal::string(name));
    let first = names.next().unwrap_or_default();
    let rest: String = names.map(|name| format!("[{name}]")).collect();
    let text = match rest.as_str() {
        "" => layout::call(
            "draft.extra.insert",
            [&format!("{first}.into()"), &value],
            ";",
        ),
        rest => {
            format!("draft.extra.entry({first}).or_insert_with(Default::default){rest} = {value};")
        }
    };
    Statement { text, fails }
}

fn plain(text: String) -> Statement {
    Statement { text, fails: false }
}
