//! What is likely wrong with a draft, as it is told to the caller.

use std::fmt;

/// Something that is likely wrong with a draft.
///
/// Its texts never repeat the value, so that they can be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The field, as the API calls it.
    pub field: &'static str,
    /// What is likely wrong, and what would be right.
    pub message: String,
}

impl Warning {
    pub(super) fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            field,
            message: message.into(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}
