//! What a row says as a whole.

use catalogs::{RegistrationNumberFault, Residency};
use serde_json::{Value, json};

use super::{Findings, fix, value};
use crate::{
    Fault, Table, Tables, cell::Cell, check::value::NEW, checked::Item, columns::Holds,
    matching::Identity, table::Row,
};

/// A row, and its links as they stand in their cells.
pub(super) struct ReadRow {
    pub(super) item: Item,
    pub(super) links: Vec<(&'static str, Vec<String>)>,
    /// Whether something is wrong with one of its cells, so that more would follow from it.
    pub(super) broken: Vec<&'static str>,
}

pub(super) fn read(tables: &Tables, table: &Table, row: &Row, findings: &mut Findings) -> ReadRow {
    length(tables, table, row, findings);
    swallowed(tables, table, row, findings);
    let mut read = ReadRow {
        item: Item {
            kind: table.kind,
            row: row.number,
            id: None,
            is_new: false,
            key: None,
            fields: Vec::new(),
            links: Vec::new(),
        },
        links: Vec::new(),
        broken: Vec::new(),
    };
    // In the order of the columns, not of the file, so that the same rows are the same.
    for column in crate::Column::all(table.kind) {
        let Some(cell) = table.place_of(column.name).and_then(|at| row.cells.get(at)) else {
            continue;
        };
        let said = value::read(table.kind, column, cell);
        for (fault, right) in said.faults {
            let place = tables.place(table.kind, row.number, Some(column.name));
            findings.report(place, fault, Some(cell.shown()), right);
        }
        let Some(value) = said.value else {
            if !cell.is_blank() && column.holds != Holds::Remark {
                read.broken.push(column.name);
            }
            continue;
        };
        match column.holds {
            Holds::Id => {
                let id = value.as_str().unwrap_or_default();
                read.item.is_new = id == NEW;
                read.item.id = id.parse().ok();
            }
            Holds::Key => read.item.key = value.as_str().map(str::to_owned),
            Holds::Links(_) => {
                let links = value.as_array().into_iter().flatten();
                let links = links.filter_map(Value::as_str).map(str::to_owned);
                read.links.push((column.name, links.collect()));
            }
            _ => read.item.fields.push((column.name, value)),
        }
    }
    numbers(tables, &read, findings);
    coordinates(tables, &read, findings);
    departments(tables, &mut read, findings);
    required(tables, table, &read, findings);
    read
}

fn length(tables: &Tables, table: &Table, row: &Row, findings: &mut Findings) {
    let header = table.header.len();
    let last = row.cells.iter().rposition(|cell| !cell.is_blank());
    let beyond = last.is_some_and(|last| last >= header);
    let nameless = row.cells.iter().zip(&table.header).any(|(cell, head)| {
        !cell.is_blank() && head.column.is_none() && head.name.trim().is_empty()
    });
    let short = table.recognized.is_some() && row.cells.len() < header;
    if beyond || nameless || short {
        let cells = match beyond {
            true => last.map_or(0, |last| last + 1),
            false => row.cells.len(),
        };
        let header = table
            .header
            .iter()
            .filter(|head| !head.name.trim().is_empty())
            .count();
        findings.add(
            tables.place(table.kind, row.number, None),
            Fault::RowLength { cells, header },
        );
    }
}

/// Lines in a cell of CSV with as many delimiters as a row has.
fn swallowed(tables: &Tables, table: &Table, row: &Row, findings: &mut Findings) {
    let Some(recognized) = &table.recognized else {
        return;
    };
    let delimiter = char::from(recognized.delimiter.byte());
    let in_a_row = table.header.len().saturating_sub(1);
    for (cell, head) in row.cells.iter().zip(&table.header) {
        let (Cell::Typed(text) | Cell::Literal(text), Some(column)) = (cell, head.column) else {
            continue;
        };
        let is_row = |line: &str| line.matches(delimiter).count() == in_a_row;
        if in_a_row > 0 && text.lines().skip(1).any(is_row) {
            let place = tables.place(table.kind, row.number, Some(column.name));
            let is_certain = in_a_row > 1;
            findings.add(place, Fault::RowsInCell { is_certain });
        }
    }
}

/// What adding an entity needs. Whether a row that may mean something is to be added, the plan tells;
/// until then, it is only said.
fn required(tables: &Tables, table: &Table, read: &ReadRow, findings: &mut Findings) {
    let item = &read.item;
    if item.id.is_some() || read.broken.contains(&"id") {
        return;
    }
    let is_new = item.is_new || (read.broken.is_empty() && Identity::of(item).is_none());
    let is_there = |column: &str| {
        item.field(column).is_some_and(|value| !value.is_null()) || read.broken.contains(&column)
    };
    let required = crate::Column::all(item.kind)
        .iter()
        .filter(|it| it.required);
    let missing = required.filter(|column| !is_there(column.name));
    for column in missing {
        let place = tables.place(item.kind, item.row, Some(column.name));
        let fault = match is_new {
            true => Fault::Missing(item.kind),
            false if table.place_of(column.name).is_none() => continue,
            false => Fault::MissingIfNew(item.kind),
        };
        findings.add(place, fault);
    }
    let columns = ["all_departments_allowed", "department_ids"];
    if item.kind == crate::Kind::Organization && is_new && !columns.into_iter().any(is_there) {
        let place = tables.place(item.kind, item.row, Some(columns[1]));
        findings.add(place, Fault::NoDepartments);
    }
}

/// The registration number and the postcode beside the residency.
fn numbers(tables: &Tables, read: &ReadRow, findings: &mut Findings) {
    let item = &read.item;
    let Some(residency) = item.number("residency").map(Residency::from_code) else {
        return;
    };
    let mut report = |column: &str, fault, value: &str, right| {
        let place = tables.place(item.kind, item.row, Some(column));
        findings.report(place, fault, Some(value.to_owned()), right);
    };
    if let Some(postcode) = item.text("docs_address.postcode")
        && let Some(right) = fix::postcode(residency, postcode)
    {
        report(
            "docs_address.postcode",
            Fault::LostZeros,
            postcode,
            Some(right),
        );
    }
    let Some((number, inn)) = residency.registration_number().zip(item.text("inn")) else {
        return;
    };
    // That was told, and by its name.
    if inn.chars().any(catalogs_snippets::is_hidden) {
        return;
    }
    let Err(fault) = number.check(inn) else {
        return;
    };
    if let Some(right) = fix::with_zeros(number, inn)
        && fault == RegistrationNumberFault::Length
    {
        return report("inn", Fault::LostZeros, inn, Some(right));
    }
    let fault = Fault::RegistrationNumber {
        number,
        residency,
        fault,
    };
    let other = fix::residency_of(inn).map(|other| format!("{inn} with the residency {other}"));
    report("inn", fault, inn, other);
}

fn coordinates(tables: &Tables, read: &ReadRow, findings: &mut Findings) {
    const BOTH: [&str; 2] = ["address_latitude", "address_longitude"];
    let item = &read.item;
    for (missing, given) in [(BOTH[0], BOTH[1]), (BOTH[1], BOTH[0])] {
        let is_given = item.field(given).is_some_and(Value::is_number);
        // An empty cell leaves what is there, if there is something.
        let is_missing = match item.field(missing) {
            Some(value) => value.is_null(),
            None => item.id.is_none() && !read.broken.contains(&missing),
        };
        if is_given && is_missing {
            findings.add(
                tables.place(item.kind, item.row, Some(missing)),
                Fault::OtherCoordinate,
            );
        }
    }
}

/// Two columns that say one thing.
fn departments(tables: &Tables, read: &mut ReadRow, findings: &mut Findings) {
    const FLAG: &str = "all_departments_allowed";
    const LIST: &str = "department_ids";
    let item = &mut read.item;
    let all = item.field(FLAG).and_then(Value::as_bool);
    let listed = item.field(LIST).and_then(Value::as_array).map(Vec::len);
    let certain = !read.broken.contains(&FLAG) && !read.broken.contains(&LIST);
    let fault = match (all, listed) {
        (Some(true), Some(1..)) => Fault::DepartmentsContradict,
        (Some(false) | None, Some(0)) if certain => Fault::NoDepartments,
        (Some(false), None) if certain && item.id.is_none() => Fault::NoDepartments,
        (None, Some(1..)) => {
            // Whoever lists some does not mean all.
            let at = item
                .fields
                .iter()
                .position(|(field, _)| *field == LIST)
                .unwrap_or(0);
            item.fields.insert(at, (FLAG, json!(false)));
            return;
        }
        _ => return,
    };
    findings.add(tables.place(item.kind, item.row, Some(LIST)), fault);
}
