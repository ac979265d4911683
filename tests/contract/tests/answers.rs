//! What the sandbox answers is what the specification promises, and the client loses none of it.

use catalogs::{Client, Operation, Route, model::ContactPersonId};
use catalogs_sandbox::{RecordedRequest, contract::Contract};
use contract_tests::{
    ROUTES,
    calls::{self, Ids, call},
    client_on, sandbox, sandbox_client,
};
use serde_json::Value;
use uuid::Uuid;

fn assert_strict(request: &RecordedRequest) {
    let contract = Contract::strict();
    let operation = request.operation().unwrap();
    let (status, response) = (request.status(), request.response_body());
    assert_eq!(
        contract.check_response(operation, status, response),
        [],
        "{request:?}"
    );
    if status == 200
        && let Some(response) = request.response_json()
    {
        let missing = contract.missing_in_response(operation, &response);
        assert!(missing.is_empty(), "{operation} leaves out {missing:?}");
    }
}

#[tokio::test]
async fn every_response_is_strict_and_decodes() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let client = sandbox_client(&sandbox, route);
        let ids = Ids::of(&sandbox);
        for operation in Operation::ALL {
            call(&client, *operation, &ids).await.unwrap();
        }
        let requests = sandbox.requests();
        let asked: Vec<_> = requests
            .iter()
            .map(|request| request.operation().unwrap())
            .collect();
        assert_eq!(
            asked,
            Operation::ALL.iter().map(|it| it.id()).collect::<Vec<_>>(),
            "{route}"
        );
        requests.iter().for_each(assert_strict);
    }
}

async fn refusals(client: &Client) -> Vec<catalogs::Error> {
    let mut errors = Vec::new();
    let (nobody, ids) = (ContactPersonId::new(Uuid::from_u128(0x33)), Ids::made_up());
    for operation in Operation::ALL.iter().filter(|it| it.path().contains('{')) {
        let error = call(client, *operation, &ids).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        errors.push(error);
    }
    let mut organization = calls::organization();
    organization.contact_persons = vec![nobody];
    errors.push(
        client
            .organizations()
            .create(&organization)
            .await
            .unwrap_err(),
    );
    let mut address = calls::address();
    address.city_id = None;
    errors.push(client.addresses().create(&address).await.unwrap_err());
    errors
}

#[tokio::test]
async fn every_error_response_is_strict_and_reaches_the_caller() {
    for route in ROUTES {
        let sandbox = sandbox().await;
        let mut errors = refusals(&sandbox_client(&sandbox, route)).await;
        let stranger = client_on(sandbox.origin(), route, "nobody");
        errors.push(stranger.addresses().list().await.unwrap_err());

        let requests = sandbox.requests();
        assert_eq!(requests.len(), errors.len());
        for (request, error) in requests.iter().zip(&errors) {
            assert_strict(request);
            let response = request.response_json().unwrap();
            assert_eq!(error.status(), Some(request.status()));
            assert_eq!(error.code(), response["error_code"].as_str());
            assert_eq!(error.reason(), response["reason"].as_str());
            assert_eq!(error.operation().map(Operation::id), request.operation());
        }
        let statuses: Vec<_> = errors[9..]
            .iter()
            .map(|error| error.status().unwrap())
            .collect();
        assert_eq!(statuses, [400, 400, 401]);
    }
}

/// A value without the fields that are null: the client may leave those out.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, field)| !field.is_null());
            fields
                .map(|(name, field)| (name.clone(), without_nulls(field)))
                .collect()
        }
        other => other.clone(),
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    without_nulls(&serde_json::to_value(value).unwrap())
}

#[tokio::test]
async fn client_keeps_every_field_of_a_response() {
    let sandbox = sandbox().await;
    let client = sandbox_client(&sandbox, Route::Direct);
    let all = |values: &[Value]| without_nulls(&Value::from(values.to_vec()));
    let state = sandbox.state();
    assert!(state.organizations.len() > 1 && state.addresses.len() > 1);

    let organizations = client.organizations().list().await.unwrap();
    assert_eq!(json(&organizations), all(&state.organizations));
    let addresses = client.addresses().list().await.unwrap();
    assert_eq!(json(&addresses), all(&state.addresses));
    let persons = client.contact_persons().list().await.unwrap();
    assert_eq!(json(&persons), all(&state.contact_persons));
    let types = client.addresses().types().await.unwrap();
    let response = sandbox.requests().last().unwrap().response_json().unwrap();
    assert_eq!(json(&types), response);
    assert_eq!(types.len(), 3);
}

#[tokio::test]
async fn departments_are_filtered_by_what_the_client_asks_for() {
    let sandbox = sandbox().await;
    let organizations = sandbox_client(&sandbox, Route::Gateway).organizations();
    let mut draft = calls::organization();
    draft.departments = catalogs::DepartmentAccess::only([i32::MIN]);
    let created = organizations.create(&draft).await.unwrap();

    let theirs = organizations.in_departments([i32::MIN]).await.unwrap();
    assert!(theirs.contains(&created));
    let others = organizations.in_departments([i32::MAX]).await.unwrap();
    assert!(!others.contains(&created));
    let bodies: Vec<_> = sandbox
        .requests()
        .iter()
        .skip(1)
        .map(|it| it.json().unwrap())
        .collect();
    let sent = |department: i32| serde_json::json!({ "departments": [department] });
    assert_eq!(bodies, [sent(i32::MIN), sent(i32::MAX)]);
}
