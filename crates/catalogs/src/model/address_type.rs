//! What an address is used for.

use catalogs_raw::types as raw;
use serde::{Deserialize, Serialize};

use super::{Extra, missing::Missing, open_enum::open_enum, redact::keys};

open_enum! {
    /// What an address is used for (тип адреса).
    ///
    /// Open to codes that do not exist yet; see [`AddressType::Unknown`].
    ///
    /// ```
    /// use catalogs::AddressType;
    ///
    /// assert_eq!("склад".parse::<AddressType>()?, AddressType::Warehouse);
    /// assert_eq!(AddressType::Office.code(), 2);
    /// # Ok::<(), catalogs::Error>(())
    /// ```
    AddressType, "address type" {
        /// Warehouse (Склад).
        Warehouse = 1, "Warehouse", "Склад", [];
        /// Office (Офис).
        Office = 2, "Office", "Офис", [];
        /// Shop (Магазин).
        Shop = 3, "Shop", "Магазин", ["store"];
    }
}

/// An entry of the service's own dictionary of address types.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AddressTypeInfo {
    /// The type; `None` if the service sent something that is no code.
    #[cfg_attr(feature = "schemars", schemars(rename = "id"))]
    pub address_type: Option<AddressType>,
    /// The name in Russian.
    pub name: Option<String>,
    /// The name in English.
    pub name_eng: Option<String>,
    /// Fields that this version of the crate does not know.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub extra: Extra,
}

impl AddressTypeInfo {
    pub(crate) fn from_raw(raw: raw::AddressTypeInfo) -> Self {
        Self {
            address_type: Missing::default().read_code("id", raw.id),
            name: raw.name,
            name_eng: raw.name_eng,
            extra: raw.extra,
        }
    }
}

impl Serialize for AddressTypeInfo {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = raw::AddressTypeInfo {
            id: self.address_type.map(|kind| kind.code().into()),
            name: self.name.clone(),
            name_eng: self.name_eng.clone(),
            extra: self.extra.clone(),
        };
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AddressTypeInfo {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        raw::AddressTypeInfo::deserialize(deserializer).map(Self::from_raw)
    }
}

impl std::fmt::Debug for AddressTypeInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AddressTypeInfo")
            .field("address_type", &self.address_type)
            .field("name", &self.name)
            .field("name_eng", &self.name_eng)
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
