//! `Sandbox`: the OAuth 2.0 provider.

use super::Sandbox;
use crate::{oauth::TOKEN_OPERATION, recorded_request::RecordedRequest};

/// The OAuth 2.0 provider. See the [crate's page](crate#oauth-20).
impl Sandbox {
    /// The client that the provider knows: `client_id` and `client_secret`.
    pub fn oauth_client(&self) -> (&str, &str) {
        let oauth = &self.app.settings.oauth;
        (&oauth.client_id, oauth.client_secret.as_str())
    }

    /// A refresh token that is good now: in the beginning the one to start with, later the one
    /// that was given out last. Empty when all were revoked.
    pub fn refresh_token(&self) -> String {
        let provider = self.app.provider();
        let token = provider.good_refresh_token();
        token.map_or_else(String::new, |token| token.as_str().to_owned())
    }

    /// A code as the consent page gives it out, for a test without a browser.
    pub fn authorization_code(&self, redirect_uri: &str) -> String {
        let code = self.app.provider().authorize(redirect_uri);
        code.as_str().to_owned()
    }

    /// The access tokens so far are good no longer, the fixed
    /// [`oauth_token`](Self::oauth_token) included: the gateway route responds with 401.
    pub fn expire_access_tokens(&self) {
        self.app.provider().expire_access_tokens();
    }

    /// Revokes the [`api_token`](Self::api_token) from now on: the direct route responds with 401,
    /// until [`reset`](Self::reset).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// // Your client's first calls go here. Then, as if the user changed the password:
    /// sandbox.revoke_api_token();
    /// // Its next call gets 401.
    /// # Ok(())
    /// # }
    /// ```
    pub fn revoke_api_token(&self) {
        self.app.provider().revoke_api_token();
    }

    /// The refresh tokens so far are good no longer: the token endpoint responds with
    /// `invalid_grant`.
    pub fn revoke_refresh_tokens(&self) {
        self.app.provider().revoke_refresh_tokens();
    }

    /// The requests to the token endpoint, oldest first, without their secrets.
    ///
    /// ```
    /// # use catalogs_sandbox::{Sandbox, TokenGrant};
    /// # fn example(sandbox: &Sandbox) {
    /// let requests = sandbox.token_requests();
    /// let refreshes = requests
    ///     .iter()
    ///     .filter(|request| request.token_grant() == Some(TokenGrant::RefreshToken));
    /// assert_eq!(refreshes.count(), 1);
    /// # }
    /// ```
    pub fn token_requests(&self) -> Vec<RecordedRequest> {
        let mut requests = self.app.log().all();
        requests.retain(|request| request.operation == Some(TOKEN_OPERATION));
        requests
    }
}
