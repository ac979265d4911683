//! How null, the empty text and odd texts are written where there are only texts.

use catalogs_transfer::{CheckOptions, Existing, Markers, Plan, ReadOptions, check, read_bytes};
use serde_json::{Value, json};

use crate::{checks::is_lacking, support::strictly};

/// What a row would be added with; null also where it says nothing.
fn phone_of(cell: &str, options: &ReadOptions) -> Value {
    let text = format!("id,name,phone\n<new>,x,\"{cell}\"\n");
    let tables = read_bytes(text.as_bytes(), "contacts.csv", options).unwrap();
    let checked = check(tables, &CheckOptions::new().tolerant(true)).unwrap();
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let changes = &plan.steps()[0].changes;
    let phone = changes.iter().find(|change| change.field == "phone");
    phone.map_or(json!("nothing"), |change| change.new.clone())
}

#[test]
fn cell_is_unset_null_empty_or_text() {
    let default = ReadOptions::new();
    let cases = [
        ("", json!("nothing")),
        ("   ", json!("nothing")),
        ("<clear>", Value::Null),
        (" <ОЧИСТИТЬ> ", Value::Null),
        ("<empty>", json!("")),
        ("<пусто>", json!("")),
        ("-", json!("-")),
        ("'<clear>", json!("<clear>")),
        ("'=1+1", json!("=1+1")),
        ("'+7 495", json!("+7 495")),
        ("'' ", json!("' ")),
        ("' x", json!(" x")),
        ("'s-Hertogenbosch", json!("'s-Hertogenbosch")),
        ("=1+1", json!("=1+1")),
    ];
    for (cell, expected) in cases {
        assert_eq!(phone_of(cell, &default), expected, "{cell:?}");
    }
}

#[test]
fn markers_are_configurable() {
    let options = ReadOptions::new().markers(Markers::default().clear(["-"]).empty(["нет"]));
    for (cell, expected) in [
        ("-", Value::Null),
        ("Нет", json!("")),
        ("<clear>", json!("<clear>")),
        ("'-", json!("-")),
    ] {
        assert_eq!(phone_of(cell, &options), expected, "{cell:?}");
    }
}

#[test]
fn required_field_cannot_be_cleared() {
    let text = "id,name,residency\n,<clear>,<clear>\n<clear>,x,<empty>\n";
    let tables = read_bytes(text.as_bytes(), "organizations.csv", &ReadOptions::new()).unwrap();
    let diagnostics = strictly(tables).unwrap_err();
    let said = diagnostics
        .iter()
        .filter(|diagnostic| !is_lacking(diagnostic));
    let said: Vec<String> = said.map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "organizations.csv, row 2, column B (name): it cannot be cleared",
            "organizations.csv, row 2, column C (residency): it cannot be cleared",
            "organizations.csv, row 3, column A (id): it cannot be cleared",
            "organizations.csv, row 3, column C (residency): there is an empty text where no text belongs",
        ]
    );
}
