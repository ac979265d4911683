//! The client that sends a request, from the request's URL and headers.

use super::layout;
use super::literal::string;
use crate::Request;

/// The prefixes of the two routes, and what makes a client take each.
const ROUTES: [(&str, &str); 2] = [
    ("/gw/oauth2/catalogs/v1.2", "oauth2"),
    ("/v1.2/catalogs", "api_token"),
];

/// The headers that the client sets itself.
const HEADERS: [(&str, &str); 3] = [
    ("Accept", "application/json"),
    ("Content-Type", "application/json"),
    ("Accept-Encoding", "gzip, deflate, br"),
];

const REAL: &str = "https://api.ati.su";

/// Settings of a client, as expressions.
#[derive(PartialEq)]
pub(super) struct Settings {
    auth: &'static str,
    token_variable: String,
    integrator_code: String,
    base_url: Option<String>,
}

impl Settings {
    /// The settings that a request shows, and its path below the route; `None` where no route leads to
    /// its URL.
    pub(super) fn of(request: &Request) -> Option<(Self, &str)> {
        let url = &request.url;
        let found = ROUTES.iter().filter_map(|(prefix, auth)| {
            let at = url.find(&format!("{prefix}/"))?;
            Some((at, *prefix, *auth))
        });
        let (at, prefix, auth) = found.min_by_key(|(at, ..)| *at)?;
        let (base, path) = (&url[..at], &url[at + prefix.len()..]);
        let code = request.headers.iter().find_map(|(name, value)| {
            let is_it = name.eq_ignore_ascii_case("user-agent");
            value
                .strip_prefix("ati_integrator_")
                .filter(|code| is_it && is_code(code))
        });
        let settings = Self {
            auth,
            token_variable: request.token_variable.clone(),
            integrator_code: match code {
                Some(code) => string(code),
                None => "std::env::var(\"ATI_INTEGRATOR_CODE\")?".to_owned(),
            },
            base_url: (base != REAL).then(|| string(base)),
        };
        Some((settings, path))
    }

    /// The statement that makes the client.
    pub(super) fn client(&self) -> String {
        let auth = format!(
            ".auth(Auth::{}(std::env::var(\"{}\")?))",
            self.auth, self.token_variable
        );
        let mut calls = vec![auth, format!(".integrator_code({})", self.integrator_code)];
        calls.extend(self.base_url.iter().map(|url| format!(".base_url({url})")));
        calls.push(".build()?".to_owned());
        layout::chain("let client = ", "Client::builder()", &calls, ";")
    }
}

/// The headers of a request that the client would not send so.
pub(super) fn other_headers(request: &Request) -> Vec<&str> {
    let usual = |name: &str, value: &str| {
        let code = value.strip_prefix("ati_integrator_");
        (name.eq_ignore_ascii_case("user-agent") && code.is_some_and(is_code))
            || HEADERS.iter().any(|(known, usual)| {
                name.eq_ignore_ascii_case(known) && value.eq_ignore_ascii_case(usual)
            })
    };
    let others = request
        .headers
        .iter()
        .filter(|(name, value)| !usual(name, value));
    others.map(|(name, _)| name.as_str()).collect()
}

fn is_code(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric())
}
