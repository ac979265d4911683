//! The commands, each with its arguments, its help and its code.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod filter;
pub(crate) mod get;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod replace;
pub(crate) mod request;
pub(crate) mod sandbox;
pub(crate) mod search;
mod show;
mod transfer;
pub(crate) mod types;
pub(crate) mod whoami;
