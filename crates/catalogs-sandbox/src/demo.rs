//! The address book that a sandbox starts with: made-up firms with registration numbers that pass
//! their checks, in every residency, and e-mail addresses under `.example`.

use serde_json::{Map, Value};

use crate::book::{Book, Kind};
use crate::guid;

const DEMO: &str = include_str!("demo.json");

/// The demo address book. Its ids are always the same.
pub(crate) fn book() -> Book {
    // The file is part of this crate, and the tests of this crate read all of it.
    let demo: Value = serde_json::from_str(DEMO).expect("the demo data is JSON");
    let mut book = Book::default();
    for (shelf, kind) in [
        ("contact_persons", Kind::ContactPerson),
        ("addresses", Kind::Address),
        ("organizations", Kind::Organization),
    ] {
        for entry in demo[shelf].as_array().into_iter().flatten() {
            add(&mut book, kind, entry).expect("the demo data keeps to the rules");
        }
    }
    book
}

/// An entry of the file is a request, with the id that it will have.
fn add(book: &mut Book, kind: Kind, entry: &Value) -> Result<(), String> {
    let id = entry["id"]
        .as_str()
        .and_then(guid::parse)
        .ok_or("an entry has no id")?;
    let body: &Map<String, Value> = entry.as_object().ok_or("an entry is no object")?;
    book.create(kind, id, body)
        .map(drop)
        .map_err(|refusal| refusal.reason)
}

#[cfg(test)]
mod tests;
