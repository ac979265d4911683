use axum::http::HeaderValue;

use super::*;
use crate::oauth::ProviderSettings;

fn headers(values: &[&'static str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(AUTHORIZATION, HeaderValue::from_static(value));
    }
    headers
}

#[test]
fn authorization_header_maps_to_credential() {
    let mut provider = Provider::new(ProviderSettings::new());
    let tokens = Tokens {
        api: Token::new("key"),
        oauth: Token::new("access"),
    };
    let cases: [(&[&'static str], Credential); 9] = [
        (&["Bearer key"], Credential::ApiToken),
        (&["bearer access"], Credential::OauthToken),
        (&["Bearer other"], Credential::Unknown),
        (&["Bearer "], Credential::Unknown),
        (&["Basic key"], Credential::NotBearer),
        (&["key"], Credential::NotBearer),
        (&[""], Credential::NotBearer),
        (&["Bearer key", "Bearer key"], Credential::NotBearer),
        (&[], Credential::Missing),
    ];
    for (value, expected) in cases {
        let headers = headers(value);
        assert_eq!(
            tokens.credential(&headers, &provider),
            expected,
            "{value:?}"
        );
    }
    provider.expire_access_tokens();
    let expired = tokens.credential(&headers(&["Bearer access"]), &provider);
    assert_eq!(expired, Credential::ExpiredOauthToken);
    assert!(!format!("{tokens:?}").contains("key") && !format!("{tokens:?}").contains("access"));
}
