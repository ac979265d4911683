//! Runs the commands in a shell, with a function in place of curl.

#![cfg(unix)]

mod samples;

use std::process::{Command, Output};

use catalogs_snippets::{Change, Edit, Language, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Prints its arguments, each with a NUL at its end.
const PRINT: &str = "curl() { printf '%s\\0' \"$@\"; }";

/// Responds to a GET with `$RESPONSE` and `$CODE`, and prints what else is sent.
const RESPOND: &str = "curl() {
  case \" $* \" in *' --request GET '*) printf '%s' \"$RESPONSE\"; return \"$CODE\";; esac
  for last; do :; done
  printf 'SENT%s' \"$last\"
}";

fn shell(curl: &str, commands: &str, response: &str, code: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{curl}\n{commands}")])
        .envs([
            ("ATI_TOKEN", "secret"),
            ("RESPONSE", response),
            ("CODE", code),
        ])
        .output()
        .expect("sh starts")
}

fn arguments(step: impl Into<Step>) -> Vec<String> {
    let output = shell(PRINT, &render(&[step.into()], Language::Curl), "", "");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_terminator('\0').map(str::to_owned).collect()
}

/// What an edit writes if the service responds so to its GET; the error text otherwise.
fn write(edit: Edit, response: &str, code: &str) -> Result<Value, String> {
    let output = shell(
        RESPOND,
        &render(&[edit.into()], Language::Curl),
        response,
        code,
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    match text.strip_prefix("SENT") {
        Some(body) if output.status.success() => Ok(serde_json::from_str(body).expect("JSON")),
        _ => {
            assert!(!output.status.success() && text.is_empty(), "{text}");
            Err(String::from_utf8(output.stderr).expect("UTF-8"))
        }
    }
}

fn lacks_jq() -> bool {
    support::missing("jq", &["jq", "--version"])
}

#[test]
fn curl_gets_described_request() {
    let body = samples::organization();
    let arguments = arguments(samples::request("create_organization").body(body.clone()));
    let (given, rest) = arguments.split_last().expect("a body");
    assert_eq!(serde_json::from_str::<Value>(given).expect("JSON"), body);
    assert_eq!(
        rest,
        [
            "--silent",
            "--show-error",
            "--fail-with-body",
            "--request",
            "POST",
            "https://api.ati.su/v1.2/catalogs/organizations",
            "--header",
            "Authorization: Bearer secret",
            "--header",
            "User-Agent: ati_integrator_64357",
            "--header",
            "Accept: application/json",
            "--header",
            "Content-Type: application/json",
            "--header",
            "Accept-Encoding: gzip, deflate, br",
            "--compressed",
            "--location",
            "--post301",
            "--post302",
            "--data-raw",
        ]
    );
}

#[test]
fn curl_special_characters_are_kept() {
    let request = Request::new("GET", "https://api.ati.su/a?b={1,2}&c=[1-3]").header("X-Empty", "");
    assert_eq!(
        arguments(request)[3..],
        [
            "--globoff",
            "--request",
            "GET",
            "https://api.ati.su/a?b={1,2}&c=[1-3]",
            "--header",
            "Authorization: Bearer secret",
            "--header",
            "X-Empty;",
            "--location",
        ]
    );
}

#[test]
fn edit_writes_changed_record_or_refuses() {
    if lacks_jq() {
        return;
    }
    for case in samples::edit_cases() {
        let written = write(case.edit.clone(), &case.response.to_string(), "0");
        samples::assert_written(&case, written);
    }
}

#[test]
fn edit_of_failed_read_writes_nothing() {
    if lacks_jq() {
        return;
    }
    let whole = r#"{"id":"1","addresses":[],"contact_persons":[]}"#;
    for (response, code, reason) in [
        ("<html>", "0", "jq: error"),
        ("", "0", ""),
        (whole, "22", ""),
    ] {
        match write(samples::edit(), response, code) {
            Err(text) => assert!(text.contains(reason), "{response}: {text}"),
            Ok(sent) => panic!("{response}: sent {sent}"),
        }
    }
}

/// What jq holds exactly, whatever its version.
fn any_jq_value() -> impl Strategy<Value = Value> {
    samples::nested(prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        (any::<i16>(), 1..1000).prop_map(|(a, b)| json!(f64::from(a) + f64::from(b) / 1024.0)),
        samples::any_text().prop_map(Value::from),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_body_is_sent_unchanged(body in samples::any_value(), text in samples::any_text()) {
        let request = Request::new("POST", format!("https://api.ati.su/{text}"))
            .title(&text)
            .header("X-Text", format!("a{text}"))
            .body(json!([body]));
        let arguments = arguments(request);
        let given: Value = serde_json::from_str(arguments.last().expect("a body")).expect("JSON");
        prop_assert_eq!(given, json!([body]));
    }

    #[test]
    fn any_value_is_set_and_others_are_kept(
        field in samples::any_text(),
        value in any_jq_value(),
        other in any_jq_value(),
    ) {
        if !lacks_jq() {
            let edit = samples::edit_of("contact_person", &[])
                .changes([Change::new(["a".to_owned(), field.clone()], value.clone())]);
            let response = json!({ "id": "1", "other": other });
            let sent = write(edit, &response.to_string(), "0");
            prop_assert_eq!(sent, Ok(json!({ "other": other, "a": { field: value } })));
        }
    }
}
