//! What tests of edits share.

use catalogs::Client;
use contract_tests::{client, service::Service};
use serde_json::Value;
use uuid::Uuid;

/// A service that answers everything with `response`, and a client of it.
pub(crate) async fn holding(response: &Value) -> (Service, Client) {
    let service = Service::holding(response).await;
    let client = client(&service.origin());
    (service, client)
}

/// The id that is asked for; the service answers its own to any.
pub(crate) fn id() -> Uuid {
    Uuid::nil()
}

/// The body of the only PUT.
pub(crate) fn written(service: &Service) -> Value {
    let [body] = <[Value; 1]>::try_from(service.written()).unwrap();
    body
}

/// What writing the response back unchanged looks like: as it came, with ids for what is inside.
pub(crate) fn request(mut response: Value) -> Value {
    let fields = response.as_object_mut().unwrap();
    fields.remove("id");
    for (inside, ids) in [
        ("addresses", "address_ids"),
        ("contact_persons", "contact_person_ids"),
    ] {
        if let Some(Value::Array(entries)) = fields.remove(inside) {
            fields.insert(
                ids.to_owned(),
                entries.iter().map(|entry| entry["id"].clone()).collect(),
            );
        }
    }
    response
}
