//! What a single cell says.

use catalogs::{AddressType, ContactPersonDraft, Residency};
use serde_json::{Value, json};
use uuid::Uuid;

use super::repair::{self, Float};
use crate::{
    Column, DiagnosticKind, Kind,
    cell::{Cell, as_flag, is_date, is_failed_formula},
    columns::ColumnType,
    text::is_hidden,
    text::undo_wrong_encoding,
};

/// What was read from a cell, and what is wrong with it: each with what would be right.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ParsedCell {
    /// What the cell says; `None` if nothing, or nothing that can be used.
    pub(super) value: Option<Value>,
    pub(super) diagnostics: Vec<(DiagnosticKind, Option<String>)>,
}

impl ParsedCell {
    fn value(value: impl Into<Value>) -> Self {
        Self {
            value: Some(value.into()),
            diagnostics: Vec::new(),
        }
    }

    fn invalid(diagnostic: DiagnosticKind) -> Self {
        Self {
            value: None,
            diagnostics: vec![(diagnostic, None)],
        }
    }

    fn invalid_with(diagnostic: DiagnosticKind, right: impl Into<String>) -> Self {
        Self {
            value: None,
            diagnostics: vec![(diagnostic, Some(right.into()))],
        }
    }

    fn with(mut self, diagnostic: DiagnosticKind) -> Self {
        self.diagnostics.push((diagnostic, None));
        self
    }
}

/// Reads a cell of a column.
pub(super) fn read(kind: Kind, column: &Column, cell: &Cell) -> ParsedCell {
    let column_type = column.column_type;
    match cell {
        _ if column_type == ColumnType::Remark => ParsedCell::default(),
        Cell::Empty => ParsedCell::default(),
        Cell::Failed(_) => ParsedCell::invalid(DiagnosticKind::FailedFormula),
        Cell::NotCalculated => ParsedCell::invalid(DiagnosticKind::NotCalculated),
        Cell::Typed(text) if is_failed_formula(text) => {
            ParsedCell::invalid(DiagnosticKind::FailedFormula)
        }
        Cell::Typed(text) if text.contains('\u{FFFD}') => {
            ParsedCell::invalid(DiagnosticKind::LostCharacters)
        }
        Cell::Clear => clear(column),
        Cell::Typed(text) => {
            if let Some(before) = undo_wrong_encoding(text) {
                return ParsedCell::invalid_with(DiagnosticKind::WrongEncoding, before);
            }
            let trimmed = text.trim();
            let mut parsed = typed(kind, column, trimmed);
            if trimmed.len() != text.len() && parsed.value.is_some() {
                parsed
                    .diagnostics
                    .push((DiagnosticKind::SurroundingSpaces, Some(trimmed.to_owned())));
            }
            match (column_type, parsed.value.is_some()) {
                (ColumnType::House, true) if is_date(trimmed) => {
                    parsed.with(DiagnosticKind::LooksLikeDate)
                }
                (ColumnType::Text | ColumnType::House, true) if as_flag(trimmed).is_some() => {
                    parsed.with(DiagnosticKind::LooksLikeBoolean)
                }
                _ => parsed,
            }
        }
        Cell::Literal(text) if text.is_empty() => empty_text(column_type),
        Cell::Literal(text) => typed(kind, column, text),
        Cell::Number(number) => number_cell(kind, column, *number),
        Cell::Flag(flag) => match column_type {
            ColumnType::Flag => ParsedCell::value(*flag),
            column_type if is_text(column_type) => {
                ParsedCell::invalid(DiagnosticKind::ConvertedToBoolean)
            }
            _ => typed(kind, column, &flag.to_string()),
        },
        Cell::Date(_) => ParsedCell::invalid(DiagnosticKind::ConvertedToDate),
        Cell::Json(value) => json_cell(kind, column, value),
    }
}

fn is_text(column_type: ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Text
            | ColumnType::Phone
            | ColumnType::Email
            | ColumnType::RegistrationNumber
            | ColumnType::Postcode
            | ColumnType::House
    )
}

fn clear(column: &Column) -> ParsedCell {
    match column.column_type {
        ColumnType::Id | ColumnType::Key | ColumnType::Flag => {
            ParsedCell::invalid(DiagnosticKind::NotClearable)
        }
        _ if column.required => ParsedCell::invalid(DiagnosticKind::NotClearable),
        ColumnType::Links(_) | ColumnType::Departments => ParsedCell::value(json!([])),
        _ => ParsedCell::value(Value::Null),
    }
}

fn empty_text(column_type: ColumnType) -> ParsedCell {
    match column_type {
        column_type if is_text(column_type) => ParsedCell::value(""),
        ColumnType::DocsAddress => ParsedCell::value(json!({})),
        _ => ParsedCell::invalid(DiagnosticKind::EmptyNotAllowed),
    }
}

/// What stands in place of an id where a row is none of those that it resembles.
pub(crate) const NEW: &str = "<new>";

fn is_new(text: &str) -> bool {
    let text = text.to_lowercase();
    [NEW, "<новый>", "<новая>", "<новое>"].contains(&text.as_str())
}

/// A text that is not empty, without what stood around it.
fn typed(kind: Kind, column: &Column, text: &str) -> ParsedCell {
    let column_type = column.column_type;
    match column_type {
        column_type if is_text(column_type) => text_value(column_type, text),
        ColumnType::Id if is_new(text) => ParsedCell::value(NEW),
        ColumnType::Id => match text.parse::<Uuid>() {
            Ok(id) => ParsedCell::value(id.to_string()),
            Err(_) => ParsedCell::invalid(DiagnosticKind::NotGuid),
        },
        ColumnType::Key if text.contains(';') || text.parse::<Uuid>().is_ok() => {
            ParsedCell::invalid(DiagnosticKind::InvalidKey)
        }
        ColumnType::Key => ParsedCell::value(text),
        ColumnType::Number | ColumnType::Extension => integer(column_type, text),
        ColumnType::Degrees(most) => match text.replace(',', ".").parse::<f64>() {
            Ok(degrees) => self::degrees(degrees, most),
            Err(_) => ParsedCell::invalid(DiagnosticKind::NotNumber),
        },
        ColumnType::Flag => flag(text),
        ColumnType::Residency => code(
            text.parse()
                .map(|residency: Residency| (residency.code(), residency.name_en().is_some())),
            DiagnosticKind::UnknownResidency,
        ),
        ColumnType::AddressType => code(
            text.parse()
                .map(|sort: AddressType| (sort.code(), sort.name_en().is_some())),
            DiagnosticKind::UnknownAddressType,
        ),
        ColumnType::Departments => {
            list(parts(text, &[';', ',']).map(|part| integer(ColumnType::Number, part)))
        }
        ColumnType::Links(_) => list(parts(text, &[';']).map(link)),
        ColumnType::Extra => match serde_json::from_str(text) {
            Ok(value @ Value::Object(_)) => extra(kind, column, &value),
            _ => ParsedCell::invalid(DiagnosticKind::NotObject),
        },
        ColumnType::DocsAddress => ParsedCell::invalid(DiagnosticKind::DocsAddressValue),
        _ => ParsedCell::default(),
    }
}

/// The entries of a list in one text.
fn parts<'a>(text: &'a str, separators: &'a [char]) -> impl Iterator<Item = &'a str> {
    let parts = text.split(separators).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// What is a text in the API.
fn text_value(column_type: ColumnType, text: &str) -> ParsedCell {
    let mut parsed = ParsedCell::value(text);
    let is_phone = column_type == ColumnType::Phone;
    let has_digits = matches!(
        column_type,
        ColumnType::Phone | ColumnType::RegistrationNumber | ColumnType::Postcode
    );
    if let (true, Some(float)) = (has_digits, repair::float(text)) {
        parsed.diagnostics.push(match float {
            Float::Whole(digits) if is_phone => {
                (DiagnosticKind::PhoneAsFloat, Some(repair::phone(&digits)))
            }
            Float::Cut if is_phone => (DiagnosticKind::PhoneDigitsLost, None),
            Float::Whole(digits) => (DiagnosticKind::TextAsFloat, Some(digits)),
            Float::Cut => (DiagnosticKind::TextAsFloat, None),
        });
        return parsed;
    }
    let hidden = |c: &char| is_hidden(*c) && !matches!(c, '\n' | '\r' | '\t');
    if let Some(first) = text.chars().find(hidden) {
        let right = text.chars().filter(|c| !hidden(c)).collect();
        parsed
            .diagnostics
            .push((DiagnosticKind::HiddenCharacter(first), Some(right)));
    }
    // The facade knows what it takes for right.
    let person = ContactPersonDraft::builder().name("…");
    let (person, field, diagnostic) = match column_type {
        ColumnType::Phone => (person.phone(text).build(), "phone", DiagnosticKind::Phone),
        ColumnType::Email => (person.email(text).build(), "email", DiagnosticKind::Email),
        _ => return parsed,
    };
    let mut warnings = person.warnings().into_iter();
    match warnings.any(|warning| warning.field == field) {
        true => parsed.with(diagnostic),
        false => parsed,
    }
}

/// A cell that a spreadsheet holds for a number.
fn number_cell(kind: Kind, column: &Column, number: f64) -> ParsedCell {
    let column_type = column.column_type;
    const EXACT: f64 = 1e15;
    let whole = number.fract() == 0.0 && number.abs() < EXACT;
    let digits = || format!("{number:.0}");
    match column_type {
        ColumnType::Degrees(most) => degrees(number, most),
        ColumnType::Phone if whole => match typed(kind, column, &digits()) {
            parsed if parsed.diagnostics.is_empty() => parsed.with(DiagnosticKind::PhoneAsNumber),
            parsed => parsed,
        },
        column_type if is_text(column_type) && !whole => {
            ParsedCell::invalid(DiagnosticKind::ConvertedToNumber)
        }
        ColumnType::Departments | ColumnType::Number | ColumnType::Extension if !whole => {
            ParsedCell::invalid(DiagnosticKind::NotInteger)
        }
        _ if whole => typed(kind, column, &digits()),
        _ => typed(kind, column, &number.to_string()),
    }
}

/// A list or an object of a JSON file, or a number beyond measure.
fn json_cell(kind: Kind, column: &Column, value: &Value) -> ParsedCell {
    let texts = |list: &[Value], read: fn(&str) -> ParsedCell| {
        self::list(list.iter().map(|entry| match entry {
            Value::String(text) => read(text.trim()),
            Value::Number(number) => read(&number.to_string()),
            _ => ParsedCell::invalid(DiagnosticKind::NotText),
        }))
    };
    match (column.column_type, value) {
        (ColumnType::Extra, Value::Object(_)) => extra(kind, column, value),
        (ColumnType::Extra, _) => ParsedCell::invalid(DiagnosticKind::NotObject),
        (ColumnType::Links(_), Value::Array(entries)) => texts(entries, link),
        (ColumnType::Departments, Value::Array(entries)) => {
            texts(entries, |text| integer(ColumnType::Number, text))
        }
        (ColumnType::Links(_) | ColumnType::Departments, _) => {
            ParsedCell::invalid(DiagnosticKind::NotList)
        }
        (ColumnType::Number | ColumnType::Extension, _) => {
            ParsedCell::invalid(DiagnosticKind::NotInteger)
        }
        (ColumnType::Degrees(_), _) => ParsedCell::invalid(DiagnosticKind::NotNumber),
        (ColumnType::DocsAddress, _) => ParsedCell::invalid(DiagnosticKind::DocsAddressValue),
        _ => ParsedCell::invalid(DiagnosticKind::NotText),
    }
}

fn integer(column_type: ColumnType, text: &str) -> ParsedCell {
    let Ok(number) = text.parse::<i128>() else {
        let float = text.replace(',', ".").parse::<f64>().ok();
        let whole = float.filter(|number| number.fract() == 0.0 && number.abs() < 1e9);
        let right = whole.map(|whole| format!("{whole:.0}"));
        return ParsedCell {
            value: None,
            diagnostics: vec![(DiagnosticKind::NotInteger, right)],
        };
    };
    match i32::try_from(number) {
        Ok(number) if number < 0 && column_type == ColumnType::Extension => {
            ParsedCell::value(number).with(DiagnosticKind::Extension)
        }
        Ok(number) => ParsedCell::value(number),
        Err(_) => ParsedCell::invalid(DiagnosticKind::OutOfRange {
            least: i32::MIN,
            most: i32::MAX,
        }),
    }
}

fn degrees(degrees: f64, most: f64) -> ParsedCell {
    match serde_json::Number::from_f64(degrees) {
        None => ParsedCell::invalid(DiagnosticKind::NotNumber),
        Some(number) if degrees.abs() > most => {
            ParsedCell::value(Value::Number(number)).with(DiagnosticKind::Degrees { most })
        }
        Some(number) => ParsedCell::value(Value::Number(number)),
    }
}

fn flag(text: &str) -> ParsedCell {
    match (as_flag(text), text.to_lowercase().as_str()) {
        (Some(flag), _) => ParsedCell::value(flag),
        (None, "да" | "yes" | "1") => ParsedCell::value(true),
        (None, "нет" | "no" | "0") => ParsedCell::value(false),
        _ => ParsedCell::invalid(DiagnosticKind::NotBoolean),
    }
}

fn code(code: catalogs::Result<(i64, bool)>, none: DiagnosticKind) -> ParsedCell {
    match code {
        Ok((code, true)) => ParsedCell::value(code),
        Ok((code, false)) => ParsedCell::value(code).with(DiagnosticKind::UnknownCode),
        Err(_) => ParsedCell::invalid(none),
    }
}

fn link(text: &str) -> ParsedCell {
    let like_a_guid = text.len() == 36 && text.matches('-').count() == 4;
    match text.parse::<Uuid>() {
        Ok(id) => ParsedCell::value(id.to_string()),
        Err(_) if like_a_guid => ParsedCell::invalid(DiagnosticKind::NotGuid),
        Err(_) => ParsedCell::value(text),
    }
}

/// All of them, if none is wrong.
fn list(entries: impl Iterator<Item = ParsedCell>) -> ParsedCell {
    let mut all = Vec::new();
    let mut diagnostics = Vec::new();
    let mut whole = true;
    for parsed in entries {
        whole &= parsed.value.is_some();
        all.extend(parsed.value);
        diagnostics.extend(parsed.diagnostics);
    }
    ParsedCell {
        value: whole.then_some(Value::Array(all)),
        diagnostics,
    }
}

/// Unknown fields; none of them may be one that has a column.
fn extra(kind: Kind, column: &Column, value: &Value) -> ParsedCell {
    let mut names = value
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    match names.any(|name| Column::is_documented(kind, column.name, name)) {
        true => ParsedCell::invalid(DiagnosticKind::FieldHasColumn),
        false => ParsedCell::value(value.clone()),
    }
}
