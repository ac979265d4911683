//! The check of a call that failed.

use catalogs::{Error, ErrorKind};

use super::{check::Check, differences::has_few_digits};
use crate::{error::Failure, exit_code::Exit};

/// No error code of a service is longer.
const LONGEST_CODE: usize = 64;

/// The check of a call that failed.
pub(super) fn failed(name: &str, error: Error) -> Check {
    let found = summary(&error);
    let reason = reason(&error);
    let is_lost = is_lost(&error);
    let failure = Failure::from(error);
    let exit = match is_lost {
        true => Exit::Usage,
        false => failure.exit,
    };
    let mut check = Check::problem(exit, name, found);
    check.hint = match (is_lost, exit) {
        (true, _) => Some("this does not look like ATI.SU: check the base URL".to_owned()),
        (false, Exit::NotFound) => Some(
            "it was in the list just now: somebody may have deleted it; run it again".to_owned(),
        ),
        (false, _) => failure.hint_text().map(str::to_owned),
    };
    match reason {
        Some(reason) => check.local(reason),
        None => check,
    }
}

/// Whether something other than the service responded: it does not know a documented path, or
/// sends us away. Only a single entity may be missing.
pub(super) fn is_lost(error: &Error) -> bool {
    let is_of_one = error
        .operation()
        .is_some_and(|operation| operation.path().contains('{'));
    let is_elsewhere = matches!(error.kind(), ErrorKind::Redirect | ErrorKind::WebPage);
    is_elsewhere || error.is_not_found() && !is_of_one
}

/// Whether a status is the service's own word on what was asked, and not on who asks, how often, or how
/// it is itself.
pub(super) fn is_verdict(status: u16) -> bool {
    (400..500).contains(&status) && ![401, 403, 408, 429].contains(&status)
}

/// Whether asking anything else would only take as long, and say the same.
pub(super) fn is_final(error: &Error) -> bool {
    error.is_connect()
        || error.is_timeout()
        || error.is_rate_limited()
        || error.is_unauthorized()
        || error.is_token_unavailable()
        || is_lost(error)
}

/// What happened, without text that others may have put into it.
fn summary(error: &Error) -> String {
    if error.is_redirect() {
        let status = error.status().unwrap_or_default();
        return format!("the service returned {status}, a redirect that must not be followed");
    }
    let text = error.redacted_summary().to_string();
    match error.code().filter(|code| is_code(code)) {
        Some(code) => format!("{text} ({code})"),
        None => text,
    }
}

/// The reason in the words of the service or of the cause.
fn reason(error: &Error) -> Option<String> {
    if error.is_redirect() {
        return Some(error.summary().to_string());
    }
    let cause = || std::error::Error::source(error).map(causes);
    error.reason().map(str::to_owned).or_else(cause)
}

pub(super) fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", causes(cause)),
        None => error.to_string(),
    }
}

fn is_code(text: &str) -> bool {
    text.len() <= LONGEST_CODE
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        && has_few_digits(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_code_differs_from_free_text() {
        for text in ["organization_not_found", "17", "TooManyRequests", ""] {
            assert!(is_code(text), "{text}");
        }
        for text in [
            "a@b.example",
            "Иванов",
            "+7 495 000-01-01",
            "a\nb",
            "Ivan Petrov 74951234567",
            "Ivan Petrov",
            "74951234567",
            "ivan.petrov",
        ] {
            assert!(!is_code(text), "{text}");
        }
    }
}
