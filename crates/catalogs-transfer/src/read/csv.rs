//! CSV: finds out the encoding and the delimiter, and counts rows as a spreadsheet does.

use csv::ReaderBuilder;

use super::{
    ReadOptions,
    header::{header_at, kind_of, known_columns, stem},
};
use crate::{
    Delimiter, Error, Kind, Recognized, Result, Table,
    encoding::decode,
    table::{Head, Row},
};

pub(super) fn read(bytes: &[u8], name: &str, options: &ReadOptions) -> Result<Table> {
    let (text, encoding) = decode(bytes, name)?;
    let (text, declared) = without_sep(&text);
    let delimiter = declared.unwrap_or_else(|| delimiter(text));
    let mut records = records(text, delimiter, name)?;
    records.retain(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty()));
    let header = header_at(records.iter().map(|(_, record)| record.clone()));
    let mut records = records.into_iter().skip(header);
    let (header_row, header) = records.next().unwrap_or((1, Vec::new()));
    let kind = match kind_of(stem(name), &header, options) {
        // There is nothing to tell it by, and nothing to be told.
        Err(_) if header.is_empty() => Kind::Organization,
        kind => kind?,
    };
    let rows = records.map(|(number, record)| Row {
        number,
        cells: record
            .iter()
            .map(|cell| options.markers.read(cell))
            .collect(),
    });
    Ok(Table {
        kind,
        name: name.to_owned(),
        recognized: Some(Recognized {
            encoding,
            delimiter,
        }),
        header_row,
        rows: rows.collect(),
        header: Head::all(kind, header),
    })
}

/// The text after a first line that tells Excel the delimiter, which Excel does not count as a row.
fn without_sep(text: &str) -> (&str, Option<Delimiter>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let sign = first.trim_end_matches('\r').trim_matches('"');
    let declared = Delimiter::ALL.into_iter().find(|delimiter| {
        let sign = sign
            .get(..4)
            .filter(|it| it.eq_ignore_ascii_case("sep="))
            .and(sign.get(4..));
        sign.is_some_and(|sign| sign.as_bytes() == [delimiter.byte()])
    });
    match declared {
        Some(_) => (rest, declared),
        None => (text, None),
    }
}

/// The delimiter by which the header has the most columns that are known; or else, the most
/// columns.
fn delimiter(text: &str) -> Delimiter {
    if text
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, ';' | ','))
    {
        return Delimiter::default();
    }
    let columns = |delimiter: Delimiter| {
        let mut reader = reader(delimiter).from_reader(text.as_bytes());
        let records = reader.records().map_while(Result::ok);
        let names = records.map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>());
        let is_there = |names: &Vec<String>| names.iter().any(|name| !name.trim().is_empty());
        let first: Vec<Vec<String>> = names.filter(is_there).take(10).collect();
        let known = first.iter().map(|names| known_columns(names)).max();
        (known, first.first().map(Vec::len))
    };
    // The last of several that are as good as one another is taken.
    Delimiter::ALL
        .into_iter()
        .rev()
        .max_by_key(|delimiter| columns(*delimiter))
        .unwrap_or_default()
}

fn reader(delimiter: Delimiter) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .delimiter(delimiter.byte())
        .has_headers(false)
        .flexible(true);
    builder
}

/// The records, each with its row. A record of several lines is one row, and so is an empty line,
/// which the reader passes over.
fn records(text: &str, delimiter: Delimiter, name: &str) -> Result<Vec<(usize, Vec<String>)>> {
    let mut reader = reader(delimiter).from_reader(text.as_bytes());
    let mut records: Vec<(usize, Vec<String>)> = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    loop {
        let start = reader.position().byte() as usize;
        // Whatever is text is a record.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return Ok(records);
        }
        row += 1 + empty_lines(text, start);
        let end = reader.position().byte() as usize;
        let raw = text.get(start..end).unwrap_or_default();
        if let Some(is_closed) = wrong_quote(raw, char::from(delimiter.byte())) {
            return Err(Error::Quote {
                name: name.to_owned(),
                row,
                is_closed,
            });
        }
        records.push((row, record.iter().map(str::to_owned).collect()));
    }
}

/// Whether a quote opens a cell and does not close it as it should, so that what follows may be
/// taken for a part of it; and if so, whether there is another quote at all.
fn wrong_quote(record: &str, delimiter: char) -> Option<bool> {
    let ends = |c: char| c == delimiter || c == '\n' || c == '\r';
    let mut rest = record.chars().peekable();
    let mut begins = true;
    while let Some(c) = rest.next() {
        if !begins || c != '"' {
            begins = ends(c);
            continue;
        }
        loop {
            match (rest.next(), rest.peek()) {
                (None, _) => return Some(false),
                (Some('"'), Some('"')) => drop(rest.next()),
                (Some('"'), Some(next)) if !ends(*next) => return Some(true),
                (Some('"'), _) => break,
                _ => {}
            }
        }
        begins = false;
    }
    None
}

/// How many empty lines stand at `start`, where a record has ended.
fn empty_lines(text: &str, start: usize) -> usize {
    let mut rest = text.get(start..).unwrap_or_default();
    if text
        .get(..start)
        .is_some_and(|before| before.ends_with('\r'))
    {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let mut lines = 0;
    while let Some(next) = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(['\n', '\r']))
    {
        rest = next;
        lines += 1;
    }
    lines
}
