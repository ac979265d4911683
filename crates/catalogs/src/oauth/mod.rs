//! Where access tokens come from.

mod source;

pub(crate) use source::FixedToken;
pub use source::{AccessToken, TokenError, TokenFuture, TokenSource};
