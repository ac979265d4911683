// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // get a contact person
    let contact_person = client
        .contact_persons()
        .get("0a710003-0000-4000-8000-000000000001".parse()?)
        .await?;
    println!("{}", serde_json::to_string_pretty(&contact_person)?);
    Ok(())
}
