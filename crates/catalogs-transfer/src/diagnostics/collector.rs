//! Collects diagnostics, in the order of the file.

use crate::{CheckOptions, Diagnostic, DiagnosticKind, Severity, Tables, place::Place};

/// Collects diagnostics, and decides how severe each is.
pub(crate) struct Collector {
    options: CheckOptions,
    list: Vec<(Place, Diagnostic)>,
}

impl Collector {
    pub(crate) fn new(options: &CheckOptions) -> Self {
        Self {
            options: options.clone(),
            list: Vec::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn add(&mut self, place: Place, kind: DiagnosticKind) {
        self.report(place, kind, None, None);
    }

    pub(crate) fn report(
        &mut self,
        place: Place,
        kind: DiagnosticKind,
        value: Option<String>,
        right: Option<String>,
    ) {
        let severity = severity(&kind, &self.options);
        let diagnostic = Diagnostic::new(severity, &place, kind)
            .value(value.unwrap_or_default())
            .right(right);
        self.list.push((place, diagnostic));
    }

    /// In the order of sheets, rows and columns.
    pub(crate) fn sorted(mut self, tables: &Tables) -> Vec<Diagnostic> {
        self.list.sort_by_key(|(place, _)| {
            let sheet = tables
                .tables
                .iter()
                .position(|table| table.name == place.sheet);
            let column = place
                .column
                .as_ref()
                .map(|(_, at)| at.unwrap_or(usize::MAX));
            (sheet.unwrap_or(usize::MAX), place.row, column)
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
