use catalogs::{Auth, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .build()?;
    for organization in client.organizations().list().await? {
        println!("{} {}", organization.id, organization.name.unwrap_or_default());
    }
    Ok(())
}
