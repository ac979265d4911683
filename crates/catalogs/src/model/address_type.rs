//! What an address is used for.

use serde::{
    Deserialize, Serialize,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use super::{
    Extra,
    lenient::{Name, Shown},
    missing::Missing,
    open_enum::open_enum,
    redact::keys,
};

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

impl Serialize for AddressTypeInfo {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.address_type)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("name_eng", &self.name_eng)?;
        for (name, value) in &self.extra {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for AddressTypeInfo {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

/// Reads the fields of an entry.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = AddressTypeInfo;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AddressTypeInfo, A::Error> {
        let (mut id, mut name, mut name_eng) = (None, Shown(None), Shown(None));
        let mut extra = Extra::new();
        while let Some(Name(field)) = map.next_key()? {
            match &*field {
                "id" => id = map.next_value()?,
                "name" => name = map.next_value()?,
                "name_eng" => name_eng = map.next_value()?,
                _ => drop(extra.insert(field.into_owned(), map.next_value()?)),
            }
        }
        Ok(AddressTypeInfo {
            address_type: Missing::default().read_code("id", id),
            name: name.0,
            name_eng: name_eng.0,
            extra,
        })
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
