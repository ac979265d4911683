//! Completions and manual pages.

use std::{fs, io::Write, path::Path};

use clap_complete::Shell;

use crate::{exit::Failure, help};

pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(), "catalogs", &mut script);
    Ok(std::io::stdout().lock().write_all(&script)?)
}

/// The tool's page on stdout, or those of all commands in a folder.
pub(crate) fn man(folder: Option<&Path>) -> Result<(), Failure> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(help::command()).render(&mut page)?;
        return Ok(std::io::stdout().lock().write_all(&page)?);
    };
    let write = || {
        fs::create_dir_all(folder)?;
        clap_mangen::generate_to(help::command(), folder)
    };
    write().map_err(|error| {
        Failure::usage(format!(
            "the pages cannot be written to {}: {error}",
            folder.display()
        ))
    })
}
