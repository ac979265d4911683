#![doc = include_str!("../README.md")]

mod curl;
mod edit;
mod http;
mod jq;
mod json;
mod language;
mod onec;
mod python;
mod request;
mod step;
mod text;

pub use edit::{Change, Edit, Link};
pub use language::{Language, UnknownLanguage};
pub use request::Request;
pub use step::Step;
pub use text::is_hidden;

/// The steps as text in one language, with a line break at its end.
///
/// The token is never in it, only where it is to come from: an environment variable, or in 1C a
/// parameter.
///
/// ```
/// use catalogs_snippets::{Language, Request, render};
///
/// let list = Request::new("GET", "https://api.ati.su/v1.2/catalogs/organizations")
///     .title("list organizations")
///     .header("Accept", "application/json");
/// assert_eq!(
///     render(&[list.into()], Language::Curl),
///     "# list organizations
/// curl --silent --show-error --fail-with-body --request GET 'https://api.ati.su/v1.2/catalogs/organizations' \\
///   --header \"Authorization: Bearer $ATI_TOKEN\" \\
///   --header 'Accept: application/json' \\
///   --location
/// ",
/// );
/// ```
pub fn render(steps: &[Step], language: Language) -> String {
    match language {
        Language::Curl => curl::render(steps),
        Language::OneC => onec::render(steps),
        Language::Http => http::render(steps),
        Language::Json => json::render(steps),
        Language::Python => python::render(steps),
    }
}
