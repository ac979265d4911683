// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{AddressDraft, Auth, Client};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an address
    let draft: AddressDraft = serde_json::from_value(json!({
        "address": null,
        "address_city_id": null,
        "address_latitude": 55.0,
        "address_longitude": null,
        "address_type": 7,
        "contact_person_ids": [],
        "note": null,
        "schedule_summary": null,
    }))?;
    let address = client.addresses().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&address)?);
    Ok(())
}
