//! What each dependency of `catalogs` is for.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

/// The crates that `catalogs` asks for, and why.
pub const PURPOSES: &[(&str, &str)] = &[
    (
        "bon",
        "builders of drafts that miss nothing at compile time (a macro: nothing of it is left)",
    ),
    (
        "catalogs-raw",
        "the generated client; brings progenitor-client",
    ),
    ("chrono", "`expire_time` of OAuth tokens"),
    ("fastrand", "jitter of waits, and the state of a consent"),
    ("futures-util", "`list_stream`; below reqwest in any case"),
    (
        "http",
        "an answer that was read, as a response again; below reqwest in any case",
    ),
    ("httpdate", "`Retry-After` as a date"),
    ("reqwest", "HTTP, TLS, decompression"),
    ("schemars", "JSON Schemas of the models, where asked for"),
    ("secrecy", "tokens that no log shows"),
    ("serde", "the models as JSON"),
    ("serde_json", "the models as JSON"),
    (
        "serde_path_to_error",
        "where an answer is not what was promised",
    ),
    ("stdnum", "check digits of registration numbers"),
    ("tokio", "time, locks"),
    ("tower", "the retry budget; below reqwest in any case"),
    ("tracing", "spans"),
    ("uuid", "ids"),
];

/// The purposes as a table in Markdown.
pub(crate) fn table() -> Result<String> {
    let mut table = "| dependency | for |\n|---|---|\n".to_owned();
    for name in declared()? {
        let purpose = PURPOSES.iter().find(|(known, _)| *known == name);
        let (_, purpose) = purpose.with_context(|| format!("what is {name} for?"))?;
        writeln!(table, "| `{name}` | {purpose} |")?;
    }
    Ok(table)
}

/// The dependencies that the manifest of `catalogs` names.
///
/// # Errors
///
/// When it cannot be read.
pub fn declared() -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogs/Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(path)?.parse()?;
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    Ok(dependencies
        .context("it has dependencies")?
        .keys()
        .cloned()
        .collect())
}
