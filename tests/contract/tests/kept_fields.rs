//! What the models show in another form, or not at all, survives an edit as it came.

use catalogs::DepartmentAccess;
use contract_tests::{
    client,
    fixtures::{address, contact_person, organization, with},
    service::{Reply, Service},
};
use serde_json::json;

use crate::writing::{holding, id, request, written};

#[tokio::test]
async fn all_departments_flag_beside_a_list_is_written_back_unchanged() {
    let whole = with(organization(), "/all_departments_allowed", json!(true));
    let (service, client) = holding(&whole).await;
    client
        .organizations()
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap();
    let body = written(&service);
    assert_eq!(body["all_departments_allowed"], json!(true));
    assert_eq!(body["department_ids"], json!([7, 9]));

    let (service, client) = holding(&whole).await;
    let some = DepartmentAccess::only([3]);
    client
        .organizations()
        .edit(id(), |draft| draft.departments = some)
        .await
        .unwrap();
    let body = written(&service);
    assert_eq!(body["all_departments_allowed"], json!(false));
    assert_eq!(body["department_ids"], json!([3]));
}

#[tokio::test]
async fn unknown_codes_are_written_back() {
    let whole = with(organization(), "/residency", json!(77));
    let (service, client) = holding(&whole).await;
    client
        .organizations()
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap();
    assert_eq!(written(&service)["residency"], json!(77));

    let (service, client) = holding(&with(address(), "/address_type", json!(4))).await;
    client
        .addresses()
        .edit(id(), |draft| draft.note = None)
        .await
        .unwrap();
    assert_eq!(written(&service)["address_type"], json!(4));
}

#[tokio::test]
async fn unknown_fields_are_written_back() {
    let rating = json!({ "stars": [4.5, null], "by": "кем-то" });
    let whole = with(organization(), "/rating", rating.clone());
    let whole = with(whole, "/docs_address/rating", rating.clone());
    let (service, client) = holding(&whole).await;
    let floor = |draft: &mut catalogs::OrganizationDraft| {
        draft.docs_address.as_mut().unwrap().house_no = Some("16".into());
    };
    client.organizations().edit(id(), floor).await.unwrap();
    assert_eq!(
        written(&service),
        with(request(whole), "/docs_address/house_no", json!("16"))
    );

    let whole = with(address(), "/rating", rating.clone());
    let (service, client) = holding(&whole).await;
    client
        .addresses()
        .edit(id(), |draft| draft.note = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(whole), "/note", json!(null))
    );

    let whole = with(contact_person(), "/rating", rating);
    let (service, client) = holding(&whole).await;
    client
        .contact_persons()
        .edit(id(), |draft| draft.email = None)
        .await
        .unwrap();
    assert_eq!(
        written(&service),
        with(request(whole), "/email", json!(null))
    );
}

/// How often a name stands in the body as a key.
fn keys(body: &[u8], name: &str) -> usize {
    let text = std::str::from_utf8(body).unwrap();
    text.matches(&format!("\"{name}\":")).count()
}

#[tokio::test]
async fn request_only_field_in_a_response_is_not_sent_twice() {
    let strange = json!(["00000000-0000-0000-0000-0000000000aa"]);
    let whole = with(organization(), "/address_ids", strange.clone());
    let whole = with(whole, "/contact_person_ids", strange.clone());
    let (service, client) = holding(&whole).await;
    client
        .organizations()
        .edit(id(), |draft| draft.phone = None)
        .await
        .unwrap();
    let put = service
        .seen()
        .into_iter()
        .find(|seen| seen.method == "PUT")
        .unwrap();
    for name in ["address_ids", "contact_person_ids"] {
        assert_eq!(keys(&put.body, name), 1);
    }
    assert_eq!(
        put.json(),
        with(request(organization()), "/phone", json!(null))
    );

    let (service, client) = holding(&with(address(), "/contact_person_ids", strange)).await;
    client
        .addresses()
        .edit(id(), |draft| draft.note = None)
        .await
        .unwrap();
    let put = service
        .seen()
        .into_iter()
        .find(|seen| seen.method == "PUT")
        .unwrap();
    assert_eq!(keys(&put.body, "contact_person_ids"), 1);
    assert_eq!(put.json(), with(request(address()), "/note", json!(null)));
}

#[tokio::test]
async fn documented_field_among_extra_fields_is_not_sent_twice() {
    let (service, client) = holding(&organization()).await;
    let twice = |draft: &mut catalogs::OrganizationDraft| {
        draft.extra.insert("inn".into(), json!("1"));
        let docs = draft.docs_address.as_mut().unwrap();
        docs.extra.insert("postcode".into(), json!("1"));
    };
    client.organizations().edit(id(), twice).await.unwrap();
    let put = service
        .seen()
        .into_iter()
        .find(|seen| seen.method == "PUT")
        .unwrap();
    assert_eq!(keys(&put.body, "inn"), 1);
    assert_eq!(keys(&put.body, "postcode"), 1);
}

#[tokio::test]
async fn unknown_numbers_are_written_back_digit_for_digit() {
    let unknown = r#""rating":4.50,"big":12345678901234567890123,"nested":{"x":1.0,"y":[1e2]}"#;
    let docs = r#"{"postcode":"101000","floor":2.50}"#;
    let body = format!(
        r#"{{"id":"{}","all_departments_allowed":true,"department_ids":[],"addresses":[],"contact_persons":[],"docs_address":{docs},{unknown}}}"#,
        contract_tests::fixtures::ID
    );
    let service = Service::always(Reply::new(200, body)).await;
    let organizations = client(&service.origin()).organizations();
    let id: uuid::Uuid = contract_tests::fixtures::ID.parse().unwrap();
    let phone = |draft: &mut catalogs::OrganizationDraft| draft.phone = Some("1".into());
    organizations.edit(id, phone).await.unwrap();
    let read = organizations.get(id).await.unwrap().to_draft();
    let stored = serde_json::to_string(&read).unwrap();
    let mut stored: catalogs::OrganizationDraft = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored, read);
    stored.extra.insert("rating".into(), 5.into());
    organizations.replace(id, &stored).await.unwrap();
    let seen = service.seen();
    let sent = |at: usize| String::from_utf8(seen[at].body.clone()).unwrap();
    for part in [
        r#""rating":4.50"#,
        r#""big":12345678901234567890123"#,
        r#""x":1.0,"y":[1e2]"#,
        r#""floor":2.50"#,
    ] {
        assert!(sent(1).contains(part), "{}", sent(1));
        let is_changed = part.contains("rating");
        assert_eq!(sent(3).contains(part), !is_changed, "{}", sent(3));
    }
    assert!(sent(3).contains(r#""rating":5"#));
}
