//! The one place that speaks to the token endpoint: what is asked, and what the answer means.

use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, SystemTime},
};

use reqwest::{
    Response, StatusCode, Url,
    header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{RefreshToken, TokenError, Tokens};
use crate::{
    Error,
    error::{Connection, ErrorBody, Target},
    http_options::{self, Proxies},
    integrator,
    policy::HttpOptions,
    runtime,
    transport::body::{Body, BodyError},
};

/// For the whole exchange. Shorter than a call may take by default, since a call waits for it.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The longest response body that is read, in bytes.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;
/// Longer words in an error response are more likely a token than a word.
const MAX_WORD_CHARS: usize = 40;

/// How the token endpoint wants its requests. Public integrations disagree on it; JSON is what the
/// service's rules ask of every request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenBody {
    /// `application/json`.
    #[default]
    Json,
    /// `application/x-www-form-urlencoded`, as the standard (RFC 6749) has it.
    Form,
}

/// What is given for the tokens.
#[derive(Clone, Copy)]
pub(super) enum Grant<'a> {
    Code(&'a str),
    Refresh(&'a RefreshToken),
}

/// Why there are no tokens.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: TokenError,
    /// The endpoint may have acted on the request, so that what was given for the tokens is used up.
    pub(super) unknown: bool,
}

pub(super) struct Endpoint {
    pub(super) client_id: String,
    client_secret: SecretString,
    url: Url,
    body: TokenBody,
    http: reqwest::Client,
    proxies: Proxies,
}

impl Endpoint {
    pub(super) fn new(
        client_id: String,
        client_secret: SecretString,
        url: Url,
        body: TokenBody,
        integrator_code: Option<String>,
        options: &HttpOptions,
    ) -> Result<Self, Error> {
        let mut headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (ACCEPT_ENCODING, http_options::ACCEPTED_ENCODINGS),
        ]);
        if let Some(code) = integrator_code {
            headers.insert(USER_AGENT, integrator::user_agent(&code)?);
        }
        let proxies = Proxies::new(options, &url);
        let http = http_options::build(options, &url, headers, |http| {
            // A connection that has idled for two hours is broken more often than not.
            http.timeout(TIMEOUT).pool_max_idle_per_host(0)
        })?;
        Ok(Self {
            client_id,
            client_secret,
            url,
            body,
            http,
            proxies,
        })
    }

    /// Asks for tokens. A refresh whose connection broke is asked for once more, as the service's
    /// rules want it; a code is not, since showing it twice may void what it was worth.
    pub(super) async fn ask(&self, grant: Grant<'_>) -> Result<Tokens, Failure> {
        let first = match self.ask_once(grant).await {
            Err((failure, true)) if matches!(grant, Grant::Refresh(_)) => failure,
            result => return result.map_err(|(failure, _)| failure),
        };
        self.ask_once(grant).await.map_err(|(mut failure, _)| {
            failure.unknown |= first.unknown;
            failure
        })
    }

    /// The flag beside the failure tells that the connection broke.
    async fn ask_once(&self, grant: Grant<'_>) -> Result<Tokens, (Failure, bool)> {
        let (asked_at, now) = (Instant::now(), SystemTime::now());
        runtime::check().map_err(not_sent)?;
        let request = self.request(grant).build();
        let request = request.map_err(|error| self.no_response(error))?;
        let response = runtime::send(&self.http, request).await.map_err(not_sent)?;
        let response = response.map_err(|error| self.no_response(error))?;
        let status = response.status();
        let content_type = response.headers().get(CONTENT_TYPE).cloned();
        let body = match read(response).await {
            Ok(body) => body,
            // An error is an error, whatever it had to say.
            Err(_) if !status.is_success() => Vec::new(),
            Err(Unread::Broken(error)) => return Err(broken(error)),
            Err(Unread::Unusable(problem)) => return Err((unusable(problem), false)),
        };
        let content_type = content_type.as_ref().and_then(|value| value.to_str().ok());
        let read = ErrorBody::read(content_type, &body);
        let failure = if !status.is_success() {
            self.refusal(grant, status, &read)
        } else {
            match Tokens::read(&body, asked_at, now) {
                Ok(tokens) => return Ok(tokens),
                // Some services report errors as successes.
                Err(_) if read.code.as_deref().is_some_and(is_final) => {
                    self.refusal(grant, status, &read)
                }
                Err(problem) => unusable(problem),
            }
        };
        Err((failure, false))
    }

    fn request(&self, grant: Grant<'_>) -> reqwest::RequestBuilder {
        let (name, value, kind) = match grant {
            Grant::Code(code) => ("code", code, "authorization_code"),
            Grant::Refresh(token) => ("refresh_token", token.expose_secret(), "refresh_token"),
        };
        let fields = BTreeMap::from([
            ("client_id", &*self.client_id),
            ("client_secret", self.client_secret.expose_secret()),
            ("grant_type", kind),
            (name, value),
        ]);
        let request = self.http.post(self.url.clone());
        match self.body {
            TokenBody::Json => request.json(&fields),
            TokenBody::Form => request.form(&fields),
        }
    }

    /// Returns what reqwest reports when there is no response, and whether the connection broke.
    fn no_response(&self, error: reqwest::Error) -> (Failure, bool) {
        let proxy = self.proxies.of_error(&error);
        let connection = Connection::failed(&error, proxy, Target::TokenEndpoint);
        let reason = if let Some(connection) = connection {
            TokenError::no_connection(connection)
        } else if error.is_builder() {
            TokenError::new("the request to the token endpoint could not be built")
        } else {
            return broken(error);
        };
        let error = reason.with_source(error.without_url());
        let unknown = false;
        (Failure { error, unknown }, false)
    }

    /// What a response that is not a success means.
    fn refusal(&self, grant: Grant<'_>, status: StatusCode, body: &ErrorBody) -> Failure {
        // A tunnel hides the proxy, so that a response over https is the endpoint's.
        let proxy = self.proxies.address(&self.url);
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED
            && self.url.scheme() == "http"
            && proxy.is_some()
        {
            let connection = Connection::wants_credentials(&self.url, proxy);
            return Failure {
                error: TokenError::no_connection(connection),
                unknown: false,
            };
        }
        let given = match grant {
            Grant::Code(code) => code,
            Grant::Refresh(token) => token.expose_secret(),
        };
        let secrets = [self.client_secret.expose_secret(), given];
        let mut message = format!("the token endpoint answered {status}");
        if let Some(code) = &body.code {
            let known = is_final(code).then(|| code.clone());
            message += &format!(" ({})", known.unwrap_or_else(|| masked(code, &secrets)));
        }
        if let Some(reason) = &body.reason {
            message += &format!(": {}", masked(reason, &secrets));
        }
        Failure {
            error: if is_refusal(status.as_u16(), body) {
                TokenError::refused(message)
            } else {
                TokenError::new(message)
            },
            unknown: status.is_server_error(),
        }
    }
}

/// Whether the service itself has said no, as opposed to a gateway that is out of order. Its codes
/// are not documented, so any code counts, and with a 400 any text.
fn is_refusal(status: u16, body: &ErrorBody) -> bool {
    match status {
        401 => !body.is_web_page,
        400 => body.code.is_some() || body.reason.is_some(),
        403 | 422 => body.code.is_some(),
        _ => body.code.as_deref().is_some_and(is_final) && status < 500,
    }
}

/// Codes of RFC 6749 after which the same request never succeeds.
fn is_final(code: &str) -> bool {
    matches!(
        code,
        "invalid_grant"
            | "invalid_client"
            | "unauthorized_client"
            | "unsupported_grant_type"
            | "invalid_scope"
            | "access_denied"
    )
}

/// The text without words that may be, or hold a part of, a secret that was sent.
fn masked(text: &str, secrets: &[&str]) -> String {
    let is_part = |piece: &str| piece.len() >= 4 && secrets.iter().any(|s| s.contains(piece));
    let is_open = |word: &str| {
        let mut pieces = word.split(|c: char| !c.is_alphanumeric());
        word.chars().count() <= MAX_WORD_CHARS
            && !pieces.any(is_part)
            && !secrets.iter().any(|secret| word.contains(secret))
    };
    let words = text
        .split(' ')
        .map(|word| if is_open(word) { word } else { "***" });
    words.collect::<Vec<_>>().join(" ")
}

fn unusable(problem: &'static str) -> Failure {
    Failure {
        error: TokenError::new(format!(
            "the token endpoint reported success, but its answer is unusable: {problem}"
        )),
        unknown: true,
    }
}

/// The runtime cannot send a request.
fn not_sent(error: Error) -> (Failure, bool) {
    let error = TokenError::new(error.to_string());
    let failure = Failure {
        error,
        unknown: false,
    };
    (failure, false)
}

/// The connection broke, or was silent for too long, after the request was sent.
fn broken(error: reqwest::Error) -> (Failure, bool) {
    let broke = !error.is_timeout();
    let message = match broke {
        true => "the connection to the token endpoint broke before its response came".to_owned(),
        false => format!("no complete response from the token endpoint within {TIMEOUT:?}"),
    };
    let error = TokenError::new(message).with_source(error.without_url());
    let unknown = true;
    (Failure { error, unknown }, broke)
}

/// Why a response could not be read.
enum Unread {
    Broken(reqwest::Error),
    Unusable(&'static str),
}

async fn read(response: Response) -> Result<Vec<u8>, Unread> {
    let (mut body, mut read) = (Body::bytes(response), Vec::new());
    loop {
        match body.next().await {
            Ok(None) => return Ok(read),
            Ok(Some(chunk)) if read.len() + chunk.len() > MAX_RESPONSE_BYTES => {
                return Err(Unread::Unusable("it is too long"));
            }
            Ok(Some(chunk)) => read.extend_from_slice(chunk),
            Err(BodyError::Transport(error)) => return Err(Unread::Broken(error)),
            Err(BodyError::Corrupt) => return Err(Unread::Unusable("it is corrupt or cut off")),
            Err(BodyError::Unusable(problem)) => return Err(Unread::Unusable(problem)),
        }
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("client_id", &self.client_id)
            .field("url", &self.url.as_str())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
