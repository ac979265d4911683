//! The generated client alone: its types and requests, and a token.

use std::{sync::Arc, time::Duration};

use catalogs_raw::{Client, Exchange, Exchanged, Sender, types::OrganizationRequest};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use super::TOKEN;

#[derive(Debug)]
struct WithToken(HeaderValue);

impl Exchange for WithToken {
    fn exchange<'a>(
        &'a self,
        client: &'a reqwest::Client,
        mut request: reqwest::Request,
    ) -> Exchanged<'a> {
        request.headers_mut().insert(AUTHORIZATION, self.0.clone());
        Box::pin(client.execute(request))
    }
}

/// A client for the server at this origin.
///
/// # Errors
///
/// When the HTTP client cannot be set up.
pub fn client(origin: &str) -> anyhow::Result<Client> {
    let agent = HeaderValue::from_static("ati_integrator_64357");
    let http = reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([(USER_AGENT, agent)]))
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(60))
        .build()?;
    let token = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
    let sender = Sender::new(Arc::new(WithToken(token)));
    let base = format!("{origin}/v1.2/catalogs");
    Ok(Client::new_with_client(&base, http, sender))
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
