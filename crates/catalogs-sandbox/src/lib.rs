#![doc = include_str!("../README.md")]

mod actions;
mod answer;
mod body;
mod book;
mod builder;
mod chain;
pub mod contract;
mod demo;
mod gate;
mod guid;
mod limit;
mod log;
mod routes;
mod server;
mod token;

pub use book::Snapshot;
pub use builder::{SandboxBuilder, StartError};
pub use gate::Credential;
pub use limit::RateLimit;
pub use log::RecordedRequest;
pub use routes::Route;
pub use server::Sandbox;
