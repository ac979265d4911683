mod organization;

use organization::Organization;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::builder()
        .user_agent("ati_integrator_64357")
        .build()?;
    let response = client
        .get("https://api.ati.su/v1.2/catalogs/organizations")
        .bearer_auth(std::env::var("ATI_TOKEN")?)
        .send()
        .await?;
    let organizations: Vec<Organization> = response.error_for_status()?.json().await?;
    for organization in organizations {
        println!("{} {}", organization.id, organization.name.unwrap_or_default());
    }
    Ok(())
}
