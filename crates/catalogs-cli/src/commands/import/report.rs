//! What an import finds, would do, and did.

use std::io::Write;

use catalogs_transfer::{Action, Checked, Diagnostics, Event, Outcome, Plan, Reason, Report, Step};
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::Failure,
    exit_code::Exit,
    output::{counted, harmless},
};

/// Everything that is wrong with the file, for the one whose file it is.
pub(super) fn problems(context: &Context, problems: &Diagnostics) -> Failure {
    if !context.format().is_json() {
        for problem in problems {
            context.always(format_args!(
                "{}: {}",
                problem.severity,
                harmless(&problem.in_full())
            ));
        }
    }
    let count = counted(problems.errors(), "thing", "things");
    let failure = Failure::usage(format!("nothing was imported: {count} to fix"));
    let problems = serde_json::to_value(problems).unwrap_or_default();
    failure.detail("problems", problems)
}

/// What the import would do: all of it with `--dry-run`, otherwise the sum.
pub(super) fn plan(
    context: &Context,
    plan: &Plan,
    checked: &Checked,
    in_full: bool,
) -> Result<(), Failure> {
    let count = |action| plan.count(action);
    let (create, update, unchanged, done) = (
        count(Action::Create),
        count(Action::Update),
        count(Action::Unchanged),
        count(Action::Skip),
    );
    let rate = context.rate();
    let seconds = plan.duration(rate).as_secs_f64();
    let sum = summary(
        [create, update, unchanged, done],
        plan.requests(),
        (seconds, rate),
    );
    if !in_full {
        context.say(sum);
        return Ok(());
    }
    if !context.format().is_text() {
        return context.output().value(&json!({
            "create": create,
            "update": update,
            "unchanged": unchanged,
            "done": done,
            "requests": plan.requests(),
            "seconds": seconds,
            "steps": plan,
        }));
    }
    let mut out = anstream::stdout();
    for step in plan
        .steps()
        .iter()
        .filter(|step| matches!(step.action, Action::Create | Action::Update))
    {
        writeln!(out, "{}", head(step, checked))?;
        if step.action == Action::Update {
            for change in &step.changes {
                let (old, new) = (shown(&change.old), shown(&change.new));
                writeln!(out, "    {}: {old} → {new}", change.field)?;
            }
        }
    }
    writeln!(out, "{sum}")?;
    Ok(())
}

fn summary(
    [create, update, unchanged, done]: [usize; 4],
    requests: usize,
    (seconds, rate): (f64, u32),
) -> String {
    let cost = match requests {
        0 => "nothing to do".to_owned(),
        1 => "1 request".to_owned(),
        count => format!("{count} requests, at least {seconds:.1} s at {rate} a second"),
    };
    let done = match done {
        0 => String::new(),
        done => format!(", {done} done before"),
    };
    format!("{create} to create, {update} to update, {unchanged} unchanged{done}: {cost}")
}

/// `+ organization, row 5 (romashka)`: a row that is created, or changed.
fn head(step: &Step, checked: &Checked) -> String {
    let sign = if step.action == Action::Create {
        '+'
    } else {
        '~'
    };
    let sheet = sheet(step, checked);
    let name = step
        .changes
        .iter()
        .find(|change| ["name", "address"].contains(&change.field));
    let name = match (step.action, name) {
        (Action::Create, Some(name)) => format!(" {}", shown(&name.new)),
        _ => String::new(),
    };
    let id = step.id.map(|id| format!(" {id}")).unwrap_or_default();
    let key = step.key.as_ref().map(|key| format!(" ({})", harmless(key)));
    format!(
        "{sign} {sheet}, row {}{}{id}{name}",
        step.row,
        key.unwrap_or_default()
    )
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => cut(harmless(text)),
        Value::Array(list) if list.is_empty() => "(none)".to_owned(),
        other => cut(harmless(&other.to_string())),
    }
}

/// A text, or the beginning of a long one.
fn cut(text: String) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What was done.
///
/// With JSON, `rows` say it of each row.
pub(super) fn outcome(
    context: &Context,
    outcome: &Outcome,
    rows: Vec<Value>,
) -> Result<(), Failure> {
    for failed in &outcome.failed {
        if !context.format().is_json() {
            context.always(format_args!(
                "failed: {}, row {}: {}",
                harmless(&failed.sheet),
                failed.row,
                harmless(&why(&failed.reason))
            ));
        }
    }
    let counts = [
        ("created", outcome.created),
        ("found", outcome.found),
        ("updated", outcome.updated),
        ("unchanged", outcome.unchanged),
        ("skipped", outcome.skipped),
        ("failed", outcome.failed.len()),
        ("not_done", outcome.not_done),
    ];
    let value: Value = counts
        .iter()
        .map(|(name, count)| ((*name).to_owned(), json!(count)))
        .chain([("rows".to_owned(), Value::Array(rows))])
        .collect::<serde_json::Map<_, _>>()
        .into();
    // "Found" is rare: what a doubtful create turned out to have made.
    let shown = counts
        .iter()
        .filter(|(name, count)| *count > 0 || *name == "created")
        .map(|(name, count)| format!("{} {count}", name.replace('_', " ")));
    context
        .output()
        .line(&shown.collect::<Vec<String>>().join(", "), &value)
}

/// A row, and what became of it.
pub(super) fn row(checked: &Checked, report: &Report<'_>) -> Option<Value> {
    let (done, id) = match &report.event {
        Event::Created(id) => ("created", Some(id)),
        Event::Found(id) => ("found", Some(id)),
        Event::Updated(id) => ("updated", Some(id)),
        Event::Unchanged(id) => ("unchanged", Some(id)),
        Event::Skipped(id) => ("skipped", Some(id)),
        Event::Failed(_) => ("failed", report.step.id.as_ref()),
        _ => return None,
    };
    let step = report.step;
    Some(json!({
        "sheet": sheet(step, checked),
        "row": step.row,
        "key": step.key,
        "id": id.map(ToString::to_string),
        "done": done,
    }))
}

/// What the file calls the sheet of a row.
fn sheet<'a>(step: &Step, checked: &'a Checked) -> &'a str {
    let mut tables = checked.tables().iter();
    tables
        .find(|table| table.kind == step.kind)
        .map_or(step.kind.sheet(), |table| &table.name)
}

/// Why a row failed, and what a person can do.
fn why(reason: &Reason) -> String {
    let Reason::Call(error) = reason else {
        return reason.to_string();
    };
    let hint = if error.is_outcome_unknown() {
        "it may have been created nevertheless: run the same command again, which checks first"
    } else if error.is_invalid_request() {
        "fix what the service rejects in this row"
    } else {
        return error.to_string();
    };
    format!("{}; {hint}", error.summary())
}

/// Some rows failed.
pub(super) fn failed(outcome: &Outcome) -> Failure {
    let rows = outcome.failed.iter().map(|failed| {
        json!({
            "sheet": failed.sheet,
            "row": failed.row,
            "key": failed.key,
            "message": why(&failed.reason),
        })
    });
    let count = counted(outcome.failed.len(), "row", "rows");
    Failure::new(Exit::PartialFailure, format!("{count} failed"))
        .detail("failed", rows.collect::<Vec<Value>>())
}

/// Everything else would have failed, too.
pub(super) fn stopped(error: &catalogs::Error, left: usize) -> Failure {
    let left = counted(left, "row is", "rows are");
    Failure::of(error).about(format_args!("stopped; {left} left"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_has_counts_and_cost() {
        let cases = [
            (
                ([0, 0, 5, 0], 0, 0.0),
                "0 to create, 0 to update, 5 unchanged: nothing to do",
            ),
            (
                ([1, 0, 0, 0], 1, 0.1),
                "1 to create, 0 to update, 0 unchanged: 1 request",
            ),
            (
                ([10, 2, 0, 5], 14, 1.4),
                "10 to create, 2 to update, 0 unchanged, 5 done before: 14 requests, at least 1.4 s at 10 a second",
            ),
        ];
        for ((counts, requests, seconds), expected) in cases {
            assert_eq!(summary(counts, requests, (seconds, 10)), expected);
        }
    }

    #[test]
    fn values_are_shown_as_a_person_reads_them() {
        let cases = [
            (json!(null), "(none)"),
            (json!(""), "(empty)"),
            (json!([]), "(none)"),
            (json!("a\u{7}"), "a\u{fffd}"),
            (json!([7, 9]), "[7,9]"),
            (json!(1.5), "1.5"),
        ];
        for (value, expected) in cases {
            assert_eq!(shown(&value), expected);
        }
    }
}
