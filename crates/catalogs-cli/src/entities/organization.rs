//! Organizations on the command line.

use catalogs::{Client, Collection, Organization, OrganizationDraft, Residency, Warning};
use catalogs_snippets::Link;
use clap::Args;
use serde_json::Value;
use uuid::Uuid;

use super::{Changes, CliEntity, DraftArgs, Empty, kind_methods};

/// What an organization says.
#[derive(Args, Default)]
#[command(next_help_heading = "Fields")]
pub(crate) struct OrganizationFields {
    /// Name (название)
    #[arg(long)]
    name: Option<String>,
    /// Legal form (форма собственности), a number of ATI.SU's dictionary
    #[arg(long, value_name = "NUMBER")]
    ownership: Option<i32>,
    /// Where it is registered (резидентство): russia, ukraine, belarus, kazakhstan, international; or
    /// ru, ua, by, kz; or the code 1, 2, 3, 10, 200
    #[arg(long)]
    residency: Option<Residency>,
    /// Registration number: ИНН, ЕДРПОУ, УНП, БИН or a like number
    #[arg(long)]
    inn: Option<String>,
    /// Phone (телефон)
    #[arg(long)]
    phone: Option<String>,
    /// Extension (добавочный номер)
    #[arg(long, value_name = "NUMBER")]
    extra_phone: Option<i32>,
    /// Let all departments (подразделения) see it
    #[arg(long, conflicts_with = "departments")]
    all_departments: bool,
    /// Let only this department see it; several times for more than one
    #[arg(long = "department", value_name = "NUMBER")]
    departments: Vec<i32>,
    /// Id of one of its addresses; several times for more than one. Takes the place of those that are
    /// there
    #[arg(long = "address", value_name = "ID")]
    addresses: Vec<Uuid>,
    /// Id of one of its contact persons; several times for more than one. Takes the place of those
    /// that are there
    #[arg(long = "contact-person", value_name = "ID")]
    contact_persons: Vec<Uuid>,
    /// Postal code of the address for documents (адрес для документов)
    #[arg(long, value_name = "CODE")]
    docs_postcode: Option<String>,
    /// City of the address for documents, a number of ATI.SU's dictionary
    #[arg(long, value_name = "NUMBER")]
    docs_city: Option<i32>,
    /// Street of the address for documents
    #[arg(long, value_name = "STREET")]
    docs_street: Option<String>,
    /// House of the address for documents
    #[arg(long, value_name = "HOUSE")]
    docs_house: Option<String>,
    /// Office of the address for documents
    #[arg(long, value_name = "OFFICE")]
    docs_office: Option<String>,
}

impl DraftArgs for OrganizationFields {
    fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        changes.set_if("name", &self.name);
        changes.set_if("ownership", &self.ownership);
        changes.set_if("residency", &self.residency.map(Residency::code));
        changes.set_if("inn", &self.inn);
        changes.set_if("phone", &self.phone);
        changes.set_if("extra_phone", &self.extra_phone);
        if self.all_departments {
            changes.set("all_departments_allowed", true);
            changes.set("department_ids", Vec::<i32>::new());
        } else if !self.departments.is_empty() {
            changes.set("all_departments_allowed", false);
            changes.set("department_ids", self.departments.clone());
        }
        changes.set_list("address_ids", &self.addresses);
        changes.set_list("contact_person_ids", &self.contact_persons);
        changes.set_if("docs_address.postcode", &self.docs_postcode);
        changes.set_if("docs_address.city_id", &self.docs_city);
        changes.set_if("docs_address.street_name", &self.docs_street);
        changes.set_if("docs_address.house_no", &self.docs_house);
        changes.set_if("docs_address.office_no", &self.docs_office);
        changes
    }

    const CLEARABLE: &'static [(&'static str, &'static str, Empty)] = &[
        ("name", "name", Empty::Null),
        ("inn", "inn", Empty::Null),
        ("phone", "phone", Empty::Null),
        ("extra-phone", "extra_phone", Empty::Null),
        ("docs-address", "docs_address", Empty::Null),
        ("addresses", "address_ids", Empty::List),
        ("contact-persons", "contact_person_ids", Empty::List),
    ];
}

impl CliEntity for Organization {
    type Args = OrganizationFields;

    const NAMES: (&'static str, &'static str) = ("organization", "organizations");
    const COMMAND: &'static str = "organizations";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "ownership",
        "residency",
        "inn",
        "phone",
        "extra_phone",
        "docs_address.postcode",
        "docs_address.city_id",
        "docs_address.street_name",
        "docs_address.house_no",
        "docs_address.office_no",
        "addresses",
        "contact_persons",
        "all_departments_allowed",
        "department_ids",
    ];
    const SHOWN: &'static [&'static str] =
        &["id", "name", "residency", "inn", "phone", "department_ids"];
    const FIELDS: &'static [&'static str] = OrganizationDraft::FIELDS;
    const REQUIRED: &'static [(&'static str, &'static str)] = &[
        ("name", "--name"),
        ("ownership", "--ownership"),
        ("residency", "--residency"),
        (
            "all_departments_allowed",
            "--all-departments or --department",
        ),
        ("docs_address.postcode", "--docs-postcode"),
        ("docs_address.city_id", "--docs-city"),
        ("docs_address.street_name", "--docs-street"),
        ("docs_address.house_no", "--docs-house"),
        ("docs_address.office_no", "--docs-office, perhaps ''"),
    ];
    const LINKS: &'static [Link] = &[Link::ADDRESSES, Link::CONTACT_PERSONS];
    const NEEDED: &'static [&'static str] = &["all_departments_allowed", "department_ids"];
    const CODES: &'static [&'static str] = &["residency"];

    kind_methods!(organizations, OrganizationDraft);

    fn treat_missing_as_empty(draft: &mut OrganizationDraft) {
        draft.treat_missing_as_empty();
    }
}
