//! How much a section does: all, or only enough to see that it works.

/// How much is done.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Only enough to see that everything works; its figures mean nothing.
    pub quick: bool,
}

impl Effort {
    pub(crate) fn pick<T>(self, whole: T, quick: T) -> T {
        if self.quick { quick } else { whole }
    }
}
