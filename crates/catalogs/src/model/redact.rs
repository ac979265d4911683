//! What `Debug` shows of the models: that a value is present, and no personal data.

use std::fmt;

use serde::Serialize;

use super::Extra;

/// Replaces a text or a number about a person in `Debug`.
pub(super) struct Present;

impl fmt::Debug for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The names of unknown fields, without their values.
pub(super) fn keys(extra: &Extra) -> impl fmt::Debug {
    extra.keys().cloned().collect::<Vec<_>>()
}

/// Shows a value whole, personal data included, as JSON; see
/// [`Draft::unmasked`](crate::Draft::unmasked).
///
/// `{}` writes it in one line, `{:#}` indented; `Debug` is the same.
pub struct Unmasked<'a, T>(&'a T);

impl<'a, T: Serialize> Unmasked<'a, T> {
    pub(super) const fn new(value: &'a T) -> Self {
        Self(value)
    }
}

impl<T: Serialize> fmt::Display for Unmasked<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = match f.alternate() {
            true => serde_json::to_string_pretty(self.0),
            false => serde_json::to_string(self.0),
        };
        f.write_str(&json.map_err(|_| fmt::Error)?)
    }
}

impl<T: Serialize> fmt::Debug for Unmasked<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
