//! `cargo xtask measure`: sizes, import cycles, and the way of a request, against their limits.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result, ensure};

use crate::{
    command::{cargo, output, program},
    workspace,
};

mod imports;

/// Hand-written lines in `src` folders and xtask.
const MAX_LINES: usize = 42_000;
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

/// Prints the measures; with `check`, fails where one is over its limit.
pub(crate) fn run(check: bool) -> Result<()> {
    let files = files()?;
    let mut broken = Vec::new();
    lines(&files, &mut broken);
    lengths(&files, &mut broken);
    cycles(&files, &mut broken)?;
    frames(&mut broken)?;
    if broken.is_empty() {
        println!("\nall measures hold");
        return Ok(());
    }
    let broken = broken.join("\n  ");
    println!("\nover the limit:\n  {broken}");
    ensure!(!check, "over the limit:\n  {broken}");
    Ok(())
}

/// The hand-written Rust files that git knows of or would take.
fn files() -> Result<Vec<File>> {
    let mut list = program("git");
    list.args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "*.rs",
    ]);
    let list = output(&mut list)?;
    let mut paths: Vec<&str> = list
        .lines()
        .filter(|path| !path.contains("generated"))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    let mut files = Vec::new();
    for path in paths {
        let full = workspace::root().join(path);
        if !full.exists() {
            continue; // deleted, and not committed yet
        }
        let text = fs::read_to_string(full).with_context(|| format!("cannot read {path}"))?;
        let lines = text.lines().count();
        let code = if is_test(path) { 0 } else { code_lines(&text) };
        files.push(File {
            path: path.to_owned(),
            lines,
            code,
            text,
        });
    }
    Ok(files)
}

fn is_test(path: &str) -> bool {
    !(path.contains("/src/"))
        || path.starts_with("tests/")
        || path.ends_with("tests.rs")
        || path.contains("/tests/")
}

/// The lines before a module of tests at a file's end.
fn code_lines(text: &str) -> usize {
    let tests = text.find("\n#[cfg(test)]\nmod tests {");
    text[..tests.unwrap_or(text.len())].lines().count()
}

/// The package's folder of a path: `crates/catalogs`, `tests/contract`, `xtask`.
fn package(path: &str) -> &str {
    let parts = if path.starts_with("xtask/") { 1 } else { 2 };
    let end = path.match_indices('/').nth(parts - 1);
    end.map_or(path, |(end, _)| &path[..end])
}

fn is_source(path: &str) -> bool {
    let inside = path[package(path).len()..].starts_with("/src/");
    inside && !path.starts_with("tests/") || path.starts_with("xtask/")
}

fn lines(files: &[File], broken: &mut Vec<String>) {
    let mut packages: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for file in files {
        let sums = packages.entry(package(&file.path)).or_default();
        sums[usize::from(!is_source(&file.path))] += file.lines;
    }
    println!("hand-written lines          src   tests");
    for (package, [src, tests]) in &packages {
        println!("  {package:<24} {src:>5} {tests:>7}");
    }
    let [src, tests] = packages
        .values()
        .fold([0, 0], |sum, of| [sum[0] + of[0], sum[1] + of[1]]);
    println!("  {:<24} {src:>5} {tests:>7}", "total");
    limit(
        "hand-written lines in src and xtask",
        src,
        MAX_LINES,
        broken,
    );
}

fn lengths(files: &[File], broken: &mut Vec<String>) {
    let mut sources: Vec<&File> = files.iter().filter(|file| file.code > 0).collect();
    sources.sort_by_key(|file| std::cmp::Reverse(file.code));
    println!("\nlongest files outside tests, in lines");
    for file in sources.iter().take(5) {
        println!("  {:>5} {}", file.code, file.path);
    }
    let median = sources.get(sources.len() / 2).map_or(0, |file| file.code);
    println!("  {median:>5} is the median of {} files", sources.len());
    limit("median of the files' lines", median, MAX_MEDIAN, broken);
    for file in sources.iter().take_while(|file| file.code > MAX_FILE) {
        limit(&file.path, file.code, MAX_FILE, broken);
    }
}

fn cycles(files: &[File], broken: &mut Vec<String>) -> Result<()> {
    let mut packages: BTreeMap<&str, Vec<&File>> = BTreeMap::new();
    for file in files
        .iter()
        .filter(|file| is_source(&file.path) && file.code > 0)
    {
        packages.entry(package(&file.path)).or_default().push(file);
    }
    println!("\nimport cycles");
    for (package, files) in packages {
        let sources = files
            .iter()
            .map(|file| (file.path.as_str(), file.text.as_str()));
        for cycle in imports::cycles(package, sources)? {
            let names: Vec<&str> = cycle
                .iter()
                .map(|path| path[package.len()..].trim_start_matches("/src/"))
                .collect();
            println!("  {package}: {} files: {}", names.len(), names.join(" "));
            limit(
                &format!("files of an import cycle in {package}"),
                names.len(),
                MAX_CYCLE,
                broken,
            );
        }
    }
    Ok(())
}

/// Runs the example that records the call stack of a `get` at the moment of connecting.
fn frames(broken: &mut Vec<String>) -> Result<()> {
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
    limit("frames of a get", frames.len(), MAX_FRAMES, broken);
    limit("crossings between crates", crossings, MAX_CROSSINGS, broken);
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

fn limit(what: &str, value: usize, limit: usize, broken: &mut Vec<String>) {
    if value > limit {
        broken.push(format!("{what}: {value}, at most {limit}"));
    }
}
