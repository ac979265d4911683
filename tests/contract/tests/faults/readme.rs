//! The fault table as docs/reliability.md shows it.

use std::{fmt::Write, fs, path::Path};

use super::{
    CREATE, DELETE, READ, REPLACE,
    table::{Each, End, Row, no_connection, rows},
};

const BEGIN: &str = "<!-- faults -->\n";
const END: &str = "<!-- /faults -->";

const INTRODUCTION: &str = "\
The tests play every row on all 17 operations, over both routes, and count what changed at the
service:

| fault | reads, `replace`, `delete` | `create` | error, if the call fails |
|---|---|---|---|
";

fn doing(end: End) -> &'static str {
    match (end.kind, end.is_unknown) {
        (None, _) => "succeeds",
        (Some(_), true) => "not retried, **unknown outcome**",
        (Some(_), false) => "not retried",
    }
}

fn cells(row: &Row) -> [String; 3] {
    let ends: Each<End> = row.once.or(row.always).expect("a row says something");
    let is_followed = row.what.contains("origin");
    // It goes well because it was tried again: where it goes wrong every time, it does not.
    let fails_always = |class: usize| {
        row.always
            .is_some_and(|always| always[class].kind.is_some())
    };
    let doing = |class: usize| match ends[class].kind {
        None if is_followed => "followed with the same method and body",
        None if fails_always(class) || ends[class].requests > 1 => "retried",
        _ => doing(ends[class]),
    };
    let repeatable = [READ, REPLACE, DELETE].map(doing);
    let reads = if repeatable.iter().all(|cell| *cell == repeatable[0]) {
        repeatable[0].to_owned()
    } else {
        let names = ["reads", "`replace`", "`delete`"];
        let each = names.iter().zip(repeatable);
        let each: Vec<String> = each
            .map(|(name, doing)| format!("{name}: {doing}"))
            .collect();
        each.join("; ")
    };
    [reads, doing(CREATE).to_owned(), seen(row)]
}

fn seen(row: &Row) -> String {
    let ends = row.always.or(row.once).expect("a row says something");
    let Some(kind) = ends.iter().find_map(|end| end.kind) else {
        return String::new();
    };
    let mut text = format!("`{}()`", kind.name());
    if ends.iter().any(|end| end.is_unknown) {
        text += "; for a write also `is_outcome_unknown()`";
    }
    text
}

fn table() -> String {
    let mut text = INTRODUCTION.to_owned();
    for row in [no_connection()].into_iter().chain(rows()) {
        let [reads, creates, seen] = cells(&row);
        writeln!(text, "| {} | {reads} | {creates} | {seen} |", row.what).expect("it is a string");
    }
    text
}

#[test]
fn documented_fault_table_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reliability.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document
        .split_once(BEGIN)
        .expect("reliability.md has <!-- faults -->");
    let (shown, after) = rest
        .split_once(END)
        .expect("reliability.md has <!-- /faults -->");
    let table = format!("\n{}\n", table());
    if shown == table {
        return;
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
        return;
    }
    let differs: Vec<String> = shown
        .lines()
        .filter(|line| !table.contains(line))
        .map(|line| format!("- {line}"))
        .chain(
            table
                .lines()
                .filter(|line| !shown.contains(line))
                .map(|line| format!("+ {line}")),
        )
        .collect();
    panic!(
        "docs/reliability.md differs from what the tests play; UPDATE_DOCS=1 cargo test --package \
         contract documented_fault_table rewrites it\n{}",
        differs.join("\n")
    );
}
