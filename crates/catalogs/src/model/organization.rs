//! Organizations, and the drafts that create and replace them.

use super::{
    Address, AddressId, ContactPerson, ContactPersonId, DocsAddress, OrganizationId, OwnershipId,
    Residency, declare::entity,
};

entity! {
    Organization = "An organization of the user (организация).", id: OrganizationId;

    /// Name, legal form, residency and departments are required before `build` compiles; the rest
    /// may stay empty, and is then sent as null or as an empty list.
    ///
    /// ```
    /// use catalogs::{DepartmentAccess, OrganizationDraft, Residency};
    ///
    /// let draft = OrganizationDraft::builder()
    ///     .name("ООО «Ромашка»")
    ///     .ownership(1)
    ///     .residency(Residency::Russia)
    ///     .departments(DepartmentAccess::All)
    ///     .inn("7707083893")
    ///     .build();
    /// assert!(draft.warnings().is_empty());
    /// ```
    OrganizationDraft = "An organization to be created, or to replace one.",
        body: OrganizationRequest;

    required {
        name: String, "Name (название).";
        ownership: OwnershipId,
            "Legal form (организационно-правовая форма собственности), a value of ATI.SU's dictionary.";
    }
    optional {
        inn: String,
            "Registration number of the residency: ИНН, ЕДРПОУ, УНП, БИН or the like. See \
             [`Residency::registration_number`].";
        phone: String, "Phone.";
        extra_phone: i32, "Extension (добавочный номер).";
        docs_address: DocsAddress, "Where it receives documents.";
    }
    codes {
        residency: Residency, "Where it is registered.";
    }
    departments {
        departments = all_departments_allowed, department_ids: "Which departments have access to it.";
    }
    links {
        addresses = address_ids: Address(AddressId), "Its addresses.";
        contact_persons = contact_person_ids: ContactPerson(ContactPersonId), "Its contact persons.";
    }
}
