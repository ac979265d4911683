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
mod text;

pub use edit::{Change, Edit, Link};
pub use language::{Language, UnknownLanguage};
pub use request::Request;
pub use text::is_hidden;

/// What is to be sent.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are few of them")]
pub enum Step {
    /// One request.
    Send(Request),
    /// A reading that is changed and written back.
    Edit(Edit),
}

impl From<Request> for Step {
    fn from(request: Request) -> Self {
        Self::Send(request)
    }
}

impl From<Edit> for Step {
    fn from(edit: Edit) -> Self {
        Self::Edit(edit)
    }
}

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
