//! Checks a file as a whole, before anything is written: each cell, each row, and the rows beside
//! one another.

mod fix;
mod row;
mod value;
mod whole;

pub(crate) use whole::linked;

use crate::{Checked, Fault, Format, Problem, Problems, Severity, Table, Tables, problem::Place};

/// How strictly a file is checked.
///
/// ```
/// let lenient = catalogs_transfer::CheckOptions::new().tolerant(true);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "they are for `check`"]
pub struct CheckOptions {
    tolerant: bool,
    ignore_unknown: bool,
}

impl CheckOptions {
    /// Strict: whatever is likely wrong is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether what the service may accept all the same is only a warning: registration numbers,
    /// phones, extensions, e-mails and coordinates that are likely wrong, lost zeros, numbers with an
    /// exponent, characters that nobody sees, a registration number
    /// that organizations of several names share. For files that were exported from an address book which holds such values.
    pub fn tolerant(mut self, tolerant: bool) -> Self {
        self.tolerant = tolerant;
        self
    }

    /// Whether columns of which no field is known are left out, with a warning. Nothing of them is sent.
    pub fn ignore_unknown(mut self, ignore: bool) -> Self {
        self.ignore_unknown = ignore;
        self
    }
}

/// Checks all sheets, and collects all that is wrong.
///
/// Whether ids exist, and whether what has to be added is complete, can only be told beside the
/// address book: [`Plan::make`](crate::Plan::make) tells.
///
/// ```
/// use catalogs_transfer::{CheckOptions, ReadOptions, check, read_bytes};
///
/// let file = "ФИО;Телефон\nМария Иванова;7.4951234567E10\n";
/// let tables = read_bytes(file.as_bytes(), "contacts.csv", &ReadOptions::new())?;
/// let problems = check(tables, &CheckOptions::new()).unwrap_err();
/// let problem = problems.iter().next().unwrap();
/// assert_eq!(
///     problem.to_string(),
///     "contacts.csv, row 2, column B (Телефон): the spreadsheet made a number of the phone",
/// );
/// assert_eq!(problem.right.as_deref(), Some("+74951234567"));
/// # Ok::<(), catalogs_transfer::Error>(())
/// ```
///
/// # Errors
///
/// All problems, warnings too, if one of them is an error.
pub fn check(tables: Tables, options: &CheckOptions) -> Result<Checked, Problems> {
    let mut findings = Findings {
        options: options.clone(),
        list: Vec::new(),
    };
    for name in &tables.others {
        let place = Place {
            sheet: name.clone(),
            ..Place::default()
        };
        findings.add(place, Fault::OtherSheet);
    }
    let mut rows = Vec::new();
    for kind in crate::Kind::ALL {
        if let Some(table) = tables.of(kind)
            && header(&tables, table, &mut findings)
        {
            rows.extend(
                table
                    .rows
                    .iter()
                    .map(|row| row::read(&tables, table, row, &mut findings)),
            );
        }
    }
    if let (true, Some(first)) = (
        tables.is_empty() && findings.list.is_empty(),
        tables.tables.first(),
    ) {
        let sheet = first.name.clone();
        findings.add(
            Place {
                sheet,
                ..Place::default()
            },
            Fault::NoRows,
        );
    }
    for table in &tables.tables {
        let may_be_new = |read: &&row::ReadRow| read.item.id.is_none() && !read.item.is_new;
        let mut rows = rows.iter().filter(|read| read.item.kind == table.kind);
        let is_known = table.header.iter().any(|head| head.column.is_some());
        if is_known && rows.any(|read| may_be_new(&read)) {
            let columns = crate::Column::all(table.kind).iter();
            for column in columns.filter(|it| it.required && table.place_of(it.name).is_none()) {
                let mut place = tables.place(table.kind, table.header_row, Some(column.name));
                place.row = place.row.filter(|_| tables.format != Format::Json);
                findings.add(place, Fault::MissingColumn(table.kind));
            }
        }
    }
    let items = whole::check(&tables, rows, &mut findings);
    let mut sorted = findings.sorted(&tables);
    match sorted
        .iter()
        .any(|problem| problem.severity == Severity::Error)
    {
        true => Err(Problems(sorted)),
        false => {
            // The plan knows.
            sorted.retain(|problem| {
                !matches!(
                    problem.fault,
                    Fault::MissingIfNew(_) | Fault::MissingColumn(_)
                )
            });
            Ok(Checked::new(items, sorted, tables))
        }
    }
}

/// Checks the header; tells whether there are columns at all.
fn header(tables: &Tables, table: &Table, findings: &mut Findings) -> bool {
    let whole = |row| Place {
        sheet: table.name.clone(),
        row,
        column: None,
    };
    let json = tables.format == Format::Json;
    if table.header.is_empty() {
        if !json {
            findings.add(whole(None), Fault::EmptyFile);
        }
        return false;
    }
    if table.header.iter().all(|head| head.column.is_none()) {
        findings.add(whole(Some(table.header_row)), Fault::NoHeader);
        return false;
    }
    for (at, head) in table.header.iter().enumerate() {
        let place = Place {
            sheet: table.name.clone(),
            row: (!json).then_some(table.header_row),
            column: Some((head.name.clone(), (!json).then_some(at))),
        };
        let before = &table.header[..at];
        match head.column {
            None if head.name.trim().is_empty() => {}
            None => {
                let like = crate::Column::like(table.kind, &head.name);
                findings.report(
                    place,
                    Fault::UnknownColumn,
                    Some(head.name.clone()),
                    like.map(str::to_owned),
                );
            }
            Some(column) if before.iter().any(|other| other.column == Some(column)) => {
                findings.add(place, Fault::DuplicateColumn);
            }
            Some(_) => {}
        }
    }
    true
}

/// What was found, in the order in which it was found.
pub(crate) struct Findings {
    options: CheckOptions,
    list: Vec<(Place, Problem)>,
}

impl Findings {
    pub(crate) fn strict() -> Self {
        Self {
            options: CheckOptions::new(),
            list: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, place: Place, fault: Fault) {
        self.report(place, fault, None, None);
    }

    pub(crate) fn report(
        &mut self,
        place: Place,
        fault: Fault,
        value: Option<String>,
        right: Option<String>,
    ) {
        let severity = severity(&fault, &self.options);
        let problem = Problem::new(severity, &place, fault)
            .value(value.unwrap_or_default())
            .right(right);
        self.list.push((place, problem));
    }

    /// In the order of sheets, rows and columns.
    pub(crate) fn sorted(mut self, tables: &Tables) -> Vec<Problem> {
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
        self.list.into_iter().map(|(_, problem)| problem).collect()
    }
}

/// How bad each kind of problem is.
fn severity(fault: &Fault, options: &CheckOptions) -> Severity {
    match fault {
        Fault::OtherSheet
        | Fault::MissingIfNew(_)
        | Fault::MissingColumn(_)
        | Fault::NoRows
        | Fault::Spaces
        | Fault::LooksLikeDate
        | Fault::LooksLikeFlag
        | Fault::PhoneAsNumber
        | Fault::NewCode
        | Fault::RowsInCell { is_certain: false } => Severity::Warning,
        Fault::Phone
        | Fault::Extension
        | Fault::Email
        | Fault::RegistrationNumber { .. }
        | Fault::LostZeros
        | Fault::PhoneAsFloat
        | Fault::PhoneDigitsLost
        | Fault::TextAsFloat
        | Fault::Degrees { .. }
        | Fault::OtherCoordinate
        | Fault::HiddenCharacter(_)
        | Fault::SharedNumber { .. }
        | Fault::RowsInCell { .. }
            if options.tolerant =>
        {
            Severity::Warning
        }
        Fault::UnknownColumn if options.ignore_unknown => Severity::Warning,
        _ => Severity::Error,
    }
}
