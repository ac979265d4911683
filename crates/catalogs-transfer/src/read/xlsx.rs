//! Workbooks.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, open_workbook_auto_from_rs};

use super::{ReadOptions, has, kind_of};
use crate::{
    Error, Format, Kind, Markers, Result, Table, Tables,
    cell::Cell,
    table::{Head, Row},
};

type Sheet = (String, calamine::Range<Data>);

pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Tables> {
    let mut workbook =
        open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).map_err(Error::Workbook)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(Error::Workbook)?;
        sheets.push((name, range));
    }
    let (ours, mut others): (Vec<Sheet>, Vec<Sheet>) = sheets
        .into_iter()
        .partition(|(name, _)| Kind::named(name).is_some());
    let mut tables = Tables {
        format: Format::Xlsx,
        tables: Vec::new(),
        others: Vec::new(),
    };
    if ours.is_empty() {
        // A workbook with a single sheet may call it anything.
        others.retain(|(_, range)| !range.is_empty());
        if others.len() != 1 {
            return Err(Error::NoSheet);
        }
        let (name, range) = others.remove(0);
        tables.tables.push(table(&name, &range, options)?);
        return Ok(tables);
    }
    for (name, range) in ours {
        let table = table(&name, &range, options)?;
        match has(&tables.tables, table.kind) {
            true => tables.others.push(name),
            false => tables.tables.push(table),
        }
    }
    tables
        .others
        .extend(others.into_iter().map(|(name, _)| name));
    Ok(tables)
}

fn table(name: &str, range: &calamine::Range<Data>, options: &ReadOptions) -> Result<Table> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let seen = |cells: &&[Data]| cells.iter().any(|cell| !matches!(cell, Data::Empty));
    let numbered = range
        .rows()
        .enumerate()
        .map(|(row, cells)| (first_row as usize + row + 1, cells));
    let mut rows = numbered.filter(|(_, cells)| seen(cells));
    let before = || std::iter::repeat_n(&Data::Empty, first_column as usize);
    let (header_row, header) = rows.next().unwrap_or((1, &[]));
    let mut header: Vec<String> = before().chain(header).map(ToString::to_string).collect();
    while header.last().is_some_and(|name| name.trim().is_empty()) {
        header.pop();
    }
    let kind = kind_of(name, &header, options)?;
    let rows = rows.map(|(number, cells)| Row {
        number,
        cells: before()
            .chain(cells)
            .map(|cell| read_cell(cell, &options.markers))
            .collect(),
    });
    Ok(Table {
        kind,
        name: name.to_owned(),
        recognized: None,
        header_row,
        rows: rows
            .filter(|row| !row.cells.iter().all(Cell::is_blank))
            .collect(),
        header: header
            .into_iter()
            .map(|name| Head::named(kind, name))
            .collect(),
    })
}

fn read_cell(cell: &Data, markers: &Markers) -> Cell {
    match cell {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(date) => Cell::Date(date_text(date)),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Date(text.clone()),
        Data::Error(error) => Cell::Failed(error.to_string()),
        Data::String(text) => markers.read(text),
    }
}

fn date_text(date: &ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{day:02}.{month:02}.{year:04}")
}
