//! Where a redirect may lead: the token goes to the configured origin and, over HTTPS, to hosts
//! under `ati.su`, and nowhere else.

use reqwest::{Response, Url, header::LOCATION};

/// How many redirects one attempt follows.
pub(crate) const MOST: usize = 5;

/// Why a redirect is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no `Location`, or none that is a URL.
    NoLocation,
    /// The token must not go there.
    Foreign,
    /// It is one redirect too many.
    TooMany,
    /// It asks for another method (303), or for a choice.
    OtherMethod,
}

/// The target of `response`, if it is a redirect.
pub(crate) fn target(response: &Response) -> Option<Result<Url, Refusal>> {
    if !matches!(response.status().as_u16(), 300..=303 | 305..=399) {
        return None;
    }
    let location = response
        .headers()
        .get(LOCATION)
        .and_then(|value| value.to_str().ok());
    let url = location.and_then(|location| response.url().join(location).ok());
    Some(url.ok_or(Refusal::NoLocation))
}

/// Whether a request to `base` may be sent on to `target`, after `followed` redirects, the last of
/// which has this status.
pub(crate) fn allow(base: &Url, target: &Url, status: u16, followed: usize) -> Result<(), Refusal> {
    let same_origin = base.origin() == target.origin();
    let ati = target.scheme() == "https"
        && target
            .host_str()
            .is_some_and(|host| host == "ati.su" || host.ends_with(".ati.su"));
    let holds_credentials = !target.username().is_empty() || target.password().is_some();
    if holds_credentials || !(same_origin || ati) {
        Err(Refusal::Foreign)
    } else if followed >= MOST {
        Err(Refusal::TooMany)
    } else if !matches!(status, 301 | 302 | 307 | 308) {
        Err(Refusal::OtherMethod)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_nowhere_else() {
        let cases = [
            (
                "https://api.ati.su",
                "https://api.ati.su/elsewhere",
                0,
                Ok(()),
            ),
            ("https://api.ati.su", "https://ati.su/", 0, Ok(())),
            ("https://api.ati.su", "https://new.api.ati.su/x", 4, Ok(())),
            (
                "https://api.ati.su",
                "https://api.ati.su/x",
                5,
                Err(Refusal::TooMany),
            ),
            (
                "https://api.ati.su",
                "http://api.ati.su/x",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "https://api.ati.su",
                "https://ati.su.example/",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "https://api.ati.su",
                "https://notati.su/",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "https://api.ati.su",
                "https://a@api.ati.su/",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "https://api.ati.su",
                "ftp://api.ati.su/",
                0,
                Err(Refusal::Foreign),
            ),
            ("https://proxy.example", "https://api.ati.su/", 0, Ok(())),
            (
                "https://proxy.example",
                "https://proxy.example:8443/",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "https://proxy.example",
                "https://other.example/",
                0,
                Err(Refusal::Foreign),
            ),
            ("http://127.0.0.1:80", "http://127.0.0.1:80/x", 0, Ok(())),
            (
                "http://127.0.0.1:80",
                "http://127.0.0.1:81/x",
                0,
                Err(Refusal::Foreign),
            ),
            (
                "http://127.0.0.1:80",
                "http://example.com/",
                0,
                Err(Refusal::Foreign),
            ),
        ];
        for (base, target, followed, expected) in cases {
            let url = |text: &str| Url::parse(text).unwrap();
            assert_eq!(
                allow(&url(base), &url(target), 302, followed),
                expected,
                "{base} → {target}"
            );
        }
    }
}
