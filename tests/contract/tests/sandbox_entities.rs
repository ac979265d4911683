//! Entities that a test gives to the sandbox as drafts.

use catalogs::{
    AddressDraft, AddressType, Auth, Client, ContactPersonDraft, DepartmentAccess, Entity,
    OrganizationDraft, Residency,
};
use catalogs_sandbox::Sandbox;
use serde_json::json;

async fn empty() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().demo_data(false).start().await.unwrap();
    let client = Client::builder()
        .auth(Auth::api_token(sandbox.api_token()))
        .integrator_code("64357")
        .base_url(sandbox.origin())
        .build()
        .unwrap();
    (sandbox, client)
}

#[tokio::test]
async fn drafts_added_to_the_sandbox_are_listed() {
    let (sandbox, client) = empty().await;
    let maria = ContactPersonDraft::builder().name("Мария").build();
    let maria_id = sandbox.add_contact_person(&maria).unwrap();
    let depot = AddressDraft::builder()
        .address("ул. Складская, 5")
        .address_type(AddressType::Warehouse)
        .city_id(1)
        .contact_persons([maria_id.into()])
        .build();
    let depot_id = sandbox.add_address(&depot).unwrap();
    let firm = OrganizationDraft::builder()
        .name("Ромашка")
        .residency(Residency::Russia)
        .ownership(1)
        .addresses([depot_id.into()])
        .departments(DepartmentAccess::All)
        .build();
    let firm_id = sandbox.add_organization(&firm).unwrap();

    let organizations = client.organizations().list().await.unwrap();
    assert_eq!(organizations.len(), 1);
    assert_eq!(organizations[0].id, firm_id.into());
    assert!(organizations[0].matches_draft(&firm));
    let persons = client.contact_persons().list().await.unwrap();
    assert!(persons[0].matches_draft(&maria));
    assert_eq!(sandbox.requests().len(), 2, "adding sends no request");
    sandbox.reset();
    assert!(sandbox.state().organizations.is_empty());
}

#[tokio::test]
async fn invalid_entities_are_refused_and_not_added() {
    let (sandbox, _) = empty().await;
    let id = sandbox
        .add_contact_person(json!({"name": "Мария"}))
        .unwrap();
    let before = sandbox.state();
    let cases = [
        (json!({"name": 7}), "contact_person.name: expected"),
        (
            json!({"name": "Анна", "id": id}),
            "contact_person.id: already",
        ),
        (
            json!({"name": "Анна", "id": "x"}),
            "contact_person.id: expected a GUID",
        ),
        (json!(["Анна"]), "contact_person: expected an object"),
    ];
    for (entity, expected) in cases {
        let error = sandbox.add_contact_person(&entity).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains("Анна"), "{error}");
    }
    let stray = json!({"city_id": 1, "address_type": 1, "contact_person_ids": [uuid::Uuid::nil()]});
    let error = sandbox.add_address(stray).unwrap_err().to_string();
    assert!(error.contains("address"), "{error}");
    let odd = std::collections::HashMap::from([((1, 2), "Анна")]);
    let error = sandbox.add_contact_person(odd).unwrap_err().to_string();
    assert!(
        error.contains("cannot be serialized") && !error.contains("Анна"),
        "{error}"
    );
    assert_eq!(sandbox.state(), before);
}
