//! What a snippet does: requests that are sent, and edits.

use crate::{Edit, Request};

/// What is to be sent.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are few of them")]
pub enum Step {
    /// One request.
    Send(Request),
    /// A reading that is changed and written back.
    Edit(Edit),
}

impl From<Request> for Step {
    fn from(request: Request) -> Self {
        Self::Send(request)
    }
}

impl From<Edit> for Step {
    fn from(edit: Edit) -> Self {
        Self::Edit(edit)
    }
}
