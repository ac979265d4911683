//! Tables as wide as the terminal, and no wider.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use comfy_table::{Attribute, Cell, ColumnConstraint, ContentArrangement, Table, presets};
use serde_json::Value;

use super::cell;

/// Between columns.
const GAP: u16 = 2;

/// Columns whose texts may be broken over several lines.
const TEXTS: &[&str] = &[
    "name",
    "address",
    "note",
    "schedule_summary",
    "addresses",
    "contact_persons",
    "email",
];

/// The least that is left of such a text.
const LEAST: u16 = 12;

/// Writes a row for each entity. Where the terminal is too narrow, it leaves out columns, from the
/// last on, or breaks texts. Returns the columns that were left out.
pub(super) fn list<'a>(
    columns: &'a [String],
    entries: &[Value],
    may_leave_out: bool,
) -> io::Result<Vec<&'a str>> {
    if entries.is_empty() {
        writeln!(anstream::stdout(), "(none)")?;
        return Ok(Vec::new());
    }
    let mut shown = columns.len();
    if may_leave_out && let Some(width) = width() {
        shown = fitting(columns, &widths(columns, entries), width);
    }
    let (shown, hidden) = columns.split_at(shown);
    let mut table = filled(shown, entries);
    for (column, name) in table.column_iter_mut().zip(shown) {
        let is_whole = !TEXTS.contains(&name.as_str());
        if is_whole && (!hidden.is_empty() || name == "id") {
            // An id that is broken over two lines cannot be copied.
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    print(&mut table)?;
    Ok(hidden.iter().map(String::as_str).collect())
}

fn filled(columns: &[String], entries: &[Value]) -> Table {
    let mut table = new();
    table.set_header(columns.iter().map(|column| heading(column)));
    for entry in entries {
        table.add_row(columns.iter().map(|column| cell::shown(entry, column)));
    }
    table
}

/// How wide each column would like to be.
fn widths(columns: &[String], entries: &[Value]) -> Vec<u16> {
    filled(columns, entries).column_max_content_widths()
}

/// How many of the columns fit, two at the least.
fn fitting(columns: &[String], widths: &[u16], room: u16) -> usize {
    let least =
        columns
            .iter()
            .zip(widths)
            .map(|(column, width)| match TEXTS.contains(&column.as_str()) {
                true => (*width).min(LEAST),
                false => *width,
            });
    let mut taken = 0;
    let fits = least
        .take_while(|width| {
            taken += u32::from(*width) + u32::from(GAP);
            taken <= u32::from(room) + u32::from(GAP)
        })
        .count();
    fits.max(2).min(columns.len())
}

/// A line for each field of one entity.
pub(super) fn record(columns: &[String], entry: &Value) -> io::Result<()> {
    let mut table = new();
    for column in columns {
        table.add_row([heading(column), Cell::new(cell::shown(entry, column))]);
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    print(&mut table)
}

fn new() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    if colored() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    match width() {
        Some(width) => table
            .set_width(width)
            .set_content_arrangement(ContentArrangement::Dynamic),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table
}

fn heading(text: &str) -> Cell {
    Cell::new(cell::harmless(text)).add_attribute(Attribute::Bold)
}

/// The terminal's width; none where the output goes elsewhere, and may be as wide as it is.
fn width() -> Option<u16> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(width.max(40))
}

fn colored() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

fn print(table: &mut Table) -> io::Result<()> {
    for column in table.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    let mut out = io::stdout().lock();
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_left_out_from_the_last_on() {
        let columns = ["id", "name", "residency", "inn", "phone"].map(str::to_owned);
        let widths = [36, 40, 13, 12, 17];
        let cases = [
            (200, 5),
            (98, 5),
            (97, 4),
            (79, 4),
            (78, 3),
            (60, 2),
            (10, 2),
        ];
        for (room, expected) in cases {
            assert_eq!(fitting(&columns, &widths, room), expected, "{room}");
        }
        assert_eq!(fitting(&columns[..1], &widths[..1], 10), 1);
    }
}
