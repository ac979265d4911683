//! Ids that cannot be mistaken for one another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! guid_ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("# use catalogs::", stringify!($name), ";")]
        #[doc = concat!("let id: ", stringify!($name), " = \"3f2504e0-4f89-41d3-9a0c-0305e82c3301\".parse()?;")]
        /// assert_eq!(id.to_string(), "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        /// # Ok::<(), uuid::Error>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this GUID.
            pub const fn new(guid: Uuid) -> Self {
                Self(guid)
            }

            /// The GUID of the id.
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(guid: Uuid) -> Self {
                Self(guid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

macro_rules! number_ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("# use catalogs::", stringify!($name), ";")]
        #[doc = concat!("assert_eq!(", stringify!($name), "::new(7).get(), 7);")]
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(i32);

        impl $name {
            /// The id with this number.
            pub const fn new(number: i32) -> Self {
                Self(number)
            }

            /// The number of the id.
            pub const fn get(self) -> i32 {
                self.0
            }
        }

        impl From<i32> for $name {
            fn from(number: i32) -> Self {
                Self(number)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

guid_ids! {
    /// Id of an [`Organization`](crate::Organization) (ID организации).
    OrganizationId
    /// Id of an [`Address`](crate::Address) (ID адреса).
    AddressId
    /// Id of a [`ContactPerson`](crate::ContactPerson) (ID контактного лица).
    ContactPersonId
}

number_ids! {
    /// Id of a department of the user's company (подразделение).
    DepartmentId
    /// Id of a city in ATI.SU's dictionary of cities (ID города).
    CityId
    /// Id of a legal form in ATI.SU's dictionary of legal forms (организационно-правовая форма
    /// собственности). The documentation does not list the dictionary.
    OwnershipId
}
