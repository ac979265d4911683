//! Writes generated files, or compares them with what is committed.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use similar::TextDiff;

/// A generated file: where it goes, from the workspace's root, and what is in it.
pub(crate) struct Output {
    pub(crate) path: &'static str,
    pub(crate) content: String,
}

/// Writes the outputs whose content changed, and says so.
pub(crate) fn write(root: &Path, outputs: &[Output]) -> Result<()> {
    for output in outputs {
        let path = root.join(output.path);
        if fs::read_to_string(&path).is_ok_and(|committed| committed == output.content) {
            println!("unchanged  {}", output.path);
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&path, &output.content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("written    {}", output.path);
    }
    Ok(())
}

/// Compares the outputs with the files on disk; the error carries the differences.
pub(crate) fn check(root: &Path, outputs: &[Output]) -> Result<()> {
    let mut differences = String::new();
    for output in outputs {
        let committed = match fs::read_to_string(root.join(output.path)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", output.path));
            }
        };
        if committed == output.content {
            continue;
        }
        let diff = TextDiff::from_lines(committed.as_str(), output.content.as_str());
        let unified = diff
            .unified_diff()
            .context_radius(3)
            .header(
                &format!("committed/{}", output.path),
                &format!("generated/{}", output.path),
            )
            .to_string();
        differences.push_str(&unified);
        differences.push('\n');
    }
    if differences.is_empty() {
        return Ok(());
    }
    bail!(
        "the generated files do not match openapi/catalogs.yaml\n\
         hint: run `cargo xtask codegen` and commit the result\n\n{differences}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(content: &str) -> Output {
        Output {
            path: "crates/some/generated.rs",
            content: content.to_owned(),
        }
    }

    #[test]
    fn written_files_pass_the_check() -> Result<()> {
        let root = tempfile::tempdir()?;
        write(root.path(), &[output("one\ntwo\n")])?;
        check(root.path(), &[output("one\ntwo\n")])
    }

    #[test]
    fn check_shows_the_lines_that_differ() -> Result<()> {
        let root = tempfile::tempdir()?;
        write(root.path(), &[output("one\ntwo\n")])?;
        let error = check(root.path(), &[output("one\nthree\n")]).expect_err("it differs");
        let text = error.to_string();
        assert!(text.contains("-two") && text.contains("+three"), "{text}");
        assert!(text.contains("cargo xtask codegen"), "{text}");
        check(root.path(), &[output("one\ntwo\n")])
    }

    #[test]
    fn check_reports_a_missing_file_as_a_difference() -> Result<()> {
        let root = tempfile::tempdir()?;
        let error = check(root.path(), &[output("one\n")]).expect_err("nothing is there");
        assert!(error.to_string().contains("+one"));
        Ok(())
    }
}
