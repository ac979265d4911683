//! Writes tables to files, so that reading gives the same tables back.

mod csv;
mod json;
mod options;
mod text;
mod xlsx;

use std::{ffi::OsStr, fs, path::Path};

use crate::{Error, Format, Result, Tables};

pub use options::WriteOptions;

/// Writes tables to a file; several in CSV to a folder, which is made, as `organizations.csv`,
/// `addresses.csv` and `contacts.csv`.
///
/// ```
/// use catalogs_transfer::{Existing, ExportOptions, WriteOptions, export, write};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let tables = export(&Existing::new(), &ExportOptions::new());
/// write(&tables, folder.path().join("address-book.xlsx"), &WriteOptions::new())?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`Error::Io`]; [`Error::UnknownEnding`]; [`Error::TooLong`] and [`Error::Writing`] for
/// workbooks, [`Error::NotInEncoding`] for CSV.
pub fn write(tables: &Tables, path: impl AsRef<Path>, options: &WriteOptions) -> Result<()> {
    let path = path.as_ref();
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    let named = match extension.to_lowercase().as_str() {
        "csv" | "tsv" | "txt" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        "json" => Some(Format::Json),
        _ => None,
    };
    let is_bare = extension.is_empty() || path.is_dir();
    let format = match options.format.or(named) {
        Some(format) => format,
        None if is_bare => Format::Csv,
        None => {
            return Err(Error::UnknownEnding {
                path: path.to_owned(),
            });
        }
    };
    let files = to_bytes(tables, format, options)?;
    let single = files.len() == 1 && !path.is_dir() && (!is_bare || format != Format::Csv);
    if !single {
        fs::create_dir_all(path).map_err(Error::io(path))?;
    }
    for (name, bytes) in files {
        let path = if single {
            path.to_owned()
        } else {
            path.join(name)
        };
        fs::write(&path, bytes).map_err(Error::io(&path))?;
    }
    Ok(())
}

/// The files that tables make in a format, by name: CSV a file for each, other formats one.
///
/// # Errors
///
/// Those of [`write`](write()), save that nothing is written.
pub fn to_bytes(
    tables: &Tables,
    format: Format,
    options: &WriteOptions,
) -> Result<Vec<(String, Vec<u8>)>> {
    match format {
        Format::Csv => {
            let files = tables.iter().map(|table| {
                let name = format!("{}.csv", table.kind.sheet());
                Ok((name, csv::write(table, options)?))
            });
            files.collect()
        }
        Format::Xlsx => Ok(vec![(
            "address-book.xlsx".to_owned(),
            xlsx::write(tables, options)?,
        )]),
        Format::Json => Ok(vec![("address-book.json".to_owned(), json::write(tables))]),
    }
}
