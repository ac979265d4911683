//! Drafts of organizations: what is sent to add or to replace one.

use catalogs_raw::types as raw;
use serde::{Deserialize, Serialize};

use super::{
    AddressId, ContactPersonId, DepartmentAccess, DepartmentId, DocsAddress, Draft, Extra,
    Organization, OwnershipId, Residency, Warning, check,
    masked::{keys, present},
    organization::FinePrint,
    wire::{open, unknown_only},
};

/// An organization to be added, or to replace one.
///
/// Name, legal form, residency and departments are required before `build` compiles; the rest may
/// stay empty, and is then sent as null or as an empty list.
///
/// ```
/// use catalogs::{DepartmentAccess, OrganizationDraft, OwnershipId, Residency};
///
/// let draft = OrganizationDraft::builder()
///     .name("ООО «Ромашка»")
///     .ownership(OwnershipId::new(1))
///     .residency(Residency::Russia)
///     .departments(DepartmentAccess::All)
///     .inn("7707083893")
///     .build();
/// assert!(draft.warnings().is_empty());
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize, bon::Builder)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[builder(state_mod(vis = "pub"))]
#[non_exhaustive]
pub struct OrganizationDraft {
    /// Name (название).
    #[builder(required, with = |name: impl Into<String>| Some(name.into()))]
    pub name: Option<String>,
    /// Legal form (организационно-правовая форма собственности), a value of ATI.SU's dictionary.
    #[builder(required, with = |ownership: impl Into<OwnershipId>| Some(ownership.into()))]
    pub ownership: Option<OwnershipId>,
    /// Where it is registered.
    #[builder(required, with = |residency: Residency| Some(residency))]
    pub residency: Option<Residency>,
    /// Which departments see it.
    #[serde(flatten)]
    pub departments: DepartmentAccess,
    /// Registration number that fits the residency: ИНН, ЕДРПОУ, УНП, БИН or a like number.
    #[builder(into)]
    pub inn: Option<String>,
    /// Phone.
    #[builder(into)]
    pub phone: Option<String>,
    /// Extension (добавочный номер).
    pub extra_phone: Option<i32>,
    /// Where it receives documents.
    pub docs_address: Option<DocsAddress>,
    /// Its addresses; they have to exist already.
    #[serde(rename = "address_ids", default)]
    #[builder(default, with = FromIterator::from_iter)]
    pub addresses: Vec<AddressId>,
    /// Its contact persons; they have to exist already.
    #[serde(rename = "contact_person_ids", default)]
    #[builder(default, with = FromIterator::from_iter)]
    pub contact_persons: Vec<ContactPersonId>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    #[builder(default)]
    pub extra: Extra,
    #[serde(skip)]
    #[builder(skip)]
    fine_print: FinePrint,
}

impl OrganizationDraft {
    /// What is likely wrong with the draft: a registration number that does not fit the residency
    /// or fails its check digits, access for no department, and so on. The service decides
    /// whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        check::organization(self)
    }

    /// Declares that what the answer behind this draft left out is empty, or null.
    ///
    /// Without it, editing an organization whose answer had no `addresses`, `contact_persons` or
    /// departments at all is refused, since writing empty ones could unlink those that were
    /// merely not shown.
    pub fn treat_missing_as_empty(&mut self) {
        self.fine_print = FinePrint {
            idle_departments: std::mem::take(&mut self.fine_print.idle_departments),
            ..FinePrint::default()
        };
    }

    pub(super) fn from_answer(answer: &Organization) -> Self {
        Self {
            name: answer.name.clone(),
            ownership: answer.ownership,
            residency: answer.residency,
            departments: answer.departments.clone(),
            inn: answer.inn.clone(),
            phone: answer.phone.clone(),
            extra_phone: answer.extra_phone,
            docs_address: answer.docs_address.clone(),
            addresses: answer.addresses.iter().map(|address| address.id).collect(),
            contact_persons: answer
                .contact_persons
                .iter()
                .map(|person| person.id)
                .collect(),
            extra: answer.extra.clone(),
            fine_print: answer.fine_print.clone(),
        }
    }
}

impl Draft for OrganizationDraft {
    type Raw = raw::OrganizationRequest;

    const DOCUMENTED: &'static [&'static str] = &[
        "name",
        "ownership",
        "all_departments_allowed",
        "department_ids",
        "residency",
        "inn",
        "phone",
        "extra_phone",
        "docs_address",
        "address_ids",
        "contact_person_ids",
    ];

    fn to_raw(&self) -> Self::Raw {
        let (all, departments) = match &self.departments {
            DepartmentAccess::All => (true, &self.fine_print.idle_departments),
            DepartmentAccess::Only(departments) => (false, departments),
        };
        raw::OrganizationRequest {
            name: self.name.clone(),
            ownership: self.ownership.map(OwnershipId::get),
            all_departments_allowed: all,
            department_ids: departments.iter().copied().map(DepartmentId::get).collect(),
            residency: self.residency.map(Residency::code),
            inn: self.inn.clone(),
            phone: self.phone.clone(),
            extra_phone: self.extra_phone,
            docs_address: self.docs_address.as_ref().map(DocsAddress::to_raw),
            address_ids: self.addresses.iter().map(|id| *id.as_uuid()).collect(),
            contact_person_ids: self
                .contact_persons
                .iter()
                .map(|id| *id.as_uuid())
                .collect(),
            extra: unknown_only(&self.extra, Self::DOCUMENTED),
        }
    }

    fn keep_gaps_of(&mut self, other: &Self) {
        self.fine_print = other.fine_print.clone();
    }

    fn keep_fine_print_of(&mut self, body: &serde_json::Value) {
        if self.departments == DepartmentAccess::All {
            let listed = body.get("department_ids").cloned().unwrap_or_default();
            self.fine_print.idle_departments = serde_json::from_value(listed).unwrap_or_default();
        }
    }

    fn ignores(&self, field: &str) -> bool {
        field == "department_ids" && self.departments == DepartmentAccess::All
    }

    fn unsettled(&self) -> Vec<&'static str> {
        let gaps = &self.fine_print;
        let undecided = gaps
            .departments
            .as_ref()
            .is_some_and(|gap| gap.stands_behind(&self.departments));
        open([
            (gaps.no_addresses && self.addresses.is_empty(), "addresses"),
            (
                gaps.no_contact_persons && self.contact_persons.is_empty(),
                "contact_persons",
            ),
            (undecided, "departments"),
            (
                gaps.odd_residency.is_some() && self.residency.is_none(),
                "residency",
            ),
        ])
    }
}

impl std::fmt::Debug for OrganizationDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrganizationDraft")
            .field("name", &present(&self.name))
            .field("ownership", &self.ownership)
            .field("residency", &self.residency)
            .field("departments", &self.departments)
            .field("inn", &present(&self.inn))
            .field("phone", &present(&self.phone))
            .field("extra_phone", &present(&self.extra_phone))
            .field("docs_address", &self.docs_address)
            .field("addresses", &self.addresses)
            .field("contact_persons", &self.contact_persons)
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
