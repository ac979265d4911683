//! `cargo xtask public-api`: the public API of the published libraries, as committed text.

use std::fs;

use anyhow::{Context, Result};
use public_api::Builder;
use similar::TextDiff;

use crate::{
    command::{cargo, run as run_command},
    workspace,
};

/// The libraries whose API is kept.
const LIBRARIES: [&str; 4] = [
    "catalogs",
    "catalogs-sandbox",
    "catalogs-snippets",
    "catalogs-transfer",
];

/// Writes `crates/*/public-api.txt`, or (with `check`) compares them with the code.
pub(crate) fn run(check: bool) -> Result<()> {
    let mut differences = String::new();
    for library in LIBRARIES {
        let path = format!("crates/{library}/public-api.txt");
        let file = workspace::root().join(&path);
        let current = listing(library)?;
        if !check {
            fs::write(&file, current).with_context(|| format!("cannot write {path}"))?;
            println!("written    {path}");
            continue;
        }
        let committed = fs::read_to_string(&file).with_context(|| {
            format!("cannot read {path}\nhint: cargo xtask public-api writes it")
        })?;
        if committed != current {
            let diff = TextDiff::from_lines(&committed, &current);
            let mut unified = diff.unified_diff();
            unified.header(&format!("committed/{path}"), &format!("current/{path}"));
            differences += &unified.to_string();
        }
    }
    anyhow::ensure!(
        differences.is_empty(),
        "the public API is not the committed one\nhint: run `cargo xtask public-api`, and commit \
         the result with an entry in CHANGELOG.md\n\n{differences}"
    );
    Ok(())
}

/// Every public item of a library with all features, one a line.
fn listing(library: &str) -> Result<String> {
    let target = workspace::root().join("target/public-api");
    let json = target
        .join("doc")
        .join(format!("{}.json", library.replace('-', "_")));
    let arguments = ["rustdoc", "--quiet", "--locked", "--lib", "--all-features"];
    run_command(
        cargo(arguments)
            .arg(format!("--package={library}"))
            .arg("--target-dir")
            .arg(&target)
            .args(["--", "-Zunstable-options", "--output-format=json"])
            .args(["--cap-lints=allow"])
            // The stable compiler's rustdoc, with the format that `public-api` reads.
            .env("RUSTC_BOOTSTRAP", "1"),
    )?;
    let api = Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(false)
        .build()
        .with_context(|| {
            format!(
                "cannot read {}\nhint: the version of `public-api` in xtask/Cargo.toml goes with \
                 the compiler's",
                json.display()
            )
        })?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
