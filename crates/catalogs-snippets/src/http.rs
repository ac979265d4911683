//! HTTP/1.1 messages.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::{Change, Edit, Request, Step, text::pretty};

/// One message per request, parted by `###`.
pub(crate) fn render(steps: &[Step]) -> String {
    let messages: Vec<_> = steps
        .iter()
        .flat_map(|step| match step {
            Step::Send(request) => vec![with_body(request)],
            Step::Edit(edit) => vec![with_body(&edit.read), changed(edit)],
        })
        .collect();
    messages.join("\n###\n\n")
}

fn with_body(request: &Request) -> String {
    let mut message = head(request);
    if let Some(body) = &request.body {
        let _ = writeln!(message, "\n{}", pretty(body));
    }
    message
}

/// What is not known before the response to the read is described in comments.
fn changed(edit: &Edit) -> String {
    let mut message = head(&edit.write);
    message.push_str("\n# The response to the previous request, without \"id\"");
    for link in &edit.links {
        let (response, request) = (link.response, link.request);
        let _ = write!(
            message,
            ",\n# with the ids of \"{response}\" as \"{request}\""
        );
    }
    if edit.changes.is_empty() {
        message.push_str(".\n");
    } else {
        let _ = writeln!(
            message,
            ",\n# and with these values:\n{}",
            pretty(&fields(&edit.changes))
        );
    }
    message
}

fn head(request: &Request) -> String {
    let mut head = format!(
        "{} {} HTTP/1.1\nHost: {}\n",
        request.method,
        request.target(),
        request.authority()
    );
    for (name, value) in &request.headers {
        let _ = writeln!(head, "{name}: {value}");
    }
    let _ = writeln!(head, "Authorization: Bearer ${}", request.token_variable);
    head
}

/// The changed fields as one object.
fn fields(changes: &[Change]) -> Value {
    let mut fields = Value::Object(Map::new());
    for change in changes {
        let mut place = &mut fields;
        for field in &change.path {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            place = &mut place[field.as_str()];
        }
        *place = change.value.clone();
    }
    fields
}
