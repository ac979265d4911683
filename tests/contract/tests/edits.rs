//! Reading, changing and writing back changes what was changed, and nothing else.

use contract_tests::{
    fixtures::{address, contact_person, organization, with},
    sandbox, sandbox_client,
};
use serde_json::{Value, json};

use crate::writing::{holding, id, request, written};

const NO_WRITES: [Value; 0] = [];

#[tokio::test]
async fn unchanged_edit_writes_nothing() {
    let (service, client) = holding(&organization()).await;
    let same = client.organizations().edit(id(), |_| {}).await.unwrap();
    assert_eq!(serde_json::to_value(same).unwrap(), organization());
    client
        .organizations()
        .edit(id(), |draft| {
            let phone = draft.phone.take();
            draft.phone = phone;
        })
        .await
        .unwrap();
    assert_eq!(service.written(), NO_WRITES);

    let (service, client) = holding(&address()).await;
    client.addresses().edit(id(), |_| {}).await.unwrap();
    assert_eq!(service.written(), NO_WRITES);
    let (service, client) = holding(&contact_person()).await;
    client.contact_persons().edit(id(), |_| {}).await.unwrap();
    assert_eq!(service.written(), NO_WRITES);
    assert_eq!(service.seen().len(), 1, "it was read");
}

#[tokio::test]
async fn edit_changes_only_the_edited_fields() {
    let (service, client) = holding(&organization()).await;
    client
        .organizations()
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(organization()), "/phone", json!(null))
    );

    let (service, client) = holding(&organization()).await;
    client
        .organizations()
        .edit(id(), |draft| draft.addresses.clear())
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(organization()), "/address_ids", json!([]))
    );

    let (service, client) = holding(&organization()).await;
    client
        .organizations()
        .edit(id(), |draft| draft.contact_persons.clear())
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(organization()), "/contact_person_ids", json!([]))
    );

    let (service, client) = holding(&organization()).await;
    client
        .organizations()
        .edit(id(), |draft| draft.docs_address = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(organization()), "/docs_address", json!(null))
    );

    let (service, client) = holding(&address()).await;
    client
        .addresses()
        .edit(id(), |draft| draft.contact_persons.clear())
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(address()), "/contact_person_ids", json!([]))
    );

    let (service, client) = holding(&address()).await;
    client
        .addresses()
        .edit(id(), |draft| draft.latitude = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(address()), "/address_latitude", json!(null))
    );

    let (service, client) = holding(&contact_person()).await;
    client
        .contact_persons()
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(contact_person()), "/phone", json!(null))
    );
}

#[tokio::test]
async fn null_empty_and_zero_are_written_back_unchanged() {
    for text in [json!(null), json!(""), json!(" ")] {
        let mut person = contact_person();
        for field in ["/name", "/phone", "/email"] {
            person = with(person, field, text.clone());
        }
        let (service, client) = holding(&person).await;
        client
            .contact_persons()
            .edit(id(), |draft| draft.extra_phone = Some(5))
            .await
            .unwrap();
        assert_eq!(
            written(&service),
            with(request(person), "/extra_phone", json!(5))
        );
    }
    for number in [json!(null), json!(0), json!(0.0), json!(0.1 + 0.2)] {
        let mut whole = address();
        for field in ["/address_latitude", "/address_longitude"] {
            whole = with(whole, field, number.clone());
        }
        for text in [json!(null), json!("")] {
            for field in ["/note", "/schedule_summary"] {
                whole = with(whole, field, text.clone());
            }
            let (service, client) = holding(&whole).await;
            client
                .addresses()
                .edit(id(), |draft| draft.address = None)
                .await
                .unwrap();
            let expected = with(request(whole.clone()), "/address", json!(null));
            // A double has no way to tell 0 from 0.0, and neither has JSON.
            let written = written(&service);
            let degrees = written["address_latitude"].as_f64();
            assert_eq!(degrees, number.as_f64());
            let degrees = |value| {
                with(
                    with(value, "/address_latitude", json!(1)),
                    "/address_longitude",
                    json!(1),
                )
            };
            assert_eq!(degrees(written), degrees(expected));
        }
    }
    for number in [json!(null), json!(0)] {
        let mut whole = organization();
        for field in ["/extra_phone", "/docs_address/city_id", "/ownership"] {
            whole = with(whole, field, number.clone());
        }
        let text = if number.is_null() {
            json!(null)
        } else {
            json!("")
        };
        for field in ["/inn", "/phone", "/docs_address/office_no"] {
            whole = with(whole, field, text.clone());
        }
        let (service, client) = holding(&whole).await;
        client
            .organizations()
            .edit(id(), |draft| draft.name = Some("ООО".into()))
            .await
            .unwrap();
        assert_eq!(
            written(&service),
            with(request(whole), "/name", json!("ООО"))
        );
    }
}

#[tokio::test]
async fn edit_takes_effect_in_the_sandbox() {
    for route in contract_tests::ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let before = client.organizations().list().await.unwrap();
        let first = before.iter().find(|it| !it.addresses.is_empty()).unwrap();
        let edited = client
            .organizations()
            .edit(first.id, |draft| {
                draft.phone = None;
                draft.addresses.clear();
                draft.extra.insert("rating".into(), json!(5));
            })
            .await
            .unwrap();
        let mut expected = first.clone();
        expected.phone = None;
        expected.addresses.clear();
        expected.extra.insert("rating".into(), json!(5));
        assert!(edited == expected, "{edited:?}");
        assert!(client.organizations().get(first.id).await.unwrap() == expected);
    }
}
