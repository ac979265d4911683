//! The 34 routes of the documentation page, written out by hand in the order of the page.

/// The token that the page asks for: `Api` for "API token", `OAuth2` for "OAuth 2.0".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// A personal API token.
    Api,
    /// An OAuth 2.0 access token.
    OAuth2,
}

use Token::{Api, OAuth2};

/// Method, whole path, token.
pub type Documented = (&'static str, &'static str, Token);

/// Every documented route.
#[rustfmt::skip]
pub const DOCUMENTED: [Documented; 34] = [
    ("GET", "/v1.2/catalogs/organizations", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations", OAuth2),
    ("POST", "/v1.2/catalogs/organizations", Api),
    ("POST", "/gw/oauth2/catalogs/v1.2/organizations", OAuth2),
    ("POST", "/v1.2/catalogs/organizations/filter", Api),
    ("POST", "/gw/oauth2/catalogs/v1.2/organizations/filter", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/{organizationId}", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/{organizationId}", OAuth2),
    ("PUT", "/v1.2/catalogs/organizations/{organizationId}", Api),
    ("PUT", "/gw/oauth2/catalogs/v1.2/organizations/{organizationId}", OAuth2),
    ("DELETE", "/v1.2/catalogs/organizations/{organizationId}", Api),
    ("DELETE", "/gw/oauth2/catalogs/v1.2/organizations/{organizationId}", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/addresses", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/addresses", OAuth2),
    ("POST", "/v1.2/catalogs/organizations/addresses", Api),
    ("POST", "/gw/oauth2/catalogs/v1.2/organizations/addresses", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/addresses/{addressId}", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/addresses/{addressId}", OAuth2),
    ("PUT", "/v1.2/catalogs/organizations/addresses/{addressId}", Api),
    ("PUT", "/gw/oauth2/catalogs/v1.2/organizations/addresses/{addressId}", OAuth2),
    ("DELETE", "/v1.2/catalogs/organizations/addresses/{addressId}", Api),
    ("DELETE", "/gw/oauth2/catalogs/v1.2/organizations/addresses/{addressId}", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/addresses/types", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/addresses/types", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/contactPersons", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/contactPersons", OAuth2),
    ("POST", "/v1.2/catalogs/organizations/contactPersons", Api),
    ("POST", "/gw/oauth2/catalogs/v1.2/organizations/contactPersons", OAuth2),
    ("GET", "/v1.2/catalogs/organizations/contactPersons/{contactPersonId}", Api),
    ("GET", "/gw/oauth2/catalogs/v1.2/organizations/contactPersons/{contactPersonId}", OAuth2),
    ("PUT", "/v1.2/catalogs/organizations/contactPersons/{contactPersonId}", Api),
    ("PUT", "/gw/oauth2/catalogs/v1.2/organizations/contactPersons/{contactPersonId}", OAuth2),
    ("DELETE", "/v1.2/catalogs/organizations/contactPersons/{contactPersonId}", Api),
    ("DELETE", "/gw/oauth2/catalogs/v1.2/organizations/contactPersons/{contactPersonId}", OAuth2),
];
