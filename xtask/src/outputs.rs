//! Writes generated files, or compares them with what is committed.

use std::{fs, io, path::Path};

use anyhow::{Context, Result, ensure};
use similar::TextDiff;

/// A generated file: where it goes, from the workspace's root, and what is in it.
pub(crate) struct Output {
    path: String,
    content: String,
}

impl Output {
    pub(crate) fn new(path: impl Into<String>, content: String) -> Self {
        let path = path.into();
        Self { path, content }
    }

    /// What is committed; nothing where the file is missing.
    fn committed(&self, root: &Path) -> Result<String> {
        match fs::read_to_string(root.join(&self.path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            text => text.with_context(|| format!("cannot read {}", self.path)),
        }
    }
}

/// Writes the outputs whose content changed, and tells which.
pub(crate) fn write(root: &Path, outputs: &[Output]) -> Result<()> {
    for output in outputs {
        if output.committed(root)? == output.content {
            println!("unchanged  {}", output.path);
            continue;
        }
        let path = root.join(&output.path);
        fs::create_dir_all(path.parent().unwrap_or(root))
            .and_then(|()| fs::write(&path, &output.content))
            .with_context(|| format!("cannot write {}", output.path))?;
        println!("written    {}", output.path);
    }
    Ok(())
}

/// Compares the outputs with the files on disk; the error carries the differences and the command
/// that writes the files.
pub(crate) fn check(root: &Path, outputs: &[Output], command: &str) -> Result<()> {
    let mut differences = String::new();
    for Output { path, content } in outputs {
        let committed = Output::new(path, String::new()).committed(root)?;
        if committed != *content {
            let diff = TextDiff::from_lines(&committed, content);
            let mut unified = diff.unified_diff();
            unified.header(&format!("committed/{path}"), &format!("current/{path}"));
            differences += &unified.to_string();
        }
    }
    ensure!(
        differences.is_empty(),
        "committed files are not up to date\nhint: run `{command}` and commit the result\n\n\
         {differences}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_shows_differences_from_committed_file() -> Result<()> {
        let root = tempfile::tempdir()?;
        let output = |content: &str| [Output::new("some/generated.rs", content.to_owned())];
        let error = |content| {
            let checked = check(root.path(), &output(content), "cargo xtask codegen");
            checked
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default()
        };
        assert!(error("one\n").contains("+one"), "a missing file differs");
        write(root.path(), &output("one\ntwo\n"))?;
        assert_eq!(error("one\ntwo\n"), "");
        let text = error("one\nthree\n");
        for expected in ["-two", "+three", "cargo xtask codegen"] {
            assert!(text.contains(expected), "{text}");
        }
        Ok(())
    }
}
