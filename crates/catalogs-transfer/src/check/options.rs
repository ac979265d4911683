//! How strictly a file is checked.

/// How strictly a file is checked.
///
/// ```
/// let lenient = catalogs_transfer::CheckOptions::new().tolerant(true);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "they are for `check`"]
pub struct CheckOptions {
    pub(crate) tolerant: bool,
    pub(crate) ignore_unknown: bool,
}

impl CheckOptions {
    /// Strict: whatever is likely wrong is an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether what the service may accept nevertheless is only a warning: registration numbers,
    /// phones, extensions, e-mails and coordinates that are likely wrong, lost zeros, numbers with
    /// an exponent, hidden characters, a registration number that organizations of several names
    /// share. For files that were exported from an address book which holds such values.
    pub fn tolerant(mut self, tolerant: bool) -> Self {
        self.tolerant = tolerant;
        self
    }

    /// Whether columns of which no field is known are left out, with a warning. Nothing of them is
    /// sent.
    pub fn ignore_unknown(mut self, ignore: bool) -> Self {
        self.ignore_unknown = ignore;
        self
    }
}
