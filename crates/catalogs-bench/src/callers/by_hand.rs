//! What a competent user writes who knows `reqwest` and serde, and reads ATI.SU's documentation.
//!
//! Without pace, retries, renewed tokens and limits, and blind to fields that are not documented.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use serde::Serialize;
use uuid::Uuid;

pub use super::organization::{Address, ContactPerson, DocsAddress, Organization};

/// What is sent to add an organization.
#[allow(missing_docs)]
#[derive(Debug, Serialize)]
pub struct OrganizationRequest {
    pub name: Option<String>,
    pub ownership: i32,
    pub all_departments_allowed: bool,
    pub department_ids: Vec<i32>,
    pub residency: i32,
    pub inn: Option<String>,
    pub phone: Option<String>,
    pub extra_phone: Option<i32>,
    pub docs_address: Option<DocsAddress>,
    pub address_ids: Vec<Uuid>,
    pub contact_person_ids: Vec<Uuid>,
}

/// The organization that all callers add.
pub fn request() -> OrganizationRequest {
    OrganizationRequest {
        name: Some("ООО «Ромашка»".to_owned()),
        ownership: 5,
        all_departments_allowed: true,
        department_ids: Vec::new(),
        residency: 1,
        inn: Some("7707083893".to_owned()),
        phone: Some("+7 495 123-45-60".to_owned()),
        extra_phone: None,
        docs_address: None,
        address_ids: Vec::new(),
        contact_person_ids: Vec::new(),
    }
}

/// A client for one contact.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    /// A client with connections of its own.
    ///
    /// # Errors
    ///
    /// When the HTTP client cannot be set up.
    pub fn new(origin: &str, token: &str) -> reqwest::Result<Self> {
        let headers = HeaderMap::from_iter([
            (USER_AGENT, HeaderValue::from_static("ati_integrator_64357")),
            (ACCEPT, HeaderValue::from_static("application/json")),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (
                ACCEPT_ENCODING,
                HeaderValue::from_static("gzip, deflate, br"),
            ),
        ]);
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self {
            http,
            base: format!("{origin}/v1.2/catalogs"),
            token: token.to_owned(),
        })
    }

    /// All organizations.
    ///
    /// # Errors
    ///
    /// Those of `reqwest`.
    pub async fn list(&self) -> reqwest::Result<Vec<Organization>> {
        let request = self.http.get(format!("{}/organizations", self.base));
        let response = request.bearer_auth(&self.token).send().await?;
        response.error_for_status()?.json().await
    }

    /// One organization.
    ///
    /// # Errors
    ///
    /// Those of `reqwest`.
    pub async fn get(&self, id: Uuid) -> reqwest::Result<Organization> {
        let request = self.http.get(format!("{}/organizations/{id}", self.base));
        let response = request.bearer_auth(&self.token).send().await?;
        response.error_for_status()?.json().await
    }

    /// Adds an organization.
    ///
    /// # Errors
    ///
    /// Those of `reqwest`.
    pub async fn create(&self, body: &OrganizationRequest) -> reqwest::Result<Organization> {
        let request = self.http.post(format!("{}/organizations", self.base));
        let request = request.bearer_auth(&self.token).json(body);
        request.send().await?.error_for_status()?.json().await
    }
}
