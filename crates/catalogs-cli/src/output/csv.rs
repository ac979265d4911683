//! CSV: every column, values as the API has them.

use std::io;

use serde_json::Value;

use super::cell;
use crate::error::Failure;

pub(super) fn write(columns: &[String], entries: &[Value]) -> Result<(), Failure> {
    let mut sheet = ::csv::Writer::from_writer(io::stdout().lock());
    let mut put = |row: Vec<String>| {
        sheet
            .write_record(row)
            .map_err(|error| match error.into_kind() {
                ::csv::ErrorKind::Io(error) => Failure::from(error),
                _ => Failure::other("the row cannot be written as csv"),
            })
    };
    put(columns.to_vec())?;
    for entry in entries {
        put(columns
            .iter()
            .map(|column| cell::raw(entry, column))
            .collect())?;
    }
    Ok(sheet.flush()?)
}
