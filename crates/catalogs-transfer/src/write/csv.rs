//! CSV.

use csv::{Terminator, WriterBuilder};
use encoding_rs::WINDOWS_1251;

use super::{WriteOptions, text::text};
use crate::{Delimiter, Encoding, Error, Result, Table, cell::Cell};

pub(super) fn write(table: &Table, options: &WriteOptions) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(options.delimiter.byte())
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| Error::io(table.name.as_ref())(error.into());
    let header = table.header.iter().map(|head| head.name.as_str());
    writer.write_record(header).map_err(failed)?;
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| shown(cell, table, options));
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| Error::io(table.name.as_ref())(error.into_error()))?;
    encode(bytes, table, options)
}

fn shown(cell: &Cell, table: &Table, options: &WriteOptions) -> String {
    match cell {
        Cell::Flag(flag) if table.name == table.kind.sheet_ru() => {
            if *flag { "да" } else { "нет" }.to_owned()
        }
        Cell::Number(_) if options.delimiter == Delimiter::Semicolon => {
            cell.shown().replace('.', ",")
        }
        _ => text(cell, &options.markers, options.guard),
    }
}

fn encode(utf8: Vec<u8>, table: &Table, options: &WriteOptions) -> Result<Vec<u8>> {
    let encoding = options.encoding;
    let text = String::from_utf8_lossy(&utf8);
    match encoding {
        Encoding::Utf8 => Ok(utf8),
        Encoding::Utf8Bom => Ok([b"\xEF\xBB\xBF", utf8.as_slice()].concat()),
        Encoding::Utf16 => Ok(std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()),
        Encoding::Windows1251 => match WINDOWS_1251.encode(&text) {
            (bytes, _, false) => Ok(bytes.into_owned()),
            (_, _, true) => Err(not_in(encoding, table, options)),
        },
    }
}

/// The first character that cp1251 has no sign for, and where it is.
fn not_in(encoding: Encoding, table: &Table, options: &WriteOptions) -> Error {
    let foreign = |text: &str| {
        text.chars()
            .find(|c| WINDOWS_1251.encode(c.encode_utf8(&mut [0; 4])).2)
    };
    let header = table
        .header
        .iter()
        .map(|head| (1, head, foreign(&head.name)));
    let cells = table.rows.iter().zip(2..).flat_map(|(row, number)| {
        let cells = table.header.iter().zip(&row.cells);
        cells.map(move |(head, cell)| (number, head, foreign(&shown(cell, table, options))))
    });
    let first = header.chain(cells).find(|(.., c)| c.is_some());
    let (row, column, character) = first.map_or((0, String::new(), None), |(row, head, c)| {
        (row, head.name.clone(), c)
    });
    Error::NotInEncoding {
        sheet: table.name.clone(),
        row,
        column,
        character: character.unwrap_or_default(),
        encoding,
    }
}
