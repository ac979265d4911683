//! curl commands for a shell.

use crate::{Edit, Request, Step, jq, text::pretty};

/// One command, or chain of commands, per step.
pub(crate) fn render(steps: &[Step]) -> String {
    let commands: Vec<_> = steps
        .iter()
        .map(|step| match step {
            Step::Send(request) => send(request),
            Step::Edit(edit) => read_change_write(edit),
        })
        .collect();
    commands.join("\n")
}

fn send(request: &Request) -> String {
    let body = request.body.as_ref().map(|body| quote(&pretty(body)));
    format!("# {}\n{}\n", request.title, command(request, body))
}

/// Each command runs only if the one before went well.
fn read_change_write(edit: &Edit) -> String {
    format!(
        "# {}
# Needs jq. Reads what is there, changes it, and writes the whole back; stops at the first failure.
response=$({}) &&
body=$(printf '%s' \"$response\" | jq --null-input {}) &&
{}
",
        edit.write.title,
        command(
            &edit.read,
            edit.read.body.as_ref().map(|body| quote(&pretty(body)))
        ),
        quote(&jq::filter(edit)),
        command(&edit.write, Some("\"$body\"".to_owned())),
    )
}

/// The command, given the body as a word of the shell.
fn command(request: &Request, body: Option<String>) -> String {
    // curl takes brackets and braces in a URL for ranges and alternatives.
    let globoff = if request.url.contains(['[', ']', '{', '}']) {
        " --globoff"
    } else {
        ""
    };
    let mut options = vec![
        format!(
            "curl --silent --show-error --fail-with-body{globoff} --request {} {}",
            shell_words::quote(&request.method),
            quote(&request.url)
        ),
        format!(
            "--header \"Authorization: Bearer ${}\"",
            request.token_variable
        ),
    ];
    options.extend(request.headers.iter().map(|(name, value)| {
        // `Name:` would have curl leave the header out.
        let header = if value.is_empty() {
            format!("{name};")
        } else {
            format!("{name}: {value}")
        };
        format!("--header {}", quote(&header))
    }));
    if request.has_header("Accept-Encoding") {
        options.push("--compressed".to_owned());
    }
    // The service wants 301 and 302 followed; by itself curl would turn a POST into a GET.
    options.push(match body {
        Some(_) => "--location --post301 --post302".to_owned(),
        None => "--location".to_owned(),
    });
    options.extend(body.map(|body| format!("--data-raw {body}")));
    options.join(" \\\n  ")
}

/// The text as one word of the shell, in single quotes even where it needs none.
fn quote(text: &str) -> String {
    let quoted = shell_words::quote(text);
    if quoted == text {
        format!("'{text}'")
    } else {
        quoted.into_owned()
    }
}
