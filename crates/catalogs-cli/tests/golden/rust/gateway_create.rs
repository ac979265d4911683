// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{AddressDraft, AddressType, Auth, CityId, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::oauth2(std::env::var("ATI_OAUTH_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // create an address
    let draft = AddressDraft::builder()
        .address("ул. Складская, 5")
        .city_id(CityId::new(1))
        .address_type(AddressType::Warehouse)
        .latitude(55.7558)
        .longitude(-37.61730000000001)
        .build();
    let address = client.addresses().create(&draft).await?;
    println!("{}", serde_json::to_string_pretty(&address)?);
    Ok(())
}
