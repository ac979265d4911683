// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{
    Auth, CityId, Client, DepartmentAccess, DocsAddress, Extra, OrganizationDraft, OwnershipId,
    Residency,
};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an organization
    let mut extra = Extra::new();
    extra.insert("z".into(), json!(1));
    let docs_address = DocsAddress::builder()
        .postcode("1")
        .city_id(CityId::new(1))
        .street_name("a")
        .house_no("1")
        .office_no("")
        .extra(extra)
        .build();
    let mut extra = Extra::new();
    extra.insert(
        "x \"y\"".into(),
        json!({
            "a": [-1.5e-7, null],
            "big": 18446744073709551615_u64,
        }),
    );
    let draft = OrganizationDraft::builder()
        .name("А")
        .ownership(OwnershipId::new(1))
        .residency(Residency::from_code(77))
        .departments(DepartmentAccess::All)
        .docs_address(docs_address)
        .extra(extra)
        .build();
    let organization = client.organizations().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
