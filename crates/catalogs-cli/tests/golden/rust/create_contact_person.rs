// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, ContactPersonDraft};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create a contact person
    let draft = ContactPersonDraft::builder()
        .name("Иванова Мария")
        .phone("+7 495 123-45-67")
        .extra_phone(104)
        .build();
    let contact_person = client.contact_persons().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&contact_person)?);
    Ok(())
}
