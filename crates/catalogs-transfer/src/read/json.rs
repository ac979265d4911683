//! JSON: an object with the lists `organizations`, `addresses` and `contacts`, or one list.
//!
//! What is left out says nothing, null clears, and texts are meant as they are.

use serde_json::{Map, Value, error::Category};

use super::{
    ReadOptions,
    header::{kind_of, stem},
    unique::Unique,
};
use crate::{
    Column, Error, Format, Kind, Result, Table, Tables,
    cell::Cell,
    table::{Head, Row},
};

pub(super) fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Tables> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let content = serde_json::from_slice(bytes).map_err(|error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Data => Error::RepeatedName { line, column },
            _ => Error::Json { line, column },
        }
    });
    let Unique(content) = content?;
    let mut tables = Tables::new(Format::Json, []);
    match content {
        Value::Object(lists) => {
            for (list, entries) in lists {
                match Kind::named(&list) {
                    Some(kind) => {
                        let entries = objects(&list, entries)?;
                        tables.add(table(kind, list, &entries))?;
                    }
                    None => tables.others.push(list),
                }
            }
        }
        list => {
            let name = stem(name);
            let entries = objects(name, list)?;
            let names: Vec<String> = entries.iter().flat_map(Map::keys).cloned().collect();
            let kind = kind_of(name, &names, options)?;
            tables.tables.push(table(kind, name.to_owned(), &entries));
        }
    }
    match tables.tables.is_empty() {
        true => Err(Error::NoSheet),
        false => Ok(tables),
    }
}

fn objects(list: &str, entries: Value) -> Result<Vec<Map<String, Value>>> {
    let wrong = |entry| Error::NoObjects {
        list: list.to_owned(),
        entry,
    };
    let Value::Array(entries) = entries else {
        return Err(wrong(None));
    };
    let entries = entries
        .into_iter()
        .enumerate()
        .map(|(place, entry)| match entry {
            Value::Object(fields) => Ok(fields),
            _ => Err(wrong(Some(place + 1))),
        });
    entries.collect()
}

fn table(kind: Kind, name: String, entries: &[Map<String, Value>]) -> Table {
    let entries: Vec<Vec<(String, Cell)>> = entries.iter().map(flat).collect();
    let mut names: Vec<&str> = entries
        .iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    // Known columns in their order, then the others.
    let place = |name: &str| {
        let columns = Column::all(kind);
        let known = Column::named(kind, name);
        let place = columns.iter().position(|column| Some(column) == known);
        place.unwrap_or(columns.len())
    };
    names.sort_by_key(|name| place(name));
    let rows = entries.iter().enumerate().map(|(place, fields)| {
        let cell = |wanted: &&str| {
            let field = fields.iter().find(|(name, _)| name == wanted);
            field.map_or(Cell::Empty, |(_, cell)| cell.clone())
        };
        Row {
            number: place + 1,
            cells: names.iter().map(cell).collect(),
        }
    });
    Table {
        kind,
        name,
        recognized: None,
        header_row: 0,
        rows: rows.collect(),
        header: Head::all(kind, names.iter().map(|name| (*name).to_owned())),
    }
}

/// The fields of an entry; those of `docs_address` by names with a dot.
fn flat(entry: &Map<String, Value>) -> Vec<(String, Cell)> {
    let mut fields = Vec::new();
    for (name, value) in entry {
        match value {
            Value::Object(parts) if name == "docs_address" && parts.is_empty() => {
                fields.push((name.clone(), Cell::Literal(String::new())));
            }
            Value::Object(parts) if name == "docs_address" => {
                let parts = parts.iter();
                fields.extend(parts.map(|(part, value)| (format!("{name}.{part}"), cell(value))));
            }
            _ => fields.push((name.clone(), cell(value))),
        }
    }
    fields
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Clear,
        Value::Bool(flag) => Cell::Flag(*flag),
        Value::Number(number) => number
            .as_f64()
            .map_or_else(|| Cell::Json(value.clone()), Cell::Number),
        Value::String(text) => Cell::Literal(text.clone()),
        Value::Array(_) | Value::Object(_) => Cell::Json(value.clone()),
    }
}
