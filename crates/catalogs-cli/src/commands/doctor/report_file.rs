//! Where the report goes: nothing of anybody's is written over, and what is there stays whole until
//! there is a new report.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::report::TITLE;
use crate::error::Failure;

pub(super) enum ReportFile {
    /// Beside the file, whose place it takes in the end.
    File(NamedTempFile, PathBuf),
    /// Not a regular file, for instance a pipe.
    Other(PathBuf),
}

impl ReportFile {
    /// Makes sure that a report can be written there.
    pub(super) fn at(path: &Path, force: bool) -> Result<Self, Failure> {
        let unwritable = |error| unwritable(path, &error);
        // Where a link leads, so that the link stays.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(error)),
            Ok(there) if there.is_dir() => {
                Err(unwritable(io::Error::from(io::ErrorKind::IsADirectory)))
            }
            Ok(there) if !there.is_file() => Ok(Self::Other(target)),
            Ok(_) if !force && !is_report(&target).map_err(unwritable)? => {
                Err(Failure::usage(format!(
                    "{} is there already, and is no earlier report",
                    path.display()
                ))
                .hint("name another file, or pass --force to write over it"))
            }
            _ => {
                let folder = target.parent().filter(|it| !it.as_os_str().is_empty());
                let beside = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
                Ok(Self::File(beside.map_err(unwritable)?, target))
            }
        }
    }

    pub(super) fn write(self, text: &str) -> Result<(), Failure> {
        match self {
            Self::File(mut beside, path) => beside
                .write_all(text.as_bytes())
                .and_then(|()| beside.persist(&path).map(drop).map_err(Into::into))
                .map_err(|error| unwritable(&path, &error)),
            Self::Other(path) => fs::OpenOptions::new()
                .write(true)
                .open(&path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .map_err(|error| unwritable(&path, &error)),
        }
    }
}

/// Whether a file is empty, or an earlier report.
fn is_report(path: &Path) -> io::Result<bool> {
    let mut beginning = Vec::new();
    let length = TITLE.len() as u64;
    fs::File::open(path)?
        .take(length)
        .read_to_end(&mut beginning)?;
    Ok(beginning.is_empty() || beginning == TITLE.as_bytes())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!(
        "the report cannot be written to {}: {error}",
        path.display()
    ))
    .hint("name a file in a folder that you may write to")
}
