//! The format of a file, and how a CSV file is written.

use std::fmt;

use serde::Serialize;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with delimiters: one sheet a file.
    Csv,
    /// A workbook of Excel and others.
    Xlsx,
    /// An object with lists.
    Json,
}

/// How a CSV file was written, as far as that was recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Recognized {
    /// The encoding.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub delimiter: Delimiter,
}

/// `UTF-8 with BOM, semicolons`.
impl fmt::Display for Recognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.encoding, self.delimiter)
    }
}

/// The encoding of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 that begins with a byte order mark, by which Excel knows it.
    #[default]
    Utf8Bom,
    /// UTF-16 with a byte order mark: Excel's "Unicode text".
    Utf16,
    /// Windows-1251 (cp1251).
    Windows1251,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 with BOM",
            Self::Utf16 => "UTF-16",
            Self::Windows1251 => "cp1251",
        })
    }
}

/// What stands between two cells of a CSV file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Delimiter {
    /// `;`, as Excel has it in Russia.
    #[default]
    Semicolon,
    /// `,`.
    Comma,
    /// A tab.
    Tab,
}

impl Delimiter {
    pub(crate) const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Semicolon => "semicolons",
            Self::Comma => "commas",
            Self::Tab => "tabs",
        })
    }
}
