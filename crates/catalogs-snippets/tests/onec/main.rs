//! What is rendered for 1C can be parsed, and sends what it was to send.

mod reader;
#[path = "../samples/mod.rs"]
mod samples;

use catalogs_snippets::{Change, Edit, Language, Link, Request, Step, render};
use proptest::prelude::*;
use serde_json::{Value, json};

use reader::{Run, normal, run};
use samples::{ID, OPERATIONS, ROUTES};

fn run_one(step: impl Into<Step>, answer: &Value) -> Run {
    let mut runs = run(&render(&[step.into()], Language::OneC), answer);
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
            assert!(
                !run.raised && run.function != "ВыполнитьЗапрос",
                "{operation}"
            );
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
fn each_operation_has_a_function_of_its_own() {
    let mut steps: Vec<Step> = OPERATIONS
        .iter()
        .map(|(name, ..)| samples::request(name).into())
        .collect();
    steps.extend(
        ["organization", "address", "contact_person"]
            .map(|entity| samples::edit_of(entity, &[]).into()),
    );
    let text = render(&steps, Language::OneC);
    let mut names: Vec<_> = run(&text, &Value::Null)
        .into_iter()
        .map(|run| run.function)
        .collect();
    assert_eq!(names.len(), 20);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 20);
    assert_eq!(text.matches("Функция ОтправитьЗапросКаталогов(").count(), 1);
}

#[test]
fn a_function_that_is_there_twice_gets_a_number() {
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
fn a_sandbox_is_reached_without_tls() {
    let run = run_one(
        Request::new("GET", "http://127.0.0.1:34553/v1.2?a=\"b\""),
        &Value::Null,
    );
    assert_eq!(run.calls[0].connection, json!(["127.0.0.1", 34553, 60]));
    assert_eq!(run.calls[0].target, "/v1.2?a=\"b\"");
}

/// An edit that changes nothing, of an answer that has to show a flag and a code.
fn guarded() -> Edit {
    samples::edit_of("organization", &[])
        .shown(["all_departments_allowed"])
        .codes(["residency"])
}

#[test]
fn an_edit_writes_back_what_it_read_and_what_was_changed() {
    let both = [Link::ADDRESSES, Link::CONTACT_PERSONS];
    let answer = json!({
        "id": ID,
        "phone": null,
        "unknown": { "a": [1] },
        "addresses": [{ "id": "a1", "address": "ул. Складская" }],
        "contact_persons": [],
        "docs_address": null,
    });
    let cases = [
        (
            samples::edit(),
            answer.clone(),
            Some(json!({
                "phone": "+7 495 123-45-61",
                "unknown": { "a": [1] },
                "address_ids": ["a1"],
                "contact_person_ids": [],
                "docs_address": { "postcode": "101001", "office_no": null },
            })),
        ),
        // A flag is not shown, or a code is none.
        (
            guarded(),
            json!({ "id": ID, "all_departments_allowed": false, "residency": 1 }),
            Some(json!({ "all_departments_allowed": false, "residency": 1 })),
        ),
        (guarded(), json!({ "id": ID, "residency": 1 }), None),
        (
            guarded(),
            json!({ "id": ID, "all_departments_allowed": true, "residency": {} }),
            None,
        ),
        // A list is not shown.
        (
            samples::edit(),
            json!({ "id": ID, "addresses": [], "contact_persons": null }),
            None,
        ),
        (
            samples::edit(),
            json!({ "id": ID, "contact_persons": [] }),
            None,
        ),
        // It is not shown, but set.
        (
            samples::edit_of("organization", &both).changes([
                Change::new(["address_ids"], json!(["a2"])),
                Change::new(["contact_person_ids"], json!([])),
            ]),
            json!({ "id": ID, "addresses": null }),
            Some(json!({ "address_ids": ["a2"], "contact_person_ids": [] })),
        ),
        // No links, and a value that takes several statements.
        (
            samples::edit_of("contact_person", &[]).changes([
                Change::new(["a", "b", "c"], 1),
                Change::new(["a", "b"], json!({ "d": [1, [2]] })),
                Change::new(["a", "b", "e"], "x"),
                Change::new(["a", "b"], Value::Null),
                Change::new(["a", "b", "f"], 2),
                Change::new(Vec::<String>::new(), 3),
            ]),
            json!({ "id": ID, "name": "Иванова Мария Петровна" }),
            Some(json!({ "name": "Иванова Мария Петровна", "a": { "b": { "f": 2 } } })),
        ),
        // No answer, or not that of an entity.
        (samples::edit_of("contact_person", &[]), Value::Null, None),
        (
            samples::edit_of("contact_person", &[]),
            json!([{ "id": ID }]),
            None,
        ),
        (
            samples::edit_of("contact_person", &[]),
            json!({ "name": "x" }),
            None,
        ),
    ];
    for (edit, answer, expected) in cases {
        let run = run_one(edit, &answer);
        let methods: Vec<_> = run.calls.iter().map(|call| call.method.as_str()).collect();
        match expected {
            Some(body) => {
                assert_eq!(methods, [Some("GET"), Some("PUT")], "{answer}");
                assert_eq!(run.calls[1].body, Some(body));
            }
            None => {
                assert!(run.raised, "{answer}");
                assert_eq!(methods, [Some("GET")], "{answer}");
            }
        }
    }
}

#[test]
fn an_edit_can_write_elsewhere_and_with_other_headers() {
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
    fn any_body_is_sent_as_it_is(body in samples::any_value()) {
        let expected = (!body.is_null()).then(|| normal(&body));
        let run = run_one(samples::request("create_organization").body(body), &Value::Null);
        prop_assert_eq!(&run.calls[0].body, &expected);
    }

    #[test]
    fn any_text_is_kept_in_its_place(text in samples::any_text(), value in samples::any_value()) {
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
