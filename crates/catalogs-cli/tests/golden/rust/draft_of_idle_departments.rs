// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, OrganizationDraft};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an organization
    let draft: OrganizationDraft = serde_json::from_value(json!({
        "address_ids": [],
        "all_departments_allowed": true,
        "contact_person_ids": [],
        "department_ids": [7, 9],
        "docs_address": null,
        "extra_phone": null,
        "inn": null,
        "name": "А",
        "ownership": 1,
        "phone": null,
        "residency": 1,
    }))?;
    let organization = client.organizations().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
