#![doc = include_str!("../README.md")]

#[rustfmt::skip]
#[allow(missing_docs, unreachable_pub, unused_qualifications, rustdoc::all, clippy::all)]
mod generated;
mod hooks;

pub use generated::{Client, Error, ResponseValue, types};
pub use hooks::{Recorder, build};
