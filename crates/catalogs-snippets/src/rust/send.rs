//! A request, by a verb or by hand.

use serde_json::Value;

use super::client::{self, Settings};
use super::draft::{self, draft};
use super::entity::{Entity, Kind};
use super::operation::{Verb, verb};
use super::program::Program;
use super::{layout, literal};
use crate::Request;
use crate::text::visible;

const METHODS: [(&str, &str); 5] = [
    ("GET", "Get"),
    ("POST", "Post"),
    ("PUT", "Put"),
    ("PATCH", "Patch"),
    ("DELETE", "Delete"),
];

pub(super) fn step(program: &mut Program, request: &Request) {
    let Some(path) = begin(program, &request.title, request) else {
        return;
    };
    match verb(request, path) {
        Some((entity, verb)) if by_verb(program, request.body.as_ref(), entity, verb) => {}
        _ => by_hand(program, request, path),
    }
}

/// Has the client that a request needs, says what it does, and answers its path below the route;
/// `None` where no client reaches it.
pub(super) fn begin<'a>(
    program: &mut Program,
    title: &str,
    request: &'a Request,
) -> Option<&'a str> {
    let (settings, path) = Settings::of(request).unzip();
    if let Some(settings) = settings {
        program.client(settings);
    }
    program.comment(title);
    let others = client::other_headers(request);
    if !others.is_empty() {
        program.statement(&format!(
            "// The client sets its headers itself; it does not take over: {}.",
            visible(&others.join(", "))
        ));
    }
    if path.is_none() {
        program.refuse(&format!(
            "the client reaches what is below /v1.2/catalogs or /gw/oauth2/catalogs/v1.2, not {}",
            request.url
        ));
    }
    path
}

/// Makes the request by a verb, if that sends this body.
fn by_verb(
    program: &mut Program,
    body: Option<&Value>,
    entity: &'static Entity,
    verb: Verb<'_>,
) -> bool {
    match (verb, body) {
        (Verb::List, None) => answer(program, entity, entity.many, ".list()"),
        (Verb::Types, None) => answer(program, entity, "address_types", ".types()"),
        (Verb::Get(id), None) => {
            let call = format!(".get({})", guid(id));
            answer(program, entity, entity.one, &call);
        }
        (Verb::Delete(id), None) => {
            let calls = calls(entity, &format!(".delete({})", guid(id)));
            program.statement(&layout::chain("", "client", &calls, ";"));
        }
        (Verb::InDepartments, Some(body)) => match departments(body) {
            Some(list) => {
                let list = draft::departments(program, list);
                let call = format!(".in_departments({list})");
                answer(program, entity, entity.many, &call);
            }
            None => return false,
        },
        (Verb::Create, Some(body)) => match draft(program, entity, body) {
            true => answer(program, entity, entity.one, ".create(&draft)"),
            false => return false,
        },
        (Verb::Replace(id), Some(body)) => match draft(program, entity, body) {
            true => {
                let call = format!(".replace({}, &draft)", guid(id));
                answer(program, entity, entity.one, &call);
            }
            false => return false,
        },
        _ => return false,
    }
    true
}

/// The departments of a filter that says nothing else.
fn departments(body: &Value) -> Option<&[Value]> {
    let fields = body.as_object()?;
    let list = fields.get("departments")?;
    (fields.len() == 1 && Kind::Departments.holds(list))
        .then(|| list.as_array().map(Vec::as_slice))
        .flatten()
}

/// The expression for an id.
pub(super) fn guid(id: &str) -> String {
    format!("{}.parse()?", literal::string(id))
}

fn calls(entity: &Entity, call: &str) -> [String; 3] {
    [
        format!(".{}()", entity.many),
        call.to_owned(),
        ".await?".to_owned(),
    ]
}

/// Makes a call and prints its answer.
pub(super) fn answer(program: &mut Program, entity: &Entity, variable: &str, call: &str) {
    let before = format!("let {variable} = ");
    program.statement(&layout::chain(&before, "client", &calls(entity, call), ";"));
    show(program, variable);
}

/// Prints what a variable holds.
pub(super) fn show(program: &mut Program, variable: &str) {
    program.uses_json();
    program.statement(&format!(
        "println!(\"{{}}\", serde_json::to_string_pretty(&{variable})?);"
    ));
}

fn by_hand(program: &mut Program, request: &Request, path: &str) {
    let Some((_, method)) = METHODS.iter().find(|(name, _)| *name == request.method) else {
        program.refuse(&format!("the client has no method {}", request.method));
        return;
    };
    program.uses("Method");
    let body = match &request.body {
        None => "None",
        Some(body) => {
            let body = literal::json(program, body);
            // What is parsed has to know what it becomes.
            let body = match body.ends_with('?') {
                true => format!("let body: serde_json::Value = {body};"),
                false => format!("let body = {body};"),
            };
            program.statement(&body);
            "Some(&body)"
        }
    };
    let path = literal::string(path);
    let calls = [
        format!(".request(Method::{method}, {path}, {body})"),
        ".await?".to_owned(),
    ];
    program.statement(&layout::chain("let answer = ", "client", &calls, ";"));
    program.statement("if !answer.is_null() {\n    println!(\"{answer:#}\");\n}");
}
