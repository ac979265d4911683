//! The examples of the documentation page decode, as odd as some of them are.

use catalogs::{
    AddressType, DepartmentAccess, Operation,
    model::{CityId, OwnershipId, UnknownCode},
};
use contract_tests::{
    calls::{Ids, call, is_list},
    client,
    fixtures::{self, ID, example},
    service::{Reply, Service},
};
use serde_json::Value;

fn code(kind: AddressType) -> i64 {
    match kind {
        AddressType::Unknown(code) => UnknownCode::get(code),
        known => panic!("{known} is a documented code"),
    }
}

#[tokio::test]
async fn every_operation_survives_its_example() {
    for operation in Operation::ALL {
        let model = match operation.path() {
            "/organizations/addresses/types" => "AddressTypeInfo",
            path if path.starts_with("/organizations/addresses") => "Address",
            path if path.starts_with("/organizations/contactPersons") => "ContactPerson",
            _ => "Organization",
        };
        let one = Value::Object(example(model));
        let response = if is_list(*operation) {
            Value::from(vec![one])
        } else {
            one
        };
        let service = Service::always(Reply::json(200, &response)).await;
        let done = call(&client(&service.origin()), *operation, &Ids::made_up()).await;
        assert!(done.is_ok(), "{operation}: {}", done.unwrap_err());
    }
}

#[tokio::test]
async fn documented_organization_is_read_in_full() {
    let response = Value::from(vec![Value::Object(example("Organization"))]);
    let service = Service::always(Reply::json(200, &response)).await;
    let [organization] = client(&service.origin())
        .organizations()
        .list()
        .await
        .unwrap()
        .try_into()
        .unwrap();

    assert_eq!(organization.id.to_string(), ID);
    assert_eq!(organization.name.as_deref(), Some("string"));
    assert_eq!(organization.ownership, Some(OwnershipId::new(0)));
    assert_eq!(organization.residency, None, "an object is no code");
    assert_eq!(organization.inn.as_deref(), Some("string"));
    assert_eq!(organization.phone.as_deref(), Some("string"));
    assert_eq!(organization.extra_phone, Some(0));
    assert_eq!(organization.departments, DepartmentAccess::only([0]));
    assert!(organization.extra.is_empty());
    let docs = organization.docs_address.unwrap();
    assert_eq!(docs.city_id, Some(CityId::new(0)));
    for text in [
        docs.postcode,
        docs.street_name,
        docs.house_no,
        docs.office_no,
    ] {
        assert_eq!(text.as_deref(), Some("string"));
    }
    assert!(docs.extra.is_empty());

    let [address] = organization.addresses.try_into().unwrap();
    assert_eq!(address.id.to_string(), ID);
    assert_eq!(
        (address.latitude, address.longitude),
        (Some(0.5), Some(0.5))
    );
    assert_eq!(address.address_type.map(code), Some(0));
    assert_eq!(address.city_id, Some(CityId::new(0)));
    for text in [&address.address, &address.note, &address.schedule_summary] {
        assert_eq!(text.as_deref(), Some("string"));
    }
    for person in address
        .contact_persons
        .iter()
        .chain(&organization.contact_persons)
    {
        assert_eq!(person.id.to_string(), ID);
        assert_eq!(person.extra_phone, Some(0));
        for text in [&person.name, &person.phone, &person.email] {
            assert_eq!(text.as_deref(), Some("string"));
        }
    }
    assert_eq!(
        (
            address.contact_persons.len(),
            organization.contact_persons.len()
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn documented_error_body_is_read() {
    let service = Service::always(Reply::json(400, &Value::Object(example("Error")))).await;
    let error = client(&service.origin())
        .addresses()
        .list()
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.reason()),
        (Some("string"), Some("string"))
    );
    assert_eq!(error.status(), Some(400));
}

/// The fixture has the fields of the specification, so that no one is forgotten in it.
#[test]
fn documented_examples_have_every_field_of_the_spec() {
    let spec: Value = serde_json::from_str(catalogs_sandbox::contract::spec_json()).unwrap();
    let examples = fixtures::documented();
    for (model, example) in examples.as_object().unwrap() {
        let documented = spec["components"]["schemas"][model]["properties"]
            .as_object()
            .unwrap();
        let example = example.as_object().unwrap();
        assert!(example.keys().eq(documented.keys()), "{model}");
    }
}
