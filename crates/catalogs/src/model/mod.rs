//! What the address book holds, and the drafts that change it.

mod address;
mod address_type;
mod check;
mod codes;
mod contact_person;
mod departments;
mod docs_address;
mod ids;
mod masked;
mod organization;
mod organization_draft;
mod registration;
mod residency;
mod wire;

pub use address::{Address, AddressDraft, AddressDraftBuilder, address_draft_builder};
pub use address_type::{AddressType, AddressTypeInfo};
pub use check::Warning;
pub use codes::UnknownCode;
pub use contact_person::{
    ContactPerson, ContactPersonDraft, ContactPersonDraftBuilder, contact_person_draft_builder,
};
pub use departments::DepartmentAccess;
pub use docs_address::{DocsAddress, DocsAddressBuilder, docs_address_builder};
pub use ids::{AddressId, CityId, ContactPersonId, DepartmentId, OrganizationId, OwnershipId};
pub use organization::Organization;
pub use organization_draft::{
    OrganizationDraft, OrganizationDraftBuilder, organization_draft_builder,
};
pub use registration::{RegistrationNumber, RegistrationNumberFault};
pub use residency::Residency;

pub(crate) use wire::Draft;

/// Fields that the service sent and that this version of the crate does not know, by name.
///
/// They come along when an entity is read, changed and written back.
pub type Extra = serde_json::Map<String, serde_json::Value>;
