//! The sentence that an error says to a person.

use std::fmt;

use super::{Cause, Error, ErrorBody, Stage, connection::Failure};
use crate::{Operation, transport::redirect::Refusal};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hint() {
            Some(hint) => write!(f, "{}; {hint}", self.summary()),
            None => write!(f, "{}", self.summary()),
        }
    }
}

/// What happened, without what to try.
struct Summary<'a> {
    error: &'a Error,
    /// Without the operation, and without what the service wrote.
    redacted: bool,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.error;
        match error.0.operation {
            Some(operation) if !self.redacted => write!(f, "cannot {}: ", operation.phrase())?,
            _ => {}
        }
        error.happened(f, self.redacted)?;
        let attempts =
            (error.0.attempts > 1).then(|| format!("after {} attempts", error.0.attempts));
        let notes: Vec<String> = attempts
            .into_iter()
            .chain(error.0.no_retry_reason.clone())
            .collect();
        if !notes.is_empty() {
            write!(f, " ({})", notes.join("; "))?;
        }
        Ok(())
    }
}

impl Error {
    /// What was being done and what happened: the error's text without its [`hint`](Self::hint).
    pub fn summary(&self) -> impl fmt::Display + '_ {
        Summary {
            error: self,
            redacted: false,
        }
    }

    /// What happened, without the operation and without anything that the service wrote: no
    /// [`code`](Self::code), no [`reason`](Self::reason) and no address that it redirects to. For
    /// reports that others may read.
    pub fn redacted_summary(&self) -> impl fmt::Display + '_ {
        Summary {
            error: self,
            redacted: true,
        }
    }

    /// What to try, as the error's text says it at its end, for those who show it apart.
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
            Cause::NoToken { refused: true } => {
                Some("the user has to consent again, or the application's id and secret are wrong")
            }
            Cause::NoToken { refused: false } => Some("nothing was changed: try again"),
            Cause::Connect(connection) => Some(match connection.failure {
                Failure::Network => "check the network and the base URL, then try again",
                Failure::Tls => {
                    "check the base URL and this machine's clock; for a private certificate \
                     authority, set `HttpOptions::root_certificates_pem` or SSL_CERT_FILE"
                }
                Failure::Proxy => {
                    "check the proxy's URL, user name and password (`HttpOptions::proxy`, \
                     HTTPS_PROXY), and whether it lets you reach the service"
                }
            }),
            Cause::Timeout {
                stage: Stage::Permit,
                ..
            } => Some("allow more time, or make fewer calls at once"),
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
            Cause::Refused { status, body, .. } => match status {
                300..=399 => Some("check the base URL"),
                401 => Some(
                    "check the token, and that it is for this route: an API token for the direct \
                     one, an OAuth access token for the gateway",
                ),
                403 => Some("the token is known, but its user may not do this"),
                407 => Some(
                    "check the proxy's user name and password (`HttpOptions::proxy`, HTTPS_PROXY)",
                ),
                404 if body.is_web_page => Some("the response is a web page: check the base URL"),
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

    fn happened(&self, f: &mut fmt::Formatter<'_>, redacted: bool) -> fmt::Result {
        // An earlier attempt may have sent something; a connection that failed was an attempt, too.
        let sent = match self.0.cause {
            Cause::Connect(_) => self.0.attempts.saturating_sub(1),
            _ => self.0.attempts,
        };
        let not_sent = if sent == 0 {
            ", so nothing was sent"
        } else {
            ""
        };
        match &self.0.cause {
            Cause::Configuration { message, .. } => f.write_str(message),
            Cause::UnknownName { what, known } => {
                write!(
                    f,
                    "there is no such {what}; it is a code, or one of {}",
                    known.join(", ")
                )
            }
            Cause::PartialResponse { fields } => write!(
                f,
                "the service's response did not show {fields}, and writing it back could erase it"
            ),
            Cause::Unsendable { field } => {
                write!(f, "the draft's {field} is not a number and cannot be sent")
            }
            Cause::Unsettable { field, problem } if field == "." => {
                write!(f, "not a valid draft: {problem}")
            }
            Cause::Unsettable { field, problem } => {
                write!(f, "the field {field} cannot be set: {problem}")
            }
            Cause::Request => f.write_str("the request could not be built"),
            Cause::NoToken { .. } => f.write_str("no access token is available"),
            Cause::Connect(connection) => {
                let what = match connection.failure {
                    Failure::Network => "no connection to",
                    Failure::Tls => "no TLS connection to",
                    Failure::Proxy => "the proxy does not connect to",
                };
                write!(f, "{what} the service")?;
                if let (Some(to), false) = (&connection.to, redacted) {
                    write!(f, " at {to}")?;
                }
                if let (Some(why), false) = (&connection.why, redacted) {
                    write!(f, ": {why}")?;
                }
                f.write_str(not_sent)
            }
            Cause::Timeout { after, stage, .. } => {
                let not_sent = match stage {
                    Stage::Response => "",
                    Stage::Token | Stage::Permit => not_sent,
                };
                let awaited = stage.awaited();
                write!(
                    f,
                    "timed out after {after:?} waiting for {awaited}{not_sent}"
                )
            }
            Cause::NoPermit { wait } => write!(
                f,
                "the rate limiter has no permit in time, only in {wait:?}{not_sent}"
            ),
            Cause::TooLarge { status, most } => {
                write!(
                    f,
                    "the service returned {status} with more than {most} bytes"
                )
            }
            Cause::Interrupted { .. } => {
                f.write_str("the response broke off, or cannot be decompressed")
            }
            Cause::Refused {
                status, redirect, ..
            } if redacted => refused(
                f,
                *status,
                &ErrorBody::default(),
                redirect.as_ref().map(|redirect| (redirect.refusal, None)),
            ),
            Cause::Refused {
                status,
                body,
                redirect,
                ..
            } => {
                let redirect = redirect.as_ref();
                let redirect = redirect.map(|it| (it.refusal, it.origin.as_deref()));
                refused(f, *status, body, redirect)
            }
            Cause::Misreported { status, body } => {
                write!(f, "the service returned {status}, but ")?;
                match body.is_web_page {
                    true => f.write_str("a web page answered, not the API")?,
                    false => f.write_str("the response reports an error")?,
                }
                let ErrorBody { code, reason, .. } = match redacted {
                    true => &ErrorBody::default(),
                    false => body,
                };
                if let Some(code) = code {
                    write!(f, " ({code})")?;
                }
                if let Some(reason) = reason {
                    write!(f, ": {reason}")?;
                }
                Ok(())
            }
            Cause::Decode {
                status,
                path,
                problem,
            } => {
                let place = if path == "." { "" } else { path };
                let at = if place.is_empty() { "" } else { " at " };
                write!(
                    f,
                    "the service returned {status}, but the response{at}{place} cannot be decoded: {problem}"
                )
            }
        }
    }
}

fn refused(
    f: &mut fmt::Formatter<'_>,
    status: u16,
    body: &ErrorBody,
    redirect: Option<(Refusal, Option<&str>)>,
) -> fmt::Result {
    write!(f, "the service returned {status}")?;
    let name = reqwest::StatusCode::from_u16(status).ok();
    if let Some(name) = name.and_then(|status| status.canonical_reason()) {
        write!(f, " {name}")?;
    }
    if let Some(code) = &body.code {
        write!(f, " ({code})")?;
    }
    if let Some(reason) = &body.reason {
        write!(f, ": {reason}")?;
    }
    let Some((refusal, origin)) = redirect else {
        return Ok(());
    };
    let to = origin.unwrap_or("another address");
    match refusal {
        Refusal::NoLocation => f.write_str(" without a usable Location"),
        Refusal::Foreign => write!(f, " and redirects to {to}, where the token must not go"),
        Refusal::OtherMethod => write!(f, " and redirects to {to}, with another method"),
        Refusal::TooMany => write!(f, " and redirects to {to}, one redirect too many"),
    }
}

/// The sentence, and the accessors' values.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("message", &self.to_string());
        if let Some(operation) = self.operation() {
            debug
                .field("operation", &operation)
                .field("attempts", &self.attempts());
        }
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Operation::*, error::Redirect, oauth::TokenError};

    fn body(code: &str, reason: &str) -> ErrorBody {
        ErrorBody {
            code: Some(code.into()),
            reason: Some(reason.into()),
            ..ErrorBody::default()
        }
    }

    #[test]
    fn error_text_names_operation_cause_and_hint() {
        let foreign = Redirect {
            refusal: Refusal::Foreign,
            origin: Some("https://new.example".into()),
        };
        let refused = |status, body| Error::refused(status, body, None, None);
        let web_page = || ErrorBody {
            is_web_page: true,
            ..ErrorBody::default()
        };
        let cases: Vec<(Error, Option<Operation>, u32, &str)> = vec![
            (
                refused(
                    404,
                    body("organization_not_found", "Организация не найдена"),
                ),
                Some(GetOrganization),
                1,
                "cannot get an organization: the service returned 404 Not Found \
                 (organization_not_found): Организация не найдена; check the id",
            ),
            (
                refused(502, web_page()).outcome_unknown(true),
                Some(ReplaceAddress),
                3,
                "cannot replace an address: the service returned 502 Bad Gateway (after 3 \
                 attempts); it may have taken effect: check before trying again",
            ),
            (
                refused(502, web_page()).outcome_unknown(true),
                Some(CreateAddress),
                1,
                "cannot create an address: the service returned 502 Bad Gateway; it may have been \
                 created: `reconcile` finds out",
            ),
            (
                refused(502, ErrorBody::default()).outcome_unknown(true),
                Some(FilterOrganizations),
                1,
                "cannot list the organizations of departments: the service returned 502 Bad \
                 Gateway; try again later",
            ),
            (
                Error::refused(302, ErrorBody::default(), None, Some(foreign)),
                Some(ListOrganizations),
                1,
                "cannot list organizations: the service returned 302 Found and redirects to \
                 https://new.example, where the token must not go; check the base URL",
            ),
            (
                Error::timeout(Duration::from_secs(30), Stage::Response, None)
                    .outcome_unknown(true),
                Some(DeleteAddress),
                1,
                "cannot delete an address: timed out after 30s waiting for the response; it may \
                 have taken effect: check before trying again",
            ),
            (
                Error::timeout(Duration::from_secs(30), Stage::Permit, None),
                Some(DeleteAddress),
                0,
                "cannot delete an address: timed out after 30s waiting for the rate limiter, so \
                 nothing was sent; allow more time, or make fewer calls at once",
            ),
            (
                Error::decode::<Vec<i32>>(200, b"[1, null]"),
                Some(ListAddresses),
                1,
                "cannot list addresses: the service returned 200, but the response at [1] \
                 cannot be decoded: expected i32, found null; please report it: the service differs from \
                 its documentation",
            ),
            (Error::configuration("no token"), None, 0, "no token"),
            (
                Error::no_token(TokenError::new("the vault is closed")),
                Some(CreateAddress),
                0,
                "cannot create an address: no access token is available; nothing was changed: try \
                 again",
            ),
            (
                Error::no_token(TokenError::refused("the vault is closed")),
                None,
                0,
                "no access token is available; the user has to consent again, or the \
                 application's id and secret are wrong",
            ),
        ];
        for (error, operation, attempts, expected) in cases {
            let error = match operation {
                Some(operation) => error.during(operation, operation.effect(), attempts),
                None => error,
            };
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn missing_token_keeps_its_cause() {
        for (reason, final_) in [
            (TokenError::new("a"), false),
            (TokenError::refused("a"), true),
        ] {
            let error = Error::no_token(reason);
            assert!(error.is_token_unavailable() && !error.is_unauthorized());
            assert_eq!(error.is_consent_required(), final_);
            let source = std::error::Error::source(&error).unwrap();
            assert!(source.is::<TokenError>());
        }
    }
}
