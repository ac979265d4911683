//! The journal's file: locked while it is open, and durable.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

use same_file::Handle;

use crate::{Error, Result};

pub(super) fn unlocked(path: &Path, error: TryLockError) -> Error {
    match error {
        TryLockError::WouldBlock => Error::JournalInUse {
            path: path.to_owned(),
        },
        TryLockError::Error(error) => Error::io(path)(error),
    }
}

/// Opens the file, and holds it against everybody else.
pub(super) fn locked(path: &Path) -> Result<File> {
    loop {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(path).map_err(Error::io(path))?;
        file.try_lock().map_err(|error| unlocked(path, error))?;
        let ours = file.try_clone().and_then(Handle::from_file);
        let ours = ours.map_err(Error::io(path))?;
        match Handle::from_path(path) {
            Ok(named) if named == ours => return Ok(file),
            // Its last owner just deleted it: that was another file of this name.
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io(path)(error)),
        }
    }
}

/// Makes a new file's name last, where the system can do that.
pub(super) fn sync_folder(path: &Path) {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        // Some systems cannot; the file itself is on the disk.
        let _ = folder.sync_all();
    }
}
