//! Drafts, by their builders where those have a way to say it all.

use serde_json::{Map, Value};

use super::entity::{DOCS_ADDRESS, Entity, Field, Kind, hold};
use super::program::Program;
use super::{layout, literal, send};

/// Makes the draft that sends a body, in the variable `draft`; `false` if none does.
pub(super) fn draft(program: &mut Program, entity: &'static Entity, body: &Value) -> bool {
    let Some(fields) = body.as_object().filter(|body| hold(entity.fields, body)) else {
        return false;
    };
    if is_built(entity.fields, fields) {
        build(program, "draft", entity.draft, entity.fields, fields);
    } else {
        program.uses(entity.draft);
        let body = literal::json(program, body);
        program.statement(&format!(
            "let draft: {} = serde_json::from_value({body})?;",
            entity.draft
        ));
    }
    true
}

/// Whether the builder has a way to say all of it.
fn is_built(fields: &[Field], body: &Map<String, Value>) -> bool {
    let departments = body.get("department_ids").and_then(Value::as_array);
    let idle = body.get("all_departments_allowed") == Some(&Value::Bool(true))
        && departments.is_some_and(|ids| !ids.is_empty());
    let said = fields
        .iter()
        .all(|field| match (field.kind, body.get(field.name)) {
            (_, None | Some(Value::Null)) => !field.required,
            (Kind::Docs, Some(Value::Object(docs))) => is_built(DOCS_ADDRESS, docs),
            _ => true,
        });
    said && !idle
}

/// Builds something in a variable.
fn build(
    program: &mut Program,
    variable: &str,
    of: &'static str,
    fields: &[Field],
    body: &Map<String, Value>,
) {
    program.uses(of);
    let mut calls = Vec::new();
    for field in fields {
        let Some(value) = body.get(field.name) else {
            continue;
        };
        let argument = match (field.kind, value) {
            (_, Value::Null) | (Kind::Departments, _) => None,
            (Kind::Guids, list) if list.as_array().is_some_and(Vec::is_empty) => None,
            (Kind::Docs, Value::Object(docs)) => {
                build(program, field.rust, "DocsAddress", DOCS_ADDRESS, docs);
                Some(field.rust.to_owned())
            }
            (Kind::AllDepartments, all) => {
                let ids = body.get("department_ids").and_then(Value::as_array);
                Some(access(program, all, ids.map_or(&[], Vec::as_slice)))
            }
            (kind, value) => expression(program, kind, value),
        };
        calls.extend(argument.map(|argument| format!(".{}({argument})", field.rust)));
    }
    if extra(program, fields, body) {
        calls.push(".extra(extra)".to_owned());
    }
    calls.push(".build()".to_owned());
    let before = format!("let {variable} = ");
    program.statement(&layout::chain(
        &before,
        &format!("{of}::builder()"),
        &calls,
        ";",
    ));
}

/// Puts what the documentation does not know in the variable `extra`; `false` if there is none.
fn extra(program: &mut Program, fields: &[Field], body: &Map<String, Value>) -> bool {
    let mut unknown = body
        .iter()
        .filter(|(name, _)| fields.iter().all(|field| field.name != name.as_str()))
        .peekable();
    if unknown.peek().is_none() {
        return false;
    }
    program.uses("Extra");
    program.statement("let mut extra = Extra::new();");
    for (name, value) in unknown {
        let name = format!("{}.into()", literal::string(name));
        let value = literal::json(program, value);
        program.statement(&layout::call("extra.insert", [&name, &value], ";"));
    }
    true
}

/// Which departments see an organization.
pub(super) fn access(program: &mut Program, all: &Value, ids: &[Value]) -> String {
    program.uses("DepartmentAccess");
    if all == &Value::Bool(true) {
        return "DepartmentAccess::All".to_owned();
    }
    if ids.is_empty() {
        return "DepartmentAccess::Only(Vec::new())".to_owned();
    }
    format!("DepartmentAccess::only({})", departments(program, ids))
}

/// A list of departments.
pub(super) fn departments(program: &mut Program, ids: &[Value]) -> String {
    if !ids.is_empty() {
        program.uses("DepartmentId");
    }
    let ids: Vec<_> = ids
        .iter()
        .map(|id| format!("DepartmentId::new({id})"))
        .collect();
    layout::list(&ids)
}

/// An expression for a value of some kind; `None` for one that takes more than that.
pub(super) fn expression(program: &mut Program, kind: Kind, value: &Value) -> Option<String> {
    Some(match kind {
        Kind::Text => literal::string(value.as_str()?),
        Kind::Whole | Kind::Number => value.to_string(),
        Kind::Id(of) => {
            program.uses(of);
            format!("{of}::new({value})")
        }
        Kind::Code(of, names) => {
            program.uses(of);
            let code = value.as_i64()?;
            match names.iter().find(|(known, _)| *known == code) {
                Some((_, name)) => format!("{of}::{name}"),
                None => format!("{of}::from_code({code})"),
            }
        }
        Kind::Guids => {
            let guids = value.as_array()?.iter().filter_map(Value::as_str);
            layout::list(&guids.map(send::guid).collect::<Vec<_>>())
        }
        Kind::Docs | Kind::AllDepartments | Kind::Departments => return None,
    })
}
