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
        "field 0": 0,
        "field 1": 1,
        "field 10": 10,
        "field 11": 11,
        "field 12": 12,
        "field 13": 13,
        "field 14": 14,
        "field 15": 15,
        "field 16": 16,
        "field 17": 17,
        "field 18": 18,
        "field 19": 19,
        "field 2": 2,
        "field 20": 20,
        "field 21": 21,
        "field 22": 22,
        "field 23": 23,
        "field 24": 24,
        "field 25": 25,
        "field 26": 26,
        "field 27": 27,
        "field 28": 28,
        "field 3": 3,
        "field 4": 4,
        "field 5": 5,
        "field 6": 6,
        "field 7": 7,
        "field 8": 8,
        "field 9": 9,
    });
    let answer = client.request(Method::Put, "/cities", Some(&body)).await?;
    if !answer.is_null() {
        println!("{answer:#}");
    }
    Ok(())
}
