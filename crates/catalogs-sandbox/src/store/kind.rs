//! The three kinds of entities, and what the specification calls them.

use serde_json::{Map, Value};

use crate::{contract::Contract, refusal::Refusal};

/// What the address book holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Organization,
    Address,
    ContactPerson,
}

/// A list in an entry that refers to other entries.
pub(crate) struct Link {
    /// Its name in responses, which hold the entries themselves.
    pub(crate) in_responses: &'static str,
    /// Its name in requests, which hold the ids.
    pub(crate) in_requests: &'static str,
}

impl Kind {
    /// The kind that an operation is about, such as `create_contact_person`.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "organization" => Some(Self::Organization),
            "address" => Some(Self::Address),
            "contact_person" => Some(Self::ContactPerson),
            _ => None,
        }
    }

    /// Its name in operations, such as `create_contact_person`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Address => "address",
            Self::ContactPerson => "contact_person",
        }
    }

    /// The kind that an operation lists, such as `list_contact_persons`.
    pub(crate) fn from_plural(name: &str) -> Option<Self> {
        match name {
            "organizations" => Some(Self::Organization),
            "addresses" => Some(Self::Address),
            "contact_persons" => Some(Self::ContactPerson),
            _ => None,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Organization => "organization (организация)",
            Self::Address => "address (адрес)",
            Self::ContactPerson => "contact person (контактное лицо)",
        }
    }

    pub(crate) fn not_found(self) -> Refusal {
        let code = match self {
            Self::Organization => "organization_not_found",
            Self::Address => "address_not_found",
            Self::ContactPerson => "contact_person_not_found",
        };
        Refusal::not_found(code, self.title())
    }

    pub(super) fn request_properties(self) -> &'static Map<String, Value> {
        Contract::strict().properties(match self {
            Self::Organization => "OrganizationRequest",
            Self::Address => "AddressRequest",
            Self::ContactPerson => "ContactPersonRequest",
        })
    }

    pub(super) fn response_properties(self) -> &'static Map<String, Value> {
        Contract::strict().properties(match self {
            Self::Organization => "Organization",
            Self::Address => "Address",
            Self::ContactPerson => "ContactPerson",
        })
    }

    /// The lists in requests that refer to other entities.
    pub(crate) fn links(self) -> impl Iterator<Item = Link> {
        let properties = self.request_properties().iter();
        properties.filter_map(|(name, property)| {
            Some(Link {
                in_requests: name,
                in_responses: property["x-response-name"].as_str()?,
            })
        })
    }
}
