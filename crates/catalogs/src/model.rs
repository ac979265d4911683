//! The entities of the address book, and the drafts that create and replace them.

mod address;
mod address_type;
mod check;
mod contact_person;
mod convert;
mod declare;
mod departments;
mod digits;
mod docs_address;
mod draft;
mod fields;
mod ids;
mod lenient;
mod missing;
mod open_enum;
mod organization;
mod redact;
mod registration;
mod residency;
mod warning;

pub use address::{Address, AddressDraft, AddressDraftBuilder};
pub use address_type::{AddressType, AddressTypeInfo};
pub use contact_person::{ContactPerson, ContactPersonDraft, ContactPersonDraftBuilder};
pub use departments::DepartmentAccess;
pub use docs_address::{DocsAddress, DocsAddressBuilder};
pub use draft::Draft;
pub use ids::{AddressId, CityId, ContactPersonId, DepartmentId, OrganizationId, OwnershipId};
pub use open_enum::UnknownCode;
pub use organization::{Organization, OrganizationDraft, OrganizationDraftBuilder};
pub use redact::Unmasked;
pub use registration::{RegistrationNumber, RegistrationNumberFault};
pub use residency::Residency;
pub use warning::Warning;

pub(crate) use digits::restore as restore_digits;
pub(crate) use draft::{is_about, sealed::Body};
pub(crate) use missing::sealed::Received;

/// Fields that the service sent and that this version of the crate does not know, by name.
///
/// They come along when an entity is read, changed and written back.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// The types of the builders, and the states that they go through.
pub mod builders {
    pub use super::{
        address::address_draft_builder, contact_person::contact_person_draft_builder,
        docs_address::docs_address_builder, organization::organization_draft_builder,
    };
    pub use crate::oauth::oauth_app_builder;
}
