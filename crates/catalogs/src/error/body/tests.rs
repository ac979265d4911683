//! What is read of error bodies, and what is masked.

use http::{HeaderMap, HeaderValue};

use super::*;

#[test]
fn error_body_of_any_kind_is_read() {
    let cases: &[(&[u8], &str, &str)] = &[
        (br#"{"error_code":"a","reason":"b"}"#, "a", "b"),
        (br#"{"error":"a","reason":"b"}"#, "a", "b"),
        (
            br#"{"Error":"a","Reason":"b","ErrorsList":["c"]}"#,
            "a",
            "b",
        ),
        (br#"{"Error":"a","ErrorsList":["c","d"]}"#, "a", "c; d"),
        (
            br#"{"title":"t","status":400,"errors":{"Inn":["x"]}}"#,
            "",
            "t",
        ),
        (br#"{"error_code":17,"reason":null}"#, "17", ""),
        ("\u{FEFF}{\"reason\":\"b\"}".as_bytes(), "", "b"),
        (br#""just text""#, "", "just text"),
        (b"[1,2]", "", ""),
        (b"", "", ""),
        (b"oops", "", "oops"),
        ("Не указан ИНН".as_bytes(), "", "Не указан ИНН"),
        (b"\xFF\xFE\x00", "", ""),
        (br#"{"reason":"cut off"#, "", ""),
        (br#"{"reason":"  two\n\tlines  "}"#, "", "two lines"),
        (br#"{"reason":"   "}"#, "", ""),
    ];
    for (body, code, reason) in cases {
        for content_type in [None, Some("application/json")] {
            let read = ErrorBody::read(content_type, body);
            let shown = String::from_utf8_lossy(body);
            assert_eq!(read.code.unwrap_or_default(), *code, "{shown}");
            assert_eq!(read.reason.unwrap_or_default(), *reason, "{shown}");
            assert!(!read.is_web_page, "{shown}");
        }
    }
    let html = Some("text/html; charset=utf-8");
    let pages = [
        (html, "<html>502</html>"),
        (html, ""),
        (None, "\n <!DOCTYPE html>"),
    ];
    for (content_type, body) in pages {
        let read = ErrorBody::read(content_type, body.as_bytes());
        assert!(
            read.is_web_page && read.code.or(read.reason).is_none(),
            "{body}"
        );
    }
}

#[test]
fn repeated_text_is_masked_in_reason() {
    let read = ErrorBody::read(
        None,
        br#"{"reason":"no such phone: +7 495 123, of Maria Ivanova"}"#,
    );
    let secrets = ["+7 495 123", "Maria", "Maria  Ivanova", "of", ""].map(str::to_owned);
    assert_eq!(
        read.masked(&Secrets::new(secrets)).reason.unwrap(),
        "no such phone: …, of …"
    );
}

#[test]
fn secret_at_cut_is_masked_whole() {
    let reason = format!("{} Maria Ivanova", "a".repeat(LONGEST - 4));
    let body = serde_json::json!({ "reason": reason }).to_string();
    let read = ErrorBody::read(None, body.as_bytes());
    let shown = read
        .masked(&Secrets::new(["Maria Ivanova".to_owned()]))
        .reason
        .unwrap();
    assert!(!shown.contains("Ma"), "{shown}");
}

#[test]
fn long_reason_is_cut_between_characters() {
    let body = serde_json::json!({ "reason": "я".repeat(2_000) }).to_string();
    let read = ErrorBody::read(None, body.as_bytes());
    let reason = read.masked(&Secrets::new([])).reason.unwrap();
    assert_eq!(reason.chars().count(), LONGEST + 1);
    assert!(reason.ends_with("я…"));
}

fn shown(body: impl AsRef<[u8]>, sent: &str) -> ErrorBody {
    let secrets = Secrets::of(&HeaderValue::from_static(""), Some(sent.as_bytes()));
    ErrorBody::read(None, body.as_ref()).masked(&secrets)
}

#[test]
fn body_that_cannot_be_masked_is_not_kept() {
    for body in [
        r#"{"reason":"\u041c\u0430\u0440\u0438\u044f","rest":"cu"#,
        "<html>&#x41C;&#x430;&#x440;&#x438;&#x44F; &#x2B;7495",
        "",
    ] {
        assert_eq!(shown(body, r#"["Мария"]"#).text, None, "{body}");
    }
    let plain = shown("Мария", r#"["Мария"]"#);
    assert_eq!(
        (plain.text.as_deref(), plain.reason.as_deref()),
        (Some("…"), Some("…"))
    );
    let escaped = r#"{"a":"\u041c\u0430\u0440\u0438\u044f"}"#;
    assert_eq!(shown(escaped, r#"["Мария"]"#).text.unwrap(), r#"{"a":"…"}"#);
}

#[test]
fn plain_text_that_broke_off_is_not_kept() {
    let read = |body: &str| ErrorBody::read(None, body.as_bytes()).without_cut_text();
    let cut = read("no such person: Maria Iva");
    assert!(cut.reason.is_none() && cut.text.is_none() && cut.exposed.is_none());
    assert_eq!(read(r#"{"reason":"whole"}"#).reason.unwrap(), "whole");
    assert!(read("<html>cut").is_web_page);
}

#[test]
fn coordinates_are_masked_in_reason_and_body() {
    let sent = r#"{"address_latitude":-55.751244,"city_id":301}"#;
    let body = r#"{"reason":"-55.751244 (55,751244) of 301","given":[-55.751244,301,1.5]}"#;
    let shown = shown(body, sent);
    assert_eq!(shown.reason.unwrap(), "-… (…) of 301");
    let text = shown.text.unwrap();
    assert!(text.contains(r#"["…",301,1.5]"#), "{text}");
    assert!(!text.contains("751244"), "{text}");
}

#[test]
fn headers_with_addresses_or_secrets_are_dropped() {
    let secrets = Secrets::of(
        &HeaderValue::from_static(""),
        Some(br#"["Maria  Ivanova"]"#),
    );
    let dropped = [
        ("location", "/x"),
        ("content-location", "/x"),
        ("set-cookie", "a=b"),
        ("authorization", "Bearer x"),
        ("x-blanks", "Maria \t Ivanova"),
        ("x-encoded", "Maria%20Ivanova"),
        ("x-utf8", "Мария"),
    ];
    let kept = [("retry-after", "3"), ("x-request-id", "r-1")];
    let mut headers = HeaderMap::new();
    for (name, value) in dropped.iter().chain(&kept) {
        headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    let masked = secrets.mask(headers);
    let names: Vec<&str> = masked.keys().map(|name| name.as_str()).collect();
    assert_eq!(names.len(), kept.len(), "{names:?}");
    assert!(kept.iter().all(|(name, _)| masked.contains_key(*name)));
}

proptest::proptest! {
    #[test]
    fn arbitrary_bytes_give_short_texts(
        content_type in proptest::option::of(".{0,20}"),
        body in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
    ) {
        let read = ErrorBody::read(content_type.as_deref(), &body).masked(&Secrets::new([]));
        for text in read.code.iter().chain(&read.reason) {
            proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
            proptest::prop_assert!(!text.contains(char::is_control));
        }
    }

    #[test]
    fn arbitrary_texts_give_single_lines(code in ".{0,800}", reason in ".{0,800}") {
        let body = serde_json::json!({ "error_code": code, "reason": reason }).to_string();
        let read = ErrorBody::read(None, body.as_bytes()).masked(&Secrets::new([]));
        for text in read.code.iter().chain(&read.reason) {
            proptest::prop_assert!(text.chars().count() <= LONGEST + 1);
            proptest::prop_assert!(!text.contains(char::is_control));
        }
    }
}
