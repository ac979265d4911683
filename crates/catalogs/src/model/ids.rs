//! Ids that cannot be mistaken for one another.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($inner:ident), $error:ty, $example:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// ```
        #[doc = concat!("# use catalogs::model::", stringify!($name), ";")]
        #[doc = concat!("let id: ", stringify!($name), " = ", stringify!($example), ".parse()?;")]
        #[doc = concat!("assert_eq!(id.to_string(), ", stringify!($example), ");")]
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name($inner);

        impl $name {
            /// Creates an id with this value.
            pub const fn new(id: $inner) -> Self {
                Self(id)
            }
        }

        impl From<$inner> for $name {
            fn from(id: $inner) -> Self {
                Self(id)
            }
        }

        impl From<$name> for $inner {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = $error;

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

ids! {
    /// Id of an [`Organization`](crate::Organization) (ID организации).
    OrganizationId(Uuid), uuid::Error, "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    /// Id of an [`Address`](crate::Address) (ID адреса).
    AddressId(Uuid), uuid::Error, "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    /// Id of a [`ContactPerson`](crate::ContactPerson) (ID контактного лица).
    ContactPersonId(Uuid), uuid::Error, "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    /// Id of a department of the user's company (подразделение).
    DepartmentId(i32), ParseIntError, "7";
    /// Id of a city in ATI.SU's dictionary of cities (ID города).
    CityId(i32), ParseIntError, "7";
    /// Id of a legal form in ATI.SU's dictionary of legal forms (организационно-правовая форма
    /// собственности). The documentation does not list the dictionary.
    OwnershipId(i32), ParseIntError, "7";
}

macro_rules! guids {
    ($($name:ident)+) => {$(
        impl $name {
            /// Returns the GUID of the id.
            pub const fn as_uuid(&self) -> &Uuid {
                &self.0
            }
        }
    )+};
}

guids!(OrganizationId AddressId ContactPersonId);

macro_rules! numbers {
    ($($name:ident)+) => {$(
        impl $name {
            /// Returns the number of the id.
            pub const fn get(self) -> i32 {
                self.0
            }
        }
    )+};
}

numbers!(DepartmentId CityId OwnershipId);
