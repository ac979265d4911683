//! What a competent user writes who knows `reqwest` and serde, and reads ATI.SU's documentation.
//!
//! Without pace, retries, renewed tokens and limits, and blind to fields that are not documented.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An organization as the documentation has it.
#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct Organization {
    pub id: Uuid,
    pub name: Option<String>,
    pub ownership: Option<i32>,
    pub residency: Option<i32>,
    pub inn: Option<String>,
    pub phone: Option<String>,
    pub extra_phone: Option<i32>,
    pub docs_address: Option<DocsAddress>,
    pub addresses: Option<Vec<Address>>,
    pub contact_persons: Option<Vec<ContactPerson>>,
    pub all_departments_allowed: Option<bool>,
    pub department_ids: Option<Vec<i32>>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct DocsAddress {
    pub postcode: Option<String>,
    pub city_id: Option<i32>,
    pub street_name: Option<String>,
    pub house_no: Option<String>,
    pub office_no: Option<String>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct Address {
    pub id: Uuid,
    pub address: Option<String>,
    pub address_city_id: Option<i32>,
    pub address_latitude: Option<f64>,
    pub address_longitude: Option<f64>,
    pub note: Option<String>,
    pub contact_persons: Option<Vec<ContactPerson>>,
    pub schedule_summary: Option<String>,
    pub address_type: Option<i32>,
}

#[allow(missing_docs)]
#[derive(Debug, Deserialize, Serialize)]
pub struct ContactPerson {
    pub id: Uuid,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub extra_phone: Option<i32>,
    pub email: Option<String>,
}

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

    /// A client for another contact, on the same connections.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
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
