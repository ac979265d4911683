//! A script that reads, changes and writes back.

use std::fmt::Write as _;

use serde_json::Value;

use super::{call, headers, set, value};
use crate::{Change, Edit, Step, text::visible};

const PARSE: &str = include_str!("parse.py");
const IDS: &str = include_str!("ids.py");
const PUT: &str = include_str!("put.py");

/// The functions that the edits among the steps need.
pub(super) fn helpers(steps: &[Step]) -> Vec<String> {
    let edits = || {
        steps.iter().filter_map(|step| match step {
            Step::Edit(edit) => Some(edit),
            Step::Send(_) => None,
        })
    };
    let nests = |edit: &Edit| edit.changes.iter().any(|change| change.path.len() > 1);
    [
        (edits().next().is_some(), PARSE),
        (edits().any(Edit::converts), IDS),
        (edits().any(nests), PUT),
    ]
    .into_iter()
    .filter(|(needed, _)| *needed)
    .map(|(_, text)| text.to_owned())
    .collect()
}

pub(super) fn read_change_write(edit: &Edit) -> String {
    let Edit { read, write, .. } = edit;
    let mut code = format!(
        "# {}
# Reads what is there, changes it, and writes the whole back.
headers = {}
",
        visible(&write.title),
        headers(read, 0)
    );
    let body = read
        .body
        .as_ref()
        .map(|body| format!("json={}", value::literal(body, 1)));
    let arguments = ["headers=headers".to_owned()].into_iter().chain(body);
    let call_to_read = call(read, arguments);
    let _ = writeln!(code, "response = {call_to_read}\nrecord = parse(response)");

    for field in edit.has_to_show() {
        let _ = writeln!(
            code,
            "if record.get(\"{field}\") is None:
    sys.exit(\"the response does not show {field}; nothing was changed\")"
        );
    }
    for field in edit.codes_kept() {
        let _ = writeln!(
            code,
            "if isinstance(record.get(\"{field}\"), dict):
    sys.exit(\"the response shows no {field}; nothing was changed\")"
        );
    }
    for link in &edit.links {
        let (response, request) = (link.response, link.request);
        let _ = match edit.sets(*link) {
            true => writeln!(code, "record.pop(\"{response}\", None)"),
            false => writeln!(code, "record[\"{request}\"] = ids(record, \"{response}\")"),
        };
    }
    code.extend(edit.changes.iter().map(change));

    if read.headers != write.headers || read.token_variable != write.token_variable {
        let _ = writeln!(code, "headers = {}", headers(write, 0));
    }
    let arguments = ["headers=headers", "data=dump(record)"].map(str::to_owned);
    let call_to_write = call(write, arguments);
    let _ = writeln!(code, "response = {call_to_write}\nshow(response)");
    code
}

fn change(Change { path, value }: &Change) -> String {
    match &path[..] {
        [] => String::new(),
        [field] => set(&format!("record[{}]", value::string(field)), value),
        [way @ .., field] => {
            let way: Vec<_> = way.iter().map(|step| Value::from(step.as_str())).collect();
            format!(
                "put(record, {}, {}, {})\n",
                value::literal(&way.into(), 0),
                value::string(field),
                value::literal(value, 0)
            )
        }
    }
}
