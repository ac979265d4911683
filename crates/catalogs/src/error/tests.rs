//! What the accessors return for each cause.

use super::*;
use crate::{Operation, oauth::TokenError, transport::redirect::Refusal};

const SECOND: Duration = Duration::from_secs(1);

/// What the accessors are expected to return.
#[derive(Debug, Default, PartialEq)]
struct Row {
    retryable: bool,
    retry_after: Option<Duration>,
    setting: Option<&'static str>,
    field: Option<&'static str>,
    mismatch: Option<(&'static str, &'static str)>,
}

fn retryable() -> Row {
    Row {
        retryable: true,
        ..Row::default()
    }
}

fn responded(status: u16, retry_after: Option<Duration>) -> Error {
    Error::refused(status, ErrorBody::default(), retry_after, None)
}

#[track_caller]
fn assert_row(error: &Error, kind: ErrorKind, row: Row) {
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.is_retryable(), row.retryable, "{error}");
    assert_eq!(error.retry_after(), row.retry_after, "{error}");
    assert_eq!(error.setting(), row.setting, "{error}");
    assert_eq!(error.field(), row.field, "{error}");
    assert_eq!(error.mismatch(), row.mismatch, "{error}");
}

#[test]
fn accessors_match_local_causes() {
    let mismatch = || Problem::Mismatch {
        expected: "a string".to_owned(),
        found: "integer".to_owned(),
    };
    let cases = [
        (
            Error::configuration("no token"),
            ErrorKind::Configuration,
            Row::default(),
        ),
        (
            Error::invalid_setting("`base_url`", "not a URL"),
            ErrorKind::Configuration,
            Row {
                setting: Some("base_url"),
                ..Row::default()
            },
        ),
        (
            Error::unknown_name("ownership", &["a"]),
            ErrorKind::Configuration,
            Row::default(),
        ),
        (
            Error::partial_response(&["inn"]),
            ErrorKind::PartialResponse,
            Row::default(),
        ),
        (
            Error::unsendable("latitude"),
            ErrorKind::InvalidRequest,
            Row {
                field: Some("latitude"),
                ..Row::default()
            },
        ),
        (
            Error::unsettable("name", mismatch()),
            ErrorKind::InvalidRequest,
            Row {
                field: Some("name"),
                mismatch: Some(("a string", "integer")),
                ..Row::default()
            },
        ),
        (
            Error::unsettable(".", "the text is empty"),
            ErrorKind::InvalidRequest,
            Row::default(),
        ),
        (Error::request(), ErrorKind::Request, Row::default()),
        (
            TokenError::new("not now").into_error(),
            ErrorKind::TokenUnavailable,
            retryable(),
        ),
        (
            TokenError::refused("revoked").into_error(),
            ErrorKind::ConsentRequired,
            Row::default(),
        ),
        (
            Error::new(Cause::Connect(Connection::default())),
            ErrorKind::Connect,
            retryable(),
        ),
    ];
    for (error, kind, row) in cases {
        assert_row(&error, kind, row);
    }
}

#[test]
fn accessors_match_causes_after_sending() {
    for stage in [Stage::Token, Stage::Permit, Stage::Response] {
        let error = Error::timeout(SECOND, stage, None);
        assert_row(&error, ErrorKind::Timeout, retryable());
    }
    let interrupted = Error::new(Cause::Interrupted { status: Some(200) });
    assert_row(&interrupted, ErrorKind::Interrupted, retryable());
    let too_large = Error::too_large(200, 1);
    assert_row(&too_large, ErrorKind::TooLarge, Row::default());
    let mismatch = Row {
        mismatch: Some(("i32", "null")),
        ..Row::default()
    };
    let decode = Error::decode::<Vec<i32>>(200, b"[1, null]");
    assert_row(&decode, ErrorKind::Decode, mismatch);
    let cut = Error::decode::<Vec<i32>>(200, b"[1");
    assert_row(&cut, ErrorKind::Decode, Row::default());
}

#[test]
fn accessors_match_refused_statuses() {
    let cases = [
        (302, ErrorKind::Redirect, false),
        (303, ErrorKind::Redirect, false),
        (400, ErrorKind::InvalidRequest, false),
        (401, ErrorKind::Unauthorized, false),
        (403, ErrorKind::Forbidden, false),
        (404, ErrorKind::NotFound, false),
        (405, ErrorKind::Rejected, false),
        (409, ErrorKind::InvalidRequest, false),
        (413, ErrorKind::InvalidRequest, false),
        (415, ErrorKind::InvalidRequest, false),
        (422, ErrorKind::InvalidRequest, false),
        (429, ErrorKind::RateLimited, true),
        (500, ErrorKind::ServerError, true),
        (502, ErrorKind::ServerError, true),
        (503, ErrorKind::ServerError, true),
    ];
    for (status, kind, retryable) in cases {
        for retry_after in [None, Some(SECOND)] {
            let row = Row {
                retryable,
                retry_after,
                ..Row::default()
            };
            assert_row(&responded(status, retry_after), kind, row);
        }
    }
}

#[test]
fn create_with_unknown_outcome_is_not_retryable() {
    for (operation, retryable) in [
        (Operation::CreateAddress, false),
        (Operation::ReplaceAddress, true),
        (Operation::ListAddresses, true),
    ] {
        let error = responded(502, None).outcome_unknown(true);
        let error = error.during(operation, operation.effect(), 1);
        assert_eq!(error.is_retryable(), retryable, "{error}");
    }
}

#[test]
fn redacted_summary_omits_text_of_the_service() {
    let body = ErrorBody::read(None, br#"{"error_code":"canary","reason":"canary"}"#);
    let redirect = Redirect {
        refusal: Refusal::Foreign,
        to: Some("https://canary.example".to_owned()),
    };
    let operation = Operation::GetAddress;
    for (status, redirect, expected) in [
        (404, None, "the service returned 404 Not Found"),
        (
            302,
            Some(redirect),
            "the service returned 302 Found and redirects to another address, where the token \
             must not go",
        ),
    ] {
        let error = Error::refused(status, body.clone(), None, redirect);
        let error = error.during(operation, operation.effect(), 1);
        assert!(error.summary().to_string().contains("canary"));
        assert_eq!(error.redacted_summary().to_string(), expected);
    }
    let error =
        Error::new(Cause::Connect(Connection::default())).during(operation, operation.effect(), 2);
    assert_eq!(
        error.redacted_summary().to_string(),
        "no connection to the service (after 2 attempts)"
    );
}

#[test]
fn outcome_of_a_status_tells_whether_it_may_have_taken_effect() {
    let wait = Duration::from_secs(1);
    let cases = [
        (400, None, Outcome::Rejected),
        (405, None, Outcome::Rejected),
        (408, None, Outcome::Unknown),
        (410, None, Outcome::Rejected),
        (425, None, Outcome::Refused { retry_after: None }),
        (
            429,
            Some(wait),
            Outcome::Refused {
                retry_after: Some(wait),
            },
        ),
        (500, Some(wait), Outcome::Unknown),
        (501, None, Outcome::Unknown),
        (503, None, Outcome::Unknown),
        (503, Some(wait), Outcome::Unavailable { retry_after: wait }),
        (520, None, Outcome::Unknown),
    ];
    for (status, retry_after, expected) in cases {
        let error = Error::refused(status, ErrorBody::default(), retry_after, None);
        assert_eq!(error.outcome(), expected, "{status}");
    }
}
