//! The rows beside one another: keys, ids, doubles and links.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Findings, row::ReadRow};
use crate::{
    Column, Fault, Kind, Tables,
    checked::{Item, Link},
    columns::Holds,
    matching::Identity,
};

pub(super) fn check(tables: &Tables, rows: Vec<ReadRow>, findings: &mut Findings) -> Vec<Item> {
    let mut keys: HashMap<(Kind, String), usize> = HashMap::new();
    let mut ids: HashMap<(Kind, Uuid), usize> = HashMap::new();
    let mut identities: HashMap<(Kind, String), Vec<(Identity, usize)>> = HashMap::new();
    for (at, ReadRow { item, .. }) in rows.iter().enumerate() {
        let kind = item.kind;
        if let Some(key) = &item.key {
            let first = *keys.entry((kind, key.clone())).or_insert(at);
            if first != at {
                let place = tables.place(kind, item.row, Some("key"));
                let row = rows[first].item.row;
                findings.report(place, Fault::DuplicateKey { row }, Some(key.clone()), None);
            }
        }
        if let Some(id) = item.id {
            let first = *ids.entry((kind, id)).or_insert(at);
            if first != at {
                let place = tables.place(kind, item.row, Some("id"));
                let row = rows[first].item.row;
                findings.report(
                    place,
                    Fault::DuplicateId { row },
                    Some(id.to_string()),
                    None,
                );
            }
        } else if let Some(identity) = Identity::of(item) {
            // Also what a second run could not tell apart, once both are there.
            let same =
                |other: &Identity| identity.fit(other).is_some() || other.fit(&identity).is_some();
            let key = identity.keys().next().unwrap_or_default().into_owned();
            let alike = identities.entry((kind, key)).or_default();
            let double = alike
                .iter()
                .filter(|(other, _)| same(other))
                // Rather one that has the same name, too.
                .min_by_key(|(other, _)| identity.shares_number(other));
            if let Some((other, first)) = double {
                let row = rows[*first].item.row;
                let (field, fault) = match identity {
                    _ if identity.shares_number(other) => ("inn", Fault::SharedNumber { row }),
                    Identity::Organization { ref number, .. } if number.is_empty() => {
                        ("name", Fault::DuplicateName { row })
                    }
                    Identity::Organization { .. } => ("inn", Fault::DuplicateNumber { row }),
                    Identity::Address { .. } => ("address", Fault::DuplicateAddress { row }),
                    Identity::Person { .. } => ("name", Fault::DuplicatePerson { row }),
                };
                let place = tables.place(kind, item.row, Some(field));
                let value = item.text(field).map(str::to_owned);
                findings.report(place, fault, value, None);
            }
            alike.push((identity, at));
        }
    }
    let alike: HashMap<(Kind, String), &str> = keys
        .keys()
        .map(|(kind, key)| ((*kind, look(key)), key.as_str()))
        .collect();
    let resolve = |row: ReadRow| {
        let mut item = row.item;
        for (field, texts) in row.links {
            let Some(to) = linked(item.kind, field) else {
                continue;
            };
            let mut links = Vec::new();
            for text in texts {
                let link = match text.parse() {
                    Ok(id) => Some(Link::Id(id)),
                    Err(_) => keys.get(&(to, text.clone())).map(|at| Link::Item(*at)),
                };
                match link {
                    Some(link) if links.contains(&link) => {}
                    Some(link) => links.push(link),
                    None => {
                        let place = tables.place(item.kind, item.row, Some(field));
                        let parts = text.split(',').map(str::trim);
                        let parts: Option<Vec<&str>> = parts
                            .map(|part| alike.get(&(to, look(part))).copied())
                            .collect();
                        let (fault, right) = match parts {
                            Some(parts) if parts.len() > 1 => {
                                (Fault::KeySeparator, Some(parts.join(";")))
                            }
                            Some(parts) => (Fault::LookalikeKey(to), Some(parts.concat())),
                            None => (Fault::LinkToNothing(to), None),
                        };
                        findings.report(place, fault, Some(text), right);
                    }
                }
            }
            item.links.push((field, links));
        }
        item
    };
    rows.into_iter().map(resolve).collect()
}

/// A key as it looks: the Russian letters in it as the Latin ones of the same shape.
fn look(key: &str) -> String {
    const RUSSIAN: &str = "АВЕКМНОРСТУХ";
    const LATIN: &str = "ABEKMHOPCTYX";
    let shape = |c: char| {
        let pair = RUSSIAN.chars().zip(LATIN.chars()).find(|(it, _)| *it == c);
        pair.map_or(c, |(_, latin)| latin)
    };
    key.to_uppercase().chars().map(shape).collect()
}

/// What a column links to.
pub(crate) fn linked(kind: Kind, field: &str) -> Option<Kind> {
    match Column::named(kind, field)?.holds {
        Holds::Links(to) => Some(to),
        _ => None,
    }
}
