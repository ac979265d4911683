//! How results are written: tables for people, the API's own JSON for programs, and what lies
//! between.

mod cell;
mod csv;
pub(crate) mod format;
mod table;

use std::io::{self, Write};

use serde_json::Value;

pub(crate) use self::cell::{harmless, title};
use self::format::Format;
use crate::{error::Failure, record};

/// All columns, those shown by default, and those asked for.
pub(crate) struct Columns<'a> {
    pub(crate) all: Vec<String>,
    pub(crate) shown: Vec<String>,
    pub(crate) asked: Option<&'a [String]>,
}

impl Columns<'_> {
    /// Those to write; a spreadsheet gets all of them.
    fn choose(&self, format: Format, entries: &[Value]) -> Result<Vec<String>, Failure> {
        let Some(asked) = self.asked else {
            let usual = if format == Format::Csv {
                &self.all
            } else {
                &self.shown
            };
            return Ok(usual.clone());
        };
        let asked: Vec<String> = asked
            .iter()
            .map(|column| column.trim().to_owned())
            .collect();
        asked
            .iter()
            .try_for_each(|column| record::check_field(column, entries, &self.all))?;
        Ok(asked)
    }
}

/// Writes results to stdout.
pub(crate) struct Output {
    format: Format,
    is_quiet: bool,
}

impl Output {
    pub(crate) fn new(format: Format, is_quiet: bool) -> Self {
        Self { format, is_quiet }
    }

    /// Several entities, or none.
    pub(crate) fn list(&self, entries: &[Value], columns: Columns<'_>) -> Result<(), Failure> {
        self.check_columns(columns.asked)?;
        let chosen = columns.choose(self.format, entries)?;
        match self.format {
            Format::Table => {
                let hidden = table::list(&chosen, entries, columns.asked.is_none())?;
                if !hidden.is_empty() && !self.is_quiet {
                    // Nobody may be left to read it.
                    let _ = writeln!(
                        anstream::stderr(),
                        "({} left out for lack of room; --columns chooses)",
                        hidden.join(", ")
                    );
                }
                Ok(())
            }
            Format::Csv => csv::write(&chosen, entries),
            Format::Json => self.json(&Value::Array(entries.to_vec())),
            Format::Jsonl => entries.iter().try_for_each(|entry| self.json(entry)),
            Format::Yaml => yaml(&Value::Array(entries.to_vec())),
        }
    }

    /// One entity.
    pub(crate) fn single(&self, entry: &Value, columns: Columns<'_>) -> Result<(), Failure> {
        match self.format {
            Format::Table => {
                let all = Columns {
                    shown: columns.all.clone(),
                    ..columns
                };
                let entries = std::slice::from_ref(entry);
                let mut chosen = all.choose(self.format, entries)?;
                if columns.asked.is_none() {
                    chosen.extend(unknown_fields(entry, &chosen));
                }
                Ok(table::record(&chosen, entry)?)
            }
            Format::Csv => self.list(std::slice::from_ref(entry), columns),
            Format::Json | Format::Jsonl | Format::Yaml if columns.asked.is_some() => {
                self.list(std::slice::from_ref(entry), columns)
            }
            Format::Json | Format::Jsonl => self.json(entry),
            Format::Yaml => yaml(entry),
        }
    }

    /// Whether anything can be written; asked before anything is sent.
    pub(crate) fn check_value(&self) -> Result<(), Failure> {
        match self.format {
            Format::Csv => Err(Failure::usage(
                "this response can be written as json or yaml, not as csv",
            )),
            _ => Ok(()),
        }
    }

    /// Whether these columns can be asked for; asked before anything is sent.
    pub(crate) fn check_columns(&self, asked: Option<&[String]>) -> Result<(), Failure> {
        match (asked, self.format) {
            (Some(_), Format::Json | Format::Jsonl | Format::Yaml) => Err(Failure::usage(
                "--columns is for table and csv; the other formats show everything",
            )),
            _ => Ok(()),
        }
    }

    /// Anything, as JSON or YAML.
    pub(crate) fn value(&self, value: &Value) -> Result<(), Failure> {
        match self.format {
            Format::Yaml => yaml(value),
            Format::Csv => self.check_value(),
            Format::Table | Format::Json => write_json(value, Format::Json),
            Format::Jsonl => self.json(value),
        }
    }

    /// A line for people, for programs a JSON value.
    pub(crate) fn line(&self, text: &str, value: &Value) -> Result<(), Failure> {
        match self.format {
            Format::Table | Format::Csv => Ok(writeln!(anstream::stdout(), "{text}")?),
            Format::Json | Format::Jsonl => write_json(value, Format::Jsonl),
            Format::Yaml => yaml(&Value::Array(vec![value.clone()])),
        }
    }

    fn json(&self, value: &Value) -> Result<(), Failure> {
        write_json(value, self.format)
    }
}

/// A count with its noun: `1 row`, `2 rows`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn write_json(value: &Value, format: Format) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = match format {
        Format::Jsonl => serde_json::to_writer(&mut out, value),
        _ => serde_json::to_writer_pretty(&mut out, value),
    };
    written.map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

fn yaml(value: &Value) -> Result<(), Failure> {
    let text = serde_saphyr::to_string(value)
        .map_err(|error| Failure::other(format!("it cannot be written as YAML: {error}")))?;
    let mut out = io::stdout().lock();
    Ok(writeln!(out, "{}", text.trim_end())?)
}

/// Fields of a response that no column shows.
fn unknown_fields(entry: &Value, columns: &[String]) -> Vec<String> {
    let shown = |field: &String| {
        columns
            .iter()
            .any(|column| column == field || column.starts_with(&format!("{field}.")))
    };
    let fields = entry
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    fields.filter(|field| !shown(field)).cloned().collect()
}
