//! What stands in a cell, and how that is written where there are only texts.
//!
//! An empty cell says nothing: it leaves what is there. Two markers say what a text cannot, and an
//! apostrophe in front says that the rest is meant literally.

use serde_json::Value;

use crate::text::undo_wrong_encoding;

/// A cell as it was read, or as it is to be written.
#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    /// Says nothing.
    Empty,
    /// Null, or an empty list.
    Clear,
    /// A text that is exactly this; also the empty one.
    Literal(String),
    /// A text as a person or a spreadsheet left it.
    Typed(String),
    Number(f64),
    Flag(bool),
    /// A spreadsheet's date, as a text.
    Date(String),
    /// A formula that failed, such as `#N/A`.
    Failed(String),
    /// A formula whose result the file does not hold.
    NotCalculated,
    /// A list or an object of a JSON file.
    Json(Value),
}

/// The words that stand for what a text cannot say.
///
/// | | default | means |
/// |---|---|---|
/// | `clear` | `<clear>`, `<очистить>` | null, or an empty list: what is there is cleared |
/// | `empty` | `<empty>`, `<пусто>` | a text that is there, and empty |
///
/// The first of each is the one that is written.
///
/// ```
/// use catalogs_transfer::{Markers, ReadOptions};
///
/// let options = ReadOptions::new().markers(Markers::default().clear(["-"]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    pub(crate) clear: Vec<String>,
    pub(crate) empty: Vec<String>,
}

impl Default for Markers {
    fn default() -> Self {
        Self {
            clear: ["<clear>", "<очистить>"].map(String::from).to_vec(),
            empty: ["<empty>", "<пусто>"].map(String::from).to_vec(),
        }
    }
}

impl Markers {
    /// Other words for null. Without any, nothing can be cleared.
    #[must_use]
    pub fn clear(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.clear = words.into_iter().map(Into::into).collect();
        self
    }

    /// Other words for the empty text. Without any, an empty text is written as an empty cell.
    #[must_use]
    pub fn empty(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.empty = words.into_iter().map(Into::into).collect();
        self
    }

    fn are(words: &[String], text: &str) -> bool {
        words.iter().any(|word| {
            word.eq_ignore_ascii_case(text) || word.to_lowercase() == text.to_lowercase()
        })
    }

    /// What a text in a cell says.
    pub(crate) fn read(&self, text: &str) -> Cell {
        if let Some(rest) = text.strip_prefix('\'')
            && self.needs_apostrophe(rest, Guard::Formulas)
        {
            return Cell::Literal(rest.to_owned());
        }
        let trimmed = text.trim();
        if trimmed.is_empty() {
            Cell::Empty
        } else if Self::are(&self.clear, trimmed) {
            Cell::Clear
        } else if Self::are(&self.empty, trimmed) {
            Cell::Literal(String::new())
        } else {
            Cell::Typed(text.to_owned())
        }
    }

    /// A text, written so that [`read`](Self::read) gives it back.
    pub(crate) fn write(&self, text: &str, guard: Guard) -> String {
        if text.is_empty() {
            self.empty.first().cloned().unwrap_or_default()
        } else if self.needs_apostrophe(text, guard) {
            format!("'{text}")
        } else {
            text.to_owned()
        }
    }

    fn needs_apostrophe(&self, text: &str, guard: Guard) -> bool {
        let spaces = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        let formula = guard == Guard::Formulas && text.starts_with(STARTS_FORMULA);
        let marker = Self::are(&self.clear, text) || Self::are(&self.empty, text);
        text.starts_with('\'') || spaces || formula || marker || is_artefact(text)
    }
}

/// Whether a text that a spreadsheet would run as a formula gets an apostrophe in front.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Guard {
    Formulas,
    Nothing,
}

/// With what a formula starts, in Excel and others; also as full-width characters.
const STARTS_FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Whether a text looks like something that a spreadsheet or an encoding made of another.
fn is_artefact(text: &str) -> bool {
    is_failed_formula(text)
        || as_flag(text).is_some()
        || is_date(text)
        || text.contains('\u{FFFD}')
        || undo_wrong_encoding(text).is_some()
}

/// `#N/A` and its like, in English and in Russian, and the fence of a column that is too narrow.
pub(crate) fn is_failed_formula(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "N/A",
        "REF!",
        "VALUE!",
        "DIV/0!",
        "NAME?",
        "NUM!",
        "NULL!",
        "SPILL!",
        "CALC!",
        "Н/Д",
        "ССЫЛКА!",
        "ЗНАЧ!",
        "ДЕЛ/0!",
        "ИМЯ?",
        "ЧИСЛО!",
        "ПУСТО!",
    ];
    let text = text.trim();
    text.strip_prefix('#').is_some_and(|name| {
        NAMES.contains(&name.to_uppercase().as_str())
            || (name.len() >= 2 && name.chars().all(|c| c == '#'))
    })
}

/// What a spreadsheet writes for a truth value.
pub(crate) fn as_flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "истина" => Some(true),
        "false" | "ложь" => Some(false),
        _ => None,
    }
}

/// What a spreadsheet writes for a date: `05.02.2026`, `2026-02-05`, `5-Feb`, `05.фев`.
pub(crate) fn is_date(text: &str) -> bool {
    const MONTHS: &[&str] = &[
        "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек", "jan",
        "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let text = text.trim().to_lowercase();
    let parts: Vec<&str> = text.split(['.', '-', '/']).collect();
    let number = |part: &str, most: u32| {
        part.len() <= 4
            && part
                .parse()
                .is_ok_and(|number: u32| (1..=most).contains(&number))
    };
    match parts[..] {
        [day, month] => {
            number(day, 31) && MONTHS.contains(&month)
                || (MONTHS.contains(&day) && number(month, 99))
        }
        [day, month, year] if year.len() == 4 => {
            number(day, 31) && number(month, 12) && number(year, 2200)
        }
        [year, month, day] if year.len() == 4 => {
            number(year, 2200) && number(month, 12) && number(day, 31)
        }
        _ => false,
    }
}

impl Cell {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Whether a reader would see nothing in it.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Typed(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What it says, for people.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Clear | Self::NotCalculated => String::new(),
            Self::Literal(text) | Self::Typed(text) | Self::Date(text) | Self::Failed(text) => {
                text.clone()
            }
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Json(value) => value.to_string(),
        }
    }
}
