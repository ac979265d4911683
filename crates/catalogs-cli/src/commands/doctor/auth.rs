//! Access: whether the service takes the headers and the token, and on which route.

use catalogs::{Client, Error, Method, Operation, Route};
use secrecy::SecretString;
use serde_json::Value;

use super::{
    check::{Check, Group},
    conformance::{Response, send},
    failure,
    report::Report,
    retries::Retries,
};
use crate::{
    credentials::auth,
    exit_code::Exit,
    settings::{OAUTH_TOKEN, Settings, TOKEN},
};

/// Who may ask on, and what the first question brought.
pub(super) struct Access {
    pub(super) client: Client,
    pub(super) types: Response,
    pub(super) other_route: OtherRoute,
}

/// What became of the token on the route that is not its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OtherRoute {
    /// Each route refuses the tokens of the other.
    Refused,
    /// Both routes take it; what the other one responded.
    Accepted(Value),
    Unknown(String),
}

/// Asks the smallest question there is; `None` where nothing else can be asked.
pub(super) async fn check(
    report: &mut Report,
    settings: &Settings,
    client: Client,
    retries: &Retries,
) -> Option<Access> {
    let path = Operation::ListAddressTypes.path();
    let types = send(&client, Operation::ListAddressTypes, path, None, retries).await;
    let route = client.route();
    let mut put = |check| report.put(Group::Access, check);
    match types.result {
        Err(error) if is_header_rejection(&error) => {
            put(headers_rejected(&error));
            None
        }
        Err(error) if error.is_unauthorized() => {
            put(Check::skipped(
                "headers",
                "the token was refused before that",
            ));
            let Some(Ok((client, response))) = on_the_other_route(settings, &client).await else {
                put(failure::failed("token accepted", error));
                return None;
            };
            put(of_the_other_route(settings, route));
            Some(Access {
                client,
                types: Response {
                    result: Ok(response),
                    retried: Vec::new(),
                },
                other_route: OtherRoute::Refused,
            })
        }
        Err(error) if !is_read(&error) => {
            put(Check::skipped("headers", "there was no response to tell"));
            put(failure::failed("token accepted", error));
            None
        }
        result => {
            put(Check::ok(
                "headers",
                "accepted: User-Agent with the integrator code, Accept, Content-Type, Accept-Encoding",
            ));
            put(Check::ok("token accepted", format!("on the {route} route")));
            let other_route = match result {
                Ok(_) => other_route(on_the_other_route(settings, &client).await),
                Err(_) => OtherRoute::Unknown("the response is unusable".to_owned()),
            };
            Some(Access {
                client,
                types: Response { result, ..types },
                other_route,
            })
        }
    }
}

fn other_route(tried: Option<Result<(Client, Value), Error>>) -> OtherRoute {
    match tried {
        None => OtherRoute::Unknown("the token is not at hand".to_owned()),
        Some(Ok((_, response))) => OtherRoute::Accepted(response),
        Some(Err(error)) if error.is_unauthorized() => OtherRoute::Refused,
        Some(Err(error)) => OtherRoute::Unknown(match error.status() {
            Some(status) => format!("the other route answered {status}"),
            None => "the other route did not respond".to_owned(),
        }),
    }
}

/// Whether the service reported success, whatever its body; a web page is not from the service.
fn is_read(error: &Error) -> bool {
    (error.is_decode() || error.is_too_large()) && !error.is_web_page()
}

/// A question without a body has nothing else that could be wrong.
fn is_header_rejection(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 406 | 415 | 422)) && !error.is_web_page()
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

fn other(route: Route) -> Route {
    match route {
        Route::Direct => Route::Gateway,
        _ => Route::Direct,
    }
}

/// The same token, taken for one of the other route.
async fn on_the_other_route(
    settings: &Settings,
    client: &Client,
) -> Option<Result<(Client, Value), Error>> {
    let token: SecretString = settings.secret().ok()??;
    let other = match client.with_auth(auth(other(client.route()), token)) {
        Ok(other) => other,
        Err(error) => return Some(Err(error)),
    };
    let response = other
        .request(Method::GET, Operation::ListAddressTypes.path())
        .send()
        .await;
    Some(response.map(|response| (other, response)))
}

/// A token that its own route refuses, and the other one takes.
fn of_the_other_route(settings: &Settings, route: Route) -> Check {
    let other = other(route);
    let (right, kind) = match other {
        Route::Direct => (TOKEN, "API token"),
        _ => (OAUTH_TOKEN, "OAuth access token"),
    };
    let hint = match settings.token_variable {
        Some(wrong) => format!("it is an {kind}: set {right} instead of {wrong}"),
        None => format!(
            "it is an {kind}: set {right}, or `catalogs login` with a token of the other kind"
        ),
    };
    Check::problem(
        Exit::Unauthorized,
        "token accepted",
        format!("not on the {route} route: this token is good on the {other} route"),
    )
    .hint(hint)
}
