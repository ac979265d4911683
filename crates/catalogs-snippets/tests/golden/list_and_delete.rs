// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .build()?;

    // list organizations
    let organizations = client.organizations().list().await?;
    println!("{}", serde_json::to_string_pretty(&organizations)?);

    // delete an organization
    client
        .organizations()
        .delete("0a710001-0000-4000-8000-000000000001".parse()?)
        .await?;
    Ok(())
}
