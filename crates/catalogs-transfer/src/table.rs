//! What was read from files, or is to be written to them: sheets of cells.

use std::fmt;

use crate::{Column, Error, Format, Kind, Recognized, Result, cell::Cell, place::Place};

/// One sheet.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// What its rows are.
    pub kind: Kind,
    /// Its name: the sheet's, the list's or the file's.
    pub name: String,
    /// How the CSV file was written; `None` for other formats.
    pub recognized: Option<Recognized>,
    /// Where its header was found, as a spreadsheet counts; 0 in JSON.
    pub header_row: usize,
    pub(crate) header: Vec<Head>,
    pub(crate) rows: Vec<Row>,
}

/// A cell of the header.
#[derive(Clone, PartialEq)]
pub(crate) struct Head {
    /// As it stands there.
    pub(crate) name: String,
    pub(crate) column: Option<&'static Column>,
}

impl Head {
    pub(crate) fn named(kind: Kind, name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            column: Column::named(kind, &name),
            name,
        }
    }

    pub(crate) fn all(kind: Kind, names: impl IntoIterator<Item = String>) -> Vec<Self> {
        let names = names.into_iter();
        names.map(|name| Self::named(kind, name)).collect()
    }
}

#[derive(Clone, PartialEq)]
pub(crate) struct Row {
    /// As the spreadsheet counts, from 1; in JSON, its place in the list.
    pub(crate) number: usize,
    pub(crate) cells: Vec<Cell>,
}

impl Table {
    /// How many rows it has, the header left out.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn place_of(&self, column: &str) -> Option<usize> {
        let is_it = |head: &Head| head.column.is_some_and(|known| known.name == column);
        self.header.iter().position(is_it)
    }
}

/// The sheets of a file, or of a folder of files.
///
/// `Debug` shows no cells.
#[derive(Clone, PartialEq)]
pub struct Tables {
    pub(crate) format: Format,
    pub(crate) tables: Vec<Table>,
    /// Names of sheets that are none of ours.
    pub(crate) others: Vec<String>,
}

impl Tables {
    pub(crate) fn new(format: Format, tables: impl IntoIterator<Item = Table>) -> Self {
        Self {
            format,
            tables: tables.into_iter().collect(),
            others: Vec::new(),
        }
    }

    /// Adds a table; a second one of its kind would be ignored, and so is an error.
    pub(crate) fn add(&mut self, table: Table) -> Result<()> {
        if let Some(first) = self.of(table.kind) {
            return Err(Error::SameKind {
                first: first.name.clone(),
                second: table.name,
            });
        }
        self.tables.push(table);
        Ok(())
    }

    /// The format that they were read from, or made for.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The sheets.
    pub fn iter(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    pub(crate) fn of(&self, kind: Kind) -> Option<&Table> {
        self.tables.iter().find(|table| table.kind == kind)
    }

    /// What the sheet of a kind is called in the file, for people.
    pub(crate) fn sheet(&self, kind: Kind) -> &str {
        self.of(kind).map_or(kind.sheet(), |table| &table.name)
    }

    /// Where something stands, for people.
    pub(crate) fn place(&self, kind: Kind, row: usize, column: Option<&str>) -> Place {
        let table = self.of(kind);
        let at = table
            .zip(column)
            .and_then(|(table, column)| table.place_of(column));
        let name = table
            .zip(at)
            .map(|(table, at)| table.header[at].name.clone());
        let in_sheet = at.filter(|_| self.format != Format::Json);
        Place {
            sheet: self.sheet(kind).to_owned(),
            row: Some(row),
            // A column that is not there is named as the API names it.
            column: name
                .or(column.map(str::to_owned))
                .map(|name| (name, in_sheet)),
        }
    }

    /// Whether there is no row in any of them.
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(Table::is_empty)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("kind", &self.kind)
            .field("rows", &self.rows.len())
            .field("recognized", &self.recognized)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables")
            .field("format", &self.format)
            .field("tables", &self.tables)
            .finish_non_exhaustive()
    }
}
