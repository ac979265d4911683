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
    /// It leads to a page where a person logs in.
    Login,
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
    if is_login(target) {
        Err(Refusal::Login)
    } else if holds_credentials || !(same_origin || ati) {
        Err(Refusal::Foreign)
    } else if followed >= MOST {
        Err(Refusal::TooMany)
    } else if !matches!(status, 301 | 302 | 307 | 308) {
        Err(Refusal::OtherMethod)
    } else {
        Ok(())
    }
}

/// Whether a person logs in there, and no API responds.
fn is_login(target: &Url) -> bool {
    let mut segments = target.path_segments().into_iter().flatten().rev();
    let last = segments.find(|segment| !segment.is_empty());
    let name = last.and_then(|last| last.split('.').next());
    let names = ["login", "log-in", "logon", "signin", "sign-in", "sso"];
    target.host_str() == Some("id.ati.su")
        || name.is_some_and(|name| names.iter().any(|login| name.eq_ignore_ascii_case(login)))
}

/// Where a redirect that is not followed leads: an origin, and of a login page the path.
pub(crate) fn place(target: &Url, refusal: Refusal) -> String {
    let origin = target.origin().ascii_serialization();
    match refusal {
        // An encoded name could not be masked.
        Refusal::Login if !target.path().contains('%') => origin + target.path(),
        _ => origin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_is_followed_only_where_the_token_may_go() {
        // base, then where the token may go and where it must not
        let ati = "https://api.ati.su";
        let proxy = "https://proxy.example";
        let sandbox = "http://127.0.0.1:80";
        let cases: [(&str, &[&str], &[&str]); 3] = [
            (
                ati,
                &[
                    "https://api.ati.su/x",
                    "https://ati.su/",
                    "https://new.api.ati.su/x",
                ],
                &[
                    "http://api.ati.su/x",
                    "https://ati.su.example/",
                    "https://notati.su/",
                    "https://a@api.ati.su/",
                    "ftp://api.ati.su/",
                ],
            ),
            (
                proxy,
                &["https://api.ati.su/"],
                &["https://proxy.example:8443/", "https://other.example/"],
            ),
            (
                sandbox,
                &["http://127.0.0.1:80/x"],
                &["http://127.0.0.1:81/x", "http://example.com/"],
            ),
        ];
        let url = |text: &str| Url::parse(text).unwrap();
        for (base, allowed, foreign) in cases {
            let allow = |target, followed| allow(&url(base), &url(target), 302, followed);
            for target in allowed {
                assert_eq!(allow(target, MOST - 1), Ok(()), "{base} → {target}");
                assert_eq!(
                    allow(target, MOST),
                    Err(Refusal::TooMany),
                    "{base} → {target}"
                );
            }
            for target in foreign {
                assert_eq!(allow(target, 0), Err(Refusal::Foreign), "{base} → {target}");
            }
        }
    }

    #[test]
    fn login_page_is_named_without_query_and_credentials() {
        let cases = [
            ("https://id.ati.su/oauth2/?a=b", "https://id.ati.su/oauth2/"),
            (
                "https://me:pw@portal.example/Login.aspx?next=x#y",
                "https://portal.example/Login.aspx",
            ),
            (
                "https://api.ati.su/account/sign-in/",
                "https://api.ati.su/account/sign-in/",
            ),
            ("https://api.ati.su/%D0%98/login", "https://api.ati.su"),
        ];
        let base = Url::parse("https://api.ati.su").unwrap();
        for (target, expected) in cases {
            let target = Url::parse(target).unwrap();
            assert_eq!(
                allow(&base, &target, 302, 0),
                Err(Refusal::Login),
                "{target}"
            );
            assert_eq!(place(&target, Refusal::Login), expected);
        }
    }
}
