//! Every kind of diagnostic, and the sentence that it makes.

use std::fmt;

use catalogs::{RegistrationNumber, RegistrationNumberFault, Residency};

use crate::Kind;

/// What can be wrong in a file. Its text is a sentence that never repeats a value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the sentences below say it")]
pub enum DiagnosticKind {
    // The file as a whole.
    EmptyFile,
    NoHeader,
    UnknownSheet,
    NoRows,
    // Columns and rows.
    UnknownColumn,
    DuplicateColumn,
    RowLength {
        cells: usize,
        header: usize,
    },
    // What spreadsheets and encodings do.
    FailedFormula,
    NotCalculated,
    /// Whether the number of cells rules out an accident.
    RowsInCell {
        is_certain: bool,
    },
    LostCharacters,
    WrongEncoding,
    HiddenCharacter(char),
    SurroundingSpaces,
    ConvertedToDate,
    ConvertedToBoolean,
    ConvertedToNumber,
    LooksLikeDate,
    LooksLikeBoolean,
    PhoneAsNumber,
    PhoneAsFloat,
    PhoneDigitsLost,
    TextAsFloat,
    LostZeros,
    // Single values.
    NotText,
    NotInteger,
    OutOfRange {
        least: i32,
        most: i32,
    },
    NotNumber,
    Degrees {
        most: f64,
    },
    NotBoolean,
    UnknownResidency,
    UnknownAddressType,
    UnknownCode,
    NotGuid,
    InvalidKey,
    NotObject,
    FieldHasColumn,
    NotList,
    NotClearable,
    EmptyNotAllowed,
    DocsAddressValue,
    Phone,
    Extension,
    Email,
    RegistrationNumber {
        number: RegistrationNumber,
        residency: Residency,
        fault: RegistrationNumberFault,
    },
    // A row.
    Missing(Kind),
    /// It may be there already.
    MissingIfNew(Kind),
    MissingColumn(Kind),
    MissingCoordinate,
    DepartmentsContradict,
    NoDepartments,
    IncompleteDocsAddress,
    // Several rows.
    DuplicateKey {
        row: usize,
    },
    DuplicateId {
        row: usize,
    },
    DuplicateNumber {
        row: usize,
    },
    /// As branches of a firm do.
    SharedNumber {
        row: usize,
    },
    DuplicateName {
        row: usize,
    },
    DuplicateAddress {
        row: usize,
    },
    DuplicatePerson {
        row: usize,
    },
    UnknownLinkKey(Kind),
    LookalikeKey(Kind),
    KeySeparator,
    // What is there already.
    UnknownId(Kind),
    ForeignIds(usize),
    Ambiguous(usize),
    PossibleMatch(usize),
    ClearWithoutMatch,
    SharedMatch {
        row: usize,
    },
}

impl fmt::Display for DiagnosticKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::EmptyFile => "there is nothing in it; it needs a header and rows",
            Self::NoHeader => "the first row names no known column; it needs a header",
            Self::UnknownSheet => {
                "it is none of organizations, addresses and contacts, or one of them for the second time; it is left out"
            }
            Self::NoRows => "there is a header, but no row",
            Self::UnknownColumn => {
                "no field is called so, and nothing of this column is sent to the service; rename it, or leave unknown columns out (--ignore-unknown)"
            }
            Self::DuplicateColumn => "the column is there for the second time",
            Self::RowLength { cells, header } => {
                return write!(f, "the row has {cells} cells, but the header has {header}");
            }
            Self::FailedFormula => "a formula of the spreadsheet failed here",
            Self::NotCalculated => {
                "there is a formula, and the file does not say what it gives; open the file in Excel and save it"
            }
            Self::RowsInCell { .. } => {
                "there are lines in it that look like rows of their own; a quote in front of it may have swallowed them"
            }
            Self::LostCharacters => {
                "characters were lost when the file was saved; save it as UTF-8"
            }
            Self::WrongEncoding => "the text was saved in one encoding and read in another",
            Self::HiddenCharacter(c) => {
                let what = match c.is_control() {
                    true => "a control character",
                    false => "a character that nobody sees",
                };
                return write!(f, "there is {what} in it, U+{:04X}", u32::from(*c));
            }
            Self::SurroundingSpaces => "there are spaces around it; they are taken off",
            Self::ConvertedToDate => {
                "the spreadsheet made a date of it; set the cell to text and enter it again"
            }
            Self::ConvertedToBoolean => {
                "the spreadsheet made a truth value of it; set the cell to text and enter it again"
            }
            Self::ConvertedToNumber => {
                "the spreadsheet made a number of it; set the cell to text and enter it again"
            }
            Self::LooksLikeDate => "it looks like a date that a spreadsheet made of something else",
            Self::LooksLikeBoolean => {
                "it looks like a truth value that a spreadsheet made of something else"
            }
            Self::PhoneAsNumber => {
                "the spreadsheet made a number of the phone; its digits are taken"
            }
            Self::PhoneAsFloat => "the spreadsheet made a number of the phone",
            Self::PhoneDigitsLost => {
                "the spreadsheet made a number of the phone, and lost digits of it"
            }
            Self::TextAsFloat => {
                "the spreadsheet made a number of it, and may have lost digits; set the cell to text and enter it again"
            }
            Self::LostZeros => "leading zeros were lost",
            Self::NotText => "it is no text",
            Self::NotInteger => "it is no whole number",
            Self::OutOfRange { least, most } => {
                return write!(f, "it is out of range; it goes from {least} to {most}");
            }
            Self::NotNumber => "it is no number",
            Self::Degrees { most } => {
                return write!(f, "it is out of range; degrees go from -{most} to {most}");
            }
            Self::NotBoolean => "it is neither yes nor no; write true or false (да, нет)",
            Self::UnknownResidency => {
                "it is no residency; known are Russia, Ukraine, Belarus, Kazakhstan and International (Россия, Украина, Беларусь, Казахстан, Международное), and their codes"
            }
            Self::UnknownAddressType => {
                "it is no address type; known are Warehouse, Office and Shop (Склад, Офис, Магазин), and their codes"
            }
            Self::UnknownCode => "this version knows no such code; it is sent as it is",
            Self::NotGuid => "it is no GUID, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            Self::InvalidKey => "it can be no key: a key has no `;` in it, and is no GUID",
            Self::NotObject => "it is no JSON object, such as {\"field\": 1}",
            Self::FieldHasColumn => "there is a field in it that has a column of its own",
            Self::NotList => "it is no list",
            Self::NotClearable => "it cannot be cleared",
            Self::EmptyNotAllowed => "there is an empty text where no text belongs",
            Self::DocsAddressValue => {
                "it can only be cleared; what belongs into it has columns of its own"
            }
            Self::Phone => "it is no phone number, such as +7 495 123-45-67",
            Self::Extension => "an extension is not negative",
            Self::Email => "it is no e-mail address, such as name@host.ru",
            Self::RegistrationNumber {
                number,
                residency,
                fault,
            } => {
                return write!(f, "it is no {number}, which goes with {residency}: {fault}");
            }
            Self::Missing(kind) => {
                return write!(
                    f,
                    "it is empty, and the row is to be added: no {kind} goes without it"
                );
            }
            Self::MissingIfNew(kind) => {
                return write!(
                    f,
                    "it is empty; if the row is to be added, no {kind} goes without it"
                );
            }
            Self::MissingColumn(kind) => {
                return write!(
                    f,
                    "there is no such column; if rows are to be added, no {kind} goes without it"
                );
            }
            Self::MissingCoordinate => "the other coordinate is there without it",
            Self::IncompleteDocsAddress => {
                "it is empty, and other parts of a new address for documents are there"
            }
            Self::DepartmentsContradict => {
                "all departments are allowed, and some are listed; leave one of the two empty"
            }
            Self::NoDepartments => {
                "no department would see the organization; list some, or allow all"
            }
            Self::DuplicateKey { row } => return write!(f, "the same key is in row {row}"),
            Self::DuplicateId { row } => return write!(f, "the same id is in row {row}"),
            Self::DuplicateNumber { row } => {
                return write!(
                    f,
                    "the same registration number and residency are in row {row}"
                );
            }
            Self::SharedNumber { row } => {
                return write!(
                    f,
                    "the same registration number and residency, with another name, are in row {row}"
                );
            }
            Self::DuplicateName { row } => {
                return write!(
                    f,
                    "the same name and residency, without a registration number, are in row {row}"
                );
            }
            Self::DuplicateAddress { row } => {
                return write!(f, "the same address, city and type are in row {row}");
            }
            Self::DuplicatePerson { row } => {
                return write!(
                    f,
                    "the same name, phone and e-mail are in row {row}, as far as both say them"
                );
            }
            Self::UnknownLinkKey(kind) => {
                return write!(
                    f,
                    "no row of the sheet {} ({}) has this key",
                    kind.sheet(),
                    kind.sheet_ru()
                );
            }
            Self::LookalikeKey(kind) => {
                return write!(
                    f,
                    "no row of the sheet {} ({}) has this key, but one has a key that looks like it, in letters of another alphabet or case",
                    kind.sheet(),
                    kind.sheet_ru()
                );
            }
            Self::KeySeparator => "several keys have `;` between them, and no comma",
            Self::ForeignIds(count) => {
                return write!(
                    f,
                    "the address book has none of {count} ids in the file, of which this is the first: the file is of another one; \
                     export it there with keys in place of ids (--keys), or empty the columns of ids"
                );
            }
            Self::UnknownId(kind) => return write!(f, "the address book has no {kind} of this id"),
            Self::Ambiguous(found) => {
                return write!(
                    f,
                    "the address book has {found} that it could be; say which by its id"
                );
            }
            Self::PossibleMatch(found) => {
                let found = match found {
                    1 => "one".to_owned(),
                    found => found.to_string(),
                };
                return write!(
                    f,
                    "the address book has {found} that says the same but for one thing; write the id here if the row is to change it, or <new> if it is another"
                );
            }
            Self::ClearWithoutMatch => {
                "the row clears something, but means nothing that is there; write the id here of what it is to change, or <new> if it is to be added"
            }
            Self::SharedMatch { row } => {
                return write!(
                    f,
                    "it is the same in the address book as row {row}; give their ids, or tell them apart"
                );
            }
        };
        f.write_str(sentence)
    }
}
