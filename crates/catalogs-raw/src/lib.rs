#![doc = include_str!("../README.md")]

pub mod description;
mod hooks;

#[rustfmt::skip]
mod generated {
    #[allow(missing_docs, unreachable_pub, unused_qualifications, rustdoc::all, clippy::all)]
    pub(crate) mod client;
    pub(crate) mod description;
}

pub use generated::client::{Client, Error, ResponseValue, types};
pub use hooks::{Recorder, build};
