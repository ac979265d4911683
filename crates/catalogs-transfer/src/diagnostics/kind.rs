//! Every kind of diagnostic, and the sentence that it makes.

use catalogs::{
    Residency,
    model::{RegistrationNumber, RegistrationNumberFault},
};

use crate::Kind;

/// What can be wrong in a file. Its text is a sentence that never repeats a value.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum DiagnosticKind {
    // The file as a whole.
    #[error("there is nothing in it; it needs a header and rows")]
    EmptyFile,
    #[error("the first row names no known column; it needs a header")]
    NoHeader,
    #[error(
        "neither organizations, addresses nor contacts, or a second sheet of the same kind; it is left out"
    )]
    UnknownSheet,
    #[error("there is a header, but no row")]
    NoRows,
    // Columns and rows.
    #[error(
        "no field is called so, and nothing of this column is sent to the service; rename it, or leave unknown columns out (--ignore-unknown)"
    )]
    UnknownColumn,
    #[error("the column is there for the second time")]
    DuplicateColumn,
    #[error("the row has {cells} cells, but the header has {header}")]
    RowLength { cells: usize, header: usize },
    // What spreadsheets and encodings do.
    #[error("a formula of the spreadsheet failed here")]
    FailedFormula,
    #[error(
        "there is a formula, and the file does not say what it gives; open the file in Excel and save it"
    )]
    NotCalculated,
    /// Whether the number of cells rules out an accident.
    #[error(
        "there are lines in it that look like rows of their own; a quote in front of it may have swallowed them"
    )]
    RowsInCell { is_certain: bool },
    #[error("characters were lost when the file was saved; save it as UTF-8")]
    LostCharacters,
    #[error("the text was saved in one encoding and read in another")]
    WrongEncoding,
    #[error(
        "there is {} in it, U+{:04X}",
        if .0.is_control() { "a control character" } else { "an invisible character" },
        u32::from(*.0)
    )]
    HiddenCharacter(char),
    #[error("there are spaces around it; they are taken off")]
    SurroundingSpaces,
    #[error("the spreadsheet made a date of it; set the cell to text and enter it again")]
    ConvertedToDate,
    #[error("the spreadsheet made a truth value of it; set the cell to text and enter it again")]
    ConvertedToBoolean,
    #[error("the spreadsheet made a number of it; set the cell to text and enter it again")]
    ConvertedToNumber,
    #[error("it looks like a date that a spreadsheet made of something else")]
    LooksLikeDate,
    #[error("it looks like a truth value that a spreadsheet made of something else")]
    LooksLikeBoolean,
    #[error("the spreadsheet made a number of the phone; its digits are taken")]
    PhoneAsNumber,
    #[error("the spreadsheet made a number of the phone")]
    PhoneAsFloat,
    #[error("the spreadsheet made a number of the phone, and lost digits of it")]
    PhoneDigitsLost,
    #[error(
        "the spreadsheet made a number of it, and may have lost digits; set the cell to text and enter it again"
    )]
    TextAsFloat,
    #[error("leading zeros were lost")]
    LostZeros,
    // Single values.
    #[error("not a text")]
    NotText,
    #[error("not a whole number")]
    NotInteger,
    #[error("it is out of range; it goes from {least} to {most}")]
    OutOfRange { least: i32, most: i32 },
    #[error("not a number")]
    NotNumber,
    #[error("it is out of range; degrees go from -{most} to {most}")]
    Degrees { most: f64 },
    #[error("not a truth value; write true or false (да, нет)")]
    NotBoolean,
    #[error(
        "unknown residency; known are Russia, Ukraine, Belarus, Kazakhstan and International (Россия, Украина, Беларусь, Казахстан, Международное), and their codes"
    )]
    UnknownResidency,
    #[error(
        "unknown address type; known are Warehouse, Office and Shop (Склад, Офис, Магазин), and their codes"
    )]
    UnknownAddressType,
    #[error("this version knows no such code; it is sent as it is")]
    UnknownCode,
    #[error("not a valid GUID (expected e.g. `3f2504e0-4f89-41d3-9a0c-0305e82c3301`)")]
    NotGuid,
    #[error("not a valid key: a key has no `;` in it and is not a GUID")]
    InvalidKey,
    #[error("not a JSON object (expected e.g. `{{\"field\": 1}}`)")]
    NotObject,
    #[error("there is a field in it that has a column of its own")]
    FieldHasColumn,
    #[error("not a list")]
    NotList,
    #[error("it cannot be cleared")]
    NotClearable,
    #[error("there is an empty text where no text belongs")]
    EmptyNotAllowed,
    #[error("it can only be cleared; what belongs into it has columns of its own")]
    DocsAddressValue,
    #[error("not a valid phone number (expected e.g. `+7 495 123-45-67`)")]
    Phone,
    #[error("an extension is not negative")]
    Extension,
    #[error("not a valid e-mail address (expected e.g. `name@host.ru`)")]
    Email,
    #[error("not a valid {number}, which goes with {residency}: {fault}")]
    RegistrationNumber {
        number: RegistrationNumber,
        residency: Residency,
        fault: RegistrationNumberFault,
    },
    // A row.
    #[error("it is empty, and the row is to be added: every {0} needs it")]
    Missing(Kind),
    /// It may be there already.
    #[error("it is empty; if the row is to be added, every {0} needs it")]
    MissingIfNew(Kind),
    #[error("there is no such column; if rows are to be added, every {0} needs it")]
    MissingColumn(Kind),
    #[error("the other coordinate is there without it")]
    MissingCoordinate,
    #[error("all departments are allowed, and some are listed; leave one of the two empty")]
    DepartmentsContradict,
    #[error("no department would see the organization; list some, or allow all")]
    NoDepartments,
    #[error("it is empty, and other parts of a new address for documents are there")]
    IncompleteDocsAddress,
    // Several rows.
    #[error("the same key is in row {row}")]
    DuplicateKey { row: usize },
    #[error("the same id is in row {row}")]
    DuplicateId { row: usize },
    #[error("the same registration number and residency are in row {row}")]
    DuplicateNumber { row: usize },
    /// As branches of a firm do.
    #[error("the same registration number and residency, with another name, are in row {row}")]
    SharedNumber { row: usize },
    #[error("the same name and residency, without a registration number, are in row {row}")]
    DuplicateName { row: usize },
    #[error("the same address, city and type are in row {row}")]
    DuplicateAddress { row: usize },
    #[error("the same name, phone and e-mail are in row {row}, as far as both say them")]
    DuplicatePerson { row: usize },
    #[error("no row of the sheet {} ({}) has this key", .0.sheet(), .0.sheet_ru())]
    UnknownLinkKey(Kind),
    #[error("no row of the sheet {} ({}) has this key, but one has a key that looks like it, in letters of another alphabet or case", .0.sheet(), .0.sheet_ru())]
    LookalikeKey(Kind),
    #[error("several keys have `;` between them, and no comma")]
    KeySeparator,
    // What is there already.
    #[error("the address book has no {0} of this id")]
    UnknownId(Kind),
    #[error(
        "the address book has none of {0} ids in the file, of which this is the first: the file is of another one; \
                     export it there with keys in place of ids (--keys), or empty the columns of ids"
    )]
    ForeignIds(usize),
    #[error("the address book has {0} that it could be; say which by its id")]
    Ambiguous(usize),
    #[error(
        "the address book has {} that differs in one thing; set `id` to update it, or `<new>` to create another",
        if *.0 == 1 { "one".to_owned() } else { .0.to_string() }
    )]
    PossibleMatch(usize),
    #[error(
        "the row clears something, but means nothing that is there; write the id here of what it is to change, or <new> if it is to be added"
    )]
    ClearWithoutMatch,
    #[error("it is the same in the address book as row {row}; give their ids, or tell them apart")]
    SharedMatch { row: usize },
}
