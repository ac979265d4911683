//! The token check: which token a request carries, and on which route it is valid.

use axum::http::{HeaderMap, header::AUTHORIZATION};

use crate::{
    credential::Credential, oauth::Provider, refusal::Refusal, routes::Route, token::Token,
};

/// The fixed tokens.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) api: Token,
    pub(crate) oauth: Token,
}

/// What a request's `Authorization` header says, before it is known what the token is worth.
fn bearer(headers: &HeaderMap) -> Result<&str, Credential> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Credential::Missing)?;
    if values.next().is_some() {
        return Err(Credential::NotBearer);
    }
    match value.to_str().ok().and_then(|text| text.split_once(' ')) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(Credential::NotBearer),
    }
}

impl Tokens {
    /// Tells tokens apart; those that are not fixed are the provider's.
    pub(crate) fn credential(&self, headers: &HeaderMap, provider: &Provider) -> Credential {
        match bearer(headers) {
            Err(credential) => credential,
            Ok(token) if token == self.api.as_str() => provider.api_credential(),
            Ok(token) if token == self.oauth.as_str() => provider.fixed_credential(),
            Ok(token) => provider.credential(token).unwrap_or(Credential::Unknown),
        }
    }
}

/// Each route takes its own kind of token.
pub(crate) fn check_token(route: Route, credential: Credential) -> Result<(), Refusal> {
    let reason = match (route, credential) {
        (Route::Direct, Credential::ApiToken) | (Route::Gateway, Credential::OauthToken) => {
            return Ok(());
        }
        (Route::Direct, Credential::OauthToken) => {
            "this is an OAuth access token, which only the gateway route /gw/oauth2/catalogs/v1.2 \
             takes: the direct route takes the API token"
        }
        (Route::Gateway, Credential::ApiToken) => {
            "this is an API token, which only the direct route /v1.2/catalogs takes: the gateway \
             route takes an OAuth access token"
        }
        (_, Credential::Missing) => "header Authorization is missing: it has to be Bearer <token>",
        (_, Credential::NotBearer) => "header Authorization has to be Bearer <token>, once",
        (_, Credential::RevokedApiToken) => {
            "the API token was revoked: the user has to make another"
        }
        (_, Credential::ExpiredOauthToken) => {
            "the OAuth access token has expired: a refresh token gets another"
        }
        (_, Credential::Unknown) => "the token is not known: it is not this sandbox's",
    };
    Err(Refusal::unauthorized(reason))
}

#[cfg(test)]
mod tests;
