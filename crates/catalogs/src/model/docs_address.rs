//! Where an organization receives documents.

use serde::{Deserialize, Serialize};

use super::{
    CityId, Extra,
    masked::{keys, present},
    wire::unknown_only,
};

/// Where an organization receives documents (адрес местонахождения для документов).
///
/// ```
/// use catalogs::{CityId, DocsAddress};
///
/// let docs = DocsAddress::builder()
///     .postcode("101000")
///     .city_id(CityId::new(1))
///     .street_name("ул. Мясницкая")
///     .house_no("15")
///     .office_no("301")
///     .build();
/// assert_eq!(docs.house_no.as_deref(), Some("15"));
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, bon::Builder)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[builder(state_mod(vis = "pub"))]
#[non_exhaustive]
pub struct DocsAddress {
    /// Postal code.
    #[builder(required, with = |postcode: impl Into<String>| Some(postcode.into()))]
    pub postcode: Option<String>,
    /// City, a value of ATI.SU's dictionary.
    #[builder(required, with = |city: impl Into<CityId>| Some(city.into()))]
    pub city_id: Option<CityId>,
    /// Street.
    #[builder(required, with = |street: impl Into<String>| Some(street.into()))]
    pub street_name: Option<String>,
    /// House.
    #[builder(required, with = |house: impl Into<String>| Some(house.into()))]
    pub house_no: Option<String>,
    /// Office; sent as an empty text where a builder was given none.
    #[builder(required, default = Some(String::new()), with = |office: impl Into<String>| Some(office.into()))]
    pub office_no: Option<String>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    #[builder(default)]
    pub extra: Extra,
}

/// The fields that the documentation knows.
pub(super) const DOCUMENTED: &[&str] = &[
    "postcode",
    "city_id",
    "street_name",
    "house_no",
    "office_no",
];

impl DocsAddress {
    pub(super) fn to_raw(&self) -> catalogs_raw::types::DocsAddressRequest {
        let answer = self.clone().into_raw();
        catalogs_raw::types::DocsAddressRequest {
            postcode: answer.postcode,
            city_id: answer.city_id,
            street_name: answer.street_name,
            house_no: answer.house_no,
            office_no: answer.office_no,
            extra: unknown_only(&answer.extra, DOCUMENTED),
        }
    }
}

impl DocsAddress {
    pub(crate) fn from_raw(raw: catalogs_raw::types::DocsAddress) -> Self {
        Self {
            postcode: raw.postcode,
            city_id: raw.city_id.map(CityId::new),
            street_name: raw.street_name,
            house_no: raw.house_no,
            office_no: raw.office_no,
            extra: raw.extra,
        }
    }
}

impl DocsAddress {
    pub(crate) fn into_raw(self) -> catalogs_raw::types::DocsAddress {
        catalogs_raw::types::DocsAddress {
            postcode: self.postcode,
            city_id: self.city_id.map(CityId::get),
            street_name: self.street_name,
            house_no: self.house_no,
            office_no: self.office_no,
            extra: self.extra,
        }
    }
}

impl std::fmt::Debug for DocsAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DocsAddress")
            .field("postcode", &present(&self.postcode))
            .field("city_id", &self.city_id)
            .field("street_name", &present(&self.street_name))
            .field("house_no", &present(&self.house_no))
            .field("office_no", &present(&self.office_no))
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
