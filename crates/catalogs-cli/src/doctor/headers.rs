//! The headers that the service requires of every request, as the specification has them.

use hyper::header::{self, HeaderName};

/// All of them.
pub(super) fn all(integrator_code: &str) -> Vec<(HeaderName, String)> {
    vec![
        (
            header::USER_AGENT,
            format!("ati_integrator_{integrator_code}"),
        ),
        (header::ACCEPT, "application/json".to_owned()),
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::ACCEPT_ENCODING, "gzip, deflate, br".to_owned()),
    ]
}
