//! `cargo xtask drill`: adds a field to the spec of a copy, and checks that it reaches everything.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    codegen,
    command::{cargo, output, program, run as run_command},
    workspace,
};

/// Lines to insert: the file, the lines before, each looked for after the one before it, and the
/// new text.
type Insertion = (&'static str, &'static [&'static str], &'static str);

const IN_SPEC: &[Insertion] = &[
    (
        "openapi/catalogs.yaml",
        &["\n    Address:\n", "properties:\n"],
        "        fax:
          type: string
          nullable: true
          description: Fax number.
          x-label: Fax
          x-label-ru: Факс
          x-description-ru: Номер факса.
",
    ),
    (
        "openapi/catalogs.yaml",
        &["\n    AddressRequest:\n", "properties:\n"],
        "        fax:
          type: string
          nullable: true
          description: Fax number.
",
    ),
];

/// All that is written by hand: at most three lines in two files.
const BY_HAND: &[Insertion] = &[(
    "crates/catalogs/src/model/address.rs",
    &["note: String, \"Note (примечание).\";\n"],
    "        fax: String, \"Fax number.\";\n",
)];

/// Copies the tracked files, changes the copy, generates, builds the tool, and tries the field.
pub(crate) fn run() -> Result<()> {
    let copy = workspace::target("drill")?;
    copy_tracked(&copy)?;
    for insertion in IN_SPEC.iter().chain(BY_HAND) {
        insert(&copy, insertion)?;
    }
    codegen::write(&copy)?;
    // Cargo would take the copy's packages for the workspace's in the same folder.
    let target = workspace::target(workspace::CHECKS)?;
    let mut build = cargo(["build", "--quiet", "--locked", "--package=catalogs-cli"]);
    run_command(build.current_dir(&copy).env("CARGO_TARGET_DIR", &target))?;
    fs::remove_dir_all(&copy).context("cannot remove the copy")?;
    try_field(&target.join("debug/catalogs"))
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
        fs::create_dir_all(to.parent().unwrap_or(copy))?;
        fs::copy(&from, &to).with_context(|| format!("cannot copy {path}"))?;
    }
    Ok(())
}

fn insert(copy: &Path, (file, after, new): &Insertion) -> Result<()> {
    let mut text = fs::read_to_string(copy.join(file))?;
    let mut place = 0;
    for before in *after {
        let found = text[place..].find(before);
        place += found.with_context(|| format!("{file} has no `{}`", before.trim()))?;
        place += before.len();
    }
    text.insert_str(place, new);
    fs::write(copy.join(file), text).with_context(|| format!("cannot write {file}"))
}

/// Writes, reads and clears the field with the tool, against a sandbox of its own.
fn try_field(tool: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sandbox = Sandbox::start(tool)?;
    let csv = folder.path().join("addresses.csv");
    let csv_path = csv.to_str().context("the temporary folder is not UTF-8")?;
    let catalogs = |arguments: &str| {
        let mut command = Command::new(tool);
        command.args(["--profile=sandbox", "--base-url", &sandbox.origin]);
        command.args(arguments.split(' ')).arg("--quiet");
        command.env("XDG_CONFIG_HOME", folder.path());
        output(command.stdin(Stdio::null()))
    };
    let shows = |arguments: &str, expected: &str| {
        let text = catalogs(arguments)?;
        ensure!(
            text.contains(expected),
            "`catalogs {arguments}` shows no `{expected}`:\n{text}"
        );
        anyhow::Ok(text)
    };

    let create = "addresses create --address Drill --city 1 --type office --fax 111-11";
    shows(&format!("{create} --dry-run=curl"), "111-11")?;
    let created = shows(&format!("{create} --output json"), "\"fax\": \"111-11\"")?;
    let created: serde_json::Value = serde_json::from_str(&created)?;
    let id = [&created["id"], &created[0]["id"]];
    let id = id.into_iter().find_map(|id| id.as_str());
    let id = id.context("`create` prints no id")?;
    shows("addresses list --output json", "\"fax\": \"111-11\"")?;
    shows("addresses list --columns fax", "111-11")?;
    catalogs(&format!("addresses edit {id} --fax 222-22"))?;
    catalogs(&format!("export {csv_path} --kind addresses"))?;
    let text = fs::read_to_string(&csv)?;
    ensure!(text.contains("222-22"), "the export has no fax:\n{text}");
    fs::write(&csv, text.replace("222-22", "333-33"))?;
    catalogs(&format!("import {csv_path} --yes"))?;
    shows(&format!("addresses get {id} --output json"), "333-33")?;
    catalogs(&format!("addresses edit {id} --clear fax"))?;
    let cleared = catalogs("addresses list --columns fax")?;
    ensure!(!cleared.contains("333-33"), "the fax is not cleared");
    println!("created, listed, edited, exported, imported and cleared a fax number");
    Ok(())
}

/// The tool's sandbox, which ends with this.
struct Sandbox {
    process: Child,
    origin: String,
}

impl Sandbox {
    fn start(tool: &Path) -> Result<Self> {
        let mut command = Command::new(tool);
        command.args(["sandbox", "--port=0", "--no-limit", "--quiet"]);
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let stdout = process.stdout.take().context("stdout is a pipe")?;
        let mut sandbox = Self {
            process,
            origin: String::new(),
        };
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if let Some(at) = line.find("http://127.0.0.1:") {
                let end = line[at + 7..].find(|c: char| !"0123456789.:".contains(c));
                let origin = &line[at..end.map_or(line.len(), |end| at + 7 + end)];
                sandbox.origin = origin.trim_end_matches('.').to_owned(); // a sentence may end there
                return Ok(sandbox);
            }
        }
        anyhow::bail!("the sandbox ended without telling where it listens")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
