//! Guides: how to run this client inside your program.

#[doc = include_str!("guide/testing.md")]
pub mod testing {}
