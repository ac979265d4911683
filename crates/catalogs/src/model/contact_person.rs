//! Contact persons, and the drafts that create and replace them.

use super::{ContactPersonId, declare::entity};

entity! {
    ContactPerson = "A contact person of the user's organizations (контактное лицо).",
        id: ContactPersonId;

    /// ```
    /// use catalogs::ContactPersonDraft;
    ///
    /// let draft = ContactPersonDraft::builder()
    ///     .name("Иванова Мария Петровна")
    ///     .phone("+7 495 123-45-67")
    ///     .email("m.ivanova@romashka.example")
    ///     .build();
    /// assert!(draft.warnings().is_empty());
    /// ```
    ContactPersonDraft = "A contact person to be created, or to replace one.",
        body: ContactPersonRequest;

    required {
        name: String, "Full name (ФИО).";
    }
    optional {
        phone: String, "Phone.";
        extra_phone: i32, "Extension (добавочный номер).";
        email: String, "E-mail address.";
    }
}
