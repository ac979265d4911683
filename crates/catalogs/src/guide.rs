//! Guides: how to run this client inside your program.

#[doc = include_str!("guide/http.md")]
pub mod http {}

#[doc = include_str!("guide/limits.md")]
pub mod limits {}

#[doc = include_str!("guide/runtimes.md")]
pub mod runtimes {}

#[doc = include_str!("guide/testing.md")]
pub mod testing {}

#[doc = include_str!("guide/tracing.md")]
pub mod tracing {}
