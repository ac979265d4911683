//! Organizations as the service answers them.

use catalogs_raw::types as raw;
use serde_json::Value;

use super::{
    Address, ContactPerson, DepartmentAccess, DepartmentId, DocsAddress, Extra, OrganizationDraft,
    OrganizationId, OwnershipId, Residency,
    codes::Code,
    masked::{keys, present},
    wire::through_raw,
};

/// An organization of the user (организация).
///
/// `Debug` shows no texts; serialize it to see it all.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Organization {
    /// Id of the organization.
    pub id: OrganizationId,
    /// Name (название).
    pub name: Option<String>,
    /// Legal form (организационно-правовая форма собственности), a value of ATI.SU's dictionary.
    pub ownership: Option<OwnershipId>,
    /// Where it is registered; `None` if the service sent nothing, or something that is no code.
    pub residency: Option<Residency>,
    /// Registration number that fits the residency: ИНН, ЕДРПОУ, УНП, БИН or a like number. See
    /// [`Residency::registration_number`].
    pub inn: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Extension (добавочный номер).
    pub extra_phone: Option<i32>,
    /// Where it receives documents.
    pub docs_address: Option<DocsAddress>,
    /// Its addresses.
    #[cfg_attr(feature = "schemars", schemars(default))]
    pub addresses: Vec<Address>,
    /// Its contact persons.
    #[cfg_attr(feature = "schemars", schemars(default))]
    pub contact_persons: Vec<ContactPerson>,
    /// Which departments see it.
    #[cfg_attr(
        feature = "schemars",
        schemars(flatten, with = "super::departments::Answered")
    )]
    pub departments: DepartmentAccess,
    /// Fields that this version of the crate does not know.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub extra: Extra,
    #[cfg_attr(feature = "schemars", schemars(skip))]
    pub(super) fine_print: FinePrint,
}

/// What an answer said, or did not say, that the public fields cannot show, and that must not get
/// lost between reading and writing.
#[derive(Clone, Default, PartialEq)]
pub(super) struct FinePrint {
    /// Departments listed although every department is allowed. They change nothing.
    pub(super) idle_departments: Vec<DepartmentId>,
    /// There were no `addresses`.
    pub(super) no_addresses: bool,
    /// There were no `contact_persons`.
    pub(super) no_contact_persons: bool,
    /// There was no flag, or no list that a false flag needs; the two as they came.
    pub(super) departments: Option<DepartmentsGap>,
    /// A `residency` that is no code, as it came.
    pub(super) odd_residency: Option<Value>,
}

/// What an answer said of departments, where it did not say it all.
#[derive(Clone, PartialEq)]
pub(super) struct DepartmentsGap {
    all: Option<bool>,
    ids: Option<Vec<DepartmentId>>,
}

impl DepartmentsGap {
    fn of(all: Option<bool>, ids: &Option<Vec<DepartmentId>>) -> Option<Self> {
        let complete = all == Some(true) || (all == Some(false) && ids.is_some());
        (!complete).then(|| Self {
            all,
            ids: ids.clone(),
        })
    }

    /// Whether `access` is still what was made of it, and so nobody's decision.
    pub(super) fn stands_behind(&self, access: &DepartmentAccess) -> bool {
        let ids = self.ids.clone().unwrap_or_default();
        *access == DepartmentAccess::Only(ids)
    }
}

impl Organization {
    /// A draft that would leave the organization as it is, unknown fields included.
    ///
    /// What the answer left out stays marked as such: see
    /// [`OrganizationDraft::treat_missing_as_empty`].
    pub fn to_draft(&self) -> OrganizationDraft {
        OrganizationDraft::from_answer(self)
    }
}

through_raw!(Organization, raw::Organization);

impl Organization {
    pub(crate) fn from_raw(raw: raw::Organization) -> Self {
        let residency = Code::read(raw.residency);
        let ids = raw.department_ids;
        let ids = ids.map(|ids| ids.into_iter().map(DepartmentId::new).collect());
        let mut fine_print = FinePrint {
            no_addresses: raw.addresses.is_none(),
            no_contact_persons: raw.contact_persons.is_none(),
            departments: DepartmentsGap::of(raw.all_departments_allowed, &ids),
            odd_residency: residency.odd(),
            ..FinePrint::default()
        };
        let ids = ids.unwrap_or_default();
        let departments = if raw.all_departments_allowed == Some(true) {
            fine_print.idle_departments = ids;
            DepartmentAccess::All
        } else {
            DepartmentAccess::Only(ids)
        };
        Self {
            id: raw.id.into(),
            name: raw.name,
            ownership: raw.ownership.map(OwnershipId::new),
            residency: residency.known(),
            inn: raw.inn,
            phone: raw.phone,
            extra_phone: raw.extra_phone,
            docs_address: raw.docs_address.map(DocsAddress::from_raw),
            addresses: raw
                .addresses
                .unwrap_or_default()
                .into_iter()
                .map(Address::from_raw)
                .collect(),
            contact_persons: raw
                .contact_persons
                .unwrap_or_default()
                .into_iter()
                .map(ContactPerson::from_raw)
                .collect(),
            departments,
            extra: raw.extra,
            fine_print,
        }
    }
}

impl Organization {
    pub(crate) fn into_raw(self) -> raw::Organization {
        let fine_print = self.fine_print;
        let no_addresses = fine_print.no_addresses && self.addresses.is_empty();
        let no_persons = fine_print.no_contact_persons && self.contact_persons.is_empty();
        let gap = fine_print.departments;
        let gap = gap.filter(|gap| gap.stands_behind(&self.departments));
        let (all, ids) = match (gap, self.departments) {
            (Some(gap), _) => (gap.all, gap.ids),
            (None, DepartmentAccess::All) => (Some(true), Some(fine_print.idle_departments)),
            (None, DepartmentAccess::Only(ids)) => (Some(false), Some(ids)),
        };
        let addresses = self.addresses.into_iter().map(Address::into_raw).collect();
        let persons = self
            .contact_persons
            .into_iter()
            .map(ContactPerson::into_raw)
            .collect();
        raw::Organization {
            id: self.id.into(),
            name: self.name,
            ownership: self.ownership.map(OwnershipId::get),
            residency: self
                .residency
                .map(|residency| residency.code().into())
                .or(fine_print.odd_residency),
            inn: self.inn,
            phone: self.phone,
            extra_phone: self.extra_phone,
            docs_address: self.docs_address.map(DocsAddress::into_raw),
            addresses: (!no_addresses).then_some(addresses),
            contact_persons: (!no_persons).then_some(persons),
            all_departments_allowed: all,
            department_ids: ids.map(|ids| ids.into_iter().map(DepartmentId::get).collect()),
            extra: self.extra,
        }
    }
}

impl std::fmt::Debug for Organization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Organization")
            .field("id", &self.id)
            .field("name", &present(&self.name))
            .field("ownership", &self.ownership)
            .field("residency", &self.residency)
            .field("inn", &present(&self.inn))
            .field("phone", &present(&self.phone))
            .field("extra_phone", &present(&self.extra_phone))
            .field("docs_address", &self.docs_address)
            .field("addresses", &self.addresses)
            .field("contact_persons", &self.contact_persons)
            .field("departments", &self.departments)
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
