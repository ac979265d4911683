//! Access: whether the service takes the headers and the token, and on which route.

use catalogs::{Auth, Client, Error, Method, Operation, Route};
use secrecy::SecretString;
use serde_json::Value;

use super::{
    check::{Check, Group},
    conformance::{Response, send},
    failure,
    report::Report,
    retries::Retries,
};
use crate::{exit_code::Exit, settings::Settings};

/// Who may ask on, and what the first question brought.
pub(super) struct Access {
    pub(super) client: Client,
    pub(super) types: Response,
    pub(super) other_route: OtherRoute,
}

/// What became of the token on the route that is not its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OtherRoute {
    Refused,
    /// Good on the other route; and on its own, too?
    Accepted {
        on_both: bool,
        other: Option<Value>,
    },
    Unknown(String),
}

pub(super) fn skip(report: &mut Report, why: &str) {
    for name in ["headers", "token accepted"] {
        report.put(Group::Access, Check::skipped(name, why));
    }
}

/// Asks the smallest question there is; `None` where nothing else can be asked.
pub(super) async fn check(
    report: &mut Report,
    settings: &Settings,
    client: Client,
    retries: &Retries,
) -> Option<Access> {
    let types = send(
        &client,
        Operation::ListAddressTypes,
        "/organizations/addresses/types",
        None,
        retries,
    )
    .await;
    let mut put = |check| report.put(Group::Access, check);
    let route = client.route();
    match &types.result {
        Err(error) if is_header_rejection(error) => {
            put(headers_rejected(error));
            put(Check::skipped(
                "token accepted",
                "the request was refused before that",
            ));
            None
        }
        Err(error) if error.is_unauthorized() => {
            put(Check::skipped(
                "headers",
                "the token was refused before that",
            ));
            let other = on_the_other_route(settings, &client).await;
            let moved = match &other {
                Some(Ok((client, response))) => Some((client.clone(), response.clone())),
                _ => None,
            };
            put(refused(
                settings,
                route,
                types.result.err()?,
                moved.is_some(),
            ));
            let (client, response) = moved?;
            Some(Access {
                client,
                types: Response::of(Ok(response.clone())),
                other_route: OtherRoute::Accepted {
                    on_both: false,
                    other: Some(response),
                },
            })
        }
        Err(error) if is_read(error) => {
            put(Check::ok("headers", "accepted"));
            put(accepted(route));
            Some(Access {
                client,
                types,
                other_route: OtherRoute::Unknown("the response is unusable".to_owned()),
            })
        }
        Err(_) => {
            put(Check::skipped("headers", "there was no response to tell"));
            put(failure::failed("token accepted", types.result.err()?));
            None
        }
        Ok(_) => {
            put(Check::ok(
                "headers",
                "accepted: User-Agent with the integrator code, Accept, Content-Type, Accept-Encoding",
            ));
            put(accepted(route));
            let other_route = match on_the_other_route(settings, &client).await {
                None => OtherRoute::Unknown("the token is not at hand".to_owned()),
                Some(Ok((_, response))) => OtherRoute::Accepted {
                    on_both: true,
                    other: Some(response),
                },
                Some(Err(error)) if error.is_unauthorized() => OtherRoute::Refused,
                Some(Err(error)) => OtherRoute::Unknown(match error.status() {
                    Some(status) => format!("the other route answered {status}"),
                    None => "the other route did not response".to_owned(),
                }),
            };
            Some(Access {
                client,
                types,
                other_route,
            })
        }
    }
}

fn accepted(route: Route) -> Check {
    Check::ok("token accepted", format!("on the {route} route"))
}

/// Whether there was a success, whatever its body.
fn is_read(error: &Error) -> bool {
    error.is_decode() || error.is_too_large()
}

/// A question without a body has nothing else that could be wrong.
fn is_header_rejection(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 406 | 415 | 422))
}

fn headers_rejected(error: &Error) -> Check {
    let status = error.status().unwrap_or_default();
    let check = Check::problem(
        Exit::Usage,
        "headers",
        format!("refused: the service answered {status} to a request that has nothing but headers"),
    )
    .hint("check the integrator code; --verbose and `catalogs whoami --dry-run` show what is sent");
    match error.reason() {
        Some(reason) => check.local(reason),
        None => check,
    }
}

/// The same token, taken for one of the other route.
async fn on_the_other_route(
    settings: &Settings,
    client: &Client,
) -> Option<Result<(Client, Value), Error>> {
    let token: SecretString = settings.secret().ok()??;
    let auth = match client.route() {
        Route::Direct => Auth::oauth2(token),
        _ => Auth::api_token(token),
    };
    let other = match client.with_auth(auth) {
        Ok(other) => other,
        Err(error) => return Some(Err(error)),
    };
    let response = other
        .request(Method::GET, "/organizations/addresses/types")
        .send()
        .await;
    Some(response.map(|response| (other, response)))
}

/// A token that its own route refuses.
fn refused(settings: &Settings, route: Route, error: Error, is_good_elsewhere: bool) -> Check {
    if !is_good_elsewhere {
        return failure::failed("token accepted", error);
    }
    let other = match route {
        Route::Direct => Route::Gateway,
        _ => Route::Direct,
    };
    Check::problem(
        Exit::Unauthorized,
        "token accepted",
        format!("not on the {route} route: this token is good on the {other} route"),
    )
    .hint(instead(settings.token_variable, other))
}

/// How to say that a token is the other route's.
fn instead(variable: Option<&str>, route: Route) -> String {
    let (right, kind) = match route {
        Route::Direct => ("ATI_TOKEN", "API token"),
        _ => ("ATI_OAUTH_TOKEN", "OAuth access token"),
    };
    match variable {
        Some(wrong) => format!("it is an {kind}: set {right} instead of {wrong}"),
        None => format!(
            "it is an {kind}: set {right}, or `catalogs login` with a token of the other kind"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_of_other_route_names_its_variable() {
        let cases = [
            (
                Some("ATI_TOKEN"),
                Route::Gateway,
                "set ATI_OAUTH_TOKEN instead of ATI_TOKEN",
            ),
            (
                Some("ATI_OAUTH_TOKEN"),
                Route::Direct,
                "set ATI_TOKEN instead of ATI_OAUTH_TOKEN",
            ),
            (
                None,
                Route::Gateway,
                "set ATI_OAUTH_TOKEN, or `catalogs login`",
            ),
        ];
        for (variable, route, expected) in cases {
            let hint = instead(variable, route);
            assert!(hint.contains(expected), "{hint}");
        }
    }
}
