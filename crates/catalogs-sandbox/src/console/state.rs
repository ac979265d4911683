//! What is in the address book, and what is to go wrong.

use serde_json::{Value, json};

use crate::{app::App, store::Kind};

/// How many entries of each list the page shows.
const SHOWN: usize = 200;

pub(super) fn state(app: &App) -> Value {
    let faults: Vec<Value> = app
        .faults()
        .queued()
        .map(|(operation, fault, times)| {
            json!({
                "operation": operation,
                "fault": fault.to_string(),
                // What goes on for ever is no number.
                "times": (times < usize::MAX).then_some(times),
            })
        })
        .collect();
    let book = app.address_book();
    let list = |kind| {
        let (shown, total) = book.first(kind, SHOWN);
        json!({ "total": total, "shown": shown })
    };
    json!({
        "faults": faults,
        "organizations": list(Kind::Organization),
        "addresses": list(Kind::Address),
        "contact_persons": list(Kind::ContactPerson),
    })
}
