//! `catalogs`, as its README shows it.

use catalogs::{
    Auth, Client, ClientBuilder, DepartmentAccess, OrganizationDraft, RateLimit, Residency,
    model::OwnershipId,
};

use super::{CODE, TOKEN};

/// A builder for a client that keeps the service's pace.
pub fn builder(origin: &str, token: &str) -> ClientBuilder {
    Client::builder()
        .auth(Auth::api_token(token))
        .integrator_code(CODE)
        .base_url(origin)
}

/// A client that sends as fast as it is called, and takes answers of any size.
///
/// # Errors
///
/// When it cannot be set up.
pub fn unpaced(origin: &str) -> catalogs::Result<Client> {
    let builder = builder(origin, TOKEN).rate_limit(RateLimit::off());
    builder.max_response_bytes(usize::MAX).build()
}

/// The organization that all callers add.
pub fn draft() -> OrganizationDraft {
    OrganizationDraft::builder()
        .name("ООО «Ромашка»")
        .ownership(OwnershipId::new(5))
        .residency(Residency::Russia)
        .inn("7707083893")
        .phone("+7 495 123-45-60")
        .departments(DepartmentAccess::All)
        .build()
}
