//! What an address is used for.

use super::{
    Extra,
    codes::{Code, open_codes},
    masked::keys,
    wire::through_raw,
};

open_codes! {
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

through_raw!(AddressTypeInfo, catalogs_raw::types::AddressTypeInfo);

impl AddressTypeInfo {
    pub(crate) fn from_raw(raw: catalogs_raw::types::AddressTypeInfo) -> Self {
        Self {
            address_type: Code::read(raw.id).known(),
            name: raw.name,
            name_eng: raw.name_eng,
            extra: raw.extra,
        }
    }
}

impl AddressTypeInfo {
    pub(crate) fn into_raw(self) -> catalogs_raw::types::AddressTypeInfo {
        catalogs_raw::types::AddressTypeInfo {
            id: self.address_type.map(|kind| kind.code().into()),
            name: self.name,
            name_eng: self.name_eng,
            extra: self.extra,
        }
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
