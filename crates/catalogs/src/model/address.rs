//! Addresses of organizations, and the drafts that create and replace them.

use super::{AddressId, AddressType, CityId, ContactPerson, ContactPersonId, declare::entity};

entity! {
    Address = "An address of the user's organizations: a warehouse, an office, a shop (адрес).",
        id: AddressId;

    /// ```
    /// use catalogs::{AddressDraft, AddressType};
    ///
    /// let draft = AddressDraft::builder()
    ///     .address("ул. Складская, 5, стр. 2")
    ///     .city_id(1)
    ///     .address_type(AddressType::Warehouse)
    ///     .latitude(55.7558)
    ///     .longitude(37.6173)
    ///     .schedule_summary("Пн-Пт 09:00-18:00")
    ///     .build();
    /// assert!(draft.warnings().is_empty());
    /// ```
    AddressDraft = "An address to be created, or to replace one.",
        body: AddressRequest;

    required {
        address: String, "The address as text.";
        city_id = address_city_id: CityId, "City, a value of ATI.SU's dictionary.";
    }
    optional {
        latitude = address_latitude: f64, "Latitude in degrees.";
        longitude = address_longitude: f64, "Longitude in degrees.";
        note: String, "Note (примечание).";
        schedule_summary: String, "Opening hours as text (текстовое описание времени работы).";
    }
    codes {
        address_type: AddressType, "What the address is used for.";
    }
    links {
        contact_persons = contact_person_ids: ContactPerson(ContactPersonId),
            "Contact persons at the address.";
    }
}
