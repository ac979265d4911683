//! Workbooks.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{Data, ExcelDateTime, Reader, Sheets, Xls, Xlsb, XlsbError, Xlsx, XlsxError};
use rust_xlsxwriter::column_number_to_name;

use super::{
    ReadOptions,
    header::{header_at, kind_of},
};
use crate::{
    Error, Format, Kind, Markers, Result, Table, Tables,
    cell::Cell,
    table::{Head, Row},
};

/// How a workbook of before 2007 begins.
pub(super) const OLD_EXCEL: &[u8] = b"\xD0\xCF\x11\xE0";

/// No sheet of ours is longer or wider by far.
pub(super) const MOST_ROWS: usize = 200_000;
const MOST_COLUMNS: u32 = 200;

/// The cells of a sheet in which there is something, by row and column from 0.
struct Sheet {
    name: String,
    rows: BTreeMap<u32, BTreeMap<u32, Found>>,
}

struct Found {
    value: Data,
    is_formula: bool,
}

pub(super) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Tables> {
    let mut workbook = open(bytes).map_err(Error::Workbook)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    for name in workbook.sheet_names() {
        sheets.push(sheet(&mut workbook, name)?);
    }
    let (ours, mut others): (Vec<Sheet>, Vec<Sheet>) = sheets
        .into_iter()
        .partition(|sheet| Kind::named(&sheet.name).is_some());
    let mut tables = Tables::new(Format::Xlsx, []);
    if ours.is_empty() {
        // A workbook with a single sheet may call it anything.
        others.retain(|sheet| !sheet.rows.is_empty());
        if others.len() != 1 {
            return Err(Error::NoSheet);
        }
        tables.add(table(others.remove(0), options)?)?;
        return Ok(tables);
    }
    for sheet in ours {
        tables.add(table(sheet, options)?)?;
    }
    tables.others = others.into_iter().map(|sheet| sheet.name).collect();
    Ok(tables)
}

type Workbook<'a> = Sheets<Cursor<&'a [u8]>>;

/// Opens what Excel writes. Others (OpenDocument) would be spread out with all that is empty.
fn open(bytes: &[u8]) -> std::result::Result<Workbook<'_>, calamine::Error> {
    if bytes.starts_with(OLD_EXCEL) {
        return Ok(Sheets::Xls(Xls::new(Cursor::new(bytes))?));
    }
    match Xlsx::new(Cursor::new(bytes)) {
        Ok(workbook) => Ok(Sheets::Xlsx(workbook)),
        Err(error) => match Xlsb::new(Cursor::new(bytes)) {
            Ok(workbook) => Ok(Sheets::Xlsb(workbook)),
            Err(_) => Err(error.into()),
        },
    }
}

/// Reads what there is, and not the emptiness between: a sheet may have its last cell anywhere.
fn sheet(workbook: &mut Workbook<'_>, name: String) -> Result<Sheet> {
    let of_xlsx = |error: XlsxError| Error::Workbook(error.into());
    let of_xlsb = |error: XlsbError| Error::Workbook(error.into());
    let mut sheet = Sheet {
        rows: BTreeMap::new(),
        name,
    };
    if let Sheets::Xlsx(workbook) = workbook {
        let mut reader = match workbook.worksheet_cells_reader(&sheet.name) {
            // A chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => return Ok(sheet),
            reader => reader.map_err(of_xlsx)?,
        };
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(of_xlsx)? {
            sheet.put(cell.pos, cell.value.into(), cell.formula.is_some())?;
        }
        return Ok(sheet);
    }
    if let Sheets::Xlsb(workbook) = workbook {
        let reader = workbook.worksheet_cells_reader(&sheet.name);
        let mut reader = reader.map_err(of_xlsb)?;
        while let Some(cell) = reader.next_cell().map_err(of_xlsb)? {
            let value = cell.get_value().clone();
            sheet.put(cell.get_position(), value.into(), false)?;
        }
        return Ok(sheet);
    }
    // An old workbook has 256 columns at the most.
    let range = workbook
        .worksheet_range(&sheet.name)
        .map_err(Error::Workbook)?;
    let (row, column) = range.start().unwrap_or_default();
    let past = |first: u32, further: usize| {
        u32::try_from(further).map_or(u32::MAX, |further| first.saturating_add(further))
    };
    for (down, across, value) in range.used_cells() {
        let place = (past(row, down), past(column, across));
        sheet.put(place, value.clone(), false)?;
    }
    Ok(sheet)
}

impl Sheet {
    fn put(&mut self, (row, column): (u32, u32), value: Data, is_formula: bool) -> Result<()> {
        if matches!(value, Data::Empty) && !is_formula {
            return Ok(());
        }
        if row as usize > MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Error::TooWide {
                sheet: self.name.clone(),
                row: row as usize + 1,
                column: column_number_to_name(column as u16),
            });
        }
        let found = Found { value, is_formula };
        self.rows.entry(row).or_default().insert(column, found);
        Ok(())
    }
}

fn table(sheet: Sheet, options: &ReadOptions) -> Result<Table> {
    let numbered = |row: u32| row as usize + 1;
    let names = |cells: &BTreeMap<u32, Found>| {
        let cells = cells.values();
        cells.map(|found| found.value.to_string()).collect()
    };
    let at = header_at(sheet.rows.values().map(names));
    let mut rows = sheet.rows.into_iter().skip(at);
    let (header_row, header) = rows.next().unwrap_or_default();
    let mut header = spread(header, String::new(), |found| found.value.to_string());
    while header.last().is_some_and(|name| name.trim().is_empty()) {
        header.pop();
    }
    let kind = kind_of(&sheet.name, &header, options)?;
    let rows = rows.map(|(row, cells)| Row {
        number: numbered(row),
        cells: spread(cells, Cell::Empty, |found| {
            read_cell(&found, &options.markers)
        }),
    });
    Ok(Table {
        kind,
        recognized: None,
        header_row: numbered(header_row),
        rows: rows
            .filter(|row| !row.cells.iter().all(Cell::is_blank))
            .collect(),
        header: Head::all(kind, header),
        name: sheet.name,
    })
}

/// A row with its gaps.
fn spread<T: Clone>(cells: BTreeMap<u32, Found>, gap: T, read: impl Fn(Found) -> T) -> Vec<T> {
    let mut row = Vec::new();
    for (column, found) in cells {
        row.resize(column as usize, gap.clone());
        row.push(read(found));
    }
    row
}

fn read_cell(found: &Found, markers: &Markers) -> Cell {
    match &found.value {
        Data::Empty if found.is_formula => Cell::NotCalculated,
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
