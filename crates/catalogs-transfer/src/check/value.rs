//! What a single cell says.

use catalogs::{AddressType, ContactPersonDraft, Residency};
use catalogs_snippets::is_hidden;
use serde_json::{Value, json};
use uuid::Uuid;

use super::fix::{self, Float};
use crate::{
    Column, Fault, Kind,
    cell::{Cell, as_flag, is_date, is_failed_formula},
    columns::Holds,
    read::before_wrong_reading,
};

/// What was read from a cell, and what is wrong with it: each with what would be right.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    /// What the cell says; `None` if nothing, or nothing that can be used.
    pub(super) value: Option<Value>,
    pub(super) faults: Vec<(Fault, Option<String>)>,
}

impl Said {
    fn value(value: impl Into<Value>) -> Self {
        Self {
            value: Some(value.into()),
            faults: Vec::new(),
        }
    }

    fn wrong(fault: Fault) -> Self {
        Self {
            value: None,
            faults: vec![(fault, None)],
        }
    }

    fn wrong_but(fault: Fault, right: impl Into<String>) -> Self {
        Self {
            value: None,
            faults: vec![(fault, Some(right.into()))],
        }
    }

    fn but(mut self, fault: Fault) -> Self {
        self.faults.push((fault, None));
        self
    }
}

/// Reads a cell of a column.
pub(super) fn read(kind: Kind, column: &Column, cell: &Cell) -> Said {
    let holds = column.holds;
    match cell {
        _ if holds == Holds::Remark => Said::default(),
        Cell::Empty => Said::default(),
        Cell::Failed(_) => Said::wrong(Fault::FailedFormula),
        Cell::NotCalculated => Said::wrong(Fault::NotCalculated),
        Cell::Typed(text) if is_failed_formula(text) => Said::wrong(Fault::FailedFormula),
        Cell::Typed(text) if text.contains('\u{FFFD}') => Said::wrong(Fault::LostCharacters),
        Cell::Clear => clear(column),
        Cell::Typed(text) => {
            if let Some(before) = before_wrong_reading(text) {
                return Said::wrong_but(Fault::WrongEncoding, before);
            }
            let trimmed = text.trim();
            let mut said = typed(kind, column, trimmed);
            if trimmed.len() != text.len() && said.value.is_some() {
                said.faults.push((Fault::Spaces, Some(trimmed.to_owned())));
            }
            match (holds, said.value.is_some()) {
                (Holds::House, true) if is_date(trimmed) => said.but(Fault::LooksLikeDate),
                (Holds::Text | Holds::House, true) if as_flag(trimmed).is_some() => {
                    said.but(Fault::LooksLikeFlag)
                }
                _ => said,
            }
        }
        Cell::Literal(text) if text.is_empty() => empty_text(holds),
        Cell::Literal(text) => typed(kind, column, text),
        Cell::Number(number) => number_cell(kind, column, *number),
        Cell::Flag(flag) => match holds {
            Holds::Flag => Said::value(*flag),
            holds if is_text(holds) => Said::wrong(Fault::MadeFlag),
            _ => typed(kind, column, &flag.to_string()),
        },
        Cell::Date(_) => Said::wrong(Fault::MadeDate),
        Cell::Json(value) => json_cell(kind, column, value),
    }
}

fn is_text(holds: Holds) -> bool {
    matches!(
        holds,
        Holds::Text
            | Holds::Phone
            | Holds::Email
            | Holds::RegistrationNumber
            | Holds::Postcode
            | Holds::House
    )
}

fn clear(column: &Column) -> Said {
    match column.holds {
        Holds::Id | Holds::Key | Holds::Flag => Said::wrong(Fault::NotClearable),
        _ if column.required => Said::wrong(Fault::NotClearable),
        Holds::Links(_) | Holds::Departments => Said::value(json!([])),
        _ => Said::value(Value::Null),
    }
}

fn empty_text(holds: Holds) -> Said {
    match holds {
        holds if is_text(holds) => Said::value(""),
        Holds::DocsAddress => Said::value(json!({})),
        _ => Said::wrong(Fault::NotAText),
    }
}

/// What stands in place of an id where a row is none of those that it resembles.
pub(crate) const NEW: &str = "<new>";

fn is_new(text: &str) -> bool {
    let text = text.to_lowercase();
    [NEW, "<новый>", "<новая>", "<новое>"].contains(&text.as_str())
}

/// A text that is not empty, without what stood around it.
fn typed(kind: Kind, column: &Column, text: &str) -> Said {
    let holds = column.holds;
    match holds {
        holds if is_text(holds) => text_value(holds, text),
        Holds::Id if is_new(text) => Said::value(NEW),
        Holds::Id => match text.parse::<Uuid>() {
            Ok(id) => Said::value(id.to_string()),
            Err(_) => Said::wrong(Fault::NoGuid),
        },
        Holds::Key if text.contains(';') || text.parse::<Uuid>().is_ok() => {
            Said::wrong(Fault::NoKey)
        }
        Holds::Key => Said::value(text),
        Holds::Number | Holds::Extension => integer(holds, text),
        Holds::Degrees(most) => match text.replace(',', ".").parse::<f64>() {
            Ok(degrees) => self::degrees(degrees, most),
            Err(_) => Said::wrong(Fault::NoNumber),
        },
        Holds::Flag => flag(text),
        Holds::Residency => code(
            text.parse()
                .map(|residency: Residency| (residency.code(), residency.name_en().is_some())),
            Fault::NoResidency,
        ),
        Holds::AddressType => code(
            text.parse()
                .map(|sort: AddressType| (sort.code(), sort.name_en().is_some())),
            Fault::NoAddressType,
        ),
        Holds::Departments => {
            let parts = text
                .split([';', ','])
                .map(str::trim)
                .filter(|part| !part.is_empty());
            list(parts.map(|part| integer(Holds::Number, part)))
        }
        Holds::Links(_) => {
            let parts = text
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            list(parts.map(link))
        }
        Holds::Extra => match serde_json::from_str(text) {
            Ok(value @ Value::Object(_)) => extra(kind, column, &value),
            _ => Said::wrong(Fault::NoObject),
        },
        Holds::DocsAddress => Said::wrong(Fault::DocsAddressValue),
        _ => Said::default(),
    }
}

/// What is a text in the API.
fn text_value(holds: Holds, text: &str) -> Said {
    let float = match holds {
        Holds::Phone | Holds::RegistrationNumber | Holds::Postcode => fix::float(text),
        _ => None,
    };
    let mut said = Said::value(text);
    let fault = match (holds, float) {
        (_, None) => None,
        (Holds::Phone, Some(Float::Whole(digits))) => {
            Some((Fault::PhoneAsFloat, Some(fix::phone(&digits))))
        }
        (Holds::Phone, Some(Float::Cut)) => Some((Fault::PhoneDigitsLost, None)),
        (_, Some(Float::Whole(digits))) => Some((Fault::TextAsFloat, Some(digits))),
        (_, Some(Float::Cut)) => Some((Fault::TextAsFloat, None)),
    };
    if let Some(fault) = fault {
        said.faults.push(fault);
        return said;
    }
    let hidden = |c: &char| is_hidden(*c) && !matches!(c, '\n' | '\r' | '\t');
    if let Some(first) = text.chars().find(hidden) {
        let right = text.chars().filter(|c| !hidden(c)).collect();
        said.faults
            .push((Fault::HiddenCharacter(first), Some(right)));
    }
    let doubt = match holds {
        Holds::Phone => Fault::Phone,
        Holds::Email => Fault::Email,
        _ => return said,
    };
    // The facade knows what it takes for right.
    let person = ContactPersonDraft::builder().name("…");
    let (person, field) = match holds {
        Holds::Phone => (person.phone(text).build(), "phone"),
        _ => (person.email(text).build(), "email"),
    };
    match person
        .warnings()
        .iter()
        .any(|warning| warning.field == field)
    {
        true => said.but(doubt),
        false => said,
    }
}

/// A cell that a spreadsheet holds for a number.
fn number_cell(kind: Kind, column: &Column, number: f64) -> Said {
    let holds = column.holds;
    const EXACT: f64 = 1e15;
    let whole = number.fract() == 0.0 && number.abs() < EXACT;
    let digits = || format!("{number:.0}");
    match holds {
        Holds::Degrees(most) => degrees(number, most),
        Holds::Phone if whole => match typed(kind, column, &digits()) {
            said if said.faults.is_empty() => said.but(Fault::PhoneAsNumber),
            said => said,
        },
        holds if is_text(holds) && !whole => Said::wrong(Fault::MadeNumber),
        Holds::Departments | Holds::Number | Holds::Extension if !whole => {
            Said::wrong(Fault::NoWholeNumber)
        }
        _ if whole => typed(kind, column, &digits()),
        _ => typed(kind, column, &number.to_string()),
    }
}

/// A list or an object of a JSON file, or a number beyond measure.
fn json_cell(kind: Kind, column: &Column, value: &Value) -> Said {
    let texts = |list: &[Value], read: fn(&str) -> Said| {
        self::list(list.iter().map(|entry| match entry {
            Value::String(text) => read(text.trim()),
            Value::Number(number) => read(&number.to_string()),
            _ => Said::wrong(Fault::NoText),
        }))
    };
    match (column.holds, value) {
        (Holds::Extra, Value::Object(_)) => extra(kind, column, value),
        (Holds::Extra, _) => Said::wrong(Fault::NoObject),
        (Holds::Links(_), Value::Array(entries)) => texts(entries, link),
        (Holds::Departments, Value::Array(entries)) => {
            texts(entries, |text| integer(Holds::Number, text))
        }
        (Holds::Links(_) | Holds::Departments, _) => Said::wrong(Fault::NoList),
        (Holds::Number | Holds::Extension, _) => Said::wrong(Fault::NoWholeNumber),
        (Holds::Degrees(_), _) => Said::wrong(Fault::NoNumber),
        (Holds::DocsAddress, _) => Said::wrong(Fault::DocsAddressValue),
        _ => Said::wrong(Fault::NoText),
    }
}

fn integer(holds: Holds, text: &str) -> Said {
    let Ok(number) = text.parse::<i128>() else {
        let float = text.replace(',', ".").parse::<f64>().ok();
        let whole = float.filter(|number| number.fract() == 0.0 && number.abs() < 1e9);
        return match whole {
            Some(whole) => Said::wrong_but(Fault::NoWholeNumber, format!("{whole:.0}")),
            None => Said::wrong(Fault::NoWholeNumber),
        };
    };
    match i32::try_from(number) {
        Ok(number) if number < 0 && holds == Holds::Extension => {
            Said::value(number).but(Fault::Extension)
        }
        Ok(number) => Said::value(number),
        Err(_) => Said::wrong(Fault::OutOfRange {
            least: i32::MIN,
            most: i32::MAX,
        }),
    }
}

fn degrees(degrees: f64, most: f64) -> Said {
    match serde_json::Number::from_f64(degrees) {
        None => Said::wrong(Fault::NoNumber),
        Some(number) if degrees.abs() > most => {
            Said::value(Value::Number(number)).but(Fault::Degrees { most })
        }
        Some(number) => Said::value(Value::Number(number)),
    }
}

fn flag(text: &str) -> Said {
    match (as_flag(text), text.to_lowercase().as_str()) {
        (Some(flag), _) => Said::value(flag),
        (None, "да" | "yes" | "1") => Said::value(true),
        (None, "нет" | "no" | "0") => Said::value(false),
        _ => Said::wrong(Fault::NoFlag),
    }
}

fn code(code: catalogs::Result<(i64, bool)>, none: Fault) -> Said {
    match code {
        Ok((code, true)) => Said::value(code),
        Ok((code, false)) => Said::value(code).but(Fault::NewCode),
        Err(_) => Said::wrong(none),
    }
}

fn link(text: &str) -> Said {
    let like_a_guid = text.len() == 36 && text.matches('-').count() == 4;
    match text.parse::<Uuid>() {
        Ok(id) => Said::value(id.to_string()),
        Err(_) if like_a_guid => Said::wrong(Fault::NoGuid),
        Err(_) => Said::value(text),
    }
}

/// All of them, if none is wrong.
fn list(entries: impl Iterator<Item = Said>) -> Said {
    let mut all = Vec::new();
    let mut faults = Vec::new();
    let mut whole = true;
    for said in entries {
        whole &= said.value.is_some();
        all.extend(said.value);
        faults.extend(said.faults);
    }
    Said {
        value: whole.then_some(Value::Array(all)),
        faults,
    }
}

/// Unknown fields; none of them may be one that has a column.
fn extra(kind: Kind, column: &Column, value: &Value) -> Said {
    let mut names = value
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    match names.any(|name| Column::is_documented(kind, column.name, name)) {
        true => Said::wrong(Fault::HasColumn),
        false => Said::value(value.clone()),
    }
}
