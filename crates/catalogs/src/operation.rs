//! The 17 operations of the API, by name.

use std::fmt;

macro_rules! operations {
    ($($variant:ident: $id:literal, $method:literal, $path:literal, $doing:literal;)+) => {
        /// An operation of the API.
        ///
        /// [`Error::operation`](crate::Error::operation) tells which one failed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(#[doc = concat!("`", $method, " ", $path, "`: ", $doing, ".")] $variant,)+
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its id in the OpenAPI document.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// Its HTTP method.
            pub const fn method(self) -> &'static str {
                match self { $(Self::$variant => $method,)+ }
            }

            /// Its path below the route's prefix, with the names of ids in braces.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)+ }
            }

            /// What it does, as it reads after "cannot".
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $doing,)+ }
            }
        }
    };
}

operations! {
    ListOrganizations: "list_organizations", "GET", "/organizations", "list organizations";
    CreateOrganization: "create_organization", "POST", "/organizations", "create an organization";
    FilterOrganizations: "filter_organizations", "POST", "/organizations/filter", "list the organizations of departments";
    GetOrganization: "get_organization", "GET", "/organizations/{organizationId}", "get an organization";
    ReplaceOrganization: "replace_organization", "PUT", "/organizations/{organizationId}", "replace an organization";
    DeleteOrganization: "delete_organization", "DELETE", "/organizations/{organizationId}", "delete an organization";
    ListAddresses: "list_addresses", "GET", "/organizations/addresses", "list addresses";
    CreateAddress: "create_address", "POST", "/organizations/addresses", "create an address";
    ListAddressTypes: "list_address_types", "GET", "/organizations/addresses/types", "list address types";
    GetAddress: "get_address", "GET", "/organizations/addresses/{addressId}", "get an address";
    ReplaceAddress: "replace_address", "PUT", "/organizations/addresses/{addressId}", "replace an address";
    DeleteAddress: "delete_address", "DELETE", "/organizations/addresses/{addressId}", "delete an address";
    ListContactPersons: "list_contact_persons", "GET", "/organizations/contactPersons", "list contact persons";
    CreateContactPerson: "create_contact_person", "POST", "/organizations/contactPersons", "create a contact person";
    GetContactPerson: "get_contact_person", "GET", "/organizations/contactPersons/{contactPersonId}", "get a contact person";
    ReplaceContactPerson: "replace_contact_person", "PUT", "/organizations/contactPersons/{contactPersonId}", "replace a contact person";
    DeleteContactPerson: "delete_contact_person", "DELETE", "/organizations/contactPersons/{contactPersonId}", "delete a contact person";
}

impl Operation {
    /// Whether it changes anything; listing by department is a read, although it is a POST.
    pub const fn is_write(self) -> bool {
        match self {
            Self::FilterOrganizations => false,
            _ => !matches!(self.method().as_bytes(), b"GET"),
        }
    }
}

/// The id in the OpenAPI document.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
