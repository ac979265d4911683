//! `catalogs export`: the address book as files.

use std::{
    ffi::OsStr,
    io::{self, Write},
    path::{Path, PathBuf},
};

use catalogs_transfer::{
    Delimiter, Encoding, Existing, ExportOptions, Format, Kind, WriteOptions, to_bytes, write,
};
use clap::{Args, ValueEnum};

use super::transfer::{formats, kinds, unusable};
use crate::{context::Context, error::Failure, help::examples};

#[derive(Args)]
#[command(after_help = examples(&[
    "catalogs export address-book.xlsx",
    "catalogs export folder --russian",
    "catalogs export contacts.csv --kind contacts --delimiter comma",
    "catalogs export - --kind organizations --format csv --force > organizations.csv",
]))]
pub(crate) struct ExportArgs {
    /// The file to write (.xlsx, .json, or .csv for one kind), or a folder for three CSV files, or
    /// `-` for stdout
    path: PathBuf,
    /// Only this kind; several times for two
    #[arg(long = "kind", value_parser = kinds(), value_name = "KIND")]
    kinds: Vec<Kind>,
    /// The format, where the file's name does not tell
    #[arg(long, value_parser = formats())]
    format: Option<Format>,
    /// Write keys (organization-1 …) in place of ids, for another address book
    #[arg(long)]
    keys: bool,
    /// Russian names of sheets, columns, residencies and address types
    #[arg(long)]
    russian: bool,
    /// The delimiter of CSV
    #[arg(long, value_enum, default_value_t)]
    delimiter: DelimiterName,
    /// The encoding of CSV
    #[arg(long, value_enum, default_value_t)]
    encoding: EncodingName,
    /// Write texts that begin like a formula as they are, not with an apostrophe in front, in CSV
    /// that no spreadsheet will open
    #[arg(long)]
    no_formula_guard: bool,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DelimiterName {
    /// `;`, as Excel has it in Russia
    #[default]
    Semicolon,
    /// `,`
    Comma,
    /// A tab
    Tab,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum EncodingName {
    /// UTF-8 with a byte order mark, by which Excel knows it
    #[default]
    Utf8Bom,
    Utf8,
    Utf16,
    Cp1251,
}

pub(crate) async fn run(context: &Context, args: ExportArgs) -> Result<(), Failure> {
    let kinds = chosen_kinds(&args)?;
    let targets = targets(&args, &kinds);
    if let (false, Some(there)) = (args.force, targets.iter().find(|path| path.exists())) {
        return Err(
            Failure::usage(format!("{} is there already", there.display()))
                .hint("name another file, or pass --force to write over it"),
        );
    }
    let client = context.client()?;
    let existing = context
        .reading("reading the address book", Existing::fetch(&client))
        .await?;
    context.warn_unreadable(&existing.unreadable);
    let options = ExportOptions::new()
        .kinds(kinds)
        .keys(args.keys)
        .russian(args.russian);
    let tables = catalogs_transfer::export(&existing, &options);
    let options = options_of(&args);
    if args.path == Path::new("-") {
        let format = args.format.unwrap_or(Format::Json);
        let mut files = to_bytes(&tables, format, &options).map_err(unusable)?;
        return match (files.pop(), files.is_empty()) {
            (Some((_, bytes)), true) => Ok(io::stdout().lock().write_all(&bytes)?),
            _ => Err(
                Failure::usage("CSV is a file for each kind, and stdout is one")
                    .hint("choose with --kind, or another --format"),
            ),
        };
    }
    write(&tables, &args.path, &options).map_err(unusable)?;
    let counts = tables
        .iter()
        .map(|table| format!("{} {}", table.len(), table.kind.sheet()));
    context.say(format_args!(
        "{} written to {}",
        counts.collect::<Vec<String>>().join(", "),
        args.path.display()
    ));
    Ok(())
}

/// The ending of the file's name, in lower case; empty if it has none.
fn ending(args: &ExportArgs) -> String {
    let ending = args.path.extension().and_then(OsStr::to_str);
    ending.unwrap_or_default().to_lowercase()
}

/// What is exported: as the flags say, or as the name of a CSV file does.
fn chosen_kinds(args: &ExportArgs) -> Result<Vec<Kind>, Failure> {
    let ending = ending(args);
    let is_csv_file = ["csv", "tsv", "txt"].contains(&&*ending);
    let is_file = !args.path.is_dir() && args.path != Path::new("-");
    let is_known = is_csv_file || ["", "xlsx", "json"].contains(&&*ending);
    if is_file && !is_known && args.format.is_none() {
        return Err(Failure::usage(format!("cannot write `.{ending}` files")).hint(
            "name it .xlsx, .json or .csv, or without an ending for a folder of CSV files, or say \
             --format",
        ));
    }
    let stem = args.path.file_stem().and_then(OsStr::to_str);
    let is_one_sheet = is_file && is_csv_file && matches!(args.format, None | Some(Format::Csv));
    match (&args.kinds[..], stem.and_then(Kind::named)) {
        ([], Some(kind)) if is_one_sheet => Ok(vec![kind]),
        ([] | [_, _, ..], _) if is_one_sheet => Err(Failure::usage(format!(
            "{} is one CSV file, and holds one kind",
            args.path.display()
        ))
        .hint(
            "say which with --kind, or name it organizations.csv, addresses.csv or contacts.csv; all \
             three go to a folder, or into an .xlsx or .json",
        )),
        ([], _) => Ok(Kind::ALL.to_vec()),
        (kinds, _) => Ok(kinds.to_vec()),
    }
}

/// The files that will be written.
fn targets(args: &ExportArgs, kinds: &[Kind]) -> Vec<PathBuf> {
    let ending = ending(args);
    let is_csv = match args.format {
        Some(format) => format == Format::Csv,
        None => !["xlsx", "json"].contains(&&*ending),
    };
    let is_folder = is_csv && (args.path.is_dir() || kinds.len() > 1 || ending.is_empty());
    match is_folder {
        _ if args.path == Path::new("-") => Vec::new(),
        true => kinds
            .iter()
            .map(|kind| args.path.join(format!("{}.csv", kind.sheet())))
            .collect(),
        false => vec![args.path.clone()],
    }
}

fn options_of(args: &ExportArgs) -> WriteOptions {
    let options = WriteOptions::new()
        .delimiter(match args.delimiter {
            DelimiterName::Semicolon => Delimiter::Semicolon,
            DelimiterName::Comma => Delimiter::Comma,
            DelimiterName::Tab => Delimiter::Tab,
        })
        .encoding(match args.encoding {
            EncodingName::Utf8Bom => Encoding::Utf8Bom,
            EncodingName::Utf8 => Encoding::Utf8,
            EncodingName::Utf16 => Encoding::Utf16,
            EncodingName::Cp1251 => Encoding::Windows1251,
        })
        .guard_formulas(!args.no_formula_guard);
    match args.format {
        Some(format) => options.format(format),
        None => options,
    }
}
