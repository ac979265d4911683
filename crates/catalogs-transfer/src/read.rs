//! Reads files into tables, whatever their format.

mod csv;
mod json;
mod unique;
mod xlsx;

use std::{ffi::OsStr, fs, io::Read, path::Path};

use crate::{Column, Error, Format, Kind, Markers, Result, Table, Tables};

/// Longer files are refused, and so are longer sheets: an address book is far from either.
const MOST_BYTES: u64 = 100 * 1024 * 1024;
const MOST_ROWS: usize = 200_000;

/// How a workbook of before 2007 begins.
const OLD_EXCEL: &[u8] = b"\xD0\xCF\x11\xE0";

/// How files are read.
///
/// ```
/// use catalogs_transfer::{Kind, ReadOptions};
///
/// let options = ReadOptions::new().kind(Kind::Address);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "they are for `read`"]
pub struct ReadOptions {
    kind: Option<Kind>,
    format: Option<Format>,
    markers: Markers,
}

impl ReadOptions {
    /// Nothing said: all is recognized.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the rows are, where neither the name of the sheet nor its header tells.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The format, instead of recognizing it by the file's first bytes.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The words that clear a value, and that stand for an empty text.
    pub fn markers(mut self, markers: Markers) -> Self {
        self.markers = markers;
        self
    }
}

/// Reads a file, or a folder with `organizations.csv`, `addresses.csv` and `contacts.csv` or some
/// of them.
///
/// ```
/// use catalogs_transfer::{ReadOptions, read};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("contacts.csv");
/// std::fs::write(&path, "ФИО;Телефон\nМария Иванова;+7 495 123-45-67\n")?;
/// let tables = read(&path, &ReadOptions::new())?;
/// let contacts = tables.iter().next().unwrap();
/// assert_eq!(contacts.len(), 1);
/// assert_eq!(contacts.recognized().unwrap().to_string(), "UTF-8, semicolons");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// When it cannot be read as sheets of rows at all; the text says what to do. What is wrong in
/// single cells, [`check`](crate::check) tells.
pub fn read(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Tables> {
    let path = path.as_ref();
    if path.is_dir() {
        return read_folder(path, options);
    }
    read_bytes(&bytes_of(path)?, &file_name(path), options)
}

/// Reads what stands in a file of this name.
///
/// # Errors
///
/// Those of [`read`].
pub fn read_bytes(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Tables> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_long(name));
    }
    let tables = match options.format.unwrap_or_else(|| recognize(bytes)) {
        Format::Csv => Tables {
            format: Format::Csv,
            tables: vec![csv::read(bytes, name, options)?],
            others: Vec::new(),
        },
        Format::Xlsx => xlsx::read(bytes, options)?,
        Format::Json => json::read(bytes, name, options)?,
    };
    let is_too_long = tables.iter().any(|table| table.len() > MOST_ROWS);
    match is_too_long {
        true => Err(too_long(name)),
        false => Ok(tables),
    }
}

/// The whole file, unless it is too long for one of ours.
fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let file = fs::File::open(path).map_err(Error::io(path))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(Error::io(path))?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(too_long(&file_name(path))),
        false => Ok(bytes),
    }
}

fn too_long(name: &str) -> Error {
    Error::TooMuch {
        name: name.to_owned(),
        bytes: MOST_BYTES,
        rows: MOST_ROWS,
    }
}

fn read_folder(folder: &Path, options: &ReadOptions) -> Result<Tables> {
    let entries = fs::read_dir(folder).map_err(Error::io(folder))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::io(folder))?.path();
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if ["csv", "tsv", "txt"].contains(&extension.to_lowercase().as_str()) {
            files.push(path);
        }
    }
    files.sort();
    let mut tables = Tables {
        format: Format::Csv,
        tables: Vec::new(),
        others: Vec::new(),
    };
    for path in files {
        let name = file_name(&path);
        match Kind::named(stem(&name)) {
            Some(_) => {
                let table = csv::read(&bytes_of(&path)?, &name, options)?;
                add(&mut tables, table)?;
            }
            None => tables.others.push(name),
        }
    }
    match tables.tables.is_empty() {
        true => Err(Error::NoSheet),
        false => Ok(tables),
    }
}

fn recognize(bytes: &[u8]) -> Format {
    const ZIP: &[u8] = b"PK\x03\x04";
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(ZIP) || bytes.starts_with(OLD_EXCEL) {
        Format::Xlsx
    } else if matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')) {
        Format::Json
    } else {
        Format::Csv
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A file's name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The kind that a sheet's name tells, or else the caller, or else the header.
fn kind_of(name: &str, header: &[String], options: &ReadOptions) -> Result<Kind> {
    Kind::named(name)
        .or(options.kind)
        .or_else(|| guess(header))
        .ok_or_else(|| Error::UnknownKind {
            name: name.to_owned(),
        })
}

/// Which of the first rows is the header: the first one, or, if that names one column that is known
/// at the most, such as a title, the next that names several.
fn header_at(rows: impl Iterator<Item = Vec<String>>) -> usize {
    const FIRST: usize = 10;
    let counts: Vec<usize> = rows.take(FIRST).map(|row| known_columns(&row)).collect();
    match counts.first() {
        Some(0 | 1) => counts.iter().position(|count| *count > 1).unwrap_or(0),
        _ => 0,
    }
}

/// How many of these columns the kind knows that knows the most.
fn known_columns(names: &[String]) -> usize {
    let known = |kind| {
        let names = names.iter();
        names
            .filter(|name| Column::named(kind, name).is_some())
            .count()
    };
    Kind::ALL.into_iter().map(known).max().unwrap_or(0)
}

/// The kind that knows the most of these columns, if it is one.
fn guess(header: &[String]) -> Option<Kind> {
    let known = |kind: Kind| {
        header
            .iter()
            .filter(|name| Column::named(kind, name).is_some())
            .count()
    };
    let mut counts = Kind::ALL.map(|kind| (known(kind), kind));
    counts.sort_by_key(|(count, _)| *count);
    let [_, (second, _), (most, kind)] = counts;
    (most > second).then_some(kind)
}

/// Adds a table; a second one of its kind would be ignored, and so is an error.
fn add(tables: &mut Tables, table: Table) -> Result<()> {
    if let Some(first) = tables.of(table.kind) {
        return Err(Error::SameKind {
            first: first.name.clone(),
            second: table.name,
        });
    }
    tables.tables.push(table);
    Ok(())
}
