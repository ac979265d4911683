//! Workbooks. Texts are written as texts, so that no zero is lost and no formula is run.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{WriteOptions, text::text};
use crate::{
    Error, Result, Table, Tables,
    cell::{Cell, Guard},
};

pub(super) fn write(tables: &Tables, options: &WriteOptions) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    for table in tables.iter() {
        write_sheet(workbook.add_worksheet(), table, options)?;
    }
    workbook.save_to_buffer().map_err(Error::Writing)
}

fn write_sheet(sheet: &mut Worksheet, table: &Table, options: &WriteOptions) -> Result<()> {
    let name = crate::Kind::named(&table.name).map_or(table.kind.sheet(), |_| &table.name);
    sheet.set_name(name).map_err(Error::Writing)?;
    sheet.set_freeze_panes(1, 0).map_err(Error::Writing)?;
    let header = table
        .header
        .iter()
        .map(|head| Cell::Typed(head.name.clone()));
    let header: Vec<Cell> = header.collect();
    // What is typed into an empty cell later is a text, too.
    let as_text = Format::new().set_num_format("@");
    let rows = std::iter::once(&header).chain(table.rows.iter().map(|row| &row.cells));
    for (row, cells) in (0..).zip(rows) {
        for (at, cell) in (0..).zip(cells) {
            let result = match cell {
                Cell::Empty => sheet.write_blank(row, at, &as_text).map(drop),
                Cell::Number(number) => sheet.write_number(row, at, *number).map(drop),
                Cell::Flag(flag) => sheet.write_boolean(row, at, *flag).map(drop),
                _ => sheet
                    .write_string_with_format(
                        row,
                        at,
                        text(cell, &options.markers, Guard::Nothing),
                        &as_text,
                    )
                    .map(drop),
            };
            result.map_err(|error| match error {
                XlsxError::MaxStringLengthExceeded => Error::TooLong {
                    sheet: table.name.clone(),
                    row: row as usize + 1,
                    column: table
                        .header
                        .get(usize::from(at))
                        .map(|head| head.name.clone())
                        .unwrap_or_default(),
                },
                error => Error::Writing(error),
            })?;
        }
    }
    if let Some(last) = (table.header.len() as u16).checked_sub(1) {
        let rows = table.rows.len() as u32;
        sheet.autofilter(0, 0, rows, last).map_err(Error::Writing)?;
    }
    sheet.set_autofit_max_width(MOST_PIXELS).autofit();
    Ok(())
}

/// Wider columns would push the others out of sight.
const MOST_PIXELS: u32 = 350;
