//! The scripts do in Python what they say, with a module that stands in for `requests`.

mod samples;

use std::process::{Command, Output};

use catalogs_snippets::{Change, Edit, Language, Link, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Answers a GET with `$ANSWER` and `$STATUS`, and prints what else is sent.
const REQUESTS: &str = r#"
import json as _json, os as _os, sys as _sys, types as _types

class _Response:
    headers = {}
    reason = "Reason"

    def __init__(self, status_code, content):
        self.status_code = status_code
        self.content = content.encode()

def _request(method, url, headers, timeout, allow_redirects, auth, json=None, data=None):
    assert not allow_redirects and timeout and auth("same") == "same"
    if method == "GET":
        return _Response(int(_os.environ["STATUS"]), _os.environ["ANSWER"])
    text = lambda value: value.decode() if isinstance(value, bytes) else value
    body = _json.dumps(json, allow_nan=False) if data is None else data
    headers = [[name, text(value)] for name, value in headers.items()]
    print(_json.dumps([method, url, headers, body]), file=_sys.stderr)
    return _Response(200, "")

_requests = _types.ModuleType("requests")
_requests.request = _request
_requests.RequestException = OSError
_sys.modules["requests"] = _requests
_sys.modules["brotli"] = _types.ModuleType("brotli")
"#;

/// Whether there is a Python to test with. Where there has to be one, as in CI, its lack is a failure.
fn has_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok();
    assert!(
        found || std::env::var_os("CI").is_none(),
        "CI needs python3"
    );
    if !found {
        println!("skipped: there is no python3 here");
    }
    found
}

fn python(script: &str, answer: &str, status: &str) -> Output {
    Command::new("python3")
        .args(["-I", "-X", "utf8", "-c", &format!("{REQUESTS}{script}")])
        .envs([
            ("ATI_TOKEN", "secret"),
            ("ANSWER", answer),
            ("STATUS", status),
        ])
        .output()
        .expect("python3 starts")
}

/// What a step sends if the service answers its reading so, and what it says otherwise.
fn sent(step: impl Into<Step>, answer: &str, status: &str) -> Result<Sent, String> {
    let script = render(&[step.into()], Language::Python);
    let output = python(&script, answer, status);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    match output.status.success() {
        true => Ok(serde_json::from_str(&said).expect("JSON")),
        false => Err(said),
    }
}

/// Method, URL, headers and body.
type Sent = (String, String, Vec<(String, String)>, String);

/// The body that an edit writes.
fn write(edit: Edit, answer: &str) -> Result<String, String> {
    sent(edit, answer, "200").map(|(.., body)| body)
}

fn parsed(body: Result<String, String>) -> Result<Value, String> {
    body.map(|body| serde_json::from_str(&body).expect("JSON"))
}

#[test]
fn requests_is_given_what_was_described() {
    if !has_python() {
        return;
    }
    let body = samples::organization();
    let create = samples::request("create_organization").body(body.clone());
    let (method, url, headers, given) = sent(create, "", "").expect("sent");
    assert_eq!(method, "POST");
    assert_eq!(url, "https://api.ati.su/v1.2/catalogs/organizations");
    let expected = [
        ("Authorization", "Bearer secret"),
        ("User-Agent", "ati_integrator_64357"),
        ("Accept", "application/json"),
        ("Content-Type", "application/json"),
        ("Accept-Encoding", "gzip, deflate, br"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(headers, expected);
    assert_eq!(serde_json::from_str::<Value>(&given).expect("JSON"), body);
}

#[test]
fn an_answer_is_printed_and_a_refusal_shown() {
    if !has_python() {
        return;
    }
    let list = || {
        render(
            &[samples::request("list_addresses").into()],
            Language::Python,
        )
    };
    let run = |answer: &str, status: &str| {
        let output = python(&list(), answer, status);
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.success(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let shown = (true, "[\n  \"ё\"\n]\n".to_owned(), String::new());
    assert_eq!(run("[\"ё\"]", "200"), shown);
    assert_eq!(run(" \n", "204"), (true, String::new(), String::new()));
    for (answer, status) in [
        ("<html>ё", "200"),
        ("{\"reason\":\"ё\"}", "400"),
        ("ё", "303"),
    ] {
        let (success, out, said) = run(answer, status);
        assert!(!success && out.is_empty(), "{answer}: {out}");
        assert!(said.contains(status) && said.contains(answer), "{said}");
        assert!(!said.contains("Traceback"), "{said}");
    }
}

#[test]
fn an_edit_writes_back_what_it_read_and_what_was_changed() {
    if !has_python() {
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
    let written = write(samples::edit(), &answer.to_string());
    assert_eq!(parsed(written), Ok(expected));

    let both = [Link::ADDRESSES, Link::CONTACT_PERSONS];
    let set = samples::edit_of("organization", &both).changes([
        Change::new(["address_ids"], json!(["a2"])),
        Change::new(["contact_person_ids"], json!([])),
    ]);
    let answer = json!({ "id": samples::ID, "addresses": null });
    let expected = json!({ "address_ids": ["a2"], "contact_person_ids": [] });
    assert_eq!(parsed(write(set, &answer.to_string())), Ok(expected));
}

#[test]
fn an_edit_writes_nothing_where_it_could_not_read_all() {
    if !has_python() {
        return;
    }
    let hidden = samples::edit_of("organization", &[])
        .shown(["all_departments_allowed"])
        .codes(["residency"]);
    for (edit, answer, reason) in [
        (
            samples::edit(),
            r#"{"id":"1","contact_persons":[]}"#,
            "does not show addresses",
        ),
        (
            samples::edit(),
            r#"{"id":"1","addresses":[]}"#,
            "does not show contact_persons",
        ),
        (
            samples::edit(),
            r#"{"id":"1","addresses":[],"contact_persons":null}"#,
            "does not show contact_persons",
        ),
        (
            samples::edit(),
            r#"{"id":"1","addresses":{},"contact_persons":[]}"#,
            "does not show addresses",
        ),
        (
            samples::edit(),
            r#"{"id":"1","addresses":[{}],"contact_persons":[]}"#,
            "an entry of addresses has no id",
        ),
        (
            samples::edit(),
            r#"{"addresses":[],"contact_persons":[]}"#,
            "the answer has no id",
        ),
        (samples::edit(), r#"[{"id":"1"}]"#, "the answer has no id"),
        (samples::edit(), "<html>", "no JSON"),
        (samples::edit(), "", "the answer has no id"),
        (
            samples::edit(),
            r#"{"id":"1","addresses":[],"contact_persons":[],"docs_address":"a"}"#,
            "the answer's docs_address is no object",
        ),
        (
            hidden.clone(),
            r#"{"id":"1"}"#,
            "does not show all_departments_allowed",
        ),
        (
            hidden,
            r#"{"id":"1","all_departments_allowed":true,"residency":{}}"#,
            "shows no residency",
        ),
    ] {
        match write(edit, answer) {
            Err(said) => assert!(said.contains(reason), "{answer}: {said}"),
            Ok(sent) => panic!("{answer}: sent {sent}"),
        }
    }
    let refused = sent(samples::edit(), "{\"id\":\"1\"}", "503");
    assert!(refused.is_err_and(|said| said.contains("503")));
}

/// Not even those digits are lost that a float, or a database, would not keep.
#[test]
fn the_numbers_of_an_answer_go_back_as_they_are_written() {
    if !has_python() {
        return;
    }
    let numbers = "[37.6173000, -0, 1e400, 0.1000000000000000055511151231257827, 1E+2, \
                   123456789012345678901234567890, -0.0]";
    let edit = samples::edit_of("contact_person", &[]).changes([Change::new(["a"], 0.1)]);
    let answer = format!(r#"{{"id":"1","other":{numbers},"a":"1.0"}}"#);
    let expected = format!(r#"{{"other": {numbers}, "a": 0.1}}"#);
    assert_eq!(write(edit, &answer), Ok(expected));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_body_is_sent_as_it_is(body in samples::any_value(), text in samples::any_text()) {
        if has_python() {
            let request = Request::new("POST", format!("https://api.ati.su/{text}"))
                .title(&text)
                .header("X-Text", format!("a{text}"))
                .body(json!([body]));
            let expected = render(&[request.clone().into()], Language::Json);
            let expected: Value = serde_json::from_str(&expected).expect("JSON");
            let (_, url, headers, given) = sent(request, "", "").expect("sent");
            prop_assert_eq!(serde_json::from_str::<Value>(&given).expect("JSON"), json!([body]));
            prop_assert_eq!(&expected[0]["url"], &url);
            prop_assert_eq!(&expected[0]["headers"]["X-Text"], &headers[1].1);
        }
    }

    #[test]
    fn any_value_is_set_and_any_other_kept(
        field in samples::any_text(),
        value in samples::any_value(),
        other in samples::any_value(),
    ) {
        if has_python() {
            let edit = samples::edit_of("contact_person", &[])
                .changes([Change::new(["a".to_owned(), field.clone()], value.clone())]);
            let answer = json!({ "id": "1", "other": other }).to_string();
            // An environment has no place for it.
            prop_assume!(!answer.contains('\0'));
            let expected = json!({ "other": other, "a": { field: value } });
            prop_assert_eq!(parsed(write(edit, &answer)), Ok(expected));
        }
    }
}
