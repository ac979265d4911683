// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, DepartmentAccess, OwnershipId, Residency};
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
    draft.departments = DepartmentAccess::All;
    draft.set_field(
        "docs_address",
        json!({
            "city_id": 1,
            "house_no": null,
            "office_no": "",
            "postcode": "1",
            "street_name": "a",
        }),
    )?;
    draft.extra_phone = Some(12);
    draft.name = Some("АО «Новое»".into());
    draft.ownership = Some(OwnershipId::new(2));
    draft.residency = Some(Residency::from_code(77));
    let organization = organizations.replace(id, &draft).await?;
    println!("{}", serde_json::to_string_pretty(&organization)?);
    Ok(())
}
