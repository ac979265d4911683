//! Where something stands in a file.

/// A place in a file.
#[derive(Clone, Default)]
pub(crate) struct Place {
    pub(crate) sheet: String,
    pub(crate) row: Option<usize>,
    /// The name of a column, and where it is in a sheet.
    pub(crate) column: Option<(String, Option<usize>)>,
}

impl Place {
    /// A sheet as a whole.
    pub(crate) fn sheet(name: &str) -> Self {
        Self {
            sheet: name.to_owned(),
            ..Self::default()
        }
    }
}
