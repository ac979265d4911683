//! What to do about an error.

use super::{Cause, Error, ErrorKind, Stage, Target, connection::Failure};
use crate::{Operation, transport::redirect::Refusal};

const UNAUTHORIZED: &str = "check the token, and that it is for this route: an API token for the \
                            direct one, an OAuth access token for the gateway";

impl Error {
    /// Returns what to try, as the error's text says it at its end, for those who show it apart.
    ///
    /// ```
    /// # fn example(error: catalogs::Error) {
    /// eprintln!("error: {}", error.summary());
    /// if let Some(hint) = error.hint() {
    ///     eprintln!(" hint: {hint}");
    /// }
    /// # }
    /// ```
    pub fn hint(&self) -> Option<&'static str> {
        let operation = self.0.operation;
        let is_custom = operation == Some(Operation::Custom);
        match &self.0.cause {
            _ if self.is_outcome_unknown() => Some(match self.0.is_create {
                true => "it may have been created: `reconcile` finds out",
                false => "it may have taken effect: check before trying again",
            }),
            Cause::Configuration { .. } | Cause::UnknownName { .. } => None,
            Cause::PartialResponse { .. } => Some(
                "set the field, or call `treat_missing_as_empty` on the draft if it is really empty",
            ),
            Cause::Unsendable { .. } => Some("leave it empty, or give a number"),
            Cause::Unsettable { .. } => None,
            Cause::Request => Some("check the base URL"),
            Cause::NoToken { refused: true, .. } => {
                Some("the user has to consent again, or the application's id and secret are wrong")
            }
            Cause::NoToken { refused: false, .. } => Some("nothing was changed: try again"),
            Cause::Connect(connection) => Some(match connection.failure {
                Failure::Network if connection.at_proxy => {
                    "check that the proxy runs, and its URL (`HttpOptions::proxy`, HTTPS_PROXY, \
                     HTTP_PROXY), then try again"
                }
                Failure::Tls if connection.at_proxy => {
                    "check the proxy's URL (`HttpOptions::proxy`, HTTPS_PROXY) and this machine's \
                     clock; for a private certificate authority, set \
                     `HttpOptions::root_certificates_pem` or SSL_CERT_FILE"
                }
                Failure::Network => "check the network and the base URL, then try again",
                Failure::Tls if connection.target == Target::TokenEndpoint => {
                    "check `token_url` and this machine's clock; for a private certificate \
                     authority, set `root_certificates_pem` in `OAuthApp::builder().http`, or \
                     SSL_CERT_FILE"
                }
                Failure::Tls => {
                    "check the base URL and this machine's clock; for a private certificate \
                     authority, set `HttpOptions::root_certificates_pem` or SSL_CERT_FILE"
                }
                Failure::Proxy => {
                    "check the proxy's URL, user name and password (`HttpOptions::proxy`, \
                     HTTPS_PROXY), and whether it allows this host"
                }
            }),
            Cause::Timeout {
                stage: Stage::Permit,
                ..
            } => Some("allow more time, or make fewer calls at once"),
            Cause::LimiterFailed { .. } => Some("check the limiter that was given to `limiter`"),
            Cause::NoPermit { .. } => Some("wait that long, or allow the call more time"),
            Cause::Timeout { .. } => Some("try again, or allow more time"),
            Cause::Interrupted { .. } => Some("try again"),
            Cause::Misreported { body, .. } if body.is_web_page => {
                Some("check the base URL, and any proxy or gateway before the service")
            }
            Cause::Misreported { .. } => None,
            Cause::Decode { .. } => {
                Some("please report it: the service differs from its documentation")
            }
            Cause::TooLarge { .. } => Some("raise `max_response_bytes` if that is to be expected"),
            Cause::Refused {
                redirect: Some(redirect),
                ..
            } if redirect.refusal == Refusal::Login => {
                Some("check the token and the base URL, and whether a portal wants you to log in")
            }
            Cause::Refused { status, .. } => match status {
                300..=399 => Some("check the base URL"),
                400..=499 if self.is_unauthorized() => Some(UNAUTHORIZED),
                407 => Some(
                    "check the proxy's user name and password (`HttpOptions::proxy`, HTTPS_PROXY)",
                ),
                400..=499 if self.kind() == ErrorKind::WebPage => Some(
                    "check the base URL, and whether a proxy, a portal or a DDoS guard is in between",
                ),
                403 => Some("the token is known, but its user may not do this"),
                404 if is_custom => Some("check the path, and the ids in it"),
                404 if operation.is_none_or(|operation| !operation.path().contains('{')) => {
                    Some("check the base URL")
                }
                404 => Some("check the id"),
                429 => Some("something else uses the same contact's allowance: try again later"),
                400 | 409 | 413 | 415 | 422 => {
                    Some("`warnings()` on the draft may tell what is wrong")
                }
                500.. => Some("try again later"),
                _ => None,
            },
        }
    }
}
