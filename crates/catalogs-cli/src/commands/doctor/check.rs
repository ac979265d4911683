//! One check: a verdict, what was found, and what to do about it.

use anstyle::{AnsiColor, Style};
use serde::{Serialize, Serializer};

use super::differences::Difference;
use crate::{error::Failure, exit_code::Exit, output::harmless};

/// What the checks are about, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Group {
    Settings,
    Connection,
    Access,
    Responses,
    Claims,
}

impl Group {
    /// All groups, with their titles, and the checks that are reported as skipped where the group
    /// cannot be checked.
    pub(super) const ALL: [(Self, &str, &[&str]); 5] = [
        (Self::Settings, "Settings", &[]),
        (
            Self::Connection,
            "Connection",
            &["DNS", "TCP", "TLS", "HTTP", "clock"],
        ),
        (Self::Access, "Access", &["headers", "token accepted"]),
        (
            Self::Responses,
            "Responses, against the strict specification",
            &["all operations"],
        ),
        (
            Self::Claims,
            "Claims of the specification (openapi/README.md)",
            &["all lines"],
        ),
    ];

    pub(super) fn title(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub(super) fn planned(self) -> &'static [&'static str] {
        Self::ALL[self as usize].2
    }
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Ok,
    /// It works, and somebody should know.
    Warning,
    /// It does not work; what the command exits with, should this be the first.
    Problem(Exit),
    /// It could not be checked, or was not wanted.
    Skipped,
}

impl Verdict {
    /// The word for it, a mark that tells verdicts apart without colors, and a color.
    pub(super) const fn shown(self) -> (&'static str, char, Style) {
        match self {
            Self::Ok => ("ok", '✓', AnsiColor::Green.on_default()),
            Self::Warning => ("warning", '!', AnsiColor::Yellow.on_default().bold()),
            Self::Problem(_) => ("problem", '✗', AnsiColor::Red.on_default().bold()),
            Self::Skipped => ("skipped", '-', Style::new().dimmed()),
        }
    }
}

/// What was checked, and how it went.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Check {
    pub(crate) name: String,
    #[serde(serialize_with = "word")]
    pub(crate) verdict: Verdict,
    /// Fit for a public issue: no token, no personal data, no host or path of the user's own.
    pub(crate) found: String,
    /// What may be of use besides, and is for the user's own eyes: never in a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) local: Option<String>,
    /// For the user's own eyes, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) differences: Vec<Difference>,
}

impl Check {
    fn new(verdict: Verdict, name: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            name: one_line(&name.into()),
            verdict,
            found: one_line(&found.into()),
            local: None,
            hint: None,
            differences: Vec::new(),
        }
    }

    pub(crate) fn ok(name: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Verdict::Ok, name, found)
    }

    pub(crate) fn warning(name: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Verdict::Warning, name, found)
    }

    pub(crate) fn problem(exit: Exit, name: impl Into<String>, found: impl Into<String>) -> Self {
        Self::new(Verdict::Problem(exit), name, found)
    }

    pub(crate) fn skipped(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self::new(Verdict::Skipped, name, why)
    }

    /// A failure whose own words may name files and hosts.
    pub(crate) fn failed(
        name: impl Into<String>,
        found: impl Into<String>,
        failure: &Failure,
    ) -> Self {
        let mut check = Self::problem(failure.exit, name, found).local(failure.message());
        check.hint = failure.hint_text().map(str::to_owned);
        check
    }

    pub(crate) fn local(mut self, text: impl Into<String>) -> Self {
        self.local = Some(one_line(&text.into()));
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn differences(mut self, differences: Vec<Difference>) -> Self {
        self.differences = differences;
        self
    }

    /// Everything, as the user sees it.
    pub(crate) fn whole(&self) -> String {
        match &self.local {
            Some(local) => format!("{}: {local}", self.found),
            None => self.found.clone(),
        }
    }
}

fn word<S: Serializer>(verdict: &Verdict, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.shown().0)
}

/// Servers and files have a say in these texts: nothing of theirs breaks a line or moves a cursor.
fn one_line(text: &str) -> String {
    harmless(text).replace('\n', " ")
}
