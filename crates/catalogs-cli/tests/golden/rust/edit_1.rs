// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, DepartmentAccess, DepartmentId};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // replace an organization
    let organizations = client.organizations();
    let id = "0a710001-0000-4000-8000-000000000001".parse()?;
    let mut draft = organizations.get(id).await?.to_draft();
    draft.departments = DepartmentAccess::only([DepartmentId::new(7)]);
    draft.set_field("docs_address.postcode", json!("050000"))?;
    draft.addresses.clear();
    let organization = organizations.replace(id, &draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
