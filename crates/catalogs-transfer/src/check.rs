//! Checks a file as a whole, before anything is written: each cell, each row, and the rows beside
//! one another.

mod checked;
mod options;
mod repair;
mod row;
mod rows;
mod value;

pub use checked::Checked;
pub use options::CheckOptions;

use crate::{
    Column, DiagnosticKind, Diagnostics, Format, Kind, Table, Tables, diagnostics::Collector,
    place::Place,
};

/// Checks all sheets, and collects all that is wrong.
///
/// Whether ids exist, and whether what has to be added is complete, can only be told beside the
/// address book: [`Plan::make`](crate::Plan::make) tells.
///
/// ```
/// use catalogs_transfer::{CheckOptions, ReadOptions, check, read_bytes};
///
/// let file = "ФИО;Телефон\nМария Иванова;7.4951234567E10\n";
/// let tables = read_bytes(file.as_bytes(), "contacts.csv", &ReadOptions::new())?;
/// let diagnostics = check(tables, &CheckOptions::new()).unwrap_err();
/// let diagnostic = diagnostics.iter().next().unwrap();
/// assert_eq!(
///     diagnostic.to_string(),
///     "contacts.csv, row 2, column B (Телефон): the spreadsheet made a number of the phone",
/// );
/// assert_eq!(diagnostic.right.as_deref(), Some("+74951234567"));
/// # Ok::<(), catalogs_transfer::Error>(())
/// ```
///
/// # Errors
///
/// All diagnostics, warnings too, if one of them is an error.
pub fn check(tables: Tables, options: &CheckOptions) -> Result<Checked, Diagnostics> {
    let mut diagnostics = Collector::new(&tables, options);
    for name in &tables.others {
        diagnostics.add(Place::sheet(name), DiagnosticKind::UnknownSheet);
    }
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        if let Some(table) = tables.of(kind)
            && header(&tables, table, &mut diagnostics)
        {
            let read = |row| row::read(&tables, table, row, &mut diagnostics);
            rows.extend(table.rows.iter().map(read));
        }
    }
    if let Some(first) = tables.tables.first()
        && tables.is_empty()
        && diagnostics.is_empty()
    {
        diagnostics.add(Place::sheet(&first.name), DiagnosticKind::NoRows);
    }
    for table in &tables.tables {
        let may_be_new = |read: &row::ReadRow| read.row.id.is_none() && !read.row.is_new;
        let mut rows = rows.iter().filter(|read| read.row.kind == table.kind);
        let is_known = table.header.iter().any(|head| head.column.is_some());
        if is_known && rows.any(may_be_new) {
            let columns = Column::all(table.kind).iter();
            for column in columns.filter(|it| it.required && table.place_of(it.name).is_none()) {
                let mut place = tables.place(table.kind, table.header_row, Some(column.name));
                place.row = place.row.filter(|_| tables.format != Format::Json);
                diagnostics.add(place, DiagnosticKind::MissingColumn(table.kind));
            }
        }
    }
    let rows = rows::check(rows, &mut diagnostics);
    let mut warnings = Diagnostics::only_warnings(diagnostics.sorted())?;
    // The plan knows.
    warnings.retain(|diagnostic| {
        !matches!(
            diagnostic.kind,
            DiagnosticKind::MissingIfNew(_) | DiagnosticKind::MissingColumn(_)
        )
    });
    Ok(Checked::new(rows, warnings, tables))
}

/// Checks the header; tells whether there are columns at all.
fn header(tables: &Tables, table: &Table, diagnostics: &mut Collector<'_>) -> bool {
    let whole = |row| Place {
        row,
        ..Place::sheet(&table.name)
    };
    let json = tables.format == Format::Json;
    if table.header.is_empty() {
        if !json {
            diagnostics.add(whole(None), DiagnosticKind::EmptyFile);
        }
        return false;
    }
    if table.header.iter().all(|head| head.column.is_none()) {
        diagnostics.add(whole(Some(table.header_row)), DiagnosticKind::NoHeader);
        return false;
    }
    for (at, head) in table.header.iter().enumerate() {
        let place = Place {
            sheet: table.name.clone(),
            row: (!json).then_some(table.header_row),
            column: Some((head.name.clone(), (!json).then_some(at))),
        };
        let before = &table.header[..at];
        match head.column {
            None if head.name.trim().is_empty() => {}
            None => {
                let name = Some(head.name.clone());
                let like = Column::like(table.kind, &head.name).map(str::to_owned);
                diagnostics.add_with(place, DiagnosticKind::UnknownColumn, name, like);
            }
            Some(column) if before.iter().any(|other| other.column == Some(column)) => {
                diagnostics.add(place, DiagnosticKind::DuplicateColumn);
            }
            Some(_) => {}
        }
    }
    true
}
