//! The snippets of the sandbox's console are those of `--dry-run`.

use serde_json::Value;

use crate::{
    operations::commands,
    support::{Ran, Route, World, http},
};

/// The snippets' labels, and what `--dry-run` calls the languages.
const LANGUAGES: [(&str, &str); 3] = [("curl", "curl"), ("1C", "1c"), ("Python", "python")];

#[test]
fn console_snippets_match_dry_run() {
    let world = World::with(|builder| builder.console(true));
    for (route, name) in [(Route::Direct, "direct"), (Route::Gateway, "gateway")] {
        let host = world.sandbox.origin().trim_start_matches("http://");
        let get = format!("GET /console/openapi/{name} HTTP/1.0\r\nHost: {host}\r\n\r\n");
        let response = http(host, &get);
        let (_, body) = response.split_once("\r\n\r\n").expect("a body");
        let document: Value = serde_json::from_str(body).expect("JSON");
        for (operation, command) in commands() {
            let documented = documented(&document, operation);
            let body = &documented["requestBody"]["content"]["application/json"]["example"];
            let command = with_body(&world, operation, &command, body);
            for (label, language) in LANGUAGES {
                let snippets = documented["x-codeSamples"].as_array().expect("snippets");
                let snippet = snippets.iter().find(|it| it["label"] == label);
                let shown = snippet.and_then(|it| it["source"].as_str());
                let dry_run = format!("--dry-run={language}");
                let printed = Ran::of(world.on(route).args(&command).arg(dry_run)).ok();
                assert_eq!(shown, Some(printed.out.as_str()), "{operation} {label}");
            }
        }
    }
}

fn documented<'d>(document: &'d Value, operation: &str) -> &'d Value {
    let paths = document["paths"].as_object().expect("paths").values();
    let mut operations = paths.filter_map(Value::as_object).flatten();
    let found = operations.find(|(_, it)| it["operationId"] == operation);
    found.unwrap_or_else(|| panic!("no {operation}")).1
}

/// The command, with the reference's example for what it sends.
fn with_body(world: &World, operation: &str, command: &[&str], body: &Value) -> Vec<String> {
    let words = |length: usize| command[..length].iter().map(ToString::to_string);
    if operation == "filter_organizations" {
        let departments = body["departments"].as_array().expect("departments");
        let flags = departments
            .iter()
            .flat_map(|it| ["--department".to_owned(), it.to_string()]);
        return words(2).chain(flags).collect();
    }
    if body.is_null() {
        return words(command.len()).collect();
    }
    // The kind, the verb, and for `replace` an id.
    let length = 2 + usize::from(operation.starts_with("replace"));
    let file = world.file("body.json", &body.to_string());
    words(length).chain(["--file".to_owned(), file]).collect()
}
