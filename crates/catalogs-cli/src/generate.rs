//! Completions and manual pages.

use std::{fs, io::Write, path::Path};

use clap::Command;
use clap_complete::Shell;

use crate::error::Failure;

pub(crate) fn completions(mut command: Command, shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "catalogs", &mut script);
    Ok(std::io::stdout().lock().write_all(&script)?)
}

/// Writes the tool's page to stdout, or the pages of all commands to a folder.
pub(crate) fn man(command: Command, folder: Option<&Path>) -> Result<(), Failure> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        return Ok(std::io::stdout().lock().write_all(&page)?);
    };
    let write = || {
        fs::create_dir_all(folder)?;
        clap_mangen::generate_to(command, folder)
    };
    write().map_err(|error| {
        Failure::usage(format!(
            "cannot write the pages to {}: {error}",
            folder.display()
        ))
    })
}
