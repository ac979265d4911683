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
pub(super) struct CellValue {
    /// What the cell says; `None` if nothing, or nothing that can be used.
    pub(super) value: Option<Value>,
    pub(super) diagnostics: Vec<(DiagnosticKind, Option<String>)>,
}

impl CellValue {
    fn value(value: impl Into<Value>) -> Self {
        Self {
            value: Some(value.into()),
            diagnostics: Vec::new(),
        }
    }

    fn wrong(diagnostic: DiagnosticKind) -> Self {
        Self {
            value: None,
            diagnostics: vec![(diagnostic, None)],
        }
    }

    fn wrong_but(diagnostic: DiagnosticKind, right: impl Into<String>) -> Self {
        Self {
            value: None,
            diagnostics: vec![(diagnostic, Some(right.into()))],
        }
    }

    fn but(mut self, diagnostic: DiagnosticKind) -> Self {
        self.diagnostics.push((diagnostic, None));
        self
    }
}

/// Reads a cell of a column.
pub(super) fn read(kind: Kind, column: &Column, cell: &Cell) -> CellValue {
    let column_type = column.column_type;
    match cell {
        _ if column_type == ColumnType::Remark => CellValue::default(),
        Cell::Empty => CellValue::default(),
        Cell::Failed(_) => CellValue::wrong(DiagnosticKind::FailedFormula),
        Cell::NotCalculated => CellValue::wrong(DiagnosticKind::NotCalculated),
        Cell::Typed(text) if is_failed_formula(text) => {
            CellValue::wrong(DiagnosticKind::FailedFormula)
        }
        Cell::Typed(text) if text.contains('\u{FFFD}') => {
            CellValue::wrong(DiagnosticKind::LostCharacters)
        }
        Cell::Clear => clear(column),
        Cell::Typed(text) => {
            if let Some(before) = undo_wrong_encoding(text) {
                return CellValue::wrong_but(DiagnosticKind::WrongEncoding, before);
            }
            let trimmed = text.trim();
            let mut said = typed(kind, column, trimmed);
            if trimmed.len() != text.len() && said.value.is_some() {
                said.diagnostics
                    .push((DiagnosticKind::SurroundingSpaces, Some(trimmed.to_owned())));
            }
            match (column_type, said.value.is_some()) {
                (ColumnType::House, true) if is_date(trimmed) => {
                    said.but(DiagnosticKind::LooksLikeDate)
                }
                (ColumnType::Text | ColumnType::House, true) if as_flag(trimmed).is_some() => {
                    said.but(DiagnosticKind::LooksLikeBoolean)
                }
                _ => said,
            }
        }
        Cell::Literal(text) if text.is_empty() => empty_text(column_type),
        Cell::Literal(text) => typed(kind, column, text),
        Cell::Number(number) => number_cell(kind, column, *number),
        Cell::Flag(flag) => match column_type {
            ColumnType::Flag => CellValue::value(*flag),
            column_type if is_text(column_type) => {
                CellValue::wrong(DiagnosticKind::ConvertedToBoolean)
            }
            _ => typed(kind, column, &flag.to_string()),
        },
        Cell::Date(_) => CellValue::wrong(DiagnosticKind::ConvertedToDate),
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

fn clear(column: &Column) -> CellValue {
    match column.column_type {
        ColumnType::Id | ColumnType::Key | ColumnType::Flag => {
            CellValue::wrong(DiagnosticKind::NotClearable)
        }
        _ if column.required => CellValue::wrong(DiagnosticKind::NotClearable),
        ColumnType::Links(_) | ColumnType::Departments => CellValue::value(json!([])),
        _ => CellValue::value(Value::Null),
    }
}

fn empty_text(column_type: ColumnType) -> CellValue {
    match column_type {
        column_type if is_text(column_type) => CellValue::value(""),
        ColumnType::DocsAddress => CellValue::value(json!({})),
        _ => CellValue::wrong(DiagnosticKind::EmptyNotAllowed),
    }
}

/// What stands in place of an id where a row is none of those that it resembles.
pub(crate) const NEW: &str = "<new>";

fn is_new(text: &str) -> bool {
    let text = text.to_lowercase();
    [NEW, "<новый>", "<новая>", "<новое>"].contains(&text.as_str())
}

/// A text that is not empty, without what stood around it.
fn typed(kind: Kind, column: &Column, text: &str) -> CellValue {
    let column_type = column.column_type;
    match column_type {
        column_type if is_text(column_type) => text_value(column_type, text),
        ColumnType::Id if is_new(text) => CellValue::value(NEW),
        ColumnType::Id => match text.parse::<Uuid>() {
            Ok(id) => CellValue::value(id.to_string()),
            Err(_) => CellValue::wrong(DiagnosticKind::NotGuid),
        },
        ColumnType::Key if text.contains(';') || text.parse::<Uuid>().is_ok() => {
            CellValue::wrong(DiagnosticKind::InvalidKey)
        }
        ColumnType::Key => CellValue::value(text),
        ColumnType::Number | ColumnType::Extension => integer(column_type, text),
        ColumnType::Degrees(most) => match text.replace(',', ".").parse::<f64>() {
            Ok(degrees) => self::degrees(degrees, most),
            Err(_) => CellValue::wrong(DiagnosticKind::NotNumber),
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
            let parts = text
                .split([';', ','])
                .map(str::trim)
                .filter(|part| !part.is_empty());
            list(parts.map(|part| integer(ColumnType::Number, part)))
        }
        ColumnType::Links(_) => {
            let parts = text
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            list(parts.map(link))
        }
        ColumnType::Extra => match serde_json::from_str(text) {
            Ok(value @ Value::Object(_)) => extra(kind, column, &value),
            _ => CellValue::wrong(DiagnosticKind::NotObject),
        },
        ColumnType::DocsAddress => CellValue::wrong(DiagnosticKind::DocsAddressValue),
        _ => CellValue::default(),
    }
}

/// What is a text in the API.
fn text_value(column_type: ColumnType, text: &str) -> CellValue {
    let float = match column_type {
        ColumnType::Phone | ColumnType::RegistrationNumber | ColumnType::Postcode => {
            repair::float(text)
        }
        _ => None,
    };
    let mut said = CellValue::value(text);
    let diagnostic = match (column_type, float) {
        (_, None) => None,
        (ColumnType::Phone, Some(Float::Whole(digits))) => {
            Some((DiagnosticKind::PhoneAsFloat, Some(repair::phone(&digits))))
        }
        (ColumnType::Phone, Some(Float::Cut)) => Some((DiagnosticKind::PhoneDigitsLost, None)),
        (_, Some(Float::Whole(digits))) => Some((DiagnosticKind::TextAsFloat, Some(digits))),
        (_, Some(Float::Cut)) => Some((DiagnosticKind::TextAsFloat, None)),
    };
    if let Some(diagnostic) = diagnostic {
        said.diagnostics.push(diagnostic);
        return said;
    }
    let hidden = |c: &char| is_hidden(*c) && !matches!(c, '\n' | '\r' | '\t');
    if let Some(first) = text.chars().find(hidden) {
        let right = text.chars().filter(|c| !hidden(c)).collect();
        said.diagnostics
            .push((DiagnosticKind::HiddenCharacter(first), Some(right)));
    }
    let warning = match column_type {
        ColumnType::Phone => DiagnosticKind::Phone,
        ColumnType::Email => DiagnosticKind::Email,
        _ => return said,
    };
    // The facade knows what it takes for right.
    let person = ContactPersonDraft::builder().name("…");
    let (person, field) = match column_type {
        ColumnType::Phone => (person.phone(text).build(), "phone"),
        _ => (person.email(text).build(), "email"),
    };
    match person
        .warnings()
        .iter()
        .any(|warning| warning.field == field)
    {
        true => said.but(warning),
        false => said,
    }
}

/// A cell that a spreadsheet holds for a number.
fn number_cell(kind: Kind, column: &Column, number: f64) -> CellValue {
    let column_type = column.column_type;
    const EXACT: f64 = 1e15;
    let whole = number.fract() == 0.0 && number.abs() < EXACT;
    let digits = || format!("{number:.0}");
    match column_type {
        ColumnType::Degrees(most) => degrees(number, most),
        ColumnType::Phone if whole => match typed(kind, column, &digits()) {
            said if said.diagnostics.is_empty() => said.but(DiagnosticKind::PhoneAsNumber),
            said => said,
        },
        column_type if is_text(column_type) && !whole => {
            CellValue::wrong(DiagnosticKind::ConvertedToNumber)
        }
        ColumnType::Departments | ColumnType::Number | ColumnType::Extension if !whole => {
            CellValue::wrong(DiagnosticKind::NotInteger)
        }
        _ if whole => typed(kind, column, &digits()),
        _ => typed(kind, column, &number.to_string()),
    }
}

/// A list or an object of a JSON file, or a number beyond measure.
fn json_cell(kind: Kind, column: &Column, value: &Value) -> CellValue {
    let texts = |list: &[Value], read: fn(&str) -> CellValue| {
        self::list(list.iter().map(|entry| match entry {
            Value::String(text) => read(text.trim()),
            Value::Number(number) => read(&number.to_string()),
            _ => CellValue::wrong(DiagnosticKind::NotText),
        }))
    };
    match (column.column_type, value) {
        (ColumnType::Extra, Value::Object(_)) => extra(kind, column, value),
        (ColumnType::Extra, _) => CellValue::wrong(DiagnosticKind::NotObject),
        (ColumnType::Links(_), Value::Array(entries)) => texts(entries, link),
        (ColumnType::Departments, Value::Array(entries)) => {
            texts(entries, |text| integer(ColumnType::Number, text))
        }
        (ColumnType::Links(_) | ColumnType::Departments, _) => {
            CellValue::wrong(DiagnosticKind::NotList)
        }
        (ColumnType::Number | ColumnType::Extension, _) => {
            CellValue::wrong(DiagnosticKind::NotInteger)
        }
        (ColumnType::Degrees(_), _) => CellValue::wrong(DiagnosticKind::NotNumber),
        (ColumnType::DocsAddress, _) => CellValue::wrong(DiagnosticKind::DocsAddressValue),
        _ => CellValue::wrong(DiagnosticKind::NotText),
    }
}

fn integer(column_type: ColumnType, text: &str) -> CellValue {
    let Ok(number) = text.parse::<i128>() else {
        let float = text.replace(',', ".").parse::<f64>().ok();
        let whole = float.filter(|number| number.fract() == 0.0 && number.abs() < 1e9);
        return match whole {
            Some(whole) => CellValue::wrong_but(DiagnosticKind::NotInteger, format!("{whole:.0}")),
            None => CellValue::wrong(DiagnosticKind::NotInteger),
        };
    };
    match i32::try_from(number) {
        Ok(number) if number < 0 && column_type == ColumnType::Extension => {
            CellValue::value(number).but(DiagnosticKind::Extension)
        }
        Ok(number) => CellValue::value(number),
        Err(_) => CellValue::wrong(DiagnosticKind::OutOfRange {
            least: i32::MIN,
            most: i32::MAX,
        }),
    }
}

fn degrees(degrees: f64, most: f64) -> CellValue {
    match serde_json::Number::from_f64(degrees) {
        None => CellValue::wrong(DiagnosticKind::NotNumber),
        Some(number) if degrees.abs() > most => {
            CellValue::value(Value::Number(number)).but(DiagnosticKind::Degrees { most })
        }
        Some(number) => CellValue::value(Value::Number(number)),
    }
}

fn flag(text: &str) -> CellValue {
    match (as_flag(text), text.to_lowercase().as_str()) {
        (Some(flag), _) => CellValue::value(flag),
        (None, "да" | "yes" | "1") => CellValue::value(true),
        (None, "нет" | "no" | "0") => CellValue::value(false),
        _ => CellValue::wrong(DiagnosticKind::NotBoolean),
    }
}

fn code(code: catalogs::Result<(i64, bool)>, none: DiagnosticKind) -> CellValue {
    match code {
        Ok((code, true)) => CellValue::value(code),
        Ok((code, false)) => CellValue::value(code).but(DiagnosticKind::UnknownCode),
        Err(_) => CellValue::wrong(none),
    }
}

fn link(text: &str) -> CellValue {
    let like_a_guid = text.len() == 36 && text.matches('-').count() == 4;
    match text.parse::<Uuid>() {
        Ok(id) => CellValue::value(id.to_string()),
        Err(_) if like_a_guid => CellValue::wrong(DiagnosticKind::NotGuid),
        Err(_) => CellValue::value(text),
    }
}

/// All of them, if none is wrong.
fn list(entries: impl Iterator<Item = CellValue>) -> CellValue {
    let mut all = Vec::new();
    let mut diagnostics = Vec::new();
    let mut whole = true;
    for said in entries {
        whole &= said.value.is_some();
        all.extend(said.value);
        diagnostics.extend(said.diagnostics);
    }
    CellValue {
        value: whole.then_some(Value::Array(all)),
        diagnostics,
    }
}

/// Unknown fields; none of them may be one that has a column.
fn extra(kind: Kind, column: &Column, value: &Value) -> CellValue {
    let mut names = value
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    match names.any(|name| Column::is_documented(kind, column.name, name)) {
        true => CellValue::wrong(DiagnosticKind::FieldHasColumn),
        false => CellValue::value(value.clone()),
    }
}
