//! Answers that depart from the documentation in the ways that the client promises to survive.

use catalogs::{Address, ContactPerson, Operation, Organization, Residency};
use contract_tests::{
    calls::{Ids, call, is_list},
    client,
    fixtures::{ID, address, address_type, contact_person, organization, with, without},
    service::{Reply, Service},
};
use serde_json::{Value, json};
use uuid::Uuid;

async fn responding(response: &Value) -> (Service, catalogs::Client) {
    let service = Service::always(Reply::json(200, response)).await;
    let client = client(&service.origin());
    (service, client)
}

/// Every pointer to a field of `value` that is not called `id`, at any depth.
fn fields(value: &Value, here: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, field) in object {
                let pointer = format!("{here}/{name}");
                fields(field, &pointer, found);
                if name != "id" {
                    found.push(pointer);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                fields(item, &format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_field_except_ids_may_be_absent_or_null() {
    let id: Uuid = ID.parse().unwrap();
    let mut bends = 0;
    for (model, whole) in [
        ("organization", organization()),
        ("address", address()),
        ("person", contact_person()),
    ] {
        let mut pointers = Vec::new();
        fields(&whole, "", &mut pointers);
        for pointer in pointers {
            for bent in [
                without(whole.clone(), &pointer),
                with(whole.clone(), &pointer, json!(null)),
            ] {
                let (_service, client) = responding(&bent).await;
                let read = match model {
                    "organization" => client.organizations().get(id).await.map(drop),
                    "address" => client.addresses().get(id).await.map(drop),
                    _ => client.contact_persons().get(id).await.map(drop),
                };
                assert!(
                    read.is_ok(),
                    "{model} bent at {pointer}: {}",
                    read.unwrap_err()
                );
                bends += 1;
            }
        }
    }
    assert!(bends > 80, "{bends} are too few to be all of them");
}

#[tokio::test]
async fn sound_fields_beside_malformed_ones_are_read() {
    let bent = without(organization(), "/contact_persons/0/name");
    let bent = with(bent, "/residency", json!({}));
    let (_service, client) = responding(&json!([organization(), bent])).await;
    let [whole, bent] = client
        .organizations()
        .list()
        .await
        .unwrap()
        .try_into()
        .unwrap();
    assert_eq!(whole.residency, Some(Residency::Kazakhstan));
    assert_eq!(bent.residency, None);
    assert_eq!(bent.contact_persons[0].name, None);
    assert_eq!(
        bent.contact_persons[0].email,
        whole.contact_persons[0].email
    );
    assert_eq!((bent.name, bent.addresses), (whole.name, whole.addresses));
}

#[tokio::test]
async fn codes_of_every_json_type_are_read() {
    let shapes = [
        json!({}),
        json!("Россия"),
        json!(1.5),
        json!([1]),
        json!(true),
        json!(u64::MAX),
    ];
    for shape in shapes {
        let bent = with(organization(), "/residency", shape.clone());
        let bent = with(bent, "/addresses/0/address_type", shape.clone());
        let (_service, client) = responding(&bent).await;
        let read = client.organizations().get(Uuid::nil()).await.unwrap();
        assert_eq!(
            (read.residency, read.addresses[0].address_type),
            (None, None),
            "{shape}"
        );
        let (_service, client) = responding(&json!([{ "id": shape, "name": "n" }])).await;
        let types = client.addresses().types().await.unwrap();
        assert_eq!(
            (types[0].address_type, types[0].name.as_deref()),
            (None, Some("n"))
        );
    }
    for code in [0, 4, 77, -1, i64::MIN, i64::MAX] {
        let bent = with(organization(), "/residency", json!(code));
        let bent = with(bent, "/addresses/0/address_type", json!(code));
        let (_service, client) = responding(&bent).await;
        let read = client.organizations().get(Uuid::nil()).await.unwrap();
        let (residency, kind) = (
            read.residency.unwrap(),
            read.addresses[0].address_type.unwrap(),
        );
        assert_eq!((residency.code(), kind.code()), (code, code));
        assert_eq!(
            (residency.to_string(), kind.to_string()),
            (code.to_string(), code.to_string())
        );
    }
}

#[tokio::test]
async fn unknown_fields_are_kept_at_every_level() {
    let unknown = json!({ "deep": [1, { "er": null }] });
    let levels = [
        "",
        "/docs_address",
        "/addresses/0",
        "/addresses/0/contact_persons/0",
        "/contact_persons/0",
    ];
    let bent = levels.iter().fold(organization(), |bent, level| {
        with(bent, &format!("{level}/rating"), unknown.clone())
    });
    let (_service, client) = responding(&bent).await;
    let read = client.organizations().get(Uuid::nil()).await.unwrap();
    let address = &read.addresses[0];
    for extra in [
        &read.extra,
        &read.docs_address.as_ref().unwrap().extra,
        &address.extra,
        &address.contact_persons[0].extra,
        &read.contact_persons[0].extra,
    ] {
        assert_eq!(extra["rating"], unknown);
        assert_eq!(extra.len(), 1);
    }
    assert_eq!(serde_json::to_value(&read).unwrap(), bent);

    let (_service, client) =
        responding(&json!([with(address_type(), "/rating", unknown.clone())])).await;
    assert_eq!(
        client.addresses().types().await.unwrap()[0].extra["rating"],
        unknown
    );
}

#[tokio::test]
async fn success_with_any_2xx_status_or_delete_body_is_accepted() {
    for operation in Operation::ALL {
        let one = match operation.path() {
            "/organizations/addresses/types" => address_type(),
            path if path.contains("addresses") => address(),
            path if path.contains("contactPersons") => contact_person(),
            _ => organization(),
        };
        let response = if is_list(*operation) {
            json!([one])
        } else {
            one
        };
        let json = |status| Reply::json(status, &response);
        let mut replies = vec![
            json(200),
            json(201),
            json(202),
            Reply::new(200, response.to_string()),
        ];
        if operation.method() == "DELETE" {
            let odd = [
                Reply::new(204, ""),
                Reply::new(200, ""),
                Reply::new(200, "deleted"),
                Reply::new(200, "true"),
                Reply::new(200, b"\xff\xfe".as_slice()),
            ];
            replies.extend(odd);
        }
        for reply in replies {
            let service = Service::always(reply.clone()).await;
            let done = call(&client(&service.origin()), *operation, &Ids::made_up()).await;
            assert!(
                done.is_ok(),
                "{operation}, {reply:?}: {}",
                done.unwrap_err()
            );
        }
    }
}

#[test]
fn models_with_only_an_id_are_read_and_written_back() {
    fn check<E: catalogs::Entity>() {
        let read: E = serde_json::from_value(json!({ "id": ID })).unwrap();
        let written = serde_json::to_value(&read).unwrap();
        let fields = E::DESCRIPTION.fields.iter().filter(|it| it.in_response);
        let mut whole: Value = fields
            .map(|field| (field.response_name, Value::Null))
            .collect();
        whole["id"] = json!(ID);
        assert_eq!(written, whole);
        assert_eq!(serde_json::from_value::<E>(written).unwrap(), read);
    }
    check::<Organization>();
    check::<Address>();
    check::<ContactPerson>();
}
