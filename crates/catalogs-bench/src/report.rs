//! What was found: one table for the terminal, and RESULTS.md.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context, Result};
use comfy_table::{Table, presets::ASCII_MARKDOWN};

use crate::{
    machine,
    measure::{median, spread},
};

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, shown as the size asks for.
    Seconds,
    /// Bytes, likewise.
    Bytes,
    /// A number of things.
    Count,
    /// A part of a whole, 1 being all of it.
    Share,
}

impl Unit {
    /// A value, readably.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Seconds if value >= 1.0 => format!("{value:.2} s"),
            Self::Seconds if value >= 1e-3 => format!("{:.2} ms", value * 1e3),
            Self::Seconds if value >= 1e-6 => format!("{:.1} µs", value * 1e6),
            Self::Seconds => format!("{:.1} ns", value * 1e9),
            Self::Bytes if value >= 1024.0 * 1024.0 => {
                format!("{:.2} MiB", value / 1024.0 / 1024.0)
            }
            Self::Bytes if value >= 1024.0 => format!("{:.2} KiB", value / 1024.0),
            Self::Bytes => format!("{value:.0} B"),
            Self::Count if value.fract() == 0.0 => format!("{value:.0}"),
            Self::Count => format!("{value:.1}"),
            Self::Share => format!("{:.2} %", value * 100.0),
        }
    }
}

/// What a figure is to reach.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// The ratio, at the most.
    RatioAtMost(f64),
    /// Our value, at the most.
    AtMost(f64),
    /// Our value, at the least.
    AtLeast(f64),
}

/// One measure of one case, ours next to a baseline's of the same run.
#[derive(Clone, Debug)]
pub struct Figure {
    case: String,
    measure: String,
    unit: Unit,
    ours: f64,
    baseline: String,
    theirs: f64,
    ratio: f64,
    spread: Option<(f64, f64)>,
    goal: Option<Goal>,
}

impl Figure {
    /// The medians of rounds in which both had their turn, the ratio of these, and how far the rounds'
    /// own ratios lie apart.
    pub fn new(
        case: impl Into<String>,
        measure: impl Into<String>,
        unit: Unit,
        ours: &[f64],
        baseline: impl Into<String>,
        theirs: &[f64],
    ) -> Self {
        let (spread, ours, theirs) = (spread(ours, theirs), median(ours), median(theirs));
        Self {
            case: case.into(),
            measure: measure.into(),
            unit,
            ours,
            baseline: baseline.into(),
            theirs,
            ratio: ours / theirs,
            spread,
            goal: None,
        }
    }

    /// The same, with something to reach.
    #[must_use]
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self
    }

    fn judged(&self) -> String {
        let (sign, most, value, shown) = match self.goal {
            None => return String::new(),
            Some(Goal::RatioAtMost(most)) => ("≤", most, self.ratio, format!("{most:.2}")),
            Some(Goal::AtMost(most)) => ("≤", most, self.ours, self.unit.show(most)),
            Some(Goal::AtLeast(least)) => ("≥", least, self.ours, self.unit.show(least)),
        };
        let reached = if sign == "≤" {
            value <= most
        } else {
            value >= most
        };
        format!("{sign} {shown} {}", if reached { "✓" } else { "✗" })
    }

    fn row(&self) -> [String; 8] {
        let ratio = match self.ratio.is_finite() {
            true => format!("{:.2}", self.ratio),
            false => "–".to_owned(),
        };
        let spread = self.spread.filter(|(low, high)| (low + high).is_finite());
        let rounds = spread.map(|(low, high)| format!("{low:.2}–{high:.2}"));
        [
            self.case.clone(),
            self.measure.clone(),
            self.unit.show(self.ours),
            self.baseline.clone(),
            self.unit.show(self.theirs),
            ratio,
            rounds.unwrap_or_default(),
            self.judged(),
        ]
    }
}

const HEADER: [&str; 8] = [
    "case", "measure", "ours", "baseline", "theirs", "ratio", "rounds", "goal",
];

/// What a section found.
#[derive(Default)]
pub struct Findings {
    /// In the order of the table.
    pub figures: Vec<Figure>,
    /// Sentences that go with them.
    pub notes: Vec<String>,
}

impl Findings {
    /// That there are none, and why.
    pub fn missing(why: &anyhow::Error) -> Self {
        Self {
            notes: vec![format!("Could not be measured: {why:#}.")],
            ..Self::default()
        }
    }
}

/// All figures as one table.
pub fn table<'a>(sections: impl IntoIterator<Item = &'a (&'static str, Findings)>) -> String {
    let mut table = markdown(["section"].into_iter().chain(HEADER));
    for (title, findings) in sections {
        for figure in &findings.figures {
            table.add_row([(*title).to_owned()].into_iter().chain(figure.row()));
        }
    }
    table.to_string()
}

fn markdown<'a>(header: impl IntoIterator<Item = &'a str>) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(header);
    table
}

/// Writes RESULTS.md into `folder`.
///
/// # Errors
///
/// When they cannot be written.
pub fn write(folder: &Path, sections: &[(&'static str, Findings)], took: &str) -> Result<()> {
    let mut text = format!(
        "# Results\n\nWritten by `cargo xtask bench`; the README says how each figure comes about.\n\n{}\n\
         The run took {took}.\n",
        machine::describe()
    );
    for (title, findings) in sections {
        write!(text, "\n## {title}\n")?;
        if !findings.figures.is_empty() {
            let mut table = markdown(HEADER);
            table.add_rows(findings.figures.iter().map(Figure::row));
            write!(text, "\n{table}\n")?;
        }
        for note in &findings.notes {
            write!(text, "\n{note}\n")?;
        }
    }
    std::fs::write(folder.join("RESULTS.md"), text).context("cannot write RESULTS.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_their_size_asks_for() {
        let cases = [
            (Unit::Seconds, 2.5, "2.50 s"),
            (Unit::Seconds, 0.0025, "2.50 ms"),
            (Unit::Seconds, 0.000_025, "25.0 µs"),
            (Unit::Seconds, 0.000_000_25, "250.0 ns"),
            (Unit::Bytes, 3.0 * 1024.0 * 1024.0, "3.00 MiB"),
            (Unit::Bytes, 1536.0, "1.50 KiB"),
            (Unit::Bytes, 12.0, "12 B"),
            (Unit::Count, 12.0, "12"),
            (Unit::Count, 12.25, "12.2"),
            (Unit::Share, 0.9912, "99.12 %"),
        ];
        for (unit, value, shown) in cases {
            assert_eq!(unit.show(value), shown);
        }
    }

    #[test]
    fn a_goal_is_judged_by_ratio_or_by_value() {
        let figure = Figure::new("get", "CPU", Unit::Seconds, &[1.0], "by hand", &[2.0]);
        for (goal, expected) in [
            (Goal::RatioAtMost(0.5), "≤ 0.50 ✓"),
            (Goal::RatioAtMost(0.4), "≤ 0.40 ✗"),
            (Goal::AtMost(1.0), "≤ 1.00 s ✓"),
            (Goal::AtLeast(1.5), "≥ 1.50 s ✗"),
        ] {
            assert_eq!(figure.clone().goal(goal).judged(), expected);
        }
        assert_eq!(figure.judged(), "");
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        let figure = Figure::new(
            "limit",
            "429s",
            Unit::Count,
            &[0.0; 2],
            "by hand",
            &[0.0; 2],
        );
        assert_eq!(figure.row()[5..7], ["–", ""]);
    }

    #[test]
    fn a_section_that_failed_is_written_beside_the_others() {
        let figure = Figure::new("get", "CPU", Unit::Seconds, &[1.0], "by hand", &[2.0]);
        let measured = Findings {
            figures: vec![figure],
            ..Findings::default()
        };
        let why = anyhow::anyhow!("not found").context("curl cannot be started");
        let found = [
            ("At the limit", Findings::missing(&why)),
            ("A large list", measured),
        ];
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &found, "a minute").unwrap();
        let text = std::fs::read_to_string(folder.path().join("RESULTS.md")).unwrap();
        let failed = "## At the limit\n\nCould not be measured: curl cannot be started: not found.\n\n## A large list";
        assert!(text.contains(failed), "{text}");
        assert!(text.contains("| get "), "{text}");
    }

    #[test]
    fn who_divides_the_values_gets_the_ratio() {
        let (ours, theirs) = ([1.0, 2.0, 9.0], [2.0, 1.0, 3.0]);
        let figure = Figure::new("get", "CPU", Unit::Seconds, &ours, "by hand", &theirs);
        let row = figure.row();
        assert_eq!([&row[2], &row[4]], ["2.00 s", "2.00 s"]);
        assert_eq!(row[5..7], ["1.00", "1.25–2.50"]);
    }
}
