//! What a row says as a whole.

use catalogs::{Residency, model::RegistrationNumberFault};
use serde_json::{Value, json};

use super::{repair, value};
use crate::{
    Column, DiagnosticKind, Kind, Table, Tables, cell::Cell, check::value::NEW,
    columns::ColumnType, diagnostics::Collector, import_row::ImportRow, matching::Identity,
    table::Row, text::is_hidden,
};

/// A row, and its links as they stand in their cells.
pub(super) struct ReadRow {
    pub(super) row: ImportRow,
    pub(super) links: Vec<(&'static str, Vec<String>)>,
    /// Whether something is wrong with one of its cells, so that more would follow from it.
    pub(super) broken: Vec<&'static str>,
}

pub(super) fn read(
    tables: &Tables,
    table: &Table,
    row: &Row,
    diagnostics: &mut Collector<'_>,
) -> ReadRow {
    length(tables, table, row, diagnostics);
    swallowed(tables, table, row, diagnostics);
    let mut read = ReadRow {
        row: ImportRow {
            kind: table.kind,
            number: row.number,
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
    for column in Column::all(table.kind) {
        let Some(cell) = table.place_of(column.name).and_then(|at| row.cells.get(at)) else {
            continue;
        };
        let parsed = value::read(table.kind, column, cell);
        for (diagnostic, right) in parsed.diagnostics {
            let shown = Some(cell.shown());
            diagnostics.cell_with(&read.row, column.name, diagnostic, shown, right);
        }
        let Some(value) = parsed.value else {
            if !cell.is_blank() && column.column_type != ColumnType::Remark {
                read.broken.push(column.name);
            }
            continue;
        };
        match column.column_type {
            ColumnType::Id => {
                let id = value.as_str().unwrap_or_default();
                read.row.is_new = id == NEW;
                read.row.id = id.parse().ok();
            }
            ColumnType::Key => read.row.key = value.as_str().map(str::to_owned),
            ColumnType::Links(_) => {
                let links = value.as_array().into_iter().flatten();
                let links = links.filter_map(Value::as_str).map(str::to_owned);
                read.links.push((column.name, links.collect()));
            }
            _ => read.row.fields.push((column.name, value)),
        }
    }
    numbers(&read.row, diagnostics);
    coordinates(&read, diagnostics);
    departments(&mut read, diagnostics);
    required(table, &read, diagnostics);
    read
}

fn length(tables: &Tables, table: &Table, row: &Row, diagnostics: &mut Collector<'_>) {
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
        diagnostics.add(
            tables.place(table.kind, row.number, None),
            DiagnosticKind::RowLength { cells, header },
        );
    }
}

/// Lines in a cell of CSV with as many delimiters as a row has.
fn swallowed(tables: &Tables, table: &Table, row: &Row, diagnostics: &mut Collector<'_>) {
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
            diagnostics.add(place, DiagnosticKind::RowsInCell { is_certain });
        }
    }
}

/// What adding an entity needs. Whether a row that may mean something is to be added, the plan
/// tells; until then, it is only said.
fn required(table: &Table, read: &ReadRow, diagnostics: &mut Collector<'_>) {
    let row = &read.row;
    if row.id.is_some() || read.broken.contains(&"id") {
        return;
    }
    let is_new = row.is_new || (read.broken.is_empty() && Identity::of_row(row).is_none());
    let is_there = |column: &str| {
        row.field(column).is_some_and(|value| !value.is_null()) || read.broken.contains(&column)
    };
    let required = Column::all(row.kind).iter().filter(|it| it.required);
    let missing = required.filter(|column| !is_there(column.name));
    for column in missing {
        let diagnostic = match is_new {
            true => DiagnosticKind::Missing(row.kind),
            false if table.place_of(column.name).is_none() => continue,
            false => DiagnosticKind::MissingIfNew(row.kind),
        };
        diagnostics.cell(row, column.name, diagnostic);
    }
    let columns = ["all_departments_allowed", "department_ids"];
    if row.kind == Kind::Organization && is_new && !columns.into_iter().any(is_there) {
        diagnostics.cell(row, columns[1], DiagnosticKind::NoDepartments);
    }
}

/// The registration number and the postcode beside the residency.
fn numbers(row: &ImportRow, diagnostics: &mut Collector<'_>) {
    let Some(residency) = row.integer("residency").map(Residency::from_code) else {
        return;
    };
    let mut report = |column: &str, diagnostic, value: &str, right| {
        diagnostics.cell_with(row, column, diagnostic, Some(value.to_owned()), right);
    };
    if let Some(postcode) = row.text("docs_address.postcode")
        && let Some(right) = repair::postcode(residency, postcode)
    {
        report(
            "docs_address.postcode",
            DiagnosticKind::LostZeros,
            postcode,
            Some(right),
        );
    }
    let Some((number, inn)) = residency.registration_number().zip(row.text("inn")) else {
        return;
    };
    // That was told, and by its name.
    if inn.chars().any(is_hidden) {
        return;
    }
    let Err(fault) = number.check(inn) else {
        return;
    };
    if let Some(right) = repair::with_zeros(number, inn)
        && fault == RegistrationNumberFault::Length
    {
        return report("inn", DiagnosticKind::LostZeros, inn, Some(right));
    }
    let diagnostic = DiagnosticKind::RegistrationNumber {
        number,
        residency,
        fault,
    };
    let other = repair::residency_of(inn).map(|other| format!("{inn} with the residency {other}"));
    report("inn", diagnostic, inn, other);
}

fn coordinates(read: &ReadRow, diagnostics: &mut Collector<'_>) {
    const BOTH: [&str; 2] = ["address_latitude", "address_longitude"];
    let row = &read.row;
    for (missing, given) in [(BOTH[0], BOTH[1]), (BOTH[1], BOTH[0])] {
        let is_given = row.field(given).is_some_and(Value::is_number);
        // An empty cell leaves what is there, if there is something.
        let is_missing = match row.field(missing) {
            Some(value) => value.is_null(),
            None => row.id.is_none() && !read.broken.contains(&missing),
        };
        if is_given && is_missing {
            diagnostics.cell(row, missing, DiagnosticKind::MissingCoordinate);
        }
    }
}

/// Two columns that say one thing.
fn departments(read: &mut ReadRow, diagnostics: &mut Collector<'_>) {
    const FLAG: &str = "all_departments_allowed";
    const LIST: &str = "department_ids";
    let row = &mut read.row;
    let all = row.field(FLAG).and_then(Value::as_bool);
    let listed = row.field(LIST).and_then(Value::as_array).map(Vec::len);
    let certain = !read.broken.contains(&FLAG) && !read.broken.contains(&LIST);
    let diagnostic = match (all, listed) {
        (Some(true), Some(1..)) => DiagnosticKind::DepartmentsContradict,
        (Some(false) | None, Some(0)) if certain => DiagnosticKind::NoDepartments,
        (Some(false), None) if certain && row.id.is_none() => DiagnosticKind::NoDepartments,
        (None, Some(1..)) => {
            // A list of some excludes all.
            let at = row
                .fields
                .iter()
                .position(|(field, _)| *field == LIST)
                .unwrap_or(0);
            row.fields.insert(at, (FLAG, json!(false)));
            return;
        }
        _ => return,
    };
    diagnostics.cell(row, LIST, diagnostic);
}
