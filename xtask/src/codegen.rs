//! `cargo xtask codegen`: from the spec to the generated client and the spec's JSON copies.

use std::fmt::Write as _;

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
    let outputs = generate(&spec::load(&workspace::spec())?)?;
    if check {
        outputs::check(&workspace::root(), &outputs)
    } else {
        outputs::write(&workspace::root(), &outputs)
    }
}

/// Everything that is generated from the strict spec.
fn generate(strict: &Value) -> Result<Vec<Output>> {
    Ok(vec![
        Output {
            path: "crates/catalogs-raw/src/generated/client.rs",
            content: client(strict)?,
        },
        Output {
            path: "crates/catalogs-raw/src/generated/description.rs",
            content: format!("{HEAD}\n{}", description::source(strict)?),
        },
        Output {
            path: "crates/catalogs-sandbox/src/generated/catalogs.json",
            content: json(strict)?,
        },
        Output {
            path: "openapi/generated/catalogs-3.1.json",
            content: json(&openapi31::convert(strict))?,
        },
    ])
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
    fn repeated_generation_gives_the_same_bytes() -> Result<()> {
        let strict = spec::load(&workspace::spec())?;
        let contents = |outputs: Vec<Output>| outputs.into_iter().map(|o| o.content);
        assert!(contents(generate(&strict)?).eq(contents(generate(&strict)?)));
        Ok(())
    }

    #[test]
    fn committed_files_match_the_spec() -> Result<()> {
        run(true)
    }
}
