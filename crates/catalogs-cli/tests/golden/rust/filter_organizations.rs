// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, DepartmentId};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // list the organizations of departments
    let organizations = client
        .organizations()
        .in_departments([DepartmentId::new(7), DepartmentId::new(9)])
        .await?;
    println!("{}", serde_json::to_string_pretty(&organizations)?);
    Ok(())
}
