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
mod set;
mod wire;

pub use address::{Address, AddressDraft, AddressDraftBuilder};
pub use address_type::{AddressType, AddressTypeInfo};
pub use check::Warning;
pub use codes::UnknownCode;
pub use contact_person::{ContactPerson, ContactPersonDraft, ContactPersonDraftBuilder};
pub use departments::DepartmentAccess;
pub use docs_address::{DocsAddress, DocsAddressBuilder};
pub use ids::{AddressId, CityId, ContactPersonId, DepartmentId, OrganizationId, OwnershipId};
pub use organization::Organization;
pub use organization_draft::{OrganizationDraft, OrganizationDraftBuilder};
pub use registration::{RegistrationNumber, RegistrationNumberFault};
pub use residency::Residency;

pub(crate) use wire::Draft;

/// Fields that the service sent and that this version of the crate does not know, by name.
///
/// They come along when an entity is read, changed and written back.
pub type Extra = serde_json::Map<String, serde_json::Value>;

/// What the builders' types are made of: the states that they go through.
pub mod builders {
    pub use super::{
        address::address_draft_builder, contact_person::contact_person_draft_builder,
        docs_address::docs_address_builder, organization_draft::organization_draft_builder,
    };
    pub use crate::oauth::oauth_app_builder;
}
