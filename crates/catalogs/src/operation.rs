//! The 17 operations of the API, by name, and requests by hand.

use std::fmt;

use crate::Method;

macro_rules! operations {
    ($($variant:ident: $id:literal, $effect:ident, $method:literal, $path:literal, $doing:literal;)+) => {
        /// An operation of the API.
        ///
        /// [`Error::operation`](crate::Error::operation) tells which one failed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(#[doc = concat!("`", $method, " ", $path, "`: ", $doing, ".")] $variant,)+
            /// A request by hand that is none of the others; see
            /// [`Client::request`](crate::Client::request).
            ByHand(Method),
        }

        impl Operation {
            /// Every operation that the documentation names.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its id in the OpenAPI document; `request` for one by hand.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ Self::ByHand(_) => "request" }
            }

            /// Its HTTP method.
            pub const fn method(self) -> &'static str {
                match self {
                    $(Self::$variant => $method,)+
                    Self::ByHand(method) => method.as_str(),
                }
            }

            /// Its path below the route's prefix, with the names of ids in braces.
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)+ Self::ByHand(_) => "/{path}" }
            }

            /// What it changes, and so whether repeating it is harmless.
            pub(crate) const fn effect(self) -> Effect {
                match self {
                    $(Self::$variant => Effect::$effect,)+
                    Self::ByHand(method) => method.effect(),
                }
            }

            /// What it does, as it reads after "cannot".
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $doing,)+ Self::ByHand(_) => "make the request" }
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
pub(crate) enum Effect {
    /// Nothing; listing by department is a read, although it is a POST.
    Read,
    /// Replaces a whole: twice is as good as once.
    Replace,
    /// Deletes: the second time, there is nothing left, which is as good.
    Delete,
    /// Adds: twice adds two.
    Create,
}

impl Operation {
    /// The operation that a request with this method and path makes. Words go before ids:
    /// `/organizations/filter` is no organization.
    pub(crate) fn of(method: Method, path: &str) -> Self {
        let same_method = Self::ALL.iter().filter(|it| it.method() == method.as_str());
        let fits = same_method.filter(|it| is_at(it.path(), path));
        fits.min_by_key(|it| it.path().contains('{'))
            .copied()
            .unwrap_or(Self::ByHand(method))
    }

    pub(crate) fn is_write(self) -> bool {
        self.effect() != Effect::Read
    }
}

/// Whether a path is one of those that a template stands for.
fn is_at(template: &str, path: &str) -> bool {
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| {
            wanted == given || (wanted.starts_with('{') && !given.is_empty())
        })
}

/// The id in the OpenAPI document.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_by_hand_is_taken_for_the_operation_that_it_makes() {
        let id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
        for operation in Operation::ALL {
            let filled: Vec<&str> = operation
                .path()
                .split('/')
                .map(|part| if part.starts_with('{') { id } else { part })
                .collect();
            let method: Method = operation.method().parse().unwrap();
            assert_eq!(Operation::of(method, &filled.join("/")), *operation);
        }
        let cases = [
            (
                Method::Get,
                "/organizations?x=1",
                Operation::ListOrganizations,
            ),
            (
                Method::Get,
                "/organizations/filter",
                Operation::GetOrganization,
            ),
            (Method::Get, "/", Operation::ByHand(Method::Get)),
            (
                Method::Get,
                "/organizations/",
                Operation::ByHand(Method::Get),
            ),
            (
                Method::Patch,
                "/organizations",
                Operation::ByHand(Method::Patch),
            ),
            (Method::Get, "/cities", Operation::ByHand(Method::Get)),
        ];
        for (method, path, expected) in cases {
            assert_eq!(Operation::of(method, path), expected, "{method} {path}");
        }
    }
}
