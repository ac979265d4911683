//! The OAuth 2.0 provider: consent page and token endpoint, at the sandbox's own origin.

use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

mod consent;
mod params;
mod provider;
mod settings;
mod token;

use crate::{refusal::Refusal, response::BufferedResponse};
pub(crate) use provider::Provider;
pub(crate) use settings::ProviderSettings;
pub use settings::TokenExpiry;
pub use token::TokenGrant;
pub(crate) use token::grant;

/// The name of the token endpoint, in the log and for faults.
pub(crate) const TOKEN_OPERATION: &str = "oauth_token";
const CONSENT_OPERATION: &str = "oauth_consent";

/// One of the provider's own paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// Where a user is asked.
    Consent,
    /// Where the user's decision goes.
    Decision,
    Token,
}

/// Marks a request with the one page of the sandbox's own that consent may lead back to, under the
/// host that was asked, which was looked at before.
#[derive(Debug, Clone)]
pub(crate) struct OwnPage(pub(crate) String);

impl Page {
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path {
            "/oauth2" | "/oauth2/" => Some(Self::Consent),
            "/oauth2/consent" => Some(Self::Decision),
            "/oauth2/token" => Some(Self::Token),
            _ => None,
        }
    }

    fn method(self) -> Method {
        match self {
            Self::Consent => Method::GET,
            Self::Decision | Self::Token => Method::POST,
        }
    }

    /// The name of what is asked for; `None` when the method is wrong.
    pub(crate) fn operation(self, method: &Method) -> Option<&'static str> {
        (self.method() == method).then_some(match self {
            Self::Consent | Self::Decision => CONSENT_OPERATION,
            Self::Token => TOKEN_OPERATION,
        })
    }

    /// Responds to a request, and tells whether it gave out tokens.
    pub(crate) fn respond(
        self,
        provider: &mut Provider,
        head: &Parts,
        body: &[u8],
    ) -> (BufferedResponse, bool) {
        if head.method != self.method() {
            let refusal = Refusal::method_not_allowed(&[self.method().as_str()]);
            return (refusal.into(), false);
        }
        let own = head.extensions.get().map(|OwnPage(uri)| uri.as_str());
        match self {
            Self::Consent => {
                let page = consent::page(provider, own, head.uri.query());
                (page.unwrap_or_else(consent::refused), false)
            }
            Self::Decision => {
                let decided = consent::decide(provider, own, &head.headers, body);
                (decided.unwrap_or_else(consent::refused), false)
            }
            Self::Token => {
                let response = token::respond(provider, &head.headers, body);
                let gave_out = response.status == StatusCode::OK;
                (response, gave_out)
            }
        }
    }
}
