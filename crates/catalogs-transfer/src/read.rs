//! Reads files into tables, whatever their format.

mod csv;
mod header;
mod json;
mod options;
mod unique;
mod xlsx;

use std::{ffi::OsStr, fs, io::Read, path::Path};

use crate::{Error, Format, Kind, Result, Tables};
use header::stem;
use xlsx::{MOST_ROWS, OLD_EXCEL};

pub use options::ReadOptions;

/// Longer files are refused: an address book is far from it.
const MOST_BYTES: u64 = 100 * 1024 * 1024;

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
/// assert_eq!(contacts.recognized.unwrap().to_string(), "UTF-8, semicolons");
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
        Format::Csv => Tables::new(Format::Csv, [csv::read(bytes, name, options)?]),
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
    let mut tables = Tables::new(Format::Csv, []);
    for path in files {
        let name = file_name(&path);
        match Kind::named(stem(&name)) {
            Some(_) => tables.add(csv::read(&bytes_of(&path)?, &name, options)?)?,
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
