//! The 17 operations of the API, by name.

use std::fmt;

macro_rules! operations {
    ($($variant:ident: $id:literal, $effect:ident, $method:literal, $path:literal, $doing:literal;)+) => {
        /// An operation of the API.
        ///
        /// [`Error::operation`](crate::Error::operation) tells which one failed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(#[doc = concat!("`", $method, " ", $path, "`: ", $doing, ".")] $variant,)+
            /// A custom request that is none of the others; see
            /// [`Client::request`](crate::Client::request).
            Custom,
        }

        impl Operation {
            /// Every operation that the documentation names.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the id in the OpenAPI document; `request` for a custom request.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ Self::Custom => "request" }
            }

            /// Returns the HTTP method; empty for a custom request, which can have any.
            pub const fn method(self) -> &'static str {
                match self {
                    $(Self::$variant => $method,)+
                    Self::Custom => "",
                }
            }

            /// Its path below the route's prefix, with the names of ids in braces.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)+ Self::Custom => "/{path}" }
            }

            /// What it changes, and so whether repeating it is harmless.
            pub const fn effect(self) -> Effect {
                match self {
                    $(Self::$variant => Effect::$effect,)+
                    Self::Custom => Effect::Create,
                }
            }

            /// Returns what it does, as it reads after "cannot".
            pub const fn phrase(self) -> &'static str {
                match self { $(Self::$variant => $doing,)+ Self::Custom => "make the request" }
            }
        }
    };
}

operations! {
    ListOrganizations: "list_organizations", Read, "GET", "/organizations", "list organizations";
    CreateOrganization: "create_organization", Create, "POST", "/organizations", "create an organization";
    FilterOrganizations: "filter_organizations", Read, "POST", "/organizations/filter", "list the organizations of departments";
    GetOrganization: "get_organization", Read, "GET", "/organizations/{organizationId}", "get an organization";
    ReplaceOrganization: "replace_organization", Replace, "PUT", "/organizations/{organizationId}", "replace an organization";
    DeleteOrganization: "delete_organization", Delete, "DELETE", "/organizations/{organizationId}", "delete an organization";
    ListAddresses: "list_addresses", Read, "GET", "/organizations/addresses", "list addresses";
    CreateAddress: "create_address", Create, "POST", "/organizations/addresses", "create an address";
    ListAddressTypes: "list_address_types", Read, "GET", "/organizations/addresses/types", "list address types";
    GetAddress: "get_address", Read, "GET", "/organizations/addresses/{addressId}", "get an address";
    ReplaceAddress: "replace_address", Replace, "PUT", "/organizations/addresses/{addressId}", "replace an address";
    DeleteAddress: "delete_address", Delete, "DELETE", "/organizations/addresses/{addressId}", "delete an address";
    ListContactPersons: "list_contact_persons", Read, "GET", "/organizations/contactPersons", "list contact persons";
    CreateContactPerson: "create_contact_person", Create, "POST", "/organizations/contactPersons", "create a contact person";
    GetContactPerson: "get_contact_person", Read, "GET", "/organizations/contactPersons/{contactPersonId}", "get a contact person";
    ReplaceContactPerson: "replace_contact_person", Replace, "PUT", "/organizations/contactPersons/{contactPersonId}", "replace a contact person";
    DeleteContactPerson: "delete_contact_person", Delete, "DELETE", "/organizations/contactPersons/{contactPersonId}", "delete a contact person";
}

/// What an operation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing; listing by department is a read, although it is a POST.
    Read,
    /// Replaces a whole: twice is as good as once.
    Replace,
    /// Deletes: the second time, there is nothing left, which is as good.
    Delete,
    /// Adds: twice adds two.
    Create,
}

/// The id in the OpenAPI document.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
