//! What is read from files and from stdin.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use crate::error::Failure;

/// The text of a file, or of stdin for `-`, without a byte order mark.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let name = name_of(path);
    let mut bytes = Vec::new();
    let bytes = match path.to_str() {
        Some("-") => io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes),
        _ => fs::read(path),
    };
    let bytes = bytes.map_err(|error| Failure::usage(format!("cannot read {name}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::usage(format!("{name} is not in UTF-8"))
            .hint("save it as UTF-8, or convert it, such as with iconv -f CP1251 -t UTF-8")
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// What a file is called in a message.
pub(crate) fn name_of(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "stdin".to_owned(),
        _ => path.display().to_string(),
    }
}
