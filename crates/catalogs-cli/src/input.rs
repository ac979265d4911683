//! What the user hands over: files, stdin, and drafts.

mod changes;
mod draft_args;
pub(crate) mod draft_file;
pub(crate) mod drafts;
mod read;

pub(crate) use self::{
    changes::Changes,
    draft_args::DraftArgs,
    read::{name_of, read},
};
