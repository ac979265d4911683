//! How files are read.

use crate::{Format, Kind, Markers};

/// How files are read.
///
/// ```
/// use catalogs_transfer::{Kind, ReadOptions};
///
/// let options = ReadOptions::new().kind(Kind::Address);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "they are for `read`"]
pub struct ReadOptions {
    pub(super) kind: Option<Kind>,
    pub(super) format: Option<Format>,
    pub(super) markers: Markers,
}

impl ReadOptions {
    /// Nothing said: all is recognized.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the rows are, where neither the name of the sheet nor its header tells.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The format, instead of recognizing it by the file's first bytes.
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The words that clear a value, and that stand for an empty text.
    pub fn markers(mut self, markers: Markers) -> Self {
        self.markers = markers;
        self
    }
}
