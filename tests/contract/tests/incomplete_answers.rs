//! What a response did not show is not erased by writing the response back.

use catalogs::{
    Address, AddressDraft, DepartmentAccess, Organization, OrganizationDraft, Residency,
};
use contract_tests::fixtures::{address, organization, with, without};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::writing::{holding, id};

/// A bent response, and the word that the error has to name.
fn gaps() -> Vec<(Value, &'static str)> {
    let allowed = |flag: Value| with(organization(), "/all_departments_allowed", flag);
    let no_flag = || without(organization(), "/all_departments_allowed");
    vec![
        (without(organization(), "/addresses"), "addresses"),
        (with(organization(), "/addresses", json!(null)), "addresses"),
        (
            without(organization(), "/contact_persons"),
            "contact_persons",
        ),
        (
            with(organization(), "/contact_persons", json!(null)),
            "contact_persons",
        ),
        (without(no_flag(), "/department_ids"), "departments"),
        (
            with(allowed(json!(null)), "/department_ids", json!(null)),
            "departments",
        ),
        (with(no_flag(), "/department_ids", json!([])), "departments"),
        (
            without(allowed(json!(false)), "/department_ids"),
            "departments",
        ),
        (
            with(allowed(json!(false)), "/department_ids", json!(null)),
            "departments",
        ),
        (with(organization(), "/residency", json!({})), "residency"),
        (with(organization(), "/residency", json!("RU")), "residency"),
    ]
}

async fn refused(response: &Value, field: &str) {
    let (service, client) = holding(response).await;
    let organizations = client.organizations();
    let error = organizations
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap_err();
    assert!(error.is_partial_response(), "{field}: {error}");
    assert!(error.to_string().contains(field), "{error}");
    assert_eq!((error.attempts(), error.status()), (0, None));

    let draft = organizations.get(id()).await.unwrap().to_draft();
    let error = organizations.replace(id(), &draft).await.unwrap_err();
    assert!(error.is_partial_response(), "{error}");
    assert!(
        service.seen().iter().all(|seen| seen.method == "GET"),
        "{field}: nothing is sent"
    );
}

#[tokio::test]
async fn organization_with_missing_fields_is_not_written() {
    for (response, field) in gaps() {
        refused(&response, field).await;
    }
}

/// Writing `false` where the service only left out the flag would hide the organization from
/// everybody but the departments of the list.
#[tokio::test]
async fn departments_without_the_flag_count_as_missing() {
    refused(
        &without(organization(), "/all_departments_allowed"),
        "departments",
    )
    .await;
    refused(
        &with(organization(), "/all_departments_allowed", json!(null)),
        "departments",
    )
    .await;
}

#[tokio::test]
async fn address_with_missing_fields_is_not_written() {
    for (response, field) in [
        (without(address(), "/contact_persons"), "contact_persons"),
        (
            with(address(), "/contact_persons", json!(null)),
            "contact_persons",
        ),
        (with(address(), "/address_type", json!({})), "address_type"),
    ] {
        let (service, client) = holding(&response).await;
        let error = client
            .addresses()
            .edit(id(), |draft| draft.note = None)
            .await
            .unwrap_err();
        assert!(error.is_partial_response(), "{error}");
        assert!(error.to_string().contains(field), "{error}");
        assert_eq!(service.written().len(), 0);
    }
}

#[tokio::test]
async fn missing_fields_treated_as_empty_are_written_as_empty() {
    for (response, field) in gaps() {
        let (service, client) = holding(&response).await;
        let take = |draft: &mut OrganizationDraft| {
            draft.treat_missing_as_empty();
            draft.phone = None;
        };
        client.organizations().edit(id(), take).await.unwrap();
        let [body] = <[Value; 1]>::try_from(service.written()).unwrap();
        assert_eq!(body["phone"], json!(null));
        let empty = match field {
            "addresses" => ("address_ids", json!([])),
            "contact_persons" => ("contact_person_ids", json!([])),
            "departments" => ("department_ids", json!([])),
            _ => ("residency", json!(null)),
        };
        assert_eq!(body[empty.0], empty.1);
    }

    let (service, client) = holding(&without(address(), "/contact_persons")).await;
    let take = |draft: &mut AddressDraft| {
        draft.treat_missing_as_empty();
        draft.note = None;
    };
    client.addresses().edit(id(), take).await.unwrap();
    assert_eq!(service.written()[0]["contact_person_ids"], json!([]));
}

#[tokio::test]
async fn missing_field_that_is_set_is_written() {
    let other: Uuid = Uuid::from_u128(5);
    let set = |field: &'static str| {
        move |draft: &mut OrganizationDraft| match field {
            "addresses" => draft.addresses = vec![other.into()],
            "contact_persons" => draft.contact_persons = vec![other.into()],
            "departments" => draft.departments = DepartmentAccess::All,
            _ => draft.residency = Some(Residency::Russia),
        }
    };
    for (response, field) in gaps() {
        let (service, client) = holding(&response).await;
        client.organizations().edit(id(), set(field)).await.unwrap();
        assert_eq!(service.written().len(), 1, "{field}");
    }
    let (service, client) = holding(&without(address(), "/contact_persons")).await;
    let set = |draft: &mut AddressDraft| draft.contact_persons = vec![other.into()];
    client.addresses().edit(id(), set).await.unwrap();
    assert_eq!(service.written()[0]["contact_person_ids"], json!([other]));
}

#[tokio::test]
async fn unchanged_edit_of_a_partial_response_succeeds() {
    for (response, _) in gaps() {
        let (service, client) = holding(&response).await;
        client.organizations().edit(id(), |_| {}).await.unwrap();
        assert_eq!(service.seen().len(), 1);
    }
}

#[test]
fn missing_fields_survive_serialization() {
    for (response, _) in gaps()
        .into_iter()
        .filter(|(_, field)| *field != "residency")
    {
        let read: Organization = serde_json::from_value(response).unwrap();
        let stored = serde_json::to_string(&read).unwrap();
        let back: Organization = serde_json::from_str(&stored).unwrap();
        assert!(back.to_draft() == read.to_draft(), "{stored}");
    }
    let read: Address = serde_json::from_value(without(address(), "/contact_persons")).unwrap();
    let back: Address = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert!(back.to_draft() == read.to_draft());
}
