//! `cargo xtask drill`: adds a field to the spec of a copy, and sees that it travels everywhere.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use crate::{
    command::{cargo, output, program, run as run_command},
    workspace,
};

/// What to insert, and after which line: the place, the line, and the new text.
///
/// The spec's text is one; all others are lines written by hand, at most three in two files.
const INSERTIONS: &[Insertion] = &[
    Insertion {
        file: "openapi/catalogs.yaml",
        schema: Some("Address"),
        after: "properties:",
        text: "        fax:\n          type: string\n          nullable: true\n          \
               description: Fax number.\n          x-label: Fax\n          x-label-ru: Факс\n          \
               x-description-ru: Номер факса.\n",
    },
    Insertion {
        file: "openapi/catalogs.yaml",
        schema: Some("AddressRequest"),
        after: "properties:",
        text: "        fax:\n          type: string\n          nullable: true\n          \
               description: Fax number.\n",
    },
    Insertion {
        file: "crates/catalogs/src/model/address.rs",
        schema: None,
        after: "note: String,",
        text: "        fax: String, \"Fax number.\";\n",
    },
];

struct Insertion {
    file: &'static str,
    /// A schema of the spec within which the line is looked for.
    schema: Option<&'static str>,
    after: &'static str,
    text: &'static str,
}

/// Copies the tracked files, changes the copy, generates, and compiles.
pub(crate) fn run() -> Result<()> {
    let target = workspace::root().join("target");
    let copy = target.join("drill");
    copy_tracked(&copy)?;
    for insertion in INSERTIONS {
        insertion.apply(&copy)?;
    }
    let inside = |arguments: &[&str]| {
        let mut command = cargo(arguments.iter().copied());
        command.current_dir(&copy);
        // Cargo would take the copy's packages for the workspace's in the same folder.
        command.env("CARGO_TARGET_DIR", target.join("drill-build"));
        command
    };
    run_command(&mut inside(&[
        "run",
        "--quiet",
        "--package=xtask",
        "--",
        "codegen",
    ]))?;
    run_command(&mut inside(&["check", "--workspace", "--locked"]))
}

/// The files that git tracks, as they are in the working tree.
fn copy_tracked(copy: &Path) -> Result<()> {
    if copy.exists() {
        fs::remove_dir_all(copy).context("cannot remove an earlier copy")?;
    }
    let list = output(program("git").args(["ls-files", "-z"]))?;
    for path in list.split_terminator('\0') {
        let (from, to) = (workspace::root().join(path), copy.join(path));
        if !from.exists() {
            continue; // deleted, and not committed yet
        }
        let folder = to.parent().map(PathBuf::from).unwrap_or_default();
        fs::create_dir_all(folder)?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {path}"))?;
    }
    Ok(())
}

impl Insertion {
    fn apply(&self, copy: &Path) -> Result<()> {
        let path = copy.join(self.file);
        let mut text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", self.file))?;
        let place = self.place(&text)?;
        text.insert_str(place, self.text);
        fs::write(&path, text).with_context(|| format!("cannot write {}", self.file))
    }

    /// The byte after the line that is looked for.
    fn place(&self, text: &str) -> Result<usize> {
        let start = match self.schema {
            None => 0,
            Some(schema) => text
                .find(&format!("\n    {schema}:\n"))
                .with_context(|| format!("{} has no schema {schema}", self.file))?,
        };
        let line = text[start..]
            .find(self.after)
            .with_context(|| format!("{} has no line `{}`", self.file, self.after))?;
        let end = text[start + line..].find('\n');
        ensure!(end.is_some(), "{}: the last line has no end", self.file);
        Ok(start + line + end.unwrap_or(0) + 1)
    }
}
