//! Addresses of organizations, and the drafts that change them.

use catalogs_raw::types as raw;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    AddressId, AddressType, CityId, ContactPerson, ContactPersonId, Draft, Extra, Warning, check,
    codes::Code,
    masked::{keys, present},
    wire::{open, through_raw, unknown_only},
};

/// An address of the user's organizations: a warehouse, an office, a shop (адрес).
///
/// `Debug` shows no texts; serialize it to see it all.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Address {
    /// Id of the address.
    pub id: AddressId,
    /// The address as text.
    pub address: Option<String>,
    /// City, a value of ATI.SU's dictionary.
    #[cfg_attr(feature = "schemars", schemars(rename = "address_city_id"))]
    pub city_id: Option<CityId>,
    /// Latitude in degrees.
    #[cfg_attr(feature = "schemars", schemars(rename = "address_latitude"))]
    pub latitude: Option<f64>,
    /// Longitude in degrees.
    #[cfg_attr(feature = "schemars", schemars(rename = "address_longitude"))]
    pub longitude: Option<f64>,
    /// Note (примечание).
    pub note: Option<String>,
    /// Contact persons at the address.
    #[cfg_attr(feature = "schemars", schemars(default))]
    pub contact_persons: Vec<ContactPerson>,
    /// Opening hours as text (текстовое описание времени работы).
    pub schedule_summary: Option<String>,
    /// What the address is used for; `None` if the service sent something that is no code.
    pub address_type: Option<AddressType>,
    /// Fields that this version of the crate does not know.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub extra: Extra,
    #[cfg_attr(feature = "schemars", schemars(skip))]
    gaps: Gaps,
}

/// What the answer left out or garbled.
#[derive(Clone, Default, PartialEq)]
struct Gaps {
    /// There were no `contact_persons`.
    contact_persons: bool,
    /// An `address_type` that is no code, as it came.
    odd_address_type: Option<Value>,
}

impl Address {
    /// A draft that would leave the address as it is, unknown fields included.
    ///
    /// What the answer left out stays marked as such: see [`AddressDraft::treat_missing_as_empty`].
    pub fn to_draft(&self) -> AddressDraft {
        AddressDraft {
            address: self.address.clone(),
            city_id: self.city_id,
            latitude: self.latitude,
            longitude: self.longitude,
            note: self.note.clone(),
            schedule_summary: self.schedule_summary.clone(),
            address_type: self.address_type,
            contact_persons: self
                .contact_persons
                .iter()
                .map(|person| person.id)
                .collect(),
            extra: self.extra.clone(),
            gaps: self.gaps.clone(),
        }
    }
}

through_raw!(Address, raw::Address);

impl Address {
    pub(crate) fn from_raw(raw: raw::Address) -> Self {
        let address_type = Code::read(raw.address_type);
        let gaps = Gaps {
            contact_persons: raw.contact_persons.is_none(),
            odd_address_type: address_type.odd(),
        };
        let contact_persons = raw.contact_persons.unwrap_or_default();
        Self {
            id: raw.id.into(),
            address: raw.address,
            city_id: raw.address_city_id.map(CityId::new),
            latitude: raw.address_latitude,
            longitude: raw.address_longitude,
            note: raw.note,
            contact_persons: contact_persons
                .into_iter()
                .map(ContactPerson::from_raw)
                .collect(),
            schedule_summary: raw.schedule_summary,
            address_type: address_type.known(),
            extra: raw.extra,
            gaps,
        }
    }
}

impl Address {
    pub(crate) fn into_raw(self) -> raw::Address {
        let absent = self.gaps.contact_persons && self.contact_persons.is_empty();
        let contact_persons = self
            .contact_persons
            .into_iter()
            .map(ContactPerson::into_raw)
            .collect();
        raw::Address {
            id: self.id.into(),
            address: self.address,
            address_city_id: self.city_id.map(CityId::get),
            address_latitude: self.latitude,
            address_longitude: self.longitude,
            note: self.note,
            contact_persons: (!absent).then_some(contact_persons),
            schedule_summary: self.schedule_summary,
            address_type: self
                .address_type
                .map(|kind| kind.code().into())
                .or(self.gaps.odd_address_type),
            extra: self.extra,
        }
    }
}

impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Address")
            .field("id", &self.id)
            .field("address", &present(&self.address))
            .field("city_id", &self.city_id)
            .field("latitude", &present(&self.latitude))
            .field("longitude", &present(&self.longitude))
            .field("note", &present(&self.note))
            .field("contact_persons", &self.contact_persons)
            .field("schedule_summary", &present(&self.schedule_summary))
            .field("address_type", &self.address_type)
            .field("extra", &keys(&self.extra))
            .finish()
    }
}

/// An address to be added, or to replace one.
///
/// ```
/// use catalogs::{AddressDraft, AddressType, CityId};
///
/// let draft = AddressDraft::builder()
///     .address("ул. Складская, 5, стр. 2")
///     .city_id(CityId::new(1))
///     .address_type(AddressType::Warehouse)
///     .latitude(55.7558)
///     .longitude(37.6173)
///     .schedule_summary("Пн-Пт 09:00-18:00")
///     .build();
/// assert!(draft.warnings().is_empty());
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize, bon::Builder)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[builder(state_mod(vis = "pub"))]
#[non_exhaustive]
pub struct AddressDraft {
    /// The address as text.
    #[builder(required, with = |address: impl Into<String>| Some(address.into()))]
    pub address: Option<String>,
    /// City, a value of ATI.SU's dictionary.
    #[serde(rename = "address_city_id")]
    #[builder(required, with = |city: impl Into<CityId>| Some(city.into()))]
    pub city_id: Option<CityId>,
    /// Latitude in degrees.
    #[serde(rename = "address_latitude")]
    pub latitude: Option<f64>,
    /// Longitude in degrees.
    #[serde(rename = "address_longitude")]
    pub longitude: Option<f64>,
    /// Note (примечание).
    #[builder(into)]
    pub note: Option<String>,
    /// Opening hours as text.
    #[builder(into)]
    pub schedule_summary: Option<String>,
    /// What the address is used for.
    #[builder(required, with = |address_type: AddressType| Some(address_type))]
    pub address_type: Option<AddressType>,
    /// Contact persons at the address; they have to exist already.
    #[serde(rename = "contact_person_ids", default)]
    #[builder(default, with = FromIterator::from_iter)]
    pub contact_persons: Vec<ContactPersonId>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    #[builder(default)]
    pub extra: Extra,
    #[serde(skip)]
    #[builder(skip)]
    gaps: Gaps,
}

impl AddressDraft {
    /// What is likely wrong with the draft; the service decides whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        check::address(self)
    }

    /// Declares that what the answer behind this draft left out is empty, or null.
    ///
    /// Without it, editing an address whose answer had no `contact_persons` at all is refused,
    /// since writing an empty list could unlink those that were merely not shown.
    pub fn treat_missing_as_empty(&mut self) {
        self.gaps = Gaps::default();
    }
}

impl Draft for AddressDraft {
    type Raw = raw::AddressRequest;

    const DOCUMENTED: &'static [&'static str] = &[
        "address",
        "address_city_id",
        "address_latitude",
        "address_longitude",
        "note",
        "schedule_summary",
        "address_type",
        "contact_person_ids",
    ];

    fn to_raw(&self) -> Self::Raw {
        raw::AddressRequest {
            address: self.address.clone(),
            address_city_id: self.city_id.map(CityId::get),
            address_latitude: self.latitude,
            address_longitude: self.longitude,
            note: self.note.clone(),
            schedule_summary: self.schedule_summary.clone(),
            address_type: self.address_type.map(AddressType::code),
            contact_person_ids: self
                .contact_persons
                .iter()
                .map(|id| *id.as_uuid())
                .collect(),
            extra: unknown_only(&self.extra, Self::DOCUMENTED),
        }
    }

    fn unsendable(&self) -> Option<&'static str> {
        let odd = |degrees: Option<f64>| degrees.is_some_and(|degrees| !degrees.is_finite());
        match (odd(self.latitude), odd(self.longitude)) {
            (true, _) => Some("address_latitude"),
            (_, true) => Some("address_longitude"),
            _ => None,
        }
    }

    fn keep_gaps_of(&mut self, other: &Self) {
        self.gaps = other.gaps.clone();
    }

    fn unsettled(&self) -> Vec<&'static str> {
        open([
            (
                self.gaps.contact_persons && self.contact_persons.is_empty(),
                "contact_persons",
            ),
            (
                self.gaps.odd_address_type.is_some() && self.address_type.is_none(),
                "address_type",
            ),
        ])
    }
}

impl std::fmt::Debug for AddressDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AddressDraft")
            .field("address", &present(&self.address))
            .field("city_id", &self.city_id)
            .field("latitude", &present(&self.latitude))
            .field("longitude", &present(&self.longitude))
            .field("note", &present(&self.note))
            .field("schedule_summary", &present(&self.schedule_summary))
            .field("address_type", &self.address_type)
            .field("contact_persons", &self.contact_persons)
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
