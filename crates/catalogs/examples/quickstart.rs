//! Lists, creates, edits and deletes records in an embedded sandbox: nothing leaves this machine.

use catalogs::{Auth, Client, ContactPersonDraft};
use catalogs_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let client = Client::builder()
        .auth(Auth::api_token(sandbox.api_token()))
        .integrator_code("64357")
        .base_url(sandbox.origin())
        .build()?;

    for organization in client.organizations().list().await? {
        println!(
            "{} {}",
            organization.id,
            organization.name.unwrap_or_default()
        );
    }

    let persons = client.contact_persons();
    let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
    let maria = persons.create(&draft).await?;

    let maria = persons
        .edit(maria.id, |draft| {
            draft.phone = Some("+7 495 123-45-67".into())
        })
        .await?;
    println!("{:?} has the phone {:?}", maria.name, maria.phone);

    persons.delete(maria.id).await?;
    assert!(persons.get_opt(maria.id).await?.is_none());
    Ok(())
}
