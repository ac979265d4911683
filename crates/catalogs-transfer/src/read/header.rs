//! Which row is the header, and what kind of rows it heads.

use super::ReadOptions;
use crate::{Column, Error, Kind, Result};

/// A file's name without its extension.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The kind that a sheet's name tells, or else the caller, or else the header.
pub(super) fn kind_of(name: &str, header: &[String], options: &ReadOptions) -> Result<Kind> {
    Kind::named(name)
        .or(options.kind)
        .or_else(|| guess(header))
        .ok_or_else(|| Error::UnknownKind {
            name: name.to_owned(),
        })
}

/// Which of the first rows is the header: the first one, or, if that names one column that is known
/// at the most, such as a title, the next that names several.
pub(super) fn header_at(rows: impl Iterator<Item = Vec<String>>) -> usize {
    const FIRST: usize = 10;
    let counts: Vec<usize> = rows.take(FIRST).map(|row| known_columns(&row)).collect();
    match counts.first() {
        Some(0 | 1) => counts.iter().position(|count| *count > 1).unwrap_or(0),
        _ => 0,
    }
}

/// How many of these columns the kind knows that knows the most.
pub(super) fn known_columns(names: &[String]) -> usize {
    by_knowledge(names)[2].0
}

/// The kind that knows the most of these columns, if it is one.
fn guess(header: &[String]) -> Option<Kind> {
    let [_, (second, _), (most, kind)] = by_knowledge(header);
    (most > second).then_some(kind)
}

/// How many of these columns each kind knows; last, the one that knows the most.
fn by_knowledge(names: &[String]) -> [(usize, Kind); 3] {
    let is_known = |kind, name: &str| Column::named(kind, name).is_some();
    let known = |kind| names.iter().filter(|name| is_known(kind, name)).count();
    let mut counts = Kind::ALL.map(|kind| (known(kind), kind));
    counts.sort_by_key(|(count, _)| *count);
    counts
}
