//! Successes as proxies, old servers and untidy services really send them: one odd behaviour for
//! each row, against every verb.

use std::io::Write;

use catalogs::{Client, Draft, Reconciled};
use contract_tests::{
    calls, client,
    fixtures::ID,
    socket::{Broken, Then},
};
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder, ZlibEncoder},
};

const PERSON: &str = r#"{"id":"3fa85f64-5717-4562-b3fc-2c963f66afa6","name":"Иванова Мария","phone":"+7 495 100-00-01","extra_phone":101,"email":"m@a.example"}"#;

/// What a verb has to make of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Done,
    /// An error whose text has this.
    Fails(&'static str),
}

use Expected::{Done, Fails};

/// Name; the response around a body; the body; what becomes of list, get, create and delete.
type Case = (
    &'static str,
    fn(&[u8]) -> Vec<u8>,
    fn(&str) -> Vec<u8>,
    [Expected; 4],
);

const ALL_DONE: [Expected; 4] = [Done; 4];

fn response(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn json(body: &[u8]) -> Vec<u8> {
    response("Content-Type: application/json; charset=utf-8\r\n", body)
}

fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    response(&format!("Content-Encoding: {coding}\r\n"), body)
}

fn as_is(text: &str) -> Vec<u8> {
    text.into()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn raw_deflate(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn chunked(body: &[u8], end: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n", end.as_bytes()].concat()
}

/// Texts in the whole encodings of the wire.
fn cp1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => u8::try_from(u32::from(c) - 0x410 + 0xC0).unwrap(),
        c => u8::try_from(c).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn replaced(text: &str, from: &str, to: &str) -> Vec<u8> {
    assert!(text.contains(from));
    text.replace(from, to).into()
}

const HTML: &str = "<!DOCTYPE html><title>DDoS-Guard</title>Checking your browser";

fn cases() -> Vec<Case> {
    let empty = Fails("the response is empty");
    let page = Fails("a web page answered, not the API");
    let refused = Fails("(access_denied_error): Недостаточно прав");
    let cut = Fails("the response broke off");
    // The entity is undecodable, and its id is readable.
    let odd = |list, get| [Fails(list), Fails(get), Done, Done];
    vec![
        ("ok", json, as_is, ALL_DONE),
        (
            "bom",
            json,
            |t| [b"\xEF\xBB\xBF", t.as_bytes()].concat(),
            ALL_DONE,
        ),
        (
            "utf16",
            |b| response("Content-Type: application/json; charset=utf-16\r\n", b),
            |t| {
                let units = "\u{FEFF}".encode_utf16().chain(t.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            },
            ALL_DONE,
        ),
        (
            "cp1251",
            |b| {
                response(
                    "Content-Type: application/json; charset=windows-1251\r\n",
                    b,
                )
            },
            cp1251,
            ALL_DONE,
        ),
        ("intfloat", json, |t| replaced(t, "101", "101.0"), ALL_DONE),
        ("intstr", json, |t| replaced(t, "101", "\"101\""), ALL_DONE),
        (
            "dupkey",
            json,
            |t| replaced(t, "\"name\"", "\"name\":7,\"name\":\"старое\",\"name\""),
            ALL_DONE,
        ),
        (
            "upperid",
            json,
            |t| replaced(t, ID, &format!("{{{}}}", ID.to_uppercase())),
            ALL_DONE,
        ),
        (
            "extrafloat",
            json,
            |t| replaced(t, "\"name\"", "\"big\":12345678901234567890123,\"name\""),
            ALL_DONE,
        ),
        (
            "bigint",
            json,
            |t| replaced(t, "101", "4951234567"),
            odd("at [0].extra_phone", "at extra_phone"),
        ),
        (
            "nan",
            json,
            |t| replaced(t, "101", "NaN"),
            odd("at [0].extra_phone", "at extra_phone"),
        ),
        (
            "badutf8",
            json,
            |t| {
                let (before, after) = t.split_once("Мария").unwrap();
                [before.as_bytes(), b"\xCC\xE0\xF0", after.as_bytes()].concat()
            },
            odd("at [0]", "cannot be decoded"),
        ),
        (
            "rawctl",
            json,
            |t| replaced(t, "Мария", "Ma\tria\n"),
            odd("at [0].name", "at name"),
        ),
        (
            "deeper",
            json,
            |t| {
                let deep = ["[".repeat(5000), "]".repeat(5000)].concat();
                replaced(t, "\"name\"", &format!("\"x\":{deep},\"name\""))
            },
            odd("at [0].x", "at x"),
        ),
        (
            "clless",
            json,
            |t| t.as_bytes()[..t.len() - 5].into(),
            odd("ends too early", "ends too early"),
        ),
        (
            "camel",
            json,
            |_| format!("[{{\"Id\":\"{ID}\"}}]").into(),
            [
                Fails("at [0] cannot be decoded: `id` is missing"),
                Fails("expected an object, found sequence"),
                Fails("expected an object, found sequence"),
                Done,
            ],
        ),
        (
            "wrapped",
            json,
            |_| format!("{{\"data\":[{PERSON}],\"total\":1}}").into(),
            [
                Fails("expected a sequence, found map"),
                Fails("`id` is missing"),
                Fails("`id` is missing"),
                Done,
            ],
        ),
        (
            "null",
            json,
            |_| b"null".into(),
            [
                Fails("expected a sequence, found null"),
                Fails("expected an object, found null"),
                Fails("expected an object, found null"),
                Done,
            ],
        ),
        (
            "204",
            |_| b"HTTP/1.1 204 No Content\r\n\r\n".into(),
            as_is,
            [empty, empty, empty, Done],
        ),
        (
            "empty200",
            json,
            |_| Vec::new(),
            [empty, empty, empty, Done],
        ),
        (
            "empty object",
            json,
            |_| b"{}".into(),
            [
                Fails("expected a sequence, found map"),
                Fails("`id` is missing"),
                Fails("`id` is missing"),
                Done,
            ],
        ),
        (
            "html200",
            |b| response("Content-Type: text/html\r\n", b),
            |_| HTML.into(),
            [page; 4],
        ),
        ("html200 as JSON", json, |_| HTML.into(), [page; 4]),
        (
            "err200",
            json,
            |_| {
                r#"{"Error":"access_denied_error","Reason":"Недостаточно прав","ErrorsList":[]}"#
                    .into()
            },
            [refused; 4],
        ),
        ("gz", |b| coded("gzip", b), gzip, ALL_DONE),
        ("GZIP", |b| coded("GZIP", b), gzip, ALL_DONE),
        ("x-gzip", |b| coded("x-gzip", b), gzip, ALL_DONE),
        (
            "gzip members",
            |b| coded("gzip", b),
            |t| {
                let mut half = t.len() / 2;
                while !t.is_char_boundary(half) {
                    half += 1;
                }
                [gzip(&t[..half]), gzip(&t[half..])].concat()
            },
            ALL_DONE,
        ),
        (
            "gztrail",
            |b| coded("gzip", b),
            |t| [&gzip(t)[..], b"\0\0\0\0junk"].concat(),
            ALL_DONE,
        ),
        (
            "gznocrc",
            |b| coded("gzip", b),
            |t| gzip(t)[..gzip(t).len() - 8].into(),
            ALL_DONE,
        ),
        ("gzfalse", |b| coded("gzip", b), as_is, ALL_DONE),
        (
            "gzcut",
            |b| coded("gzip", b),
            |t| gzip(t)[..40].into(),
            [cut; 4],
        ),
        (
            "gzempty200",
            |b| coded("gzip", b),
            |_| Vec::new(),
            [empty, empty, empty, Done],
        ),
        ("identity", |b| coded("identity", b), as_is, ALL_DONE),
        ("deflzlib", |b| coded("deflate", b), zlib, ALL_DONE),
        ("deflraw", |b| coded("deflate", b), raw_deflate, ALL_DONE),
        (
            "zstd",
            |b| coded("zstd", b),
            as_is,
            [Fails("its content coding is not supported"); 4],
        ),
        (
            "many headers",
            |b| response(&"X-A: b\r\n".repeat(150), b),
            as_is,
            ALL_DONE,
        ),
        (
            "hdrcyr",
            |b| response("X-Reason: Ошибка\r\n", b),
            as_is,
            ALL_DONE,
        ),
        (
            "early",
            |b| {
                let early = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
                [b"HTTP/1.1 100 Continue\r\n\r\n", early.as_bytes(), &json(b)].concat()
            },
            as_is,
            ALL_DONE,
        ),
        (
            "http10",
            |b| [b"HTTP/1.0 200 OK\r\n\r\n", b].concat(),
            as_is,
            ALL_DONE,
        ),
        (
            "chunktrail",
            |b| chunked(b, "0\r\nX-T: 1\r\n\r\n"),
            as_is,
            ALL_DONE,
        ),
        ("chunkcut", |b| chunked(b, ""), as_is, [cut; 4]),
    ]
}

async fn serve(case: &Case, body: &str) -> (Broken, Client) {
    let (_, respond, write, _) = case;
    let service = Broken::start(respond(&write(body)), Then::Close).await;
    let client = client(service.origin());
    (service, client)
}

/// Compares what happened with what is expected, and returns what is wrong.
fn wrong<T>(expected: Expected, result: &catalogs::Result<T>) -> Option<String> {
    match (expected, result) {
        (Done, Ok(_)) => None,
        (Done, Err(error)) => Some(format!("{error}")),
        (Fails(part), Ok(_)) => Some(format!("done instead of an error with `{part}`")),
        (Fails(part), Err(error)) => {
            let text = error.to_string();
            (!text.contains(part)).then(|| format!("no `{part}` in: {text}"))
        }
    }
}

#[tokio::test]
async fn odd_success_is_understood_by_every_verb() {
    let id: uuid::Uuid = ID.parse().unwrap();
    let draft = calls::contact_person();
    let mut all_wrong = Vec::new();
    for case in &cases() {
        let (name, .., [list, get, create, delete]) = *case;
        let (_service, client) = serve(case, &format!("[{PERSON}]")).await;
        let persons = client.contact_persons();
        let listed = persons.list().await;
        all_wrong.extend(wrong(list, &listed).map(|it| format!("{name}, list: {it}")));

        let (_service, client) = serve(case, PERSON).await;
        let persons = client.contact_persons();
        let read = persons.get(id).await;
        all_wrong.extend(wrong(get, &read).map(|it| format!("{name}, get: {it}")));
        let created = persons.create(&draft).await;
        all_wrong.extend(wrong(create, &created).map(|it| format!("{name}, create: {it}")));
        let deleted = persons.delete(id).await;
        all_wrong.extend(wrong(delete, &deleted).map(|it| format!("{name}, delete: {it}")));

        for person in listed.iter().flatten().chain(&read) {
            assert_eq!(person.name.as_deref(), Some("Иванова Мария"), "{name}");
            assert_eq!(person.extra_phone, Some(101), "{name}");
        }
        match created {
            Ok(created) if get == Done => assert_eq!(&created, read.as_ref().unwrap(), "{name}"),
            Ok(created) => {
                // Done, and what could not be read cannot be overwritten by accident.
                assert_eq!(created.id, id.into(), "{name}");
                assert!(!created.to_draft().missing_fields().is_empty(), "{name}");
                let replace = persons.replace(created.id, &created.to_draft()).await;
                assert!(replace.unwrap_err().is_partial_response(), "{name}");
            }
            Err(error) => assert!(error.is_outcome_unknown(), "{name}: {error}"),
        }
        if let Err(error) = deleted {
            assert!(error.is_outcome_unknown(), "{name}: {error}");
        }
    }
    assert!(all_wrong.is_empty(), "{}", all_wrong.join("\n"));
}

#[tokio::test]
async fn undecodable_entity_does_not_cost_the_others() {
    let other = PERSON.replace("3fa8", "3fa9").replace("Мария", "Анна");
    let odd: [&[u8]; 4] = [
        br#"{"id":"3fa85f64-5717-4562-b3fc-2c963f66afa7","extra_phone":4951234567}"#,
        br#"{"id":"3fa85f64-5717-4562-b3fc-2c963f66afa7","extra_phone":NaN}"#,
        b"{\"id\":\"3fa85f64-5717-4562-b3fc-2c963f66afa7\",\"name\":\"\xCC\xE0\"}",
        b"{\"id\":\"3fa85f64-5717-4562-b3fc-2c963f66afa7\",\"name\":\"a\n\"}",
    ];
    for odd in odd {
        let body = [
            b"[",
            PERSON.as_bytes(),
            b",",
            odd,
            b",",
            other.as_bytes(),
            b"]",
        ]
        .concat();
        let service = Broken::start(json(&body), Then::Close).await;
        let persons = client(service.origin()).contact_persons();
        let error = persons.list().await.unwrap_err();
        assert!(error.path().unwrap().starts_with("[1]"), "{error}");
        let list = persons.list_readable().await.unwrap();
        assert_eq!((list.entities.len(), list.errors.len()), (2, 1));
        assert!(list.errors[0].path().unwrap().starts_with("[1]"));
        let found = persons
            .reconcile(&list.entities[1].to_draft())
            .await
            .unwrap();
        assert_eq!(found, Reconciled::Found(list.entities[1].clone()));
        let found = persons.reconcile(&calls::contact_person()).await.unwrap();
        assert_eq!(found, Reconciled::Unreadable(1));
    }
}
