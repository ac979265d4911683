//! The description of a request.

use std::fmt;

use serde_json::Value;
use url::{Position, Url};

use crate::text::one_line;

/// A request as it goes out, but for the token.
///
/// Line breaks and other control characters in a title, a name or a header become spaces, and the
/// URL is normalized, so that nothing can break out of its line.
///
/// ```
/// use catalogs_snippets::Request;
/// use serde_json::json;
///
/// let create = Request::new("POST", "https://api.ati.su/v1.2/catalogs/organizations")
///     .title("create an organization")
///     .name("create_organization")
///     .header("Content-Type", "application/json")
///     .token_variable("ATI_TOKEN")
///     .body(json!({ "name": "ООО «Ромашка»" }));
/// assert!(!format!("{create:?}").contains("Ромашка"));
/// ```
#[derive(Clone)]
pub struct Request {
    pub(crate) title: String,
    pub(crate) name: String,
    pub(crate) method: String,
    /// As it was parsed, or one line of what is not an absolute URL.
    pub(crate) url: String,
    parts: Option<Url>,
    /// No two with the same name, and no `Authorization`.
    pub(crate) headers: Vec<(String, String)>,
    /// A shell accepts it as the name of a variable.
    pub(crate) token_variable: String,
    pub(crate) body: Option<Value>,
    /// What the function is called in 1C, and what it does, in Russian.
    pub(crate) onec_name: Option<(String, String)>,
}

impl Request {
    /// A request to an absolute URL, without headers and body, the token in `ATI_TOKEN`.
    #[must_use]
    pub fn new(method: impl Into<String>, url: impl AsRef<str>) -> Self {
        let method = one_line(&method.into());
        let parts = Url::parse(url.as_ref()).ok();
        let url = match &parts {
            Some(parsed) => parsed.to_string(),
            None => one_line(url.as_ref()),
        };
        Self {
            title: format!("{method} {url}"),
            name: "request".to_owned(),
            method,
            url,
            parts,
            headers: Vec::new(),
            token_variable: "ATI_TOKEN".to_owned(),
            body: None,
            onec_name: None,
        }
    }

    /// What it does, for a person: "create an organization".
    #[must_use]
    pub fn title(mut self, title: impl AsRef<str>) -> Self {
        self.title = one_line(title.as_ref());
        self
    }

    /// The operation's id, such as `create_organization`; without it, this is a custom request.
    #[must_use]
    pub fn name(mut self, name: impl AsRef<str>) -> Self {
        self.name = one_line(name.as_ref());
        self
    }

    /// The name of the function in 1C, and what it does, in Russian: `"СоздатьАдрес"`,
    /// `"Создает адрес"`. A name that is not an identifier is ignored. Without a name, the function
    /// has a general one. An [`Edit`](crate::Edit) has the write's
    /// name, with `Изменить` in place of `Заменить`.
    #[must_use]
    pub fn onec_name(mut self, function: impl AsRef<str>, summary: impl AsRef<str>) -> Self {
        let function = function.as_ref();
        let is_letter =
            |c: char| c.is_ascii_alphabetic() || matches!(c, 'А'..='я' | 'Ё' | 'ё' | '_');
        let is_identifier = function.chars().all(|c| is_letter(c) || c.is_ascii_digit());
        if is_identifier && function.starts_with(is_letter) {
            self.onec_name = Some((function.to_owned(), one_line(summary.as_ref())));
        }
        self
    }

    /// Sets a header. `Authorization` is left out: each language has its own way to put the token
    /// there.
    #[must_use]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let name = one_line(name.as_ref());
        let value = one_line(value.as_ref());
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        if !name.eq_ignore_ascii_case("authorization") {
            self.headers.push((name, value));
        }
        self
    }

    /// Sets several headers.
    #[must_use]
    pub fn headers<N: AsRef<str>, V: AsRef<str>>(
        self,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        headers
            .into_iter()
            .fold(self, |request, (name, value)| request.header(name, value))
    }

    /// The environment variable that holds the bearer token. What cannot stand in such a name is
    /// dropped.
    #[must_use]
    pub fn token_variable(mut self, name: impl AsRef<str>) -> Self {
        let name: String = name
            .as_ref()
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let usable = name.starts_with(|first: char| !first.is_ascii_digit());
        self.token_variable = if usable { name } else { "ATI_TOKEN".to_owned() };
        self
    }

    /// Sets the JSON body; `null` is no body.
    #[must_use]
    pub fn body(mut self, body: Value) -> Self {
        self.body = (!body.is_null()).then_some(body);
        self
    }

    /// Whether a header is set.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// Path and query.
    pub(crate) fn target(&self) -> &str {
        self.parts.as_ref().map_or(&self.url, |url| {
            &url[Position::BeforePath..Position::AfterQuery]
        })
    }

    /// Host, and port unless it is the scheme's.
    pub(crate) fn authority(&self) -> &str {
        self.parts
            .as_ref()
            .map_or("", |url| &url[Position::BeforeHost..Position::AfterPort])
    }

    pub(crate) fn host(&self) -> &str {
        self.parts.as_ref().and_then(Url::host_str).unwrap_or("")
    }

    pub(crate) fn port(&self) -> u16 {
        let port = self.parts.as_ref().and_then(Url::port_or_known_default);
        port.unwrap_or(443)
    }

    /// Whether a connection needs TLS; what is not `http` counts as `https`.
    pub(crate) fn is_secure(&self) -> bool {
        let url = self.parts.as_ref();
        url.is_none_or(|url| url.scheme() != "http")
    }

    /// Whether one connection serves both.
    pub(crate) fn has_origin_of(&self, other: &Self) -> bool {
        self.parts.as_ref().map(Url::origin) == other.parts.as_ref().map(Url::origin)
    }
}

/// Shows neither values of headers nor the body: they may hold personal data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("name", &self.name)
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &headers)
            .field("token_variable", &self.token_variable)
            .field("body", &self.body.as_ref().map(|_| "…"))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn header_is_set_once_and_token_never() {
        let request = Request::new("GET", "https://api.ati.su/")
            .headers([("Accept", "text/html"), ("accept", "application/json")])
            .header("AUTHORIZATION", "Bearer secret");
        assert_eq!(
            request.headers,
            [("accept".to_owned(), "application/json".to_owned())]
        );
        assert!(request.has_header("Accept"));
    }

    #[test]
    fn token_variable_is_a_shell_name() {
        for (name, expected) in [
            ("ATI_OAUTH_TOKEN", "ATI_OAUTH_TOKEN"),
            ("$(rm -rf x)TOKEN", "rmrfxTOKEN"),
            ("", "ATI_TOKEN"),
            ("1TOKEN", "ATI_TOKEN"),
            ("ТОКЕН", "ATI_TOKEN"),
        ] {
            let request = Request::new("GET", "").token_variable(name);
            assert_eq!(request.token_variable, expected, "{name}");
        }
    }

    #[test]
    fn onec_name_is_identifier_or_ignored() {
        for (name, expected) in [
            ("ПолучитьАдрес2", true),
            ("get_address", true),
            ("2Адреса", false),
            ("Получить адрес", false),
            ("Адрес()", false),
            ("", false),
        ] {
            let request = Request::new("GET", "").onec_name(name, "Получает\nадрес");
            let expected = expected.then(|| (name.to_owned(), "Получает адрес".to_owned()));
            assert_eq!(request.onec_name, expected, "{name}");
        }
    }

    #[test]
    fn control_characters_stay_in_their_line() {
        let request = Request::new("GET\n", "https://api.ati.su/a b\r\nHost: other")
            .title("list\nrm -rf")
            .name("a\u{2028}b")
            .header("A\n", "b\r\nC: d");
        assert_eq!(request.method, "GET ");
        assert_eq!(request.url, "https://api.ati.su/a%20bHost:%20other");
        assert_eq!(request.title, "list rm -rf");
        assert_eq!(request.name, "a b");
        assert_eq!(request.headers, [("A ".to_owned(), "b  C: d".to_owned())]);
    }

    #[test]
    fn debug_shows_no_values() {
        let request = Request::new("POST", "https://api.ati.su/")
            .header("User-Agent", "canary")
            .body(json!({ "name": "canary", "canary": 1 }));
        let shown = format!("{request:?}");
        assert!(
            shown.contains("User-Agent") && !shown.contains("canary"),
            "{shown}"
        );
    }
}
