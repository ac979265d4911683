//! Where an organization is registered.

use super::{open_enum::open_enum, registration::RegistrationNumber};

open_enum! {
    /// Where an organization is registered (резидентство).
    ///
    /// Open to codes that do not exist yet; see [`Residency::Unknown`].
    ///
    /// ```
    /// use catalogs::Residency;
    ///
    /// assert_eq!("Россия".parse::<Residency>()?, Residency::Russia);
    /// assert_eq!(Residency::Kazakhstan.code(), 10);
    /// assert_eq!(Residency::from_code(77).to_string(), "77");
    /// # Ok::<(), catalogs::Error>(())
    /// ```
    Residency, "residency" {
        /// Russia (Россия), registration number: ИНН.
        Russia = 1, "Russia", "Россия", ["ru", "rus", "рф"];
        /// Ukraine (Украина), registration number: ЕДРПОУ.
        Ukraine = 2, "Ukraine", "Украина", ["ua", "ukr"];
        /// Belarus (Беларусь), registration number: УНП.
        Belarus = 3, "Belarus", "Беларусь", ["by", "blr", "рб"];
        /// Kazakhstan (Казахстан), registration number: БИН.
        Kazakhstan = 10, "Kazakhstan", "Казахстан", ["kz", "kaz"];
        /// International, or anywhere else (Международное, другое).
        International = 200, "International", "Международное", ["other", "другое", "intl"];
    }
}

impl Residency {
    /// Returns the kind of registration number that the `inn` field of an organization of this
    /// residency holds; `None` where the documentation names none.
    ///
    /// ```
    /// use catalogs::{Residency, model::RegistrationNumber};
    ///
    /// assert_eq!(Residency::Belarus.registration_number(), Some(RegistrationNumber::Unp));
    /// assert_eq!(Residency::International.registration_number(), None);
    /// ```
    pub const fn registration_number(self) -> Option<RegistrationNumber> {
        match self {
            Residency::Russia => Some(RegistrationNumber::Inn),
            Residency::Ukraine => Some(RegistrationNumber::Edrpou),
            Residency::Belarus => Some(RegistrationNumber::Unp),
            Residency::Kazakhstan => Some(RegistrationNumber::Bin),
            Residency::International | Residency::Unknown(_) => None,
        }
    }
}
