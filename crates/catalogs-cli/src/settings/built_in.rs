//! The profiles that need no file: a local sandbox as `catalogs sandbox` starts it, on each route.

use crate::{
    credentials::{Credentials, Stored},
    profiles::Profile,
};

/// The default port of `catalogs sandbox`.
pub(crate) const SANDBOX_PORT: u16 = 8418;
/// The sandbox's tokens and client; they protect nothing but made-up data on this machine.
pub(crate) const SANDBOX_API_TOKEN: &str = "sandbox-api-token";
pub(crate) const SANDBOX_OAUTH_TOKEN: &str = "sandbox-oauth-token";
pub(crate) const SANDBOX_CLIENT_ID: &str = "catalogs-sandbox";
pub(crate) const SANDBOX_CLIENT_SECRET: &str = "sandbox-client-secret";
pub(crate) const SANDBOX_INTEGRATOR_CODE: &str = "64357";

/// The names of the profiles that need no file.
pub(crate) const BUILT_IN: [&str; 2] = ["sandbox", "sandbox-oauth"];

/// Profiles that need no file: a local sandbox as `catalogs sandbox` starts it, on each route.
pub(super) fn built_in(name: &str) -> Option<Profile> {
    let credentials = match name {
        "sandbox" => Credentials::ApiToken {
            token: SANDBOX_API_TOKEN.into(),
        },
        "sandbox-oauth" => Credentials::AccessToken {
            token: SANDBOX_OAUTH_TOKEN.into(),
        },
        _ => return None,
    };
    Some(Profile {
        base_url: Some(format!("http://127.0.0.1:{SANDBOX_PORT}")),
        integrator_code: Some(SANDBOX_INTEGRATOR_CODE.to_owned()),
        credentials: Some(Stored::BuiltIn(credentials)),
    })
}
