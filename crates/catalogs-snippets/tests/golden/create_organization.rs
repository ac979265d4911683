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
        .build()?;

    // create an organization
    let docs_address = DocsAddress::builder()
        .postcode("101000")
        .city_id(CityId::new(1))
        .street_name("ул. Складская")
        .house_no("5, стр. 2")
        .office_no("\"А\"")
        .build();
    let draft = OrganizationDraft::builder()
        .name("ООО «Ромашка»")
        .ownership(OwnershipId::new(1))
        .residency(Residency::Russia)
        .inn("7707083893")
        .departments(DepartmentAccess::only([DepartmentId::new(7), DepartmentId::new(12)]))
        .phone("+7 495 123-45-60")
        .docs_address(docs_address)
        .addresses(["0a710002-0000-4000-8000-000000000001".parse()?])
        .build();
    let organization = client.organizations().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
