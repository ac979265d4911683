//! All checks, as a person sees them while they are made, as JSON, and as a report for an issue.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use anstyle::Style;
use serde_json::{Value, json};

use super::check::{Check, Group, Verdict};
use crate::{error::Failure, exit_code::Exit};

/// How a report begins.
pub(super) const TITLE: &str = "# catalogs doctor";

/// Where what was found begins.
const INDENT: usize = 36;

pub(crate) struct Report {
    checks: Vec<(Group, Check)>,
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
            let begins = self.checks.last().is_none_or(|(last, _)| *last != group);
            self.written = show(begins.then_some(group), &check);
        }
        self.checks.push((group, check));
    }

    /// Skips what is left of a group.
    pub(super) fn skip(&mut self, group: Group, why: &str) {
        for name in group.planned() {
            if !self
                .checks
                .iter()
                .any(|(of, made)| *of == group && made.name == *name)
            {
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
        let checks = self
            .checks
            .iter()
            .map(|(group, check)| check.to_json(*group));
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "is_well": self.verdict().is_ok(),
            "summary": {
                "ok": self.count(|it| it == Verdict::Ok),
                "warnings": self.count(|it| it == Verdict::Warning),
                "problems": self.count(|it| matches!(it, Verdict::Problem(_))),
                "skipped": self.count(|it| it == Verdict::Skipped),
            },
            "checks": checks.collect::<Vec<Value>>(),
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
        for (group, _, title) in Group::ALL {
            let mut checks = self.checks.iter().filter(|(of, _)| *of == group).peekable();
            if checks.peek().is_none() {
                continue;
            }
            let _ = write!(text, "\n## {title}\n\n```text\n");
            for (_, check) in checks {
                text += &lines(check, &check.found, &Style::new());
            }
            text += "```\n";
        }
        text
    }

    pub(super) fn summary(&self) -> String {
        let several = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        format!(
            "{} ok, {}, {}, {} skipped",
            self.count(|it| it == Verdict::Ok),
            several(self.count(|it| it == Verdict::Warning), "warning"),
            several(
                self.count(|it| matches!(it, Verdict::Problem(_))),
                "problem"
            ),
            self.count(|it| it == Verdict::Skipped)
        )
    }

    pub(super) fn has_problem(&self) -> bool {
        self.count(|it| matches!(it, Verdict::Problem(_))) > 0
    }

    fn count(&self, is: impl Fn(Verdict) -> bool) -> usize {
        self.checks.iter().filter(|(_, it)| is(it.verdict)).count()
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
        let problem = self
            .checks
            .iter()
            .find_map(|(_, check)| match check.verdict {
                Verdict::Problem(exit) => Some((exit, check)),
                _ => None,
            });
        let warning = self.checks.iter().map(|(_, check)| check);
        let mut warning = warning.filter(|check| check.verdict == Verdict::Warning);
        let (exit, check) = match (problem, warning.next()) {
            (Some((exit, check)), _) => (exit, check),
            (None, Some(check)) => (Exit::Other, check),
            (None, None) => return Ok(()),
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
