//! The token endpoint.

use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::params::Params;
use super::provider::{Issued, Provider};
use super::settings::TokenExpiry;
use crate::response::BufferedResponse;

/// What a request to the token endpoint had to show for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenGrant {
    /// A code from the consent page.
    AuthorizationCode,
    /// A refresh token.
    RefreshToken,
}

impl TokenGrant {
    fn named(name: &str) -> Option<Self> {
        match name {
            "authorization_code" => Some(Self::AuthorizationCode),
            "refresh_token" => Some(Self::RefreshToken),
            _ => None,
        }
    }
}

/// The grant of a request, if it can be read.
pub(crate) fn grant(headers: &HeaderMap, body: &[u8]) -> Option<TokenGrant> {
    TokenGrant::named(Params::body(headers, body).ok()?.get("grant_type")?)
}

pub(super) fn respond(
    provider: &mut Provider,
    headers: &HeaderMap,
    body: &[u8],
) -> BufferedResponse {
    let response = match issued(provider, headers, body) {
        Ok(issued) => BufferedResponse::json(StatusCode::OK, &tokens(&issued)),
        Err(Error(code, description)) => {
            let status = match code {
                "invalid_client" => StatusCode::UNAUTHORIZED,
                _ => StatusCode::BAD_REQUEST,
            };
            let body = json!({ "error": code, "error_description": description });
            BufferedResponse::json(status, &body)
        }
    };
    response
        .with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .with_header(PRAGMA, HeaderValue::from_static("no-cache"))
}

/// An error code of OAuth 2.0, and what is wrong. It repeats nothing from the request.
struct Error(&'static str, &'static str);

fn issued(provider: &mut Provider, headers: &HeaderMap, body: &[u8]) -> Result<Issued, Error> {
    let invalid_request = |what| Error("invalid_request", what);
    let params = Params::body(headers, body).map_err(invalid_request)?;
    let grant = params.get("grant_type");
    let grant = grant.ok_or(invalid_request("grant_type is missing"))?;
    let grant = TokenGrant::named(grant).ok_or(Error(
        "unsupported_grant_type",
        "grant_type has to be authorization_code or refresh_token",
    ))?;
    let client = params.get("client_id").zip(params.get("client_secret"));
    if !client.is_some_and(|(id, secret)| provider.is_client(id, secret)) {
        let what = "client_id and client_secret are not those of the sandbox's client";
        return Err(Error("invalid_client", what));
    }
    let issued = match grant {
        TokenGrant::AuthorizationCode => {
            let code = params.get("code");
            let code = code.ok_or(invalid_request("code is missing"))?;
            provider.exchange(code, params.get("redirect_uri"))
        }
        TokenGrant::RefreshToken => {
            let token = params.get("refresh_token");
            provider.refresh(token.ok_or(invalid_request("refresh_token is missing"))?)
        }
    };
    issued.map_err(|what| Error("invalid_grant", what))
}

fn tokens(issued: &Issued) -> Value {
    let mut tokens = json!({
        "access_token": issued.access.as_str(),
        "token_type": "Bearer",
    });
    if let Some(refresh) = &issued.refresh {
        tokens["refresh_token"] = refresh.as_str().into();
    }
    match issued.expiry {
        TokenExpiry::ExpiresIn => tokens["expires_in"] = issued.lifetime.as_secs().into(),
        TokenExpiry::ExpireTime => {
            tokens["expire_time"] = issued
                .expires
                .to_rfc3339_opts(SecondsFormat::Secs, true)
                .into()
        }
    }
    tokens
}
