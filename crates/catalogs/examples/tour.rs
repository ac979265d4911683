//! Everything the address book can do, over real HTTP, on both routes of an embedded sandbox.
//!
//! `cargo run --example tour` needs no account and no network. With `-- --live` and `ATI_TOKEN` (or
//! `ATI_OAUTH_TOKEN`) and `ATI_INTEGRATOR_CODE` set, it lists what the real service holds instead,
//! and changes nothing.

use std::error::Error;

use catalogs::{
    Address, AddressDraft, AddressType, Auth, Client, ContactPerson, ContactPersonDraft,
    DepartmentAccess, DocsAddress, OrganizationDraft, Residency,
};
use catalogs_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        None => on_the_sandbox().await,
        Some("--live") => on_the_real_service().await,
        Some(_) => Err("the tour takes no argument but --live".into()),
    }
}

async fn on_the_sandbox() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    println!("A sandbox plays the service on {}.", sandbox.origin());

    let direct = Client::builder()
        .auth(Auth::api_token(sandbox.api_token()))
        .integrator_code("64357")
        .base_url(sandbox.origin())
        .build()?;
    let gateway = direct.with_auth(Auth::oauth2(sandbox.oauth_token()))?;

    for client in [direct, gateway] {
        println!(
            "\nThe {} route, {}",
            client.route(),
            client.route().prefix()
        );
        tour(&client).await?;
    }

    println!("\nThe sandbox saw {} requests.", sandbox.requests().len());
    sandbox.shutdown().await;
    Ok(())
}

/// Lists, creates, edits, filters and deletes, and leaves the address book as it was.
async fn tour(client: &Client) -> catalogs::Result<()> {
    list(client).await?;

    let person = create_contact_person(client).await?;
    let address = create_address(client, &person).await?;

    let draft = OrganizationDraft::builder()
        .name("ООО «Ромашка»")
        .ownership(1)
        .residency(Residency::Russia)
        .departments(DepartmentAccess::only([7]))
        .inn("7707083893")
        .phone("+7 495 123-45-60")
        .docs_address(
            DocsAddress::builder()
                .postcode("101000")
                .city_id(1)
                .street_name("ул. Мясницкая")
                .house_no("15")
                .build(),
        )
        .addresses([address.id])
        .contact_persons([person.id])
        .build();
    let mut doubtful = draft.clone();
    doubtful.inn = Some("7707083894".to_owned());
    for warning in doubtful.warnings() {
        say("check", format!("a slip of the pen is noticed: {warning}"));
    }

    let organizations = client.organizations();
    let created = organizations.create(&draft).await?;
    say(
        "create",
        format!(
            "organization {} at {} address",
            created.id,
            created.addresses.len()
        ),
    );

    let edited = organizations
        .edit(created.id, |draft| draft.phone = None)
        .await?;
    say(
        "edit",
        format!("its phone is cleared: {:?}; the rest stays", edited.phone),
    );

    let seen = organizations.in_departments([7]).await?;
    let found = seen
        .iter()
        .any(|organization| organization.id == created.id);
    say(
        "filter",
        format!(
            "department 7 sees {} organizations, it among them: {found}",
            seen.len()
        ),
    );

    let mut draft = edited.to_draft();
    draft.departments = DepartmentAccess::All;
    let replaced = organizations.replace(created.id, &draft).await?;
    say(
        "replace",
        format!("departments: {:?}", replaced.departments),
    );

    organizations.delete(created.id).await?;
    client.addresses().delete(address.id).await?;
    client.contact_persons().delete(person.id).await?;
    say(
        "delete",
        "the organization, its address and its contact person".to_owned(),
    );

    let gone = organizations.get_opt(created.id).await?;
    say("find", format!("the organization now: {gone:?}"));
    if let Err(error) = organizations.get(created.id).await {
        say("get", format!("{error}"));
    }
    Ok(())
}

async fn create_contact_person(client: &Client) -> catalogs::Result<ContactPerson> {
    let draft = ContactPersonDraft::builder()
        .name("Иванова Мария Петровна")
        .phone("+7 495 123-45-67")
        .email("m.ivanova@romashka.example")
        .build();
    let person = client.contact_persons().create(&draft).await?;
    say("create", format!("contact person {}", person.id));
    Ok(person)
}

async fn create_address(client: &Client, person: &ContactPerson) -> catalogs::Result<Address> {
    let draft = AddressDraft::builder()
        .address("ул. Складская, 5, стр. 2")
        .city_id(1)
        .address_type(AddressType::Warehouse)
        .latitude(55.7558)
        .longitude(37.6173)
        .schedule_summary("Пн-Пт 09:00-18:00")
        .contact_persons([person.id])
        .build();
    let address = client.addresses().create(&draft).await?;
    say("create", format!("address {}", address.id));
    Ok(address)
}

async fn list(client: &Client) -> catalogs::Result<()> {
    let organizations = client.organizations().list().await?;
    let addresses = client.addresses().list().await?;
    let persons = client.contact_persons().list().await?;
    let types = client.addresses().types().await?;
    let (organizations_count, addresses_count) = (organizations.len(), addresses.len());
    say(
        "list",
        format!(
            "{organizations_count} organizations, {addresses_count} addresses, {} contact persons, \
             {} address types",
            persons.len(),
            types.len()
        ),
    );
    for organization in organizations.iter().take(3) {
        let name = organization.name.as_deref().unwrap_or("(no name)");
        let residency = organization
            .residency
            .map(|residency| residency.to_string());
        say(
            "",
            format!(
                "{name}, {}",
                residency.unwrap_or_else(|| "no residency".to_owned())
            ),
        );
    }
    Ok(())
}

/// Reads the real address book, and changes nothing.
async fn on_the_real_service() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    println!("The {} route of the real service", client.route());
    Ok(list(&client).await?)
}

fn say(what: &str, text: String) {
    println!("  {what:<8} {text}");
}
