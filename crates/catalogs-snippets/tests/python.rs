//! Runs the scripts in Python, with a module in place of `requests`.

mod samples;

use std::process::{Command, Output};

use catalogs_snippets::{Change, Edit, Language, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Responds to a GET with `$RESPONSE` and `$STATUS`, and prints what else is sent.
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
        return _Response(int(_os.environ["STATUS"]), _os.environ["RESPONSE"])
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

fn lacks_python() -> bool {
    support::missing("python3", &["python3", "--version"])
}

fn python(script: &str, response: &str, status: &str) -> Output {
    Command::new("python3")
        .args(["-I", "-X", "utf8", "-c", &format!("{REQUESTS}{script}")])
        .envs([
            ("ATI_TOKEN", "secret"),
            ("RESPONSE", response),
            ("STATUS", status),
        ])
        .output()
        .expect("python3 starts")
}

/// What a step sends if the service responds so to its GET; the error text otherwise.
fn sent(step: impl Into<Step>, response: &str, status: &str) -> Result<Sent, String> {
    let script = render(&[step.into()], Language::Python);
    let output = python(&script, response, status);
    let text = String::from_utf8(output.stderr).expect("UTF-8");
    match output.status.success() {
        true => Ok(serde_json::from_str(&text).expect("JSON")),
        false => Err(text),
    }
}

/// Method, URL, headers and body.
type Sent = (String, String, Vec<(String, String)>, String);

/// The body that an edit writes.
fn write(edit: Edit, response: &str) -> Result<String, String> {
    sent(edit, response, "200").map(|(.., body)| body)
}

fn parsed(body: Result<String, String>) -> Result<Value, String> {
    body.map(|body| serde_json::from_str(&body).expect("JSON"))
}

#[test]
fn requests_gets_described_request() {
    if lacks_python() {
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
fn response_is_printed_and_refusal_shown() {
    if lacks_python() {
        return;
    }
    let list = || {
        render(
            &[samples::request("list_addresses").into()],
            Language::Python,
        )
    };
    let run = |response: &str, status: &str| {
        let output = python(&list(), response, status);
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
    for (response, status) in [
        ("<html>ё", "200"),
        ("{\"reason\":\"ё\"}", "400"),
        ("ё", "303"),
    ] {
        let (success, out, text) = run(response, status);
        assert!(!success && out.is_empty(), "{response}: {out}");
        assert!(text.contains(status) && text.contains(response), "{text}");
        assert!(!text.contains("Traceback"), "{text}");
    }
}

#[test]
fn edit_writes_changed_record_or_refuses() {
    if lacks_python() {
        return;
    }
    for case in samples::edit_cases() {
        let written = parsed(write(case.edit.clone(), &case.response.to_string()));
        samples::assert_written(&case, written);
    }
}

#[test]
fn edit_of_failed_read_writes_nothing() {
    if lacks_python() {
        return;
    }
    let nested = r#"{"id":"1","addresses":[],"contact_persons":[],"docs_address":"a"}"#;
    for (response, status, reason) in [
        ("<html>", "200", "not JSON"),
        ("", "200", "the response has no id"),
        (
            nested,
            "200",
            "the response's docs_address is not an object",
        ),
        (r#"{"id":"1"}"#, "503", "503"),
    ] {
        match sent(samples::edit(), response, status) {
            Err(text) => assert!(text.contains(reason), "{response}: {text}"),
            Ok(sent) => panic!("{response}: sent {sent:?}"),
        }
    }
}

/// Not even those digits are lost that a float, or a database, would not keep.
#[test]
fn numbers_keep_their_digits() {
    if lacks_python() {
        return;
    }
    let numbers = "[37.6173000, -0, 1e400, 0.1000000000000000055511151231257827, 1E+2, \
                   123456789012345678901234567890, -0.0]";
    let edit = samples::edit_of("contact_person", &[]).changes([Change::new(["a"], 0.1)]);
    let response = format!(r#"{{"id":"1","other":{numbers},"a":"1.0"}}"#);
    let expected = format!(r#"{{"other": {numbers}, "a": 0.1}}"#);
    assert_eq!(write(edit, &response), Ok(expected));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_body_is_sent_unchanged(body in samples::any_value(), text in samples::any_text()) {
        if !lacks_python() {
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
    fn any_value_is_set_and_others_are_kept(
        field in samples::any_text(),
        value in samples::any_value(),
        other in samples::any_value(),
    ) {
        if !lacks_python() {
            let edit = samples::edit_of("contact_person", &[])
                .changes([Change::new(["a".to_owned(), field.clone()], value.clone())]);
            let response = json!({ "id": "1", "other": other }).to_string();
            // An environment has no place for it.
            prop_assume!(!response.contains('\0'));
            let expected = json!({ "other": other, "a": { field: value } });
            prop_assert_eq!(parsed(write(edit, &response)), Ok(expected));
        }
    }
}
