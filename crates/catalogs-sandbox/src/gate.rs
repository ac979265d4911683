//! Who may pass: tokens and required headers.

use axum::http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, HeaderName};

use crate::answer::Refusal;
use crate::oauth::Provider;
use crate::routes::Route;
use crate::token::Token;

/// What a request's `Authorization` header carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credential {
    /// The sandbox's API token, good on the direct route.
    ApiToken,
    /// The sandbox's OAuth access token, good on the gateway route.
    OauthToken,
    /// An OAuth access token of the sandbox that has expired.
    ExpiredOauthToken,
    /// A bearer token that the sandbox does not know.
    Unknown,
    /// A header that is no `Bearer <token>`, or several headers.
    NotBearer,
    /// No header.
    Missing,
}

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
            Ok(token) if token == self.api.as_str() => Credential::ApiToken,
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
        (_, Credential::ExpiredOauthToken) => {
            "the OAuth access token has expired: a refresh token gets another"
        }
        (_, Credential::Unknown) => "the token is not known: it is not this sandbox's",
    };
    Err(Refusal::unauthorized(reason))
}

/// The headers that the service requires on every request, whatever its method.
pub(crate) fn check_headers(headers: &HeaderMap) -> Result<(), Refusal> {
    for Rule {
        header,
        name,
        holds,
        text,
    } in RULES
    {
        let values: Vec<&str> = headers
            .get_all(header)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        if values.is_empty() {
            return Err(Refusal::missing_header(name, text));
        }
        if !holds(&values.join(", ")) {
            return Err(Refusal::invalid_header(name, text));
        }
    }
    Ok(())
}

/// What a required header has to say.
struct Rule {
    header: HeaderName,
    name: &'static str,
    holds: fn(&str) -> bool,
    text: &'static str,
}

const RULES: [Rule; 4] = [
    Rule {
        header: USER_AGENT,
        name: "User-Agent",
        holds: names_integrator,
        text: "ati_integrator_<your ATI code>",
    },
    Rule {
        header: ACCEPT,
        name: "Accept",
        holds: accepts_json,
        text: "application/json",
    },
    Rule {
        header: CONTENT_TYPE,
        name: "Content-Type",
        holds: is_json,
        text: "application/json, also when there is no body",
    },
    Rule {
        header: ACCEPT_ENCODING,
        name: "Accept-Encoding",
        holds: accepts_compression,
        text: "gzip, deflate, br",
    },
];

fn names_integrator(user_agent: &str) -> bool {
    let code = user_agent.strip_prefix("ati_integrator_");
    code.is_some_and(|code| !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn accepts_json(accept: &str) -> bool {
    ["application/json", "application/*", "*/*"]
        .iter()
        .any(|media| allows(accept, media))
}

fn is_json(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default();
    media.trim().eq_ignore_ascii_case("application/json")
}

fn accepts_compression(accept_encoding: &str) -> bool {
    ["gzip", "deflate", "br"]
        .iter()
        .all(|coding| allows(accept_encoding, coding))
}

/// Whether a list such as `gzip, br;q=0.5` names something, and not with `q=0`.
fn allows(list: &str, wanted: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        named && !parts.any(is_zero_quality)
    })
}

fn is_zero_quality(parameter: &str) -> bool {
    let quality = parameter
        .split_once('=')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    quality.is_some_and(|(_, value)| value.trim().parse::<f32>().is_ok_and(|q| q == 0.0))
}

#[cfg(test)]
mod tests;
