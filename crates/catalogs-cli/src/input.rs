//! What the user hands over: files, stdin, and drafts.

pub(crate) mod draft_args;
pub(crate) mod draft_file;
mod read;

pub(crate) use self::read::{name_of, read};
