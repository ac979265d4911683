//! `cargo xtask public-api`: the public API of the published libraries, as committed text.

use anyhow::{Context, Result};
use public_api::Builder;

use crate::{
    command::{cargo, run as run_command},
    outputs::{self, Output},
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
    let mut outputs = Vec::new();
    for library in LIBRARIES {
        let path = format!("crates/{library}/public-api.txt");
        outputs.push(Output::new(path, listing(library)?));
    }
    let root = workspace::root();
    if check {
        outputs::check(&root, &outputs, "cargo xtask public-api")
    } else {
        outputs::write(&root, &outputs)
    }
}

/// Every public item of a library with all features, one a line; no blanket, automatic or derived
/// implementations.
fn listing(library: &str) -> Result<String> {
    let target = workspace::target("public-api")?;
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
    let json = target.join(format!("doc/{}.json", library.replace('-', "_")));
    let api = Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
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
