//! The generated client alone: its types and requests, and a token.

use std::time::Duration;

use catalogs_raw::{Error, ResponseValue, types::OrganizationRequest};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use serde::de::DeserializeOwned;

use super::TOKEN;

/// Sends the requests of the generated methods.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    /// Sends the request of a generated method, and decodes the response.
    ///
    /// # Errors
    ///
    /// When there is no usable response.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: impl AsyncFnOnce(&catalogs_raw::Client) -> Result<ResponseValue<T>, Error>,
    ) -> anyhow::Result<T> {
        let request = catalogs_raw::build(&self.base, &self.http, method)?;
        let response = self.http.execute(request).await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

/// A client for the server at this origin.
///
/// # Errors
///
/// When the HTTP client cannot be set up.
pub fn client(origin: &str) -> anyhow::Result<Client> {
    let agent = HeaderValue::from_static("ati_integrator_64357");
    let token = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
    let http = reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([
            (USER_AGENT, agent),
            (AUTHORIZATION, token),
        ]))
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()?;
    let base = format!("{origin}/v1.2/catalogs");
    Ok(Client { http, base })
}

/// The organization that all callers add.
pub fn request() -> OrganizationRequest {
    OrganizationRequest {
        name: Some("ООО «Ромашка»".to_owned()),
        ownership: Some(5),
        all_departments_allowed: true,
        department_ids: Vec::new(),
        residency: Some(1),
        inn: Some("7707083893".to_owned()),
        phone: Some("+7 495 123-45-60".to_owned()),
        extra_phone: None,
        docs_address: None,
        address_ids: Vec::new(),
        contact_person_ids: Vec::new(),
        extra: Default::default(),
    }
}
