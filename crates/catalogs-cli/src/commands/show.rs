//! Shows entities, in the API's own shape, in the columns of their kind.

use crate::{
    context::Context, entities::CliEntity, error::Failure, output::Columns, record::to_values,
};

/// Shows one entity whole, or a list of them.
pub(super) fn show<E: CliEntity>(
    context: &Context,
    entities: &[E],
    is_one: bool,
    asked: Option<&[String]>,
) -> Result<(), Failure> {
    let entries = to_values(entities)?;
    match (&entries[..], is_one) {
        ([entry], true) => context.output().single(entry, columns::<E>(asked)),
        // The reason is reported elsewhere.
        ([], true) => Ok(()),
        (entries, _) => context.output().list(entries, columns::<E>(asked)),
    }
}

pub(super) fn columns<E: CliEntity>(asked: Option<&[String]>) -> Columns<'_> {
    Columns {
        all: E::columns(),
        shown: E::shown_columns(),
        asked,
    }
}
