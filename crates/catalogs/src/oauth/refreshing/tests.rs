use super::*;
use crate::oauth::{
    state::COOL_DOWN,
    test_endpoint::{CANARY, Response, TestEndpoint, refused, tokens},
};

const TWO_HOURS: Duration = Duration::from_secs(2 * 60 * 60);

/// Time passes, on tokio's clock alone. It goes on afterwards, since sockets do not wait for it.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn source(server: &TestEndpoint) -> RefreshingToken {
    server.app().refreshing("canary-r0").build().unwrap()
}

fn failing() -> Response {
    Response::Is(503, String::new())
}

/// The text of the token, or of the error.
fn text(result: Result<AccessToken, TokenError>) -> Result<String, String> {
    match result {
        Ok(token) => Ok(token.expose_secret().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

mod rotation;
mod store;

#[track_caller]
fn assert_token(result: Result<AccessToken, TokenError>, expected: &str) {
    assert_eq!(text(result), Ok(expected.to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_callers_share_one_refresh() {
    let server = TestEndpoint::closed([tokens("a1", None)]).await;
    let source = source(&server);
    let callers: Vec<_> = (0..1_000)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { source.token().await })
        })
        .collect();
    server.asked(1).await;
    server.open(1_000);
    for caller in callers {
        assert_token(caller.await.unwrap(), "a1");
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn failed_refresh_is_shared_and_retried_after_cool_down() {
    let server = TestEndpoint::closed([failing(), tokens("a1", None)]).await;
    let source = source(&server);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let source = source.clone();
            tokio::spawn(async move { source.token().await })
        })
        .collect();
    server.asked(1).await;
    server.open(2);
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert!(!error.is_refused());
        assert!(error.to_string().contains("503"), "{error}");
    }
    assert!(text(source.token().await).unwrap_err().contains("503"));
    assert_eq!(server.count(), 1);
    pass(COOL_DOWN).await;
    assert_token(source.token().await, "a1");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn refusal_is_final_until_set_refresh_token() {
    let server = TestEndpoint::start([refused(), tokens("a1", None)]).await;
    let source = source(&server);
    let first = source.token().await.unwrap_err();
    assert!(first.is_refused());
    for _ in 0..3 {
        pass(TWO_HOURS).await;
        let error = source.token().await.unwrap_err();
        assert!(error.is_refused());
        assert_eq!(error.to_string(), first.to_string());
        let refused = AccessToken::new("old");
        assert!(source.replace(&refused).await.unwrap_err().is_refused());
    }
    assert_eq!(server.count(), 1);

    source.set_refresh_token("canary-r1");
    assert_token(source.token().await, "a1");
    assert!(server.request(1).1.contains("canary-r1"));
}

#[tokio::test]
async fn token_is_renewed_before_it_expires() {
    let server = TestEndpoint::start([tokens("a1", None), tokens("a2", None)]).await;
    let source = source(&server);
    assert_token(source.token().await, "a1");
    pass(TWO_HOURS - AHEAD - Duration::from_secs(60)).await;
    assert_token(source.token().await, "a1");
    assert_eq!(server.count(), 1);
    pass(Duration::from_secs(61)).await;
    assert_token(source.token().await, "a2");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn short_lived_token_is_used_for_half_its_life() {
    let short = Response::Is(200, r#"{"access_token":"a1","expires_in":60}"#.to_owned());
    let server = TestEndpoint::start([short, tokens("a2", None)]).await;
    let source = source(&server);
    assert_token(source.token().await, "a1");
    pass(Duration::from_secs(25)).await;
    assert_token(source.token().await, "a1");
    pass(Duration::from_secs(10)).await;
    assert_token(source.token().await, "a2");
}

#[tokio::test]
async fn old_token_is_used_while_refreshes_fail() {
    let server = TestEndpoint::start([failing(), failing()]).await;
    let app = server.app().refreshing("canary-r0");
    let source = app
        .access_token(AccessToken::new("a0"), AHEAD)
        .ahead(AHEAD)
        .build()
        .unwrap();
    assert_token(source.token().await, "a0");
    assert_eq!(server.count(), 0);
    pass(AHEAD / 2).await;
    assert_token(source.token().await, "a0");
    assert_token(source.token().await, "a0");
    assert_eq!(server.count(), 1, "the second call is in the cool-down");
    pass(AHEAD).await;
    assert!(source.token().await.is_err());
}

#[tokio::test]
async fn old_token_is_used_while_the_endpoint_is_slow() {
    let server = TestEndpoint::closed([tokens("a1", None)]).await;
    let app = server.app().refreshing("canary-r0");
    let source = app
        .access_token(AccessToken::new("a0"), AHEAD)
        .build()
        .unwrap();
    pass(AHEAD / 2).await;
    let caller = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    server.asked(1).await;
    pass(PATIENCE).await;
    assert_token(caller.await.unwrap(), "a0");
    server.open(1);
    while source.0.state().usable(Instant::now()) == Some(AccessToken::new("a0")) {
        tokio::task::yield_now().await;
    }
    assert_token(source.token().await, "a1");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn cancelled_caller_does_not_cancel_the_refresh() {
    let server = TestEndpoint::closed([tokens("a1", Some("canary-r1"))]).await;
    let source = source(&server);
    let (starter, waiter) = (source.clone(), source.clone());
    let starter = tokio::spawn(async move { starter.token().await });
    server.asked(1).await;
    let waiter = tokio::spawn(async move { waiter.token().await });
    tokio::task::yield_now().await;
    starter.abort();
    assert!(starter.await.unwrap_err().is_cancelled());
    server.open(1);
    assert_token(waiter.await.unwrap(), "a1");
    assert_eq!(source.refresh_token().expose_secret(), "canary-r1");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn refused_access_token_is_replaced_once() {
    let server = TestEndpoint::closed([tokens("a1", None), tokens("a2", None)]).await;
    let app = server.app().refreshing("canary-r0");
    let old = AccessToken::new("a0");
    let source = app.access_token(old.clone(), TWO_HOURS).build().unwrap();
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let (source, old) = (source.clone(), old.clone());
            tokio::spawn(async move { source.replace(&old).await })
        })
        .collect();
    server.asked(1).await;
    server.open(1);
    for caller in callers {
        assert_token(caller.await.unwrap(), "a1");
    }
    // Whoever comes late with the old one gets the new one without a request.
    assert_token(source.replace(&old).await, "a1");
    assert_eq!(server.count(), 1);

    // If a brand-new one is refused, too, then tokens are not what is wrong.
    let error = source.replace(&AccessToken::new("a1")).await.unwrap_err();
    assert!(error.is_no_other() && !error.is_refused());
    assert_token(source.token().await, "a1");
    assert_eq!(server.count(), 1);
    pass(Duration::from_secs(10)).await;
    server.open(1);
    assert_token(source.replace(&AccessToken::new("a1")).await, "a2");
}

#[tokio::test]
async fn refusal_after_unknown_outcome_mentions_it() {
    let server = TestEndpoint::start([Response::Broken, Response::Broken, refused()]).await;
    let source = source(&server);
    let unknown = source.token().await.unwrap_err();
    assert!(!unknown.is_refused());
    assert!(unknown.to_string().contains("may be used up"), "{unknown}");
    pass(COOL_DOWN).await;
    let refused = source.token().await.unwrap_err();
    assert!(refused.is_refused());
    assert!(
        refused.to_string().contains("an earlier refresh broke off"),
        "{refused}"
    );
    for request in 0..3 {
        assert!(server.request(request).1.contains("canary-r0"));
    }
}

#[tokio::test]
async fn refresh_overtaken_by_new_consent_changes_nothing() {
    let script = [
        tokens("a1", Some("canary-r1")),
        tokens("b1", Some("canary-s1")),
    ];
    let server = TestEndpoint::closed(script).await;
    let source = source(&server);
    let caller = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    server.asked(1).await;
    source.set_refresh_token("canary-s0");
    assert!(server.request(0).1.contains("canary-r0"));
    server.open(1);
    assert_token(caller.await.unwrap(), "a1");
    assert_eq!(source.refresh_token().expose_secret(), "canary-s0");
    server.open(1);
    assert_token(source.token().await, "b1");
    assert_eq!(source.refresh_token().expose_secret(), "canary-s1");
    assert!(server.request(1).1.contains("canary-s0"));
}

#[test]
fn refresh_cut_off_by_runtime_leaves_source_usable() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let other = runtime();
    let server = other.block_on(TestEndpoint::closed([tokens("a1", None)]));
    let source = source(&server);
    let first = runtime();
    first.block_on(async {
        let waiting = source.token();
        tokio::select! {
            biased;
            _ = waiting => panic!("the endpoint does not respond yet"),
            () = std::future::ready(()) => {}
        }
    });
    drop(first);
    server.open(1);
    other.block_on(async { assert_token(source.token().await, "a1") });
}

#[test]
fn refresh_without_runtime_is_an_error() {
    let app = crate::oauth::OAuthApp::builder()
        .client_id("a")
        .client_secret("s")
        .build()
        .unwrap();
    let source = app.refreshing("r").build().unwrap();
    let waker = std::task::Waker::noop();
    let mut token = source.token();
    let polled = token
        .as_mut()
        .poll(&mut std::task::Context::from_waker(waker));
    let std::task::Poll::Ready(result) = polled else {
        panic!("it waits")
    };
    assert!(text(result).unwrap_err().contains("tokio runtime"));
}

#[test]
fn build_with_invalid_tokens_fails() {
    let app = crate::oauth::OAuthApp::builder()
        .client_id("a")
        .client_secret("s")
        .build()
        .unwrap();
    let bad = AccessToken::new("canary canary");
    let endless = AccessToken::new("a");
    for (builder, setting) in [
        (app.refreshing(" "), "refresh_token"),
        (
            app.refreshing("r").access_token(bad, TWO_HOURS),
            "access_token",
        ),
        (
            app.refreshing("r").access_token(endless, Duration::MAX),
            "access_token",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert!(error.is_configuration());
        assert_eq!(error.setting(), Some(setting));
        assert!(!format!("{error:?}").contains(CANARY));
    }
}
