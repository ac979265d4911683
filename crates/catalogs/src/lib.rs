#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::missing_errors_doc, clippy::missing_panics_doc)]

mod addresses;
mod auth;
mod builder;
mod by_hand;
mod client;
mod collection;
pub mod compare;
mod describe;
mod entity;
mod error;
mod exchange;
mod list;
mod method;
mod model;
mod oauth;
mod operation;
mod organizations;
mod rate_limit;
mod reconcile;
mod redirect;
mod retry;
mod settings;
mod transport;

pub use addresses::Addresses;
pub use auth::{Auth, OAuthSource, Route};
pub use builder::ClientBuilder;
pub use catalogs_raw::description;
pub use client::{CallOptions, Client};
pub use collection::Collection;
pub use describe::RequestDescription;
pub use entity::Entity;
pub use error::{Error, Result};
pub use list::ListStream;
pub use method::Method;
pub use model::{
    Address, AddressDraft, AddressDraftBuilder, AddressId, AddressType, AddressTypeInfo, CityId,
    ContactPerson, ContactPersonDraft, ContactPersonDraftBuilder, ContactPersonId,
    DepartmentAccess, DepartmentId, DocsAddress, DocsAddressBuilder, Draft, Extra, Organization,
    OrganizationDraft, OrganizationDraftBuilder, OrganizationId, OwnershipId, RegistrationNumber,
    RegistrationNumberFault, Residency, UnknownCode, Unmasked, Warning, builders,
};
pub use oauth::{
    AccessToken, ConsentFlow, ConsentState, OAuthApp, OAuthAppBuilder, RefreshToken,
    RefreshingToken, RefreshingTokenBuilder, TokenBody, TokenError, TokenFuture, TokenSource,
    Tokens,
};
pub use operation::Operation;
pub use organizations::Organizations;
pub use rate_limit::RateLimit;
pub use reconcile::Reconciled;
pub use retry::{RetryBudget, RetryPolicy};

/// What the fuzzer reaches that users do not.
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing {
    use crate::{Error, Organization, error::Said};

    /// The errors that an answer with this status and body would give.
    pub fn errors(status: u16, body: &[u8]) -> [Error; 2] {
        let said = Said::read(Some("application/json"), body).without(&[]);
        [
            Error::refused(status, said, None, None),
            Error::decode::<Vec<Organization>>(200, body),
        ]
    }
}

/// The examples of the repository's README are tested, too.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
