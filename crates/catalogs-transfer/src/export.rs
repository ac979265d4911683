//! Makes sheets of what the address book holds.

use std::collections::HashMap;

use catalogs::{AddressType, Residency};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Column, Existing, Format, Kind, Table, Tables,
    cell::Cell,
    columns::ColumnType,
    existing::{Fields, ImportEntity},
    table::{Head, Row},
};

/// What is exported, and how.
///
/// ```
/// use catalogs_transfer::{ExportOptions, Kind};
///
/// let options = ExportOptions::new().kinds([Kind::Organization]).russian(true);
/// ```
#[derive(Clone, Debug)]
#[must_use = "they are for `export`"]
pub struct ExportOptions {
    kinds: Vec<Kind>,
    keys: bool,
    russian: bool,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            kinds: Kind::ALL.to_vec(),
            keys: false,
            russian: false,
        }
    }
}

impl ExportOptions {
    /// All three kinds, with ids, and with the API's names of fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only these.
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds = kinds.into_iter().collect();
        self
    }

    /// Keys (`organization-1`, …, in the order of the list) in place of ids, for links too: for
    /// another address book. A link to what is not exported stays an id.
    pub fn keys(mut self, keys: bool) -> Self {
        self.keys = keys;
        self
    }

    /// Russian names of sheets and columns, and of residencies and address types.
    pub fn russian(mut self, russian: bool) -> Self {
        self.russian = russian;
        self
    }
}

/// Makes sheets of what the address book holds, in its order.
///
/// Null makes an empty cell, and so does an empty list. Fields that the crate does not know stand
/// in a column `extra`, as JSON, which is there only where it is needed.
///
/// ```
/// use catalogs_transfer::{Existing, ExportOptions, export};
///
/// let tables = export(&Existing::new(), &ExportOptions::new());
/// assert!(tables.is_empty());
/// ```
pub fn export(existing: &Existing, options: &ExportOptions) -> Tables {
    let keys = keys(existing, options);
    // As people look for them: organizations first.
    let kinds = Kind::ALL
        .iter()
        .rev()
        .filter(|kind| options.kinds.contains(kind));
    let tables = kinds.map(|kind| match kind {
        Kind::Organization => table(&existing.organizations, &keys, options),
        Kind::Address => table(&existing.addresses, &keys, options),
        Kind::ContactPerson => table(&existing.contact_persons, &keys, options),
    });
    Tables::new(Format::Json, tables)
}

type Keys = HashMap<(Kind, Uuid), String>;

fn keys(existing: &Existing, options: &ExportOptions) -> Keys {
    let mut keys = Keys::new();
    for kind in options.kinds.iter().filter(|_| options.keys) {
        let word = match kind {
            Kind::Organization => "organization",
            Kind::Address => "address",
            Kind::ContactPerson => "contact",
        };
        let ids = existing.ids(*kind).into_iter().zip(1..);
        keys.extend(ids.map(|(id, place)| ((*kind, id), format!("{word}-{place}"))));
    }
    keys
}

fn table<E: ImportEntity>(entities: &[E], keys: &Keys, options: &ExportOptions) -> Table {
    let kind = E::KIND;
    let columns = Column::all(kind);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for entity in entities {
        let id: Uuid = entity.id().into();
        let fields = Fields::of(entity.to_draft());
        let cell = |column: &Column| match column.column_type {
            ColumnType::Id if options.keys => Cell::Empty,
            ColumnType::Id => Cell::Literal(id.to_string()),
            ColumnType::Key => keys
                .get(&(kind, id))
                .map_or(Cell::Empty, |key| Cell::Literal(key.clone())),
            ColumnType::Remark => Cell::Empty,
            ColumnType::Extra => unknown(kind, column, fields.get(column.name)),
            // Listed although all are allowed, they change nothing.
            ColumnType::Departments if fields.get("all_departments_allowed") == true => Cell::Empty,
            ColumnType::DocsAddress => without_parts(&fields.get(column.name)),
            _ => field(column, &fields.get(column.name), keys, options),
        };
        rows.push(columns.iter().map(cell).collect());
    }
    // Columns that are there only where they are needed.
    let needed = |at: usize, column: &Column| match column.column_type {
        ColumnType::Id => !options.keys,
        ColumnType::Key => options.keys,
        ColumnType::Remark => false,
        ColumnType::Extra | ColumnType::DocsAddress => {
            rows.iter().any(|cells| !cells[at].is_empty())
        }
        _ => true,
    };
    let shown: Vec<usize> = (0..columns.len())
        .filter(|at| needed(*at, &columns[*at]))
        .collect();
    let header = shown.iter().map(|at| {
        let column = &columns[*at];
        let russian = column.russian.first().filter(|_| options.russian);
        Head {
            name: russian.unwrap_or(&column.name).to_string(),
            column: Some(column),
        }
    });
    let name = match options.russian {
        true => kind.sheet_ru(),
        false => kind.sheet(),
    };
    Table {
        kind,
        name: name.to_owned(),
        recognized: None,
        header_row: 1,
        header: header.collect(),
        rows: rows
            .into_iter()
            .zip(2..)
            .map(|(cells, number)| Row {
                number,
                cells: shown.iter().map(|at| cells[*at].clone()).collect(),
            })
            .collect(),
    }
}

fn field(column: &Column, value: &Value, keys: &Keys, options: &ExportOptions) -> Cell {
    let code = value.as_i64();
    let name = match column.column_type {
        ColumnType::Residency => code.and_then(|code| Residency::from_code(code).name_ru()),
        ColumnType::AddressType => code.and_then(|code| AddressType::from_code(code).name_ru()),
        _ => None,
    };
    match (column.column_type, value) {
        (_, Value::Null) => Cell::Empty,
        (ColumnType::Links(to), Value::Array(ids)) if !ids.is_empty() => {
            let name = |id: &Value| {
                let guid = id.as_str().and_then(|id| id.parse().ok());
                let key = guid.and_then(|guid| keys.get(&(to, guid)));
                key.map_or_else(|| id.clone(), |key| json!(key))
            };
            Cell::Json(ids.iter().map(name).collect())
        }
        (_, Value::Array(list)) if list.is_empty() => Cell::Empty,
        (_, Value::String(text)) => Cell::Literal(text.clone()),
        (_, Value::Bool(flag)) => Cell::Flag(*flag),
        (_, Value::Number(number)) => match (name.filter(|_| options.russian), number.as_f64()) {
            (Some(name), _) => Cell::Literal(name.to_owned()),
            (None, Some(number)) => Cell::Number(number),
            (None, None) => Cell::Json(value.clone()),
        },
        _ => Cell::Json(value.clone()),
    }
}

/// Fields that the crate does not know; without those that only a response has.
fn unknown(kind: Kind, column: &Column, extra: Value) -> Cell {
    let Value::Object(mut fields) = extra else {
        return Cell::Empty;
    };
    fields.retain(|name, _| !Column::is_documented(kind, column.name, name));
    match fields.is_empty() {
        true => Cell::Empty,
        false => Cell::Json(Value::Object(fields)),
    }
}

/// A documents' address that is there, and has no parts.
fn without_parts(docs_address: &Value) -> Cell {
    let parts = docs_address.as_object();
    match parts.is_some_and(|parts| parts.values().all(Value::is_null)) {
        true => Cell::Literal(String::new()),
        false => Cell::Empty,
    }
}
