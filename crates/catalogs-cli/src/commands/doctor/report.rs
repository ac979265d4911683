//! All checks, as a person sees them while they are made, as JSON, and as a report for an issue.

use std::{
    fmt::Write as _,
    io::{self, Write},
    mem::discriminant,
};

use anstyle::Style;
use serde::Serialize;
use serde_json::{Value, json};

use super::check::{Check, Group, Verdict};
use crate::{error::Failure, exit_code::Exit, output::counted};

/// How a report begins.
pub(super) const TITLE: &str = "# catalogs doctor";

/// Where what was found begins.
const INDENT: usize = 36;

#[derive(Serialize)]
struct Reported {
    group: Group,
    #[serde(flatten)]
    check: Check,
}

pub(crate) struct Report {
    checks: Vec<Reported>,
    /// Whether each check is shown as soon as it is made.
    is_live: bool,
    written: io::Result<()>,
}

impl Report {
    pub(super) fn new(is_live: bool) -> Self {
        Self {
            checks: Vec::new(),
            is_live,
            written: Ok(()),
        }
    }

    pub(super) fn put(&mut self, group: Group, check: Check) {
        if self.is_live && self.written.is_ok() {
            let begins = self.checks.last().is_none_or(|last| last.group != group);
            self.written = show(begins.then_some(group), &check);
        }
        self.checks.push(Reported { group, check });
    }

    /// Skips what is left of a group.
    pub(super) fn skip(&mut self, group: Group, why: &str) {
        for name in group.planned() {
            let is_made = |it: &Reported| it.group == group && it.check.name == *name;
            if !self.checks.iter().any(is_made) {
                self.put(group, Check::skipped(*name, why));
            }
        }
    }

    /// Skips what is left of every group.
    pub(super) fn skip_rest(&mut self, why: &str) {
        for (group, ..) in Group::ALL {
            self.skip(group, why);
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let [ok, warnings, problems, skipped] = self.counts();
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "is_well": self.verdict().is_ok(),
            "summary": {
                "ok": ok, "warnings": warnings, "problems": problems, "skipped": skipped,
            },
            "checks": self.checks,
        })
    }

    /// For an issue: nothing that is only for the user's own eyes.
    pub(super) fn to_markdown(&self) -> String {
        let mut text = format!(
            "{TITLE}\n\ncatalogs {}, {} {}: {}.\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            self.summary()
        );
        for (group, title, _) in Group::ALL {
            let mut checks = self.checks.iter().filter(|it| it.group == group).peekable();
            if checks.peek().is_none() {
                continue;
            }
            let _ = write!(text, "\n## {title}\n\n```text\n");
            for Reported { check, .. } in checks {
                text += &lines(check, &check.found, &Style::new());
            }
            text += "```\n";
        }
        text
    }

    pub(super) fn summary(&self) -> String {
        let [ok, warnings, problems, skipped] = self.counts();
        let warnings = counted(warnings, "warning", "warnings");
        let problems = counted(problems, "problem", "problems");
        format!("{ok} ok, {warnings}, {problems}, {skipped} skipped")
    }

    pub(super) fn has_problem(&self) -> bool {
        let [_, _, problems, _] = self.counts();
        problems > 0
    }

    /// How many checks are ok, warnings, problems and skipped.
    fn counts(&self) -> [usize; 4] {
        let kinds = [
            Verdict::Ok,
            Verdict::Warning,
            Verdict::Problem(Exit::Other),
            Verdict::Skipped,
        ];
        kinds.map(|kind| {
            let is_of = |it: &&Reported| discriminant(&it.check.verdict) == discriminant(&kind);
            self.checks.iter().filter(is_of).count()
        })
    }

    /// Writes what is to be known in the end.
    pub(super) fn close(&mut self) -> Result<(), Failure> {
        std::mem::replace(&mut self.written, Ok(()))?;
        if self.is_live {
            writeln!(anstream::stdout(), "\n{}", self.summary())?;
        }
        Ok(())
    }

    /// Success only if all is well. The first problem is the cause: what comes after may follow
    /// from it.
    pub(super) fn verdict(&self) -> Result<(), Failure> {
        let checks = || self.checks.iter().map(|it| &it.check);
        let problem = checks().find_map(|check| match check.verdict {
            Verdict::Problem(exit) => Some((exit, check)),
            _ => None,
        });
        let warning = || checks().find(|check| check.verdict == Verdict::Warning);
        let cause = problem.or_else(|| Some((Exit::Other, warning()?)));
        let Some((exit, check)) = cause else {
            return Ok(());
        };
        let failure = Failure::new(exit, format!("{}: {}", check.name, check.found));
        Err(match &check.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        })
    }
}

fn show(heading: Option<Group>, check: &Check) -> io::Result<()> {
    let mut out = anstream::stdout();
    if let Some(group) = heading {
        let bold = Style::new().bold();
        writeln!(out, "\n{bold}{}{bold:#}", group.title())?;
    }
    let (_, _, color) = check.verdict.shown();
    write!(out, "{}", lines(check, &check.whole(), &color))?;
    if let Some(hint) = &check.hint {
        writeln!(out, "{:INDENT$}hint: {hint}", "")?;
    }
    out.flush()
}

fn lines(check: &Check, found: &str, color: &Style) -> String {
    let Check { name, verdict, .. } = check;
    let (word, mark, _) = verdict.shown();
    let mut text = format!("  {color}{mark} {word:<8}{color:#} {name:<22} {found}\n");
    for difference in &check.differences {
        let _ = writeln!(text, "{:INDENT$}{difference}", "");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(checks: &[Check]) -> Report {
        let mut report = Report::new(false);
        for check in checks {
            report.put(Group::Access, check.clone());
        }
        report
    }

    #[test]
    fn only_all_well_is_success_and_the_first_problem_is_the_cause() {
        let ok = || Check::ok("a", "");
        let skipped = || Check::skipped("b", "");
        let warning = || Check::warning("c", "");
        let problem = |exit| Check::problem(exit, "d", "");
        let cases = [
            (vec![], None),
            (vec![ok(), skipped()], None),
            (vec![ok(), warning()], Some(Exit::Other)),
            (
                vec![warning(), problem(Exit::Unreachable), problem(Exit::Usage)],
                Some(Exit::Unreachable),
            ),
        ];
        for (checks, expected) in cases {
            let found = report(&checks).verdict().err().map(|failure| failure.exit);
            assert_eq!(found, expected, "{checks:?}");
        }
    }
}
