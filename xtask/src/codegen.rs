//! `cargo xtask codegen`: from the spec to the generated client and the spec's JSON copies.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context, Result};
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
use quote::quote;
use serde_json::Value;

use crate::{
    outputs::{self, Output},
    relax, spec, workspace,
};

mod description;
mod nodes;
mod openapi31;

/// The first line of generated Rust.
const HEAD: &str =
    "// Generated from openapi/catalogs.yaml by `cargo xtask codegen`: do not edit.\n";

/// Generates, and writes the files or (with `check`) compares them with the committed ones.
pub(crate) fn run(check: bool) -> Result<()> {
    let root = workspace::root();
    if check {
        outputs::check(&root, &generated(&root)?, "cargo xtask codegen")
    } else {
        write(&root)
    }
}

/// Writes the files in a workspace, ours or a copy.
pub(crate) fn write(root: &Path) -> Result<()> {
    outputs::write(root, &generated(root)?)
}

fn generated(root: &Path) -> Result<Vec<Output>> {
    generate(&spec::load(&root.join(workspace::SPEC))?)
}

/// Everything that is generated from the strict spec.
fn generate(strict: &Value) -> Result<Vec<Output>> {
    let description = format!("{HEAD}\n{}", description::source(strict)?);
    let outputs = [
        (
            "crates/catalogs-raw/src/generated/client.rs",
            client(strict)?,
        ),
        (
            "crates/catalogs-raw/src/generated/description.rs",
            description,
        ),
        (
            "crates/catalogs-sandbox/src/generated/catalogs.json",
            json(strict)?,
        ),
        (
            "openapi/generated/catalogs-3.1.json",
            json(&openapi31::convert(strict))?,
        ),
    ];
    Ok(outputs
        .map(|(path, content)| Output::new(path, content))
        .into())
}

fn json(spec: &Value) -> Result<String> {
    let json = serde_json::to_string_pretty(spec).context("cannot write the spec as JSON")?;
    Ok(json + "\n")
}

/// The source of the generated client.
fn client(strict: &Value) -> Result<String> {
    let relaxed = spec::typed(&relax::relax(strict)).context("the relaxed spec is broken")?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::hooks::Recorder));
    let tokens = Generator::new(&settings)
        .generate_tokens(&relaxed)
        .context("progenitor cannot generate a client from the relaxed spec")?;
    let file = syn::parse2(tokens).context("progenitor's output is not valid Rust")?;

    let mut source = format!("{HEAD}// How it differs from the spec:\n");
    for rule in relax::rule_names() {
        writeln!(source, "// - {rule}")?;
    }
    source.push('\n');
    source.push_str(&prettyplease::unparse(&file));
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_match_the_spec_each_time() -> Result<()> {
        run(true)?;
        run(true)
    }
}
