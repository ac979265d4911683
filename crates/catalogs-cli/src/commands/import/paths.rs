//! The files beside an import: its journal, and the rows that failed.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use catalogs_transfer::Format;

use crate::error::Failure;

/// Makes the first file of this name, or with a number in it, that is not there yet: what failed
/// before may be in somebody's hands.
pub(super) fn free(wanted: &Path, is_folder: bool) -> Result<PathBuf, Failure> {
    let mut path = wanted.to_owned();
    let mut number = 2;
    loop {
        let made = match is_folder {
            true => fs::create_dir(&path),
            false => fs::File::create_new(&path).map(drop),
        };
        match made {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(Failure::usage(format!(
                    "the rows that failed cannot be written to {}: {error}",
                    path.display()
                ))
                .hint("name another file with --failed, and run the same command again"));
            }
        }
        let mut name = wanted.file_stem().unwrap_or_default().to_owned();
        name.push(format!("-{number}"));
        if let Some(extension) = wanted.extension() {
            name.push(".");
            name.push(extension);
        }
        path = wanted.with_file_name(name);
        number += 1;
    }
}

/// The path with something added.
pub(super) fn added(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    if name.is_empty() {
        name = "import".into();
    }
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

/// Where the rows that failed go: `book.failed.xlsx`, and a folder for a folder.
pub(super) fn failed(path: &Path, format: Format) -> PathBuf {
    let ending = match format {
        _ if path.is_dir() => None,
        Format::Csv => Some("csv"),
        Format::Xlsx => Some("xlsx"),
        _ => Some("json"),
    };
    match (ending, path.file_stem()) {
        (Some(ending), Some(stem)) => {
            let mut name = stem.to_owned();
            name.push(format!(".failed.{ending}"));
            path.with_file_name(name)
        }
        _ => added(path, "failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journal_and_failed_rows_are_beside_the_file() {
        let cases = [
            (
                "a/book.xlsx",
                Format::Xlsx,
                "a/book.xlsx.journal",
                "a/book.failed.xlsx",
            ),
            (
                "contacts.CSV",
                Format::Csv,
                "contacts.CSV.journal",
                "contacts.failed.csv",
            ),
            ("книга", Format::Json, "книга.journal", "книга.failed.json"),
        ];
        for (path, format, journal, rows) in cases {
            assert_eq!(added(Path::new(path), "journal"), Path::new(journal));
            assert_eq!(failed(Path::new(path), format), Path::new(rows));
        }
    }
}
