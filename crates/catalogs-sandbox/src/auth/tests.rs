use axum::http::{HeaderName, HeaderValue};

use super::*;
use crate::oauth::ProviderSettings;

fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
    let pairs = pairs
        .iter()
        .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
    pairs.collect()
}

#[test]
fn authorization_header_maps_to_credential() {
    let mut provider = Provider::new(ProviderSettings::new());
    let tokens = Tokens {
        api: Token::new("key"),
        oauth: Token::new("access"),
    };
    let cases = [
        (Some("Bearer key"), Credential::ApiToken),
        (Some("bearer access"), Credential::OauthToken),
        (Some("Bearer other"), Credential::Unknown),
        (Some("Bearer "), Credential::Unknown),
        (Some("Basic key"), Credential::NotBearer),
        (Some("key"), Credential::NotBearer),
        (Some(""), Credential::NotBearer),
        (None, Credential::Missing),
    ];
    for (value, expected) in cases {
        let pair: Vec<_> = value
            .map(|value| (AUTHORIZATION, value))
            .into_iter()
            .collect();
        assert_eq!(
            tokens.credential(&headers(&pair), &provider),
            expected,
            "{value:?}"
        );
    }
    let mut twice = headers(&[(AUTHORIZATION, "Bearer key")]);
    twice.append(AUTHORIZATION, HeaderValue::from_static("Bearer key"));
    assert_eq!(tokens.credential(&twice, &provider), Credential::NotBearer);
    provider.expire_access_tokens();
    let fixed = headers(&[(AUTHORIZATION, "Bearer access")]);
    assert_eq!(
        tokens.credential(&fixed, &provider),
        Credential::ExpiredOauthToken
    );
    assert!(!format!("{tokens:?}").contains("key") && !format!("{tokens:?}").contains("access"));
}

#[test]
fn wrong_tokens_have_distinct_reasons() {
    use Credential::{ApiToken, ExpiredOauthToken, Missing, NotBearer, OauthToken, Unknown};
    assert_eq!(check_token(Route::Direct, ApiToken), Ok(()));
    assert_eq!(check_token(Route::Gateway, OauthToken), Ok(()));
    let wrong = [
        (Route::Direct, OauthToken),
        (Route::Gateway, ApiToken),
        (Route::Gateway, ExpiredOauthToken),
        (Route::Direct, Unknown),
        (Route::Direct, NotBearer),
        (Route::Direct, Missing),
    ];
    let mut reasons = Vec::new();
    for (route, credential) in wrong {
        let refusal = check_token(route, credential).expect_err("not this token");
        assert_eq!(
            (refusal.status.as_u16(), refusal.code),
            (401, "unauthorized")
        );
        assert!(!reasons.contains(&refusal.reason), "{}", refusal.reason);
        reasons.push(refusal.reason);
    }
}
