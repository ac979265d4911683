//! What `import` and `export` share.

use catalogs_transfer::{Error, Format, Kind};
use clap::ValueEnum;

use crate::error::Failure;

/// What a file holds, if it is one kind only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum KindName {
    Organizations,
    Addresses,
    Contacts,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Organizations => Self::Organization,
            KindName::Addresses => Self::Address,
            KindName::Contacts => Self::ContactPerson,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    Csv,
    Xlsx,
    Json,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Xlsx => Self::Xlsx,
            FormatName::Json => Self::Json,
        }
    }
}

/// A file or a journal that cannot be used.
pub(super) fn unusable(error: Error) -> Failure {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    Failure::usage(format!("{error}{}", cause.unwrap_or_default()))
}
