// cargo add catalogs serde_json
// cargo add tokio --features macros,rt-multi-thread

use catalogs::{Auth, Client, Method};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .auth(Auth::api_token(std::env::var("ATI_TOKEN")?))
        .integrator_code("64357")
        .base_url(std::env::var("ATI_BASE_URL")?)
        .build()?;

    // make the request
    let body = json!({
        "a": [1, -2.5, 99999999999_i64, true, null],
        "б": {},
    });
    let answer = client
        .request(Method::Patch, "/cities?a=%D0%B1%20%22", Some(&body))
        .await?;
    if !answer.is_null() {
        println!("{answer:#}");
    }
    Ok(())
}
