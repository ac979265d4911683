//! What the page has to know: the credentials for trying, and what there is to choose from.

use serde_json::{Value, json};

use super::examples;
use crate::{app::App, contract::Contract, routes::Route};

/// The faults that the page offers, and what a client sees of each.
const FAULTS: &str = "429: 429 Too Many Requests
429+retry-after=2: 429 with Retry-After: 2
401: 401, as if the token were not good
500: 500 with a page of HTML
502: 502 with a page of HTML
502+after-effect: 502, but the request was carried out
503: 503 with a page of HTML
503+retry-after=2: 503 with Retry-After: 2
504: 504 with a page of HTML
504+after-effect: 504, but the request was carried out
reset: the connection is reset; nothing was carried out
reset+after-effect: the connection is reset in place of the response
reset-mid-body: the connection is reset in the middle of the response
hang: no response; nothing was carried out
hang+after-effect: no response, but the request was carried out
hang-mid-body: the response stops in its middle, and nothing follows
slow-body: the response comes in pieces, over two seconds
cut-body: the response is shorter than it says
cut-chunks: the response comes in chunks, and the last one is missing
cut-gzip: the packed response breaks off
bad-gzip: the response says that it is gzip, and is not
empty-body: the response is empty
garbage-json: the response is not the JSON that it claims to be
wrong-content-type: the response claims to be HTML
huge-body: a response of 100 MB
gzip-bomb: the same, packed small
301: 301 to the same path
302: 302 to the same path
307: 307 to the same path
308: 308 to the same path
308+after-effect: 308 to the same path, after the request was carried out";

fn faults() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAULTS.lines().filter_map(|line| line.split_once(": "))
}

pub(super) fn settings(app: &App) -> Value {
    let (tokens, oauth) = (&app.settings.tokens, &app.settings.oauth);
    let operations = Contract::strict().operations().iter();
    let operations = operations.map(|it| json!({ "id": it.id(), "title": it.text("x-phrase") }));
    let faults = faults().map(|(name, shown)| json!({ "name": name, "shown": shown }));
    json!({
        "prefixes": [Route::Direct.prefix(), Route::Gateway.prefix()],
        "user_agent": examples::USER_AGENT,
        "api_token": tokens.api.as_str(),
        "client_id": oauth.client_id,
        "client_secret": oauth.client_secret.as_str(),
        "operations": operations.collect::<Vec<_>>(),
        "faults": faults.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::Fault;

    #[test]
    fn offered_faults_parse() {
        for (name, _) in faults() {
            let fault: Fault = name.parse().expect(name);
            assert_eq!(fault.to_string(), name);
        }
    }

    #[test]
    fn every_named_fault_is_offered() {
        for fault in Fault::named() {
            let name = fault.to_string();
            assert!(faults().any(|(offered, _)| offered == name), "{name}");
        }
    }
}
