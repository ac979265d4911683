//! `cargo xtask measure`: sizes, import cycles, and the way of a request, against their limits.

use std::{cmp::Reverse, collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};

use crate::{
    command::{cargo, output, program},
    workspace,
};

mod imports;

/// What fails where a measure is over its limit.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Check {
    Nothing,
    AllButTotal,
    Everything,
}

/// What `cargo xtask ci` checks: the total of lines is still above its limit.
pub(crate) const IN_CI: Check = Check::AllButTotal;

/// Hand-written lines in `src` folders and xtask.
const MAX_TOTAL: usize = 42_000;
/// Lines of a file outside tests.
const MAX_FILE: usize = 400;
const MAX_MEDIAN: usize = 150;
/// Files that import each other in a circle.
const MAX_CYCLE: usize = 2;
/// Own functions between the caller of `get` and reqwest.
const MAX_FRAMES: usize = 7;
/// Times that this way passes from one own crate to another: once, and back on the return.
const MAX_CROSSINGS: usize = 1;

/// A hand-written Rust file.
struct File {
    path: String,
    text: String,
    /// All lines.
    lines: usize,
    /// Lines before the tests; none in a file of tests.
    code: usize,
}

/// Prints the measures; fails where one that is checked is over its limit.
pub(crate) fn run(check: Check) -> Result<()> {
    let files = files()?;
    let total = total(&files);
    let mut over = Vec::new();
    lengths(&files, &mut over);
    cycles(&files, &mut over)?;
    frames(&mut over)?;
    if check == Check::Everything {
        limit(
            "hand-written lines in src and xtask",
            total,
            MAX_TOTAL,
            &mut over,
        );
    }
    println!("\nhand-written lines in src and xtask: {total}, at most {MAX_TOTAL}");
    let failed = format!("over the limit:\n  {}", over.join("\n  "));
    ensure!(over.is_empty() || check == Check::Nothing, "{failed}");
    println!(
        "{}",
        if over.is_empty() {
            "all other measures hold"
        } else {
            &failed
        }
    );
    Ok(())
}

/// The hand-written Rust files that git knows of or would take.
fn files() -> Result<Vec<File>> {
    let arguments = "ls-files --cached --others --exclude-standard --deduplicate *.rs";
    let list = output(program("git").args(arguments.split(' ')))?;
    let mut files = Vec::new();
    for path in list.lines().filter(|path| !path.contains("generated")) {
        let full = workspace::root().join(path);
        if !full.exists() {
            continue; // deleted, and not committed yet
        }
        let text = fs::read_to_string(full).with_context(|| format!("cannot read {path}"))?;
        let is_test = !is_source(path) || path.ends_with("tests.rs") || path.contains("/tests/");
        let tests = text.find("\n#[cfg(test)]\nmod tests {");
        let code = &text[..tests.unwrap_or(text.len())];
        files.push(File {
            path: path.to_owned(),
            lines: text.lines().count(),
            code: if is_test { 0 } else { code.lines().count() },
            text,
        });
    }
    Ok(files)
}

/// The package's folder of a path: `crates/catalogs`, `tests/contract`, `xtask`.
fn package(path: &str) -> &str {
    let parts = if path.starts_with("xtask/") { 1 } else { 2 };
    let end = path.match_indices('/').nth(parts - 1);
    end.map_or(path, |(end, _)| &path[..end])
}

fn is_source(path: &str) -> bool {
    path[package(path).len()..].starts_with("/src/") && !path.starts_with("tests/")
}

/// The files by package.
fn by_package<'a>(files: impl Iterator<Item = &'a File>) -> BTreeMap<&'a str, Vec<&'a File>> {
    let mut packages: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for file in files {
        packages.entry(package(&file.path)).or_default().push(file);
    }
    packages
}

/// Prints the lines of each package, and returns those of all in `src`.
fn total(files: &[File]) -> usize {
    println!("hand-written lines          src   tests");
    let mut total = 0;
    for (package, files) in by_package(files.iter()) {
        let (src, tests): (Vec<&File>, _) =
            files.into_iter().partition(|file| is_source(&file.path));
        let lines = |files: Vec<&File>| files.iter().map(|file| file.lines).sum::<usize>();
        let (src, tests) = (lines(src), lines(tests));
        println!("  {package:<24} {src:>5} {tests:>7}");
        total += src;
    }
    total
}

fn lengths(files: &[File], over: &mut Vec<String>) {
    let mut sources: Vec<&File> = files.iter().filter(|file| file.code > 0).collect();
    sources.sort_by_key(|file| Reverse(file.code));
    println!("\nlongest files outside tests, in lines");
    for file in sources.iter().take(5) {
        println!("  {:>5} {}", file.code, file.path);
    }
    let median = sources.get(sources.len() / 2).map_or(0, |file| file.code);
    println!("  {median:>5} is the median of {} files", sources.len());
    limit("median of the files' lines", median, MAX_MEDIAN, over);
    for file in sources {
        limit(&file.path, file.code, MAX_FILE, over);
    }
}

fn cycles(files: &[File], over: &mut Vec<String>) -> Result<()> {
    println!("\nimport cycles");
    for (package, files) in by_package(files.iter().filter(|file| file.code > 0)) {
        let texts = files.iter();
        let texts = texts.map(|file| (file.path.as_str(), file.text.as_str()));
        for cycle in imports::cycles(package, texts)? {
            println!("  {} files: {}", cycle.len(), cycle.join(" "));
            let what = format!("files of an import cycle in {package}");
            limit(&what, cycle.len(), MAX_CYCLE, over);
        }
    }
    Ok(())
}

/// Runs the example that records the call stack of a `get` at the moment of connecting.
fn frames(over: &mut Vec<String>) -> Result<()> {
    let mut example = cargo("run --quiet -p contract --example request_frames".split(' '));
    let mut frames: Vec<(String, String)> = Vec::new();
    for place in output(&mut example)?.lines() {
        let (file, line) = place
            .split_once(':')
            .context("a frame has a file and a line")?;
        let text = fs::read_to_string(workspace::root().join(file))?;
        // A closure counts as the function that it stands in.
        let frame = (file.to_owned(), function_at(&text, line.parse()?));
        if frames.last() != Some(&frame) {
            frames.push(frame);
        }
    }
    ensure!(!frames.is_empty(), "the stack of a `get` has no own frame");
    println!("\nframes of a get, from the caller to reqwest");
    for (file, function) in &frames {
        println!("  {file} {function}");
    }
    let crossings = frames
        .windows(2)
        .filter(|pair| package(&pair[0].0) != package(&pair[1].0))
        .count();
    limit("frames of a get", frames.len(), MAX_FRAMES, over);
    limit("crossings between crates", crossings, MAX_CROSSINGS, over);
    Ok(())
}

/// The name of the last function that begins at or before a line.
fn function_at(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let name = lines.into_iter().rev().find_map(|line| {
        let (before, after) = line.split_once("fn ")?;
        let words = ["", "pub", "pub(crate)", "pub(super)", "async", "const"];
        let is_item = before.split(' ').all(|word| words.contains(&word));
        is_item.then(|| after.split(['(', '<']).next().unwrap_or(after))
    });
    name.unwrap_or("?").to_owned()
}

fn limit(what: &str, value: usize, limit: usize, over: &mut Vec<String>) {
    if value > limit {
        over.push(format!("{what}: {value}, at most {limit}"));
    }
}
