//! The integrator's ATI code, and the `User-Agent` that names it.

use http::HeaderValue;

use crate::Error;

/// Checks a code; `source` is where it comes from.
pub(crate) fn integrator_code(code: String, source: &'static str) -> Result<String, Error> {
    if !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Ok(code);
    }
    Err(Error::invalid_setting(
        source,
        format!("{source} is no integrator code: it is the ATI code alone, such as 64357"),
    ))
}

/// Returns the `User-Agent` that the service requires.
pub(crate) fn user_agent(code: &str) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(format!("ati_integrator_{code}"))
        .map_err(|_| Error::configuration("the integrator code cannot be sent in a header"))
}
