#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod actions;
mod answer;
mod body;
mod book;
mod builder;
mod chain;
#[cfg(feature = "console")]
mod console;
pub mod contract;
mod data;
mod demo;
mod door;
mod faults;
mod gate;
mod guid;
mod limit;
mod line;
mod listener;
mod log;
mod oauth;
mod routes;
mod serve;
mod server;
mod token;

pub use book::Snapshot;
pub use builder::{SandboxBuilder, StartError};
pub use data::DataError;
pub use faults::{Fault, FaultPlan, Redirect, ServerError, UnknownFault, UnknownOperation};
pub use gate::Credential;
pub use limit::RateLimit;
pub use log::RecordedRequest;
pub use oauth::{TokenExpiry, TokenGrant};
pub use routes::Route;
pub use server::Sandbox;
