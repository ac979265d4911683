// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, DepartmentAccess, OrganizationDraft, OwnershipId, Residency};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an organization
    let draft = OrganizationDraft::builder()
        .name("А")
        .ownership(OwnershipId::new(1))
        .residency(Residency::Russia)
        .departments(DepartmentAccess::Only(Vec::new()))
        .build();
    let organization = client.organizations().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
