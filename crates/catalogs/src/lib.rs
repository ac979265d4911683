#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

mod addresses;
mod auth;
#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;
mod builder;
mod charset;
mod client;
mod collection;
pub mod compare;
mod core;
mod entity;
pub mod env;
pub mod error;
pub mod guide;
mod http_options;
mod integrator;
mod json;
mod list;
pub mod model;
pub mod oauth;
mod organizations;
pub mod policy;
mod rate_limit;
mod reconcile;
mod request;
mod retry;
mod route;
mod runtime;
mod settings;
mod transport;
mod url_policy;

pub use http::{self, Method};

pub use addresses::Addresses;
pub use auth::{Auth, OAuthSource};
pub use builder::ClientBuilder;
pub use catalogs_raw::description;
pub use catalogs_raw::description::{Effect, Operation};
pub use client::Client;
pub use collection::{Collection, ContactPersons};
pub use entity::Entity;
pub use error::{Error, ErrorKind, Result};
pub use list::{ListStream, ReadableList};
pub use organizations::Organizations;
pub use reconcile::Reconciled;
pub use request::{CustomRequest, RequestDescription, Requests};
pub use route::Route;

pub use model::{
    Address, AddressDraft, AddressType, ContactPerson, ContactPersonDraft, DepartmentAccess, Draft,
    Organization, OrganizationDraft, Residency,
};
pub use policy::{RateLimit, RetryPolicy};

/// What the fuzzer reaches that users do not.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    use crate::{
        Error, Organization,
        error::{ErrorBody, Secrets},
    };

    /// The errors that a response with this status and body would give.
    pub fn errors(status: u16, body: &[u8]) -> [Error; 2] {
        let secrets = Secrets::of(&http::HeaderValue::from_static(""), None);
        let read = ErrorBody::read(Some("application/json"), body).masked(&secrets);
        [
            Error::refused(status, read, None, None),
            Error::decode::<Vec<Organization>>(200, body),
        ]
    }
}

/// The examples of the repository's documents are tested, too.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../README.md")]
    mod readme {}
    #[doc = include_str!("../../../docs/errors.md")]
    mod errors {}
    #[doc = include_str!("../../../docs/oauth.md")]
    mod oauth {}
    #[doc = include_str!("../../../docs/sandbox.md")]
    mod sandbox {}
    #[doc = include_str!("../../../docs/sdk.md")]
    mod sdk {}
}
