//! The sentences.

use std::time::Duration;

use super::*;
use crate::{
    Operation::{self, *},
    error::Redirect,
    oauth::TokenError,
};

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
        to: Some("https://new.example".into()),
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
            "cannot replace an address: a web page answered, not the API: 502 Bad Gateway (after \
             3 attempts); it may have taken effect: check before trying again",
        ),
        (
            refused(502, web_page()).outcome_unknown(true),
            Some(CreateAddress),
            1,
            "cannot create an address: a web page answered, not the API: 502 Bad Gateway; it \
             may have been created: `reconcile` finds out",
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
            Error::timeout(Duration::from_secs(30), Stage::Response, None).outcome_unknown(true),
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
            TokenError::new("the vault is closed").into_error(),
            Some(CreateAddress),
            0,
            "cannot create an address: no access token is available: the vault is closed; nothing \
             was changed: try again",
        ),
        (
            TokenError::refused("the vault is closed").into_error(),
            None,
            0,
            "no access token is available: the vault is closed; the user has to consent again, or \
             the application's id and secret are wrong",
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
        let error = reason.into_error();
        assert!(error.is_token_unavailable() && !error.is_unauthorized());
        assert_eq!(error.is_consent_required(), final_);
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.is::<TokenError>());
    }
}
