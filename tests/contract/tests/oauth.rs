//! Tokens that renew themselves, from end to end: client, token endpoint and address book.

use std::{
    error::Error as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use catalogs::{
    Auth, Client, Route,
    oauth::{AccessToken, OAuthApp, RefreshToken, RefreshingToken, RefreshingTokenBuilder},
};
use catalogs_sandbox::{Credential, Fault, Sandbox};
use contract_tests::{builder, sandbox};
use tokio::task::JoinSet;

const CALLS: usize = 200;
const HOUR: Duration = Duration::from_secs(3600);

/// A source that renews what it has at the sandbox, from its first refresh token.
fn source(sandbox: &Sandbox) -> RefreshingTokenBuilder {
    let (id, secret) = sandbox.oauth_client();
    let app = OAuthApp::builder()
        .client_id(id)
        .client_secret(secret)
        .token_url(format!("{}/oauth2/token", sandbox.origin()));
    app.build().unwrap().refreshing(sandbox.refresh_token())
}

/// A source that holds the sandbox's fixed access token for now, and a client with it.
fn renewing(sandbox: &Sandbox) -> (RefreshingToken, Client) {
    let token = AccessToken::new(sandbox.oauth_token());
    let source = source(sandbox).access_token(token, HOUR).build().unwrap();
    let client = client(sandbox, &source);
    (source, client)
}

fn client(sandbox: &Sandbox, source: &RefreshingToken) -> Client {
    let client = builder(sandbox.origin(), Route::Gateway, "token");
    let client = client.auth(Auth::oauth2(source.clone()));
    client.build().unwrap()
}

/// How many of so many calls at once go well.
async fn at_once(client: &Client, calls: usize) -> usize {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let addresses = client.addresses();
        tasks.spawn(async move { addresses.list().await.is_ok() });
    }
    let results = tasks.join_all().await;
    results.into_iter().filter(|went_well| *went_well).count()
}

#[tokio::test]
async fn concurrent_calls_without_a_token_request_it_once() {
    let sandbox = sandbox().await;
    let source = source(&sandbox).build().unwrap();
    let client = client(&sandbox, &source);
    assert_eq!(at_once(&client, CALLS).await, CALLS);
    assert_eq!(sandbox.token_requests().len(), 1);
    assert_eq!(
        sandbox.requests().len(),
        CALLS + 1,
        "none of them met a 401"
    );
}

#[tokio::test]
async fn concurrent_calls_with_an_expired_token_refresh_it_once() {
    let sandbox = sandbox().await;
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keeping = Arc::clone(&kept);
    let source = source(&sandbox)
        .access_token(AccessToken::new(sandbox.oauth_token()), HOUR)
        .on_rotation(move |token: RefreshToken| {
            keeping
                .lock()
                .unwrap()
                .push(token.expose_secret().to_owned());
            async { Ok::<_, std::convert::Infallible>(()) }
        })
        .build()
        .unwrap();
    let first = sandbox.refresh_token();
    sandbox.expire_access_tokens();
    let client = client(&sandbox, &source);
    assert_eq!(at_once(&client, CALLS).await, CALLS);
    assert_eq!(sandbox.token_requests().len(), 1);
    let rotated = sandbox.refresh_token();
    assert_ne!(first, rotated);
    assert!(kept.lock().unwrap().iter().eq([&rotated]));
    assert_eq!(source.refresh_token().expose_secret(), rotated);

    // Whoever starts with what was kept goes on from there.
    assert_eq!(at_once(&client, 1).await, 1);
    let (_, anew) = renewing(&sandbox);
    assert_eq!(at_once(&anew, 1).await, 1);
    assert_eq!(sandbox.token_requests().len(), 2);
}

#[tokio::test]
async fn status_401_is_retried_once_with_a_new_token() {
    let sandbox = sandbox().await;
    let (_source, client) = renewing(&sandbox);
    sandbox.inject(Fault::unauthorized());
    let draft = contract_tests::calls::contact_person();
    client.contact_persons().create(&draft).await.unwrap();
    let requests = sandbox.requests();
    let asked = requests.iter().map(|request| request.operation());
    let create = Some("create_contact_person");
    assert!(asked.eq([create, Some("oauth_token"), create]));
    assert_eq!(sandbox.effects()["create_contact_person"], 1);
    assert_eq!(requests[2].credential(), Credential::OauthToken);

    // A new token that is refused as well is no reason for yet another.
    sandbox.clear_requests();
    sandbox.inject_times(Fault::unauthorized(), usize::MAX);
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!((error.attempts(), sandbox.requests().len()), (1, 1));
}

#[tokio::test]
async fn token_that_expires_at_a_chosen_request_is_renewed() {
    let sandbox = sandbox().await;
    let (_source, client) = renewing(&sandbox);
    sandbox.script([None, Some(Fault::expire_access_tokens())]);
    client.addresses().list().await.unwrap();
    let draft = contract_tests::calls::contact_person();
    client.contact_persons().create(&draft).await.unwrap();
    let requests = sandbox.requests();
    let sent = requests
        .iter()
        .filter(|it| it.operation() == Some("create_contact_person"));
    let sent: Vec<_> = sent.map(|it| (it.credential(), it.status())).collect();
    let (expired, renewed) = (Credential::ExpiredOauthToken, Credential::OauthToken);
    assert_eq!(sent, [(expired, 401), (renewed, 200)]);
    assert_eq!(sandbox.effects()["create_contact_person"], 1);
}

#[tokio::test]
async fn refresh_token_revoked_at_the_refresh_is_refused() {
    let sandbox = sandbox().await;
    let (_source, client) = renewing(&sandbox);
    sandbox.script([Some(Fault::expire_access_tokens())]);
    let revoked = Fault::revoke_refresh_tokens();
    assert_eq!(revoked.to_string(), "refresh tokens revoked");
    sandbox.inject_for("oauth_token", revoked).unwrap();
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_token_unavailable(), "{error}");
    assert!(error.to_string().contains("consent again"), "{error}");
    assert_eq!(sandbox.refresh_token(), "");
}

#[tokio::test]
async fn api_token_revoked_at_a_chosen_request_stays_revoked() {
    let sandbox = sandbox().await;
    let client = contract_tests::sandbox_client(&sandbox, Route::Direct);
    sandbox.script([None, Some(Fault::revoke_api_token())]);
    client.addresses().list().await.unwrap();
    for _ in 0..2 {
        let error = client.addresses().list().await.unwrap_err();
        assert!(error.is_unauthorized(), "{error}");
    }
}

#[tokio::test]
async fn refused_refresh_is_not_retried() {
    let sandbox = sandbox().await;
    let (source, client) = renewing(&sandbox);
    sandbox.expire_access_tokens();
    sandbox.revoke_refresh_tokens();
    assert_eq!(at_once(&client, CALLS).await, 0);
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_consent_required() && error.is_token_unavailable());
    assert_eq!(sandbox.token_requests().len(), 1);

    // Until a person brings another.
    let code = sandbox.authorization_code("http://127.0.0.1/");
    let (id, secret) = sandbox.oauth_client();
    let app = OAuthApp::builder()
        .client_id(id)
        .client_secret(secret)
        .token_url(format!("{}/oauth2/token", sandbox.origin()));
    app.build().unwrap().exchange_code(code).await.unwrap();
    source.set_refresh_token(sandbox.refresh_token());
    assert_eq!(at_once(&client, CALLS).await, CALLS);
    assert_eq!(sandbox.token_requests().len(), 3);
}

#[tokio::test]
async fn lost_refresh_response_is_reported_and_recoverable() {
    let sandbox = sandbox().await;
    let (source, client) = renewing(&sandbox);
    sandbox.expire_access_tokens();
    let lost = Fault::reset().after_effect();
    sandbox.inject_for("oauth_token", lost).unwrap();
    let error = client.addresses().list().await.unwrap_err();
    assert!(error.is_consent_required(), "{error}");
    let source_says = error.source().expect("there is a cause").to_string();
    assert!(
        source_says.contains("may have used the refresh token up"),
        "{source_says}"
    );
    // The refresh that was lost, and one that found out.
    assert_eq!(sandbox.token_requests().len(), 2);

    source.set_refresh_token(sandbox.refresh_token());
    assert_eq!(at_once(&client, CALLS).await, CALLS);
    assert_eq!(sandbox.token_requests().len(), 3);
}

#[tokio::test]
async fn token_endpoint_that_fails_once_is_retried() {
    let sandbox = sandbox().await;
    let (_source, client) = renewing(&sandbox);
    sandbox.expire_access_tokens();
    sandbox.inject_for("oauth_token", Fault::reset()).unwrap();
    assert_eq!(at_once(&client, CALLS).await, CALLS);
    assert_eq!(sandbox.token_requests().len(), 2);
}
