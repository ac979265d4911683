//! A call for every operation of the client.

use catalogs::{
    AddressDraft, AddressType, Client, ContactPersonDraft, DepartmentAccess, Operation,
    OrganizationDraft, RequestDescription, Residency, Result,
    model::{AddressId, ContactPersonId, OrganizationId},
};
use serde_json::Value;
use uuid::Uuid;

/// The ids that calls refer to.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// An organization.
    pub organization: OrganizationId,
    /// An address.
    pub address: AddressId,
    /// A contact person.
    pub contact_person: ContactPersonId,
}

impl Ids {
    /// Ids of nothing.
    pub fn made_up() -> Self {
        Self {
            organization: Uuid::from_u128(0x11).into(),
            address: Uuid::from_u128(0x22).into(),
            contact_person: Uuid::from_u128(0x33).into(),
        }
    }

    /// The ids of the first of each kind that a sandbox holds.
    pub fn of(sandbox: &catalogs_sandbox::Sandbox) -> Self {
        let state = sandbox.state();
        Self {
            organization: id(&state.organizations[0]).into(),
            address: id(&state.addresses[0]).into(),
            contact_person: id(&state.contact_persons[0]).into(),
        }
    }
}

/// The `id` of an answer.
pub fn id(answer: &Value) -> Uuid {
    let id = answer["id"].as_str().expect("an answer has an id");
    id.parse().expect("the id is a GUID")
}

/// A draft that the sandbox takes.
pub fn organization() -> OrganizationDraft {
    OrganizationDraft::builder()
        .name("ООО «Василёк»")
        .ownership(1)
        .residency(Residency::Russia)
        .departments(DepartmentAccess::only([7]))
        .build()
}

/// A draft that the sandbox takes.
pub fn address() -> AddressDraft {
    AddressDraft::builder()
        .address("ул. Полевая, 1")
        .city_id(1)
        .address_type(AddressType::Office)
        .build()
}

/// A draft that the sandbox takes.
pub fn contact_person() -> ContactPersonDraft {
    ContactPersonDraft::builder().name("Пётр Сидоров").build()
}

/// Makes the call that stands for `operation`, and forgets its answer.
///
/// # Errors
///
/// Those of the call.
pub async fn call(client: &Client, operation: Operation, ids: &Ids) -> Result<()> {
    let organizations = client.organizations();
    let addresses = client.addresses();
    let persons = client.contact_persons();
    match operation {
        Operation::ListOrganizations => organizations.list().await.map(drop),
        Operation::CreateOrganization => organizations.create(&organization()).await.map(drop),
        Operation::FilterOrganizations => organizations.in_departments([7]).await.map(drop),
        Operation::GetOrganization => organizations.get(ids.organization).await.map(drop),
        Operation::ReplaceOrganization => organizations
            .replace(ids.organization, &organization())
            .await
            .map(drop),
        Operation::DeleteOrganization => organizations.delete(ids.organization).await,
        Operation::ListAddresses => addresses.list().await.map(drop),
        Operation::CreateAddress => addresses.create(&address()).await.map(drop),
        Operation::ListAddressTypes => addresses.types().await.map(drop),
        Operation::GetAddress => addresses.get(ids.address).await.map(drop),
        Operation::ReplaceAddress => addresses.replace(ids.address, &address()).await.map(drop),
        Operation::DeleteAddress => addresses.delete(ids.address).await,
        Operation::ListContactPersons => persons.list().await.map(drop),
        Operation::CreateContactPerson => persons.create(&contact_person()).await.map(drop),
        Operation::GetContactPerson => persons.get(ids.contact_person).await.map(drop),
        Operation::ReplaceContactPerson => persons
            .replace(ids.contact_person, &contact_person())
            .await
            .map(drop),
        Operation::DeleteContactPerson => persons.delete(ids.contact_person).await,
        other => panic!("there is no call for {other}"),
    }
}

/// The request of an operation's call.
pub fn describe(client: &Client, operation: Operation, ids: &Ids) -> Result<RequestDescription> {
    let organizations = client.organizations().requests();
    let addresses = client.addresses().requests();
    let persons = client.contact_persons().requests();
    match operation {
        Operation::ListOrganizations => organizations.list(),
        Operation::CreateOrganization => organizations.create(&organization()),
        Operation::FilterOrganizations => organizations.in_departments([7]),
        Operation::GetOrganization => organizations.get(ids.organization),
        Operation::ReplaceOrganization => organizations.replace(ids.organization, &organization()),
        Operation::DeleteOrganization => organizations.delete(ids.organization),
        Operation::ListAddresses => addresses.list(),
        Operation::CreateAddress => addresses.create(&address()),
        Operation::ListAddressTypes => addresses.types(),
        Operation::GetAddress => addresses.get(ids.address),
        Operation::ReplaceAddress => addresses.replace(ids.address, &address()),
        Operation::DeleteAddress => addresses.delete(ids.address),
        Operation::ListContactPersons => persons.list(),
        Operation::CreateContactPerson => persons.create(&contact_person()),
        Operation::GetContactPerson => persons.get(ids.contact_person),
        Operation::ReplaceContactPerson => persons.replace(ids.contact_person, &contact_person()),
        Operation::DeleteContactPerson => persons.delete(ids.contact_person),
        other => panic!("there is no request for {other}"),
    }
}

/// Whether the operation answers a list.
pub fn is_list(operation: Operation) -> bool {
    use Operation::{
        FilterOrganizations, ListAddressTypes, ListAddresses, ListContactPersons, ListOrganizations,
    };
    matches!(
        operation,
        ListOrganizations
            | FilterOrganizations
            | ListAddresses
            | ListAddressTypes
            | ListContactPersons
    )
}
