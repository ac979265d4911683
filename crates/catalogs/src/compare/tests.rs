//! Tests of the comparison rules.

use serde_json::json;

use super::*;

#[test]
fn phones_are_compared_by_digits() {
    let cases = [
        ("+7 495 123-45-67", "8(495)1234567", true),
        ("+7 495 123-45-67", "74951234567", true),
        ("8 495 123-45-67", "8-495-123-45-67", true),
        ("+84951234567", "+74951234567", false),
        ("+7 495 123-45-67", "495 123-45-67", false),
        ("+7 495 123-45-67", "", false),
        ("call me", "call  me", true),
        ("call me", "call you", false),
    ];
    for (a, b, expected) in cases {
        assert_eq!(same_phone(a, b), expected, "{a} {b}");
        assert_eq!(same_phone(b, a), expected, "{b} {a}");
    }
}

#[test]
fn part_of_phone_is_found_in_any_format() {
    let cases = [
        ("8(495)1234567", "495 123-45-67", true),
        ("8(495)1234567", "+7 495 123", false),
        ("+7 727 000-09-01", "8 (727) 000-09-01", true),
        ("+7 727 000-09-01", "+77270000901", true),
        ("+7 727 000-09-01", "0901", true),
        ("+7 727 000-09-01", "901", false),
        ("+7 727 000-09-01", "0901 a", false),
        ("", "", false),
    ];
    for (text, part, expected) in cases {
        assert_eq!(contains_phone(text, part), expected, "{text} {part}");
    }
}

#[test]
fn values_are_compared_by_field() {
    // field, one value, another, could be, unchanged
    let cases = [
        ("note", json!(null), json!(""), true, true),
        ("note", json!(null), json!([]), true, true),
        ("note", json!(" a  b"), json!("a b"), true, false),
        ("note", json!("a"), json!("A"), false, false),
        ("phone", json!("+7 (495) 1"), json!("74951"), true, true),
        (
            "phone",
            json!("+74951234567"),
            json!("84951234567"),
            true,
            false,
        ),
        ("email", json!("A@b.ru"), json!("a@b.ru "), false, true),
        ("extra_phone", json!(null), json!(0), true, false),
        ("extra_phone", json!(1), json!(1), true, true),
        ("extra_phone", json!(1), json!(2), false, false),
        ("address_latitude", json!(null), json!(0.0), true, true),
        (
            "address_latitude",
            json!(55.755_800_1),
            json!(55.755_800_2),
            true,
            true,
        ),
        (
            "address_latitude",
            json!(55.7558),
            json!(55.7559),
            false,
            false,
        ),
        (
            "address_ids",
            json!(["a", "b"]),
            json!(["b", "a", "a"]),
            true,
            true,
        ),
        ("address_ids", json!(["a", "b"]), json!(["b"]), false, false),
        ("flag", json!(false), json!(null), false, false),
        (
            "docs_address",
            json!(null),
            json!({"office_no": ""}),
            true,
            false,
        ),
        (
            "docs_address",
            json!({"house_no": "5 "}),
            json!({"house_no": "5", "x": 1}),
            true,
            false,
        ),
        (
            "docs_address",
            json!({"house_no": "5"}),
            json!({}),
            false,
            false,
        ),
    ];
    for (field, a, b, could, unchanged) in cases {
        assert_eq!(could_be(field, &a, &b), could, "could be {field} {a} {b}");
        assert_eq!(
            is_unchanged(field, &a, &b),
            unchanged,
            "unchanged {field} {a} {b}"
        );
    }
}
