// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .build()?;

    // change an organization
    let organizations = client.organizations();
    let id = "0a710001-0000-4000-8000-000000000001".parse()?;
    let mut draft = organizations.get(id).await?.to_draft();
    draft.phone = Some("+7 495 123-45-61".into());
    draft.set_field("docs_address.postcode", json!("101001"))?;
    draft.set_field("docs_address.office_no", json!(null))?;
    let organization = organizations.replace(id, &draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
