#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

mod addresses;
mod auth;
mod builder;
mod client;
mod collection;
mod entity;
mod error;
mod model;
mod oauth;
mod operation;
mod organizations;
mod settings;
mod transport;

pub use addresses::Addresses;
pub use auth::{Auth, OAuthToken, Route};
pub use builder::ClientBuilder;
pub use client::{CallOptions, Client};
pub use collection::Collection;
pub use entity::Entity;
pub use error::{Error, Result};
pub use model::*;
pub use oauth::*;
pub use operation::Operation;
pub use organizations::Organizations;
