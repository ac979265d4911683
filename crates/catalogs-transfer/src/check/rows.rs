//! The rows beside one another: keys, ids, duplicates and links.

use std::collections::HashMap;

use uuid::Uuid;

use super::row::ReadRow;
use crate::{
    Column, DiagnosticKind, Kind,
    diagnostics::Collector,
    import_row::{ImportRow, Link},
    matching::Identity,
};

pub(super) fn check(rows: Vec<ReadRow>, diagnostics: &mut Collector<'_>) -> Vec<ImportRow> {
    let keys = duplicates(&rows, diagnostics);
    links(rows, &keys, diagnostics)
}

/// Keys of each kind, with the place of the first row that has it.
type Keys = HashMap<(Kind, String), usize>;

/// Reports keys, ids and entities that several rows have.
fn duplicates(rows: &[ReadRow], diagnostics: &mut Collector<'_>) -> Keys {
    let mut keys = Keys::new();
    let mut ids: HashMap<(Kind, Uuid), usize> = HashMap::new();
    let mut identities: HashMap<(Kind, String), Vec<(Identity, usize)>> = HashMap::new();
    for (at, ReadRow { row, .. }) in rows.iter().enumerate() {
        let kind = row.kind;
        let mut report = |field: &str, diagnostic, value| {
            diagnostics.cell_with(row, field, diagnostic, value, None);
        };
        if let Some(key) = &row.key {
            let first = *keys.entry((kind, key.clone())).or_insert(at);
            if first != at {
                let row = rows[first].row.number;
                let diagnostic = DiagnosticKind::DuplicateKey { row };
                report("key", diagnostic, Some(key.clone()));
            }
        }
        if let Some(id) = row.id {
            let first = *ids.entry((kind, id)).or_insert(at);
            if first != at {
                let row = rows[first].row.number;
                report(
                    "id",
                    DiagnosticKind::DuplicateId { row },
                    Some(id.to_string()),
                );
            }
        } else if let Some(identity) = Identity::of_row(row) {
            // Also what a second run could not tell apart, once both exist.
            let is_same = |other: &Identity| {
                identity.compare(other).fit().is_some() || other.compare(&identity).fit().is_some()
            };
            let key = identity.keys().next().unwrap_or_default().into_owned();
            let candidates = identities.entry((kind, key)).or_default();
            let duplicate = candidates
                .iter()
                .filter(|(other, _)| is_same(other))
                .map(|(other, first)| (identity.compare(other).shares_number(), first))
                // Rather one that has the same name, too.
                .min_by_key(|(shares_number, _)| *shares_number);
            if let Some((shares_number, first)) = duplicate {
                let first = rows[*first].row.number;
                let has_number = identity.registration().is_some();
                let (field, diagnostic) = duplicate_of(first, kind, has_number, shares_number);
                report(field, diagnostic, row.text(field).map(str::to_owned));
            }
            candidates.push((identity, at));
        }
    }
    keys
}

fn duplicate_of(
    row: usize,
    kind: Kind,
    has_number: bool,
    shares_number: bool,
) -> (&'static str, DiagnosticKind) {
    match kind {
        Kind::Organization if shares_number => ("inn", DiagnosticKind::SharedNumber { row }),
        Kind::Organization if has_number => ("inn", DiagnosticKind::DuplicateNumber { row }),
        Kind::Organization => ("name", DiagnosticKind::DuplicateName { row }),
        Kind::Address => ("address", DiagnosticKind::DuplicateAddress { row }),
        Kind::ContactPerson => ("name", DiagnosticKind::DuplicatePerson { row }),
    }
}

/// Resolves the links of rows, by id or by key.
fn links(rows: Vec<ReadRow>, keys: &Keys, diagnostics: &mut Collector<'_>) -> Vec<ImportRow> {
    let lookalikes: HashMap<(Kind, String), &str> = keys
        .keys()
        .map(|(kind, key)| ((*kind, shape_of(key)), key.as_str()))
        .collect();
    let resolve = |read: ReadRow| {
        let mut row = read.row;
        for (field, texts) in read.links {
            let Some(to) = Column::linked(row.kind, field) else {
                continue;
            };
            let mut links = Vec::new();
            for text in texts {
                let link = match text.parse() {
                    Ok(id) => Some(Link::Id(id)),
                    Err(_) => keys.get(&(to, text.clone())).map(|at| Link::Row(*at)),
                };
                match link {
                    Some(link) if links.contains(&link) => {}
                    Some(link) => links.push(link),
                    None => {
                        let parts = text.split(',').map(str::trim);
                        let parts: Option<Vec<&str>> = parts
                            .map(|part| lookalikes.get(&(to, shape_of(part))).copied())
                            .collect();
                        let (diagnostic, right) = match parts {
                            Some(parts) if parts.len() > 1 => {
                                (DiagnosticKind::KeySeparator, Some(parts.join(";")))
                            }
                            Some(parts) => (DiagnosticKind::LookalikeKey(to), Some(parts.concat())),
                            None => (DiagnosticKind::UnknownLinkKey(to), None),
                        };
                        diagnostics.cell_with(&row, field, diagnostic, Some(text), right);
                    }
                }
            }
            row.links.push((field, links));
        }
        row
    };
    rows.into_iter().map(resolve).collect()
}

/// A key as it looks: the Russian letters in it as the Latin ones of the same shape.
fn shape_of(key: &str) -> String {
    const RUSSIAN: &str = "АВЕКМНОРСТУХ";
    const LATIN: &str = "ABEKMHOPCTYX";
    let shape = |c: char| {
        let pair = RUSSIAN.chars().zip(LATIN.chars()).find(|(it, _)| *it == c);
        pair.map_or(c, |(_, latin)| latin)
    };
    key.to_uppercase().chars().map(shape).collect()
}
