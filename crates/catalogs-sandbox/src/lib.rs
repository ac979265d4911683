#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod actions;
#[cfg(feature = "console")]
mod allowed_hosts;
mod app;
mod auth;
mod body;
mod builder;
mod callback;
#[cfg(feature = "console")]
mod changes;
#[cfg(feature = "console")]
mod console;
pub mod contract;
mod credential;
mod data;
mod demo;
mod error;
mod faults;
mod guid;
mod headers;
mod idle;
mod listener;
mod log;
mod oauth;
mod pipeline;
mod rate_limit;
mod recorded_request;
mod refusal;
mod response;
mod routes;
mod sandbox;
mod serve;
mod store;
mod sync;
#[cfg(feature = "console")]
mod timing;
mod token;

pub use builder::SandboxBuilder;
pub use credential::Credential;
pub use data::DataError;
pub use error::StartError;
pub use faults::{Fault, FaultPlan, Redirect, ServerError, UnknownFault, UnknownOperation};
pub use oauth::{TokenExpiry, TokenGrant};
pub use rate_limit::RateLimit;
pub use recorded_request::RecordedRequest;
pub use routes::Route;
pub use sandbox::Sandbox;
pub use store::Snapshot;
