use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// The elements of `chunks`, and how it ended.
fn split(most: usize, chunks: &[&[u8]]) -> (Vec<String>, Result<(), Fault>) {
    let mut splitter = Splitter::new(most);
    let mut elements = Vec::new();
    for chunk in chunks {
        splitter.push(chunk);
        loop {
            match splitter.next() {
                Ok(Some(element)) => elements.push(String::from_utf8_lossy(element).into_owned()),
                Ok(None) => break,
                Err(fault) => return (elements, Err(fault)),
            }
        }
    }
    (elements, splitter.finish())
}

/// Cut in two at every place, and into single bytes: the same comes of it each time.
fn split_everywhere(most: usize, text: &str) -> (Vec<String>, Result<(), Fault>) {
    let bytes = text.as_bytes();
    let whole = split(most, &[bytes]);
    for at in 0..=bytes.len() {
        let (before, after) = bytes.split_at(at);
        assert_eq!(split(most, &[before, after]), whole, "{text} cut at {at}");
    }
    let singly: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(split(most, &singly), whole, "{text}");
    whole
}

#[test]
fn arrays_are_cut_into_their_elements() {
    use Fault::*;
    let cases: &[(&str, &[&str], Result<(), Fault>)] = &[
        ("[]", &[], Ok(())),
        (" \n[ \t]\r\n", &[], Ok(())),
        (r#"[{"a":1}]"#, &[r#"{"a":1}"#], Ok(())),
        (
            r#"[ {"a":[1,{"b":2}]} , [] ,"x",1.5e3, true,null ]"#,
            &[
                r#"{"a":[1,{"b":2}]}"#,
                "[]",
                "\"x\"",
                "1.5e3",
                "true",
                "null",
            ],
            Ok(()),
        ),
        // Brackets, commas and quotes in texts.
        (
            r#"[{"a":"]},[{\"\\"},"\\",{"\\\"]":0}]"#,
            &[r#"{"a":"]},[{\"\\"}"#, r#""\\""#, r#"{"\\\"]":0}"#],
            Ok(()),
        ),
        ("[\"Ромашка\"]", &["\"Ромашка\""], Ok(())),
        // No JSON, but the next element can be found.
        (
            "[{a:NaN},nothing,{]},2]",
            &["{a:NaN}", "nothing", "{]"],
            Err(NoSeparator),
        ),
        ("[{a:NaN},2]", &["{a:NaN}", "2"], Ok(())),
        ("", &[], Err(Empty)),
        (" \n", &[], Err(Empty)),
        ("{}", &[], Err(NoArray)),
        ("null", &[], Err(NoArray)),
        ("<html>", &[], Err(NoArray)),
        ("[", &[], Err(EndsEarly)),
        ("[1", &[], Err(EndsEarly)),
        ("[1,", &["1"], Err(EndsEarly)),
        ("[{}", &["{}"], Err(EndsEarly)),
        ("[{},{\"a\":\"", &["{}"], Err(EndsEarly)),
        ("[1,]", &["1"], Err(NoSeparator)),
        ("[,1]", &[], Err(NoSeparator)),
        ("[}", &[], Err(NoSeparator)),
        ("[{}{}]", &["{}"], Err(NoSeparator)),
        ("[1 2]", &["1"], Err(NoSeparator)),
        ("[1}", &["1"], Err(NoSeparator)),
        ("[1]]", &["1"], Err(MoreAfterEnd)),
        ("[] []", &[], Err(MoreAfterEnd)),
    ];
    for (text, elements, end) in cases {
        let (found, ended) = split_everywhere(100, text);
        assert_eq!(
            (found, ended),
            (elements.iter().map(|it| it.to_string()).collect(), *end),
            "{text}"
        );
    }
}

#[test]
fn size_limit_applies_to_elements_not_to_the_array() {
    let many = format!("[{}]", vec!["12345"; 1_000].join(" , "));
    let (found, ended) = split(5, &[many.as_bytes()]);
    assert_eq!((found.len(), ended), (1_000, Ok(())));
    for text in [
        "[1,123456,2]",
        "[1,123456",
        "[1,{\"a\":0},2]",
        "[1,{\"a\":[",
    ] {
        let expected = (vec!["1".to_owned()], Err(Fault::TooLarge));
        assert_eq!(split_everywhere(5, text), expected, "{text}");
    }
}

#[test]
fn elements_taken_out_leave_the_buffer() {
    let mut splitter = Splitter::new(1_000);
    splitter.push(b"[");
    for _ in 0..10_000 {
        splitter.push(b"{\"name\":\"Romashka\"} , {\"na");
        assert!(splitter.next().unwrap().is_some());
        assert!(splitter.next().unwrap().is_none());
        splitter.push(b"me\":\"Vasilek\"},");
        assert!(splitter.next().unwrap().is_some());
        assert!(splitter.next().unwrap().is_none());
    }
    assert!(splitter.buffer.capacity() < 200);
}

/// Any JSON, with the characters in its texts that could mislead.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        r#"[\[\]{},:"\\ я\n]{0,8}"#.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((r#"[\[\]{},:"\\ a]{0,3}"#, inner), 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Something near to JSON.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\\",
        " ",
        "1",
        "null",
        "\"a\"",
        "{\"a\":1}",
        "[2]",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #[test]
    fn arbitrary_array_cut_anywhere_gives_its_elements(
        array in prop::collection::vec(json(), 0..6),
        pretty in any::<bool>(),
    ) {
        let text = match pretty {
            true => serde_json::to_string_pretty(&array).unwrap(),
            false => serde_json::to_string(&array).unwrap(),
        };
        let (found, ended) = split_everywhere(usize::MAX, &text);
        prop_assert_eq!(ended, Ok(()));
        let found: Vec<Value> =
            found.iter().map(|element| serde_json::from_str(element).unwrap()).collect();
        prop_assert_eq!(found, array);
    }

    /// Cut and decoded one by one, or decoded as a whole: the same is accepted.
    #[test]
    fn malformed_array_is_refused_as_by_the_decoder(text in nearly_json()) {
        let (found, ended) = split_everywhere(usize::MAX, &text);
        let singly: Option<Vec<Value>> = found
            .iter()
            .map(|element| serde_json::from_str(element).ok())
            .collect();
        let whole = serde_json::from_str::<Vec<Value>>(&text).ok();
        prop_assert_eq!(singly.filter(|_| ended.is_ok()), whole);
    }

    #[test]
    fn arbitrary_bytes_are_split_without_hanging(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6),
    ) {
        let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
        let _ = split(30, &chunks);
    }
}
