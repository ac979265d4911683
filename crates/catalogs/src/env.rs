//! The environment variables that [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) reads.

/// API token, for the direct route.
pub const TOKEN: &str = "ATI_TOKEN";
/// OAuth 2.0 access token, for the gateway route.
pub const OAUTH_TOKEN: &str = "ATI_OAUTH_TOKEN";
/// Id of the application that renews access tokens by itself, for the gateway route.
pub const CLIENT_ID: &str = "ATI_CLIENT_ID";
/// Secret of that application.
pub const CLIENT_SECRET: &str = "ATI_CLIENT_SECRET";
/// Refresh token of the user.
pub const REFRESH_TOKEN: &str = "ATI_REFRESH_TOKEN";
/// Where access tokens are renewed.
pub const OAUTH_URL: &str = "ATI_OAUTH_URL";
/// ATI code of the integrator, for the `User-Agent`.
pub const INTEGRATOR_CODE: &str = "ATI_INTEGRATOR_CODE";
/// Origin of the service.
pub const BASE_URL: &str = "ATI_BASE_URL";
