//! How files are written.

use crate::{Delimiter, Encoding, Format, Markers, cell::Guard};

/// How files are written.
///
/// ```
/// use catalogs_transfer::{Delimiter, Encoding, Format, WriteOptions};
///
/// let for_a_program = WriteOptions::new()
///     .format(Format::Csv)
///     .encoding(Encoding::Utf8)
///     .delimiter(Delimiter::Comma)
///     .guard_formulas(false);
/// ```
#[derive(Clone, Debug)]
#[must_use = "they are for `write`"]
pub struct WriteOptions {
    pub(super) format: Option<Format>,
    pub(super) encoding: Encoding,
    pub(super) delimiter: Delimiter,
    pub(super) guard: Guard,
    pub(super) markers: Markers,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            format: None,
            encoding: Encoding::default(),
            delimiter: Delimiter::default(),
            guard: Guard::Formulas,
            markers: Markers::default(),
        }
    }
}

impl WriteOptions {
    /// As Excel in Russia likes it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The format, instead of what the file's name tells.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The encoding of CSV; UTF-8 with BOM by default.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// What stands between the cells of CSV; a semicolon by default, and then numbers have a
    /// decimal comma.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Whether texts in CSV that a spreadsheet would run as a formula (`=…`, `+7 495 …`, `-…`,
    /// `@…`) get an apostrophe in front; yes by default. Reading takes it off again. A workbook
    /// needs none: its texts are texts.
    pub fn guard_formulas(mut self, guard: bool) -> Self {
        self.guard = match guard {
            true => Guard::Formulas,
            false => Guard::Nothing,
        };
        self
    }

    /// The words that stand for null and for an empty text.
    pub fn markers(mut self, markers: Markers) -> Self {
        self.markers = markers;
        self
    }
}
