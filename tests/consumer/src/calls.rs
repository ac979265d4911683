//! The calls: all 17 operations, and what a consumer does with their results.

use std::fmt::Debug;

use anyhow::{Context, Result};
use catalogs::{
    Address, Auth, Client, ContactPerson, Draft, Entity, Organization, RetryPolicy,
    model::{ContactPersonId, OrganizationId},
    policy::HttpOptions,
};
use serde_json::{Value, json};

use crate::service::Service;

pub(crate) async fn make(service: &Service) -> Result<()> {
    let client = Client::builder()
        .auth(Auth::api_token("token"))
        .integrator_code("64357")
        .base_url(&service.origin)
        .http(HttpOptions::new().root_certificates_pem(service.certificate.clone()))
        .build()?;
    five::<Organization>(service, &client).await?;
    five::<Address>(service, &client).await?;
    five::<ContactPerson>(service, &client).await?;
    let filtered = client.organizations().in_departments([7]).await?;
    service.note(format_args!(
        "filter: {}",
        serde_json::to_string(&filtered)?
    ));
    let types = client.addresses().types().await;
    service.note(format_args!("types: {types:?}"));
    // Numbers go back digit for digit.
    let exact: ContactPersonId = "3f8fad5b-d9cb-469f-a165-70867728950e".parse()?;
    client.contact_persons().edit(exact, |_| ()).await?;

    let nowhere: OrganizationId = "00000000-0000-0000-0000-000000000000".parse()?;
    let refused = client.organizations().get(nowhere).await;
    failure(service, refused);

    // Without the certificate, the service is not trusted.
    let strict = Client::builder()
        .auth(Auth::api_token("token"))
        .integrator_code("64357")
        .base_url(&service.origin)
        .retry(RetryPolicy::never())
        .build()?;
    failure(service, strict.organizations().list().await);
    Ok(())
}

/// The operations that every entity has.
async fn five<E: Entity>(service: &Service, client: &Client) -> Result<()> {
    let collection = client.collection::<E>();
    let listed = collection.list().await?;
    service.note(format_args!(
        "list: {listed:?} {}",
        serde_json::to_string(&listed)?
    ));
    let first = listed.first().context("the list is empty")?;
    let got = collection.get(first.id()).await?;
    stored(service, &got)?;

    let mut draft = got.to_draft();
    // After the others in the alphabet, too.
    draft.extra_mut().insert(
        "zone_sent".to_owned(),
        json!({"a": [2.50, u64::MAX, i64::MIN]}),
    );
    stored(service, &draft)?;
    collection.create(&draft).await?;
    // Reads and replaces: what is unknown here goes back as it came.
    let edited = collection.edit(first.id(), |_| ()).await?;
    service.note(format_args!("edit: {edited:?}"));
    collection.delete(first.id()).await?;
    Ok(())
}

/// What a queue does: a value goes through JSON text, and through a `Value`.
fn stored<T>(service: &Service, value: &T) -> Result<()>
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + Debug,
{
    let text = serde_json::to_string(value)?;
    service.note(format_args!("stored: {text}"));
    let through_text = serde_json::from_str::<T>(&text)? == *value;
    let through_value = serde_json::from_value::<T>(serde_json::to_value(value)?);
    let through_value = through_value.map(|read| read == *value);
    let read_as_value: Value = serde_json::from_str(&text)?;
    let read_as_value = serde_json::from_value::<T>(read_as_value).map(|read| read == *value);
    service.note(format_args!(
        "same: {through_text} {through_value:?} {read_as_value:?}"
    ));
    Ok(())
}

fn failure<T>(service: &Service, result: catalogs::Result<T>) {
    match result {
        Ok(_) => service.note("an error was expected"),
        Err(error) => service.note(format_args!("{:?}: {error}\n{error:?}", error.kind())),
    }
}
