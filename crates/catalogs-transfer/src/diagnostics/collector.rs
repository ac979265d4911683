//! Collects diagnostics, in the order of the file.

use crate::{
    CheckOptions, Diagnostic, DiagnosticKind, Severity, Tables, import_row::ImportRow, place::Place,
};

/// Collects diagnostics of tables, and decides how severe each is.
pub(crate) struct Collector<'a> {
    tables: &'a Tables,
    options: CheckOptions,
    list: Vec<(Place, Diagnostic)>,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(tables: &'a Tables, options: &CheckOptions) -> Self {
        Self {
            tables,
            options: options.clone(),
            list: Vec::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn add(&mut self, place: Place, kind: DiagnosticKind) {
        self.add_with(place, kind, None, None);
    }

    /// Adds a diagnostic, with what is there and what would be right.
    pub(crate) fn add_with(
        &mut self,
        place: Place,
        kind: DiagnosticKind,
        value: Option<String>,
        right: Option<String>,
    ) {
        let severity = severity(&kind, &self.options);
        let diagnostic = Diagnostic::new(severity, &place, kind, value, right);
        self.list.push((place, diagnostic));
    }

    /// Adds a diagnostic of a row's cell.
    pub(crate) fn cell(&mut self, row: &ImportRow, column: &str, diagnostic: DiagnosticKind) {
        self.cell_with(row, column, diagnostic, None, None);
    }

    /// Adds a diagnostic of a row's cell, with what is there and what would be right.
    pub(crate) fn cell_with(
        &mut self,
        row: &ImportRow,
        column: &str,
        diagnostic: DiagnosticKind,
        value: Option<String>,
        right: Option<String>,
    ) {
        let place = self.tables.place(row.kind, row.number, Some(column));
        self.add_with(place, diagnostic, value, right);
    }

    /// In the order of sheets, rows and columns.
    pub(crate) fn sorted(mut self) -> Vec<Diagnostic> {
        let tables = self.tables;
        let sheet = |name: &str| tables.iter().position(|table| table.name == name);
        self.list.sort_by_cached_key(|(place, _)| {
            let column = place.column.as_ref();
            let column = column.map(|(_, at)| at.unwrap_or(usize::MAX));
            let sheet = sheet(&place.sheet).unwrap_or(usize::MAX);
            (sheet, place.row, column)
        });
        self.list
            .into_iter()
            .map(|(_, diagnostic)| diagnostic)
            .collect()
    }
}

/// How bad each kind of diagnostic is.
fn severity(kind: &DiagnosticKind, options: &CheckOptions) -> Severity {
    match kind {
        DiagnosticKind::UnknownSheet
        | DiagnosticKind::MissingIfNew(_)
        | DiagnosticKind::MissingColumn(_)
        | DiagnosticKind::NoRows
        | DiagnosticKind::SurroundingSpaces
        | DiagnosticKind::LooksLikeDate
        | DiagnosticKind::LooksLikeBoolean
        | DiagnosticKind::PhoneAsNumber
        | DiagnosticKind::UnknownCode
        | DiagnosticKind::RowsInCell { is_certain: false } => Severity::Warning,
        DiagnosticKind::Phone
        | DiagnosticKind::Extension
        | DiagnosticKind::Email
        | DiagnosticKind::RegistrationNumber { .. }
        | DiagnosticKind::LostZeros
        | DiagnosticKind::PhoneAsFloat
        | DiagnosticKind::PhoneDigitsLost
        | DiagnosticKind::TextAsFloat
        | DiagnosticKind::Degrees { .. }
        | DiagnosticKind::MissingCoordinate
        | DiagnosticKind::HiddenCharacter(_)
        | DiagnosticKind::SharedNumber { .. }
        | DiagnosticKind::RowsInCell { .. }
            if options.tolerant =>
        {
            Severity::Warning
        }
        DiagnosticKind::UnknownColumn if options.ignore_unknown => Severity::Warning,
        _ => Severity::Error,
    }
}
