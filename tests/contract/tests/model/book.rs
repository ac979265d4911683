//! What the model needs to know of each kind of entities. Each entity carries a text that is given
//! only once, so that a second one of the same is seen.

use std::collections::BTreeMap;

use catalogs::{
    Address, AddressDraft, AddressType, ContactPerson, ContactPersonDraft, DepartmentAccess,
    Entity, Organization, OrganizationDraft, Residency, model::DepartmentId,
};
use catalogs_sandbox::Snapshot;
use serde_json::Value;
use uuid::Uuid;

/// The text of each entity, by id.
pub(super) type Shelf = BTreeMap<Uuid, String>;

/// Which department sees an organization with this text.
pub(super) fn department(text: &str) -> DepartmentId {
    DepartmentId::new(if text.ends_with(['0', '2', '4', '6', '8']) {
        7
    } else {
        9
    })
}

pub(super) trait Kind: Entity {
    const INDEX: usize;
    const CREATED: &'static str;

    fn id_and_text(&self) -> (Uuid, String);
    fn drafted(text: &str) -> Self::Draft;
    fn say(draft: &mut Self::Draft, text: &str);
    fn there(state: &Snapshot) -> Vec<(Uuid, String)>;
}

fn listed(responses: &[Value], field: &str) -> Vec<(Uuid, String)> {
    let responses = responses.iter();
    let id = |response: &Value| contract_tests::calls::id(response);
    let text = |response: &Value| response[field].as_str().unwrap_or_default().to_owned();
    responses
        .map(|response| (id(response), text(response)))
        .collect()
}

impl Kind for Organization {
    const INDEX: usize = 0;
    const CREATED: &'static str = "create_organization";

    fn id_and_text(&self) -> (Uuid, String) {
        (self.id.into(), self.name.clone().unwrap_or_default())
    }

    fn drafted(text: &str) -> OrganizationDraft {
        OrganizationDraft::builder()
            .name(text)
            .ownership(1)
            .residency(Residency::Russia)
            .departments(DepartmentAccess::only([department(text)]))
            .build()
    }

    fn say(draft: &mut OrganizationDraft, text: &str) {
        draft.name = Some(text.to_owned());
        draft.departments = DepartmentAccess::only([department(text)]);
    }

    fn there(state: &Snapshot) -> Vec<(Uuid, String)> {
        listed(&state.organizations, "name")
    }
}

impl Kind for Address {
    const INDEX: usize = 1;
    const CREATED: &'static str = "create_address";

    fn id_and_text(&self) -> (Uuid, String) {
        (self.id.into(), self.address.clone().unwrap_or_default())
    }

    fn drafted(text: &str) -> AddressDraft {
        AddressDraft::builder()
            .address(text)
            .city_id(1)
            .address_type(AddressType::Office)
            .build()
    }

    fn say(draft: &mut AddressDraft, text: &str) {
        draft.address = Some(text.to_owned());
    }

    fn there(state: &Snapshot) -> Vec<(Uuid, String)> {
        listed(&state.addresses, "address")
    }
}

impl Kind for ContactPerson {
    const INDEX: usize = 2;
    const CREATED: &'static str = "create_contact_person";

    fn id_and_text(&self) -> (Uuid, String) {
        (self.id.into(), self.name.clone().unwrap_or_default())
    }

    fn drafted(text: &str) -> ContactPersonDraft {
        ContactPersonDraft::builder().name(text).build()
    }

    fn say(draft: &mut ContactPersonDraft, text: &str) {
        draft.name = Some(text.to_owned());
    }

    fn there(state: &Snapshot) -> Vec<(Uuid, String)> {
        listed(&state.contact_persons, "name")
    }
}

pub(super) fn shelf<K: Kind>(found: &[K]) -> Shelf {
    found.iter().map(K::id_and_text).collect()
}
