//! The address book that a sandbox starts with: made-up firms with registration numbers that pass
//! their checks, in every residency, and e-mail addresses under `.example`.

use std::sync::LazyLock;

use crate::{data, store::AddressBook};

const DEMO: &str = include_str!("demo.json");

static BOOK: LazyLock<AddressBook> = LazyLock::new(|| {
    // The file is part of this crate, and the tests of this crate read all of it.
    data::read(DEMO).expect("the demo data keeps to the rules")
});

/// The demo address book. Its ids are always the same.
pub(crate) fn address_book() -> AddressBook {
    BOOK.clone()
}

#[cfg(test)]
mod tests;
