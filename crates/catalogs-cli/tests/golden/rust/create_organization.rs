// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{
    Auth, CityId, Client, DepartmentAccess, DepartmentId, DocsAddress, OrganizationDraft,
    OwnershipId, Residency,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an organization
    let docs_address = DocsAddress::builder()
        .postcode("010100")
        .city_id(CityId::new(1))
        .street_name("ул. Мясницкая")
        .house_no("15")
        .office_no("")
        .build();
    let draft = OrganizationDraft::builder()
        .name("ООО «Ромашка» \"'$`!\\ и\nКо")
        .ownership(OwnershipId::new(1))
        .residency(Residency::Russia)
        .inn("7707083893")
        .departments(DepartmentAccess::only([DepartmentId::new(7)]))
        .docs_address(docs_address)
        .addresses(["0a710002-0000-4000-8000-000000000001".parse()?])
        .contact_persons(["0a710003-0000-4000-8000-000000000001".parse()?])
        .build();
    let organization = client.organizations().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
