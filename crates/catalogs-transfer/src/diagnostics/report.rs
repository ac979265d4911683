//! What is wrong with a file, where, and what would be right: diagnostics.

use std::fmt;

use rust_xlsxwriter::column_number_to_name;
use serde::Serialize;

use crate::{DiagnosticKind, place::Place};

/// Something that is wrong in a file.
///
/// `message` never repeats what stands in the cell; `value` and `right` do, and may be personal
/// data: [`Display`](fmt::Display) and [`Debug`] leave them out, [`in_full`](Self::in_full) shows
/// them.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Whether it keeps the file from being imported.
    pub severity: Severity,
    /// The sheet, the list or the file.
    pub sheet: String,
    /// The row, as the spreadsheet counts it; in JSON, the place in the list. From 1.
    pub row: Option<usize>,
    /// The name of the column, as the file has it.
    pub column: Option<String>,
    /// What the spreadsheet calls the column: `A`, `B`, … `AA`.
    pub letter: Option<String>,
    /// What stands in the cell; of a long text, its beginning.
    pub value: Option<String>,
    /// Which kind of diagnostic it is.
    #[serde(skip)]
    pub kind: DiagnosticKind,
    /// What is wrong, and, where that does not depend on the value, what would be right.
    pub message: String,
    /// What would be right in place of the value.
    pub right: Option<String>,
}

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It does not prevent the import.
    Warning,
    /// Nothing is imported until it is fixed.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

impl Diagnostic {
    pub(crate) fn new(
        severity: Severity,
        place: &Place,
        kind: DiagnosticKind,
        value: Option<String>,
        right: Option<String>,
    ) -> Self {
        let (column, at) = place.column.clone().unzip();
        let letter = |at| u16::try_from(at).ok().map(column_number_to_name);
        Self {
            severity,
            sheet: place.sheet.clone(),
            row: place.row,
            column,
            letter: at.flatten().and_then(letter),
            value: value.filter(|value| !value.is_empty()).map(cut),
            message: kind.to_string(),
            kind,
            right: right.map(cut),
        }
    }

    /// With what stands in the cell, and what would be right instead: for the one whose file it is.
    ///
    /// ```
    /// use catalogs_transfer::{CheckOptions, ReadOptions, check, read_bytes};
    ///
    /// let file = "Название;Резидентство;ИНН\nЗавод;Россия;105002421\n";
    /// let tables = read_bytes(file.as_bytes(), "organizations.csv", &ReadOptions::new())?;
    /// let diagnostics = check(tables, &CheckOptions::new()).unwrap_err();
    /// let diagnostic = diagnostics.iter().find(|diagnostic| diagnostic.right.is_some()).unwrap();
    /// assert_eq!(
    ///     diagnostic.in_full(),
    ///     "organizations.csv, row 2, column C (ИНН): leading zeros were lost: it is `105002421`, \
    ///      right would be `0105002421`",
    /// );
    /// # Ok::<(), catalogs_transfer::Error>(())
    /// ```
    pub fn in_full(&self) -> String {
        let value = self.value.iter().map(|value| format!("it is `{value}`"));
        let right = self.right.iter();
        let right = right.map(|right| format!("right would be `{right}`"));
        let values: Vec<String> = value.chain(right).collect();
        match values.is_empty() {
            true => self.to_string(),
            false => format!("{self}: {}", values.join(", ")),
        }
    }
}

/// Where it is and what is wrong, without what stands there.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sheet)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        match (&self.column, &self.letter) {
            (Some(column), Some(letter)) if column.trim().is_empty() => {
                write!(f, ", column {letter}")?
            }
            (Some(column), Some(letter)) => write!(f, ", column {letter} ({column})")?,
            (Some(column), None) => write!(f, ", {column}")?,
            (None, _) => {}
        }
        write!(f, ": {}", self.message)
    }
}

/// A text, or the beginning of a long one.
fn cut(text: String) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text,
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnostic")
            .field("severity", &self.severity)
            .field("sheet", &self.sheet)
            .field("row", &self.row)
            .field("letter", &self.letter)
            .field("value", &self.value.as_ref().map(|_| "…"))
            .field("message", &self.message)
            .field("right", &self.right.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

/// All that is wrong with a file, in the order of its sheets, rows and columns; at least one of
/// them is an [error](Severity::Error).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(pub(crate) Vec<Diagnostic>);

impl Diagnostics {
    /// The warnings, if none of these is an error.
    pub(crate) fn only_warnings(list: Vec<Diagnostic>) -> Result<Vec<Diagnostic>, Self> {
        let diagnostics = Self(list);
        match diagnostics.errors() {
            0 => Ok(diagnostics.0),
            _ => Err(diagnostics),
        }
    }

    /// The diagnostics, errors and warnings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many of them are errors.
    pub fn errors(&self) -> usize {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        self.0.iter().filter(is_error).count()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A line for each, without what stands in the cells.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was imported; fix the errors first:")?;
        self.0
            .iter()
            .try_for_each(|diagnostic| write!(f, "\n{}: {diagnostic}", diagnostic.severity))
    }
}

impl std::error::Error for Diagnostics {}
