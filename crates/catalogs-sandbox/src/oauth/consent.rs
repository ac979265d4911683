//! The page that asks a user for consent, and where the decision goes.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};

use super::params::Params;
use super::provider::Provider;
use crate::response::BufferedResponse;

/// Nothing is loaded and nothing runs. `form-action` is left out on purpose: browsers hold it
/// against the redirect that follows the decision, which leads elsewhere.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'");

/// As wide as the screen, and in the system's colours.
const LOOK: &str = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
                    <meta name=\"color-scheme\" content=\"light dark\">\n";

/// A request for consent whose client and return address are good.
struct Ask<'p> {
    client_id: &'p str,
    redirect_uri: &'p str,
    scope: Option<&'p str>,
    state: Option<&'p str>,
}

impl<'p> Ask<'p> {
    /// An unknown client or return address gets a page and no redirect.
    fn of(
        provider: &Provider,
        own: Option<&str>,
        params: &'p Params,
    ) -> Result<Self, &'static str> {
        let client_id = params.get("client_id").ok_or("client_id is missing")?;
        if !provider.knows(client_id) {
            return Err("client_id is not the sandbox's client");
        }
        let redirect_uri = params.get("redirect_uri");
        let redirect_uri = redirect_uri.ok_or("redirect_uri is missing")?;
        let sendable = redirect_uri.bytes().all(|byte| byte.is_ascii_graphic());
        let known = is_loopback(redirect_uri)
            || own == Some(redirect_uri)
            || provider.has_registered(redirect_uri);
        if !sendable || !known || redirect_uri.contains('#') {
            return Err("redirect_uri is neither http on this machine nor registered");
        }
        Ok(Self {
            client_id,
            redirect_uri,
            scope: params.get("scope"),
            state: params.get("state"),
        })
    }

    /// Back to where the user came from, with what came of it.
    fn back(&self, name: &str, value: &str) -> Result<BufferedResponse, &'static str> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair(name, value);
        if let Some(state) = self.state {
            query.append_pair("state", state);
        }
        let (uri, query) = (self.redirect_uri, query.finish());
        let sign = if uri.contains('?') { '&' } else { '?' };
        let location = HeaderValue::from_str(&format!("{uri}{sign}{query}"))
            .map_err(|_| "redirect_uri cannot stand in a header")?;
        Ok(plain(BufferedResponse::empty(StatusCode::FOUND)).with_header(LOCATION, location))
    }
}

/// The page that asks, or what is wrong with the request.
pub(super) fn page(
    provider: &Provider,
    own: Option<&str>,
    query: Option<&str>,
) -> Result<BufferedResponse, &'static str> {
    let params = Params::form(query.unwrap_or_default().as_bytes())?;
    let ask = Ask::of(provider, own, &params)?;
    if params.get("response_type") != Some("code") {
        return ask.back("error", "unsupported_response_type");
    }
    let field = |name: &str, value: Option<&str>| {
        let value = value.map(escaped)?;
        Some(format!(
            "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n"
        ))
    };
    let fields: String = [
        field("client_id", Some(ask.client_id)),
        field("redirect_uri", Some(ask.redirect_uri)),
        field("scope", ask.scope),
        field("state", ask.state),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (client, uri) = (escaped(ask.client_id), escaped(ask.redirect_uri));
    let scope = escaped(ask.scope.unwrap_or("nothing in particular"));
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n{LOOK}\
         <title>Sandbox: allow access?</title>\n<h1>Allow access?</h1>\n\
         <p>{client} asks for access to the sandbox's address book. Scope: {scope}.</p>\n\
         <p>You are sent back to {uri}</p>\n\
         <form method=\"post\" action=\"/oauth2/consent\">\n{fields}\
         <button name=\"decision\" value=\"allow\">Allow</button>\n\
         <button name=\"decision\" value=\"deny\">Deny</button>\n</form>\n</html>\n"
    );
    Ok(plain(BufferedResponse::html(StatusCode::OK, page)))
}

/// The form is checked again: nothing that the page sends is trusted.
pub(super) fn decide(
    provider: &mut Provider,
    own: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<BufferedResponse, &'static str> {
    let params = Params::body(headers, body)?;
    let ask = Ask::of(provider, own, &params)?;
    match params.get("decision") {
        Some("allow") => {
            let code = provider.authorize(ask.redirect_uri);
            ask.back("code", code.as_str())
        }
        Some("deny") => ask.back("error", "access_denied"),
        _ => Err("decision has to be allow or deny"),
    }
}

/// A page for what must not be redirected.
pub(super) fn refused(what: &str) -> BufferedResponse {
    let what = escaped(what);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n{LOOK}\
         <title>Sandbox: this does not work</title>\n<h1>This does not work</h1>\n\
         <p>{what}</p>\n</html>\n"
    );
    plain(BufferedResponse::html(StatusCode::BAD_REQUEST, page))
}

fn plain(response: BufferedResponse) -> BufferedResponse {
    let value = HeaderValue::from_static;
    response
        .with_header(CONTENT_SECURITY_POLICY, POLICY)
        .with_header(X_CONTENT_TYPE_OPTIONS, value("nosniff"))
        .with_header(REFERRER_POLICY, value("no-referrer"))
        .with_header(CACHE_CONTROL, value("no-store"))
}

/// Text for HTML, inside attributes too.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// `http` to this machine, whatever the port.
fn is_loopback(uri: &str) -> bool {
    let Ok(uri) = uri.parse::<Uri>() else {
        return false;
    };
    let Some(authority) = uri.authority() else {
        return false;
    };
    let host = authority.host();
    uri.scheme_str() == Some("http")
        && ["127.0.0.1", "[::1]", "localhost"].contains(&host)
        // No user info: what stands before an @ is easily taken for the host.
        && authority
            .as_str()
            .strip_prefix(host)
            .is_some_and(|port| port.is_empty() || authority.port_u16().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uri_loopback_is_only_this_machine() {
        let cases = [
            ("http://127.0.0.1/callback", true),
            ("http://127.0.0.1:8080/callback?a=b", true),
            ("http://localhost:1", true),
            ("http://[::1]:8080/", true),
            ("https://127.0.0.1/", false),
            ("http://127.0.0.1@evil.example/", false),
            ("http://user@127.0.0.1/", false),
            ("http://127.0.0.1.evil.example/", false),
            ("http://localhost.evil.example/", false),
            ("http://127.0.0.1:port/", false),
            ("http://2130706433/", false),
            ("//127.0.0.1/", false),
            ("/callback", false),
            ("javascript:alert(1)", false),
            ("", false),
        ];
        for (uri, expected) in cases {
            assert_eq!(is_loopback(uri), expected, "{uri}");
        }
    }

    #[test]
    fn html_special_characters_are_escaped() {
        assert_eq!(
            escaped("<a href=\"'&\">я"),
            "&lt;a href=&quot;&#39;&amp;&quot;&gt;я"
        );
    }
}
