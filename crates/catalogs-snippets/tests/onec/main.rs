//! Parses what is rendered for 1C, and compares what it sends.

mod reader;
#[path = "../samples/mod.rs"]
mod samples;

use catalogs_snippets::{Change, Edit, Language, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

use reader::{Run, normal, run};
use samples::{ID, OPERATIONS, ROUTES};

fn run_one(step: impl Into<Step>, response: &Value) -> Run {
    let mut runs = run(&render(&[step.into()], Language::OneC), response);
    assert_eq!(runs.len(), 1);
    runs.remove(0)
}

#[test]
fn each_operation_is_sent_on_each_route() {
    for route in ROUTES {
        for (operation, method, path, _) in OPERATIONS {
            let has_body = matches!(method, "POST" | "PUT");
            let mut request = samples::request_on(route, operation);
            if has_body {
                request = request.body(samples::organization());
            }
            let run = run_one(request, &Value::Null);
            assert!(!run.raised, "{operation}");
            let [call] = run.calls.as_slice() else {
                panic!("{operation} sends one request")
            };
            assert_eq!(call.method, method);
            let prefix = route.0.trim_start_matches("https://api.ati.su");
            assert_eq!(call.target, format!("{prefix}{}", path.replace("{id}", ID)));
            assert_eq!(
                call.connection,
                json!(["api.ati.su", 443, 60, "ЗащищенноеСоединениеOpenSSL"])
            );
            assert_eq!(call.body, has_body.then(samples::organization));
            assert_eq!(
                call.headers,
                json!({
                    "User-Agent": "ati_integrator_64357",
                    "Accept": "application/json",
                    "Content-Type": "application/json",
                    "Accept-Encoding": "identity, gzip;q=0.1, deflate;q=0.1, br;q=0.1",
                    "Authorization": "Bearer token",
                })
            );
        }
    }
}

#[test]
fn steps_have_own_functions_and_one_sender() {
    let steps: Vec<Step> = OPERATIONS
        .iter()
        .map(|(name, ..)| samples::request(name).into())
        .chain([samples::edit().into()])
        .collect();
    let text = render(&steps, Language::OneC);
    let mut names: Vec<_> = run(&text, &Value::Null)
        .into_iter()
        .map(|run| run.function)
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 18);
    assert_eq!(text.matches("Функция ОтправитьЗапросКаталогов(").count(), 1);
}

#[test]
fn repeated_function_gets_number() {
    let get = || Step::from(samples::request("get_organization"));
    let by_hand = || Step::from(Request::new("GET", "https://api.ati.su/"));
    let steps = [
        get(),
        by_hand(),
        get(),
        samples::edit().into(),
        by_hand(),
        get(),
    ];
    let runs = run(&render(&steps, Language::OneC), &Value::Null);
    let names: Vec<_> = runs.iter().map(|run| run.function.as_str()).collect();
    assert_eq!(
        names,
        [
            "ПолучитьОрганизацию",
            "ВыполнитьЗапрос",
            "ПолучитьОрганизацию2",
            "ИзменитьОрганизацию",
            "ВыполнитьЗапрос2",
            "ПолучитьОрганизацию3",
        ]
    );
}

#[test]
fn http_url_is_reached_without_tls() {
    let run = run_one(
        Request::new("GET", "http://127.0.0.1:34553/v1.2?a=\"b\""),
        &Value::Null,
    );
    assert_eq!(run.calls[0].connection, json!(["127.0.0.1", 34553, 60]));
    assert_eq!(run.calls[0].target, "/v1.2?a=%22b%22");
}

#[test]
fn edit_writes_changed_record_or_raises() {
    let nothing = samples::EditCase {
        edit: samples::edit(),
        response: Value::Null,
        written: Err(""),
    };
    for case in samples::edit_cases().into_iter().chain([nothing]) {
        let run = run_one(case.edit.clone(), &case.response);
        let methods: Vec<_> = run.calls.iter().map(|call| call.method.as_str()).collect();
        match &case.written {
            Ok(body) => {
                assert_eq!(methods, [Some("GET"), Some("PUT")], "{}", case.response);
                assert_eq!(run.calls[1].body.as_ref(), Some(body));
            }
            Err(_) => {
                assert!(run.raised, "{}", case.response);
                assert_eq!(methods, [Some("GET")], "{}", case.response);
            }
        }
    }
}

#[test]
fn edit_can_write_elsewhere_with_other_headers() {
    let edit = Edit::new(
        Request::new("GET", "https://api.ati.su/a").header("Accept", "application/json"),
        Request::new("PUT", "http://127.0.0.1:1/b").header("Content-Type", "application/json"),
    );
    let run = run_one(edit, &json!({ "id": ID }));
    assert_eq!(run.function, "ИзменитьЗапись");
    let [read, write] = run.calls.as_slice() else {
        panic!("it reads and writes")
    };
    assert_eq!(read.connection[0], "api.ati.su");
    assert_eq!(
        read.headers,
        json!({ "Authorization": "Bearer token", "Accept": "application/json" })
    );
    assert_eq!(write.connection, json!(["127.0.0.1", 1, 60]));
    assert_eq!(
        write.headers,
        json!({ "Authorization": "Bearer token", "Content-Type": "application/json" })
    );
}

proptest! {
    #[test]
    fn any_body_is_sent_unchanged(body in samples::any_value()) {
        let expected = (!body.is_null()).then(|| normal(&body));
        let run = run_one(samples::request("create_organization").body(body), &Value::Null);
        prop_assert_eq!(&run.calls[0].body, &expected);
    }

    #[test]
    fn any_text_is_kept_in_place(text in samples::any_text(), value in samples::any_value()) {
        let request = Request::new(&text, format!("https://api.ati.su/{text}"))
            .title(&text)
            .name(&text)
            .token_variable(&text)
            .header(&text, &text);
        let edit = Edit::new(request.clone(), request.clone())
            .changes([Change::new([text.clone(), text.clone()], value.clone())]);
        let runs = run(&render(&[request.into(), edit.into()], Language::OneC), &json!({ "id": ID }));
        prop_assert_eq!(runs.len(), 2);
        if text != "id" {
            let sent = runs[1].calls[1].body.as_ref().expect("a body");
            prop_assert_eq!(&sent[&text][&text], &normal(&value));
        }
    }
}
