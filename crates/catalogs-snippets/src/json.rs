//! A JSON array for programs to read.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{Change, Edit, Request, Step, text::pretty_struct};

/// One object per request.
pub(crate) fn render(steps: &[Step]) -> String {
    let mut calls = Vec::new();
    for step in steps {
        match step {
            Step::Send(request) => calls.push(call(request, None)),
            Step::Edit(edit) => {
                calls.push(call(&edit.read, None));
                calls.push(call(&edit.write, Some(edits(edit))));
            }
        }
    }
    pretty_struct(&calls) + "\n"
}

#[derive(Serialize)]
struct Call<'a> {
    title: &'a str,
    operation: &'a str,
    method: &'a str,
    url: &'a str,
    headers: Headers<'a>,
    body: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<Edits<'a>>,
}

/// How the body comes about.
#[derive(Serialize)]
struct Edits<'a> {
    body_from: &'static str,
    without: [&'static str; 1],
    /// Fields that the response has to show.
    needs: Vec<&'static str>,
    links: Vec<Link>,
    changes: &'a [Change],
}

#[derive(Serialize)]
struct Link {
    response: &'static str,
    request: &'static str,
    required: bool,
}

/// In the order in which they are sent.
struct Headers<'a>(&'a Request);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let token = format!("Bearer ${}", self.0.token_variable);
        let headers = self
            .0
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        serializer.collect_map(headers.chain([("Authorization", token.as_str())]))
    }
}

fn call<'a>(request: &'a Request, edits: Option<Edits<'a>>) -> Call<'a> {
    Call {
        title: &request.title,
        operation: &request.name,
        method: &request.method,
        url: &request.url,
        headers: Headers(request),
        body: request.body.as_ref(),
        edits,
    }
}

fn edits(edit: &Edit) -> Edits<'_> {
    let link = |link: &crate::Link| Link {
        response: link.response,
        request: link.request,
        required: !edit.sets(*link),
    };
    Edits {
        body_from: "the response to the previous request",
        without: ["id"],
        needs: edit.has_to_show().collect(),
        links: edit.links.iter().map(link).collect(),
        changes: &edit.changes,
    }
}
