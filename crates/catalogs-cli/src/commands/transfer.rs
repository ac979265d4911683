//! What `import` and `export` share.

use catalogs_transfer::{Error, Format, Kind};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::error::Failure;

/// The values of `--kind`.
pub(super) fn kinds() -> impl TypedValueParser<Value = Kind> {
    let names = Kind::ALL.into_iter().rev().map(Kind::sheet);
    PossibleValuesParser::new(names).try_map(|name| Kind::named(&name).ok_or("not a kind"))
}

const FORMATS: [(&str, Format); 3] = [
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("json", Format::Json),
];

/// The values of `--format`.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(FORMATS.map(|(name, _)| name)).try_map(|name| {
        let format = FORMATS.into_iter().find(|(known, _)| *known == name);
        format.map(|(_, format)| format).ok_or("not a format")
    })
}

/// A file or a journal that cannot be used.
pub(super) fn unusable(error: Error) -> Failure {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    Failure::usage(format!("{error}{}", cause.unwrap_or_default()))
}
