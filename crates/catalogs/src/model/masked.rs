//! What `Debug` may show: that a value is there, never a person's data.

use std::fmt;

use super::Extra;

/// Stands in `Debug` for a text or a number about a person.
struct Present;

impl fmt::Debug for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// `Some(…)` or `None`.
pub(super) fn present<T>(value: &Option<T>) -> impl fmt::Debug + use<T> {
    value.as_ref().map(|_| Present)
}

/// The names of unknown fields, without their values.
pub(super) fn keys(extra: &Extra) -> impl fmt::Debug {
    extra.keys().cloned().collect::<Vec<_>>()
}
