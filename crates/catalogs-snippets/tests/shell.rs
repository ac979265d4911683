//! The commands do in a shell what they say, with a function that stands in for curl.

#![cfg(unix)]

mod samples;

use std::process::{Command, Output};

use catalogs_snippets::{Change, Edit, Language, Link, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Prints its arguments, each with a NUL at its end.
const PRINT: &str = "curl() { printf '%s\\0' \"$@\"; }";

/// Answers a GET with `$ANSWER` and `$CODE`, and prints what else is sent.
const ANSWER: &str = "curl() {
  case \" $* \" in *' --request GET '*) printf '%s' \"$ANSWER\"; return \"$CODE\";; esac
  for last; do :; done
  printf 'SENT%s' \"$last\"
}";

fn shell(curl: &str, commands: &str, answer: &str, code: &str) -> Output {
    Command::new("sh")
        .args(["-c", &format!("{curl}\n{commands}")])
        .envs([("ATI_TOKEN", "secret"), ("ANSWER", answer), ("CODE", code)])
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

/// What an edit writes if the service answers its reading so, and what it says otherwise.
fn write(edit: Edit, answer: &str, code: &str) -> Result<Value, String> {
    let output = shell(
        ANSWER,
        &render(&[edit.into()], Language::Curl),
        answer,
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

/// Whether there is a jq to test with. Where there has to be one, as in CI, its lack is a failure.
fn has_jq() -> bool {
    let found = Command::new("jq").arg("--version").output().is_ok();
    assert!(found || std::env::var_os("CI").is_none(), "CI needs jq");
    if !found {
        println!("skipped: there is no jq here");
    }
    found
}

#[test]
fn curl_is_given_what_was_described() {
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
fn what_curl_would_read_otherwise_is_said_so() {
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
fn an_edit_writes_back_what_it_read_and_what_was_changed() {
    if !has_jq() {
        return;
    }
    let answer = json!({
        "id": samples::ID,
        "phone": null,
        "unknown": { "a": [1], "latitude": 55.755826 },
        "addresses": [{ "id": "a1", "address": "ул. Складская" }],
        "contact_persons": [],
        "docs_address": null,
    });
    let expected = json!({
        "phone": "+7 495 123-45-61",
        "unknown": { "a": [1], "latitude": 55.755826 },
        "address_ids": ["a1"],
        "contact_person_ids": [],
        "docs_address": { "postcode": "101001", "office_no": null },
    });
    assert_eq!(
        write(samples::edit(), &answer.to_string(), "0"),
        Ok(expected)
    );

    let both = [Link::ADDRESSES, Link::CONTACT_PERSONS];
    let set = samples::edit_of("organization", &both).changes([
        Change::new(["address_ids"], json!(["a2"])),
        Change::new(["contact_person_ids"], json!([])),
    ]);
    let answer = json!({ "id": samples::ID, "addresses": null });
    let expected = json!({ "address_ids": ["a2"], "contact_person_ids": [] });
    assert_eq!(write(set, &answer.to_string(), "0"), Ok(expected));
}

#[test]
fn an_edit_writes_nothing_where_it_could_not_read_all() {
    if !has_jq() {
        return;
    }
    for (answer, code, reason) in [
        (
            r#"{"id":"1","contact_persons":[]}"#,
            "0",
            "the answer does not show addresses",
        ),
        (
            r#"{"id":"1","addresses":[]}"#,
            "0",
            "the answer does not show contact_persons",
        ),
        (
            r#"{"id":"1","addresses":[],"contact_persons":null}"#,
            "0",
            "not show contact_persons",
        ),
        (
            r#"{"id":"1","addresses":{},"contact_persons":[]}"#,
            "0",
            "not show addresses",
        ),
        (
            r#"{"id":"1","addresses":[{}],"contact_persons":[]}"#,
            "0",
            "an entry of addresses has no",
        ),
        (
            r#"{"addresses":[],"contact_persons":[]}"#,
            "0",
            "the answer has no id",
        ),
        (r#"[{"id":"1"}]"#, "0", "jq: error"),
        ("<html>", "0", "jq: error"),
        ("", "0", ""),
        (
            r#"{"id":"1","addresses":[],"contact_persons":[]}"#,
            "22",
            "",
        ),
    ] {
        match write(samples::edit(), answer, code) {
            Err(said) => assert!(said.contains(reason), "{answer}: {said}"),
            Ok(sent) => panic!("{answer}: sent {sent}"),
        }
    }
}

#[test]
fn an_edit_writes_nothing_where_the_answer_hides_a_flag_or_shows_no_code() {
    if !has_jq() {
        return;
    }
    let edit = || {
        samples::edit_of("organization", &[])
            .shown(["all_departments_allowed"])
            .codes(["residency"])
            .changes([Change::new(["phone"], "1")])
    };
    let whole = r#"{"id":"1","all_departments_allowed":false,"residency":1}"#;
    let sent = json!({ "all_departments_allowed": false, "residency": 1, "phone": "1" });
    assert_eq!(write(edit(), whole, "0"), Ok(sent));
    for (answer, reason) in [
        (
            r#"{"id":"1","residency":1}"#,
            "the answer does not show all_departments_allowed",
        ),
        (
            r#"{"id":"1","all_departments_allowed":true,"residency":{}}"#,
            "the answer shows no residency",
        ),
    ] {
        let said = write(edit(), answer, "0").expect_err("nothing is written");
        assert!(said.contains(reason), "{answer}: {said}");
    }
    // What the changes say, the answer need not show.
    let set = edit().changes([
        Change::new(["all_departments_allowed"], true),
        Change::new(["residency"], 3),
    ]);
    let sent = json!({ "all_departments_allowed": true, "residency": 3, "phone": "1" });
    assert_eq!(write(set, r#"{"id":"1","residency":{}}"#, "0"), Ok(sent));
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
    fn any_body_is_sent_as_it_is(body in samples::any_value(), text in samples::any_text()) {
        let request = Request::new("POST", format!("https://api.ati.su/{text}"))
            .title(&text)
            .header("X-Text", format!("a{text}"))
            .body(json!([body]));
        let arguments = arguments(request);
        let given: Value = serde_json::from_str(arguments.last().expect("a body")).expect("JSON");
        prop_assert_eq!(given, json!([body]));
    }

    #[test]
    fn any_value_is_set_and_any_other_kept(
        field in samples::any_text(),
        value in any_jq_value(),
        other in any_jq_value(),
    ) {
        if has_jq() {
            let edit = samples::edit_of("contact_person", &[])
                .changes([Change::new(["a".to_owned(), field.clone()], value.clone())]);
            let answer = json!({ "id": "1", "other": other });
            let sent = write(edit, &answer.to_string(), "0");
            prop_assert_eq!(sent, Ok(json!({ "other": other, "a": { field: value } })));
        }
    }
}
