//! Nothing that OAuth needs is shown anywhere either.

use catalogs::{
    Auth, ContactPersonDraft, Route,
    oauth::{AccessToken, OAuthApp},
};
use catalogs_sandbox::Sandbox;
use contract_tests::{builder, trace::Trace};

use crate::secrets::{CANARY, assert_debug_hides, assert_error_hides, assert_hidden};

#[tokio::test]
async fn oauth_types_and_errors_hide_their_secrets() {
    let [secret, refresh, access] = ["s", "r", "a"].map(|end| format!("{CANARY}-{end}"));
    let sandbox = Sandbox::builder()
        .oauth_client("id", secret.clone())
        .refresh_token(refresh.clone())
        .oauth_token(access.clone());
    assert_debug_hides(&sandbox);
    let trace = Trace::start();
    let sandbox = sandbox.start().await.unwrap();
    let app = OAuthApp::builder()
        .client_id("id")
        .client_secret(secret)
        .token_url(format!("{}/oauth2/token", sandbox.origin()))
        .build()
        .unwrap();
    assert_debug_hides(&app);
    let token = AccessToken::new(access);
    assert_debug_hides(&token);
    let source = app.refreshing(refresh);
    let source = source.access_token(token, std::time::Duration::from_secs(3600));
    assert_debug_hides(&source);
    let source = source.build().unwrap();
    assert_debug_hides(&source);
    assert_debug_hides(&source.refresh_token());
    assert_debug_hides(&Auth::oauth2(source.clone()));
    let client = builder(sandbox.origin(), Route::Gateway, "t").auth(Auth::oauth2(source));
    assert_debug_hides(&client);
    let client = client.build().unwrap();
    assert_debug_hides(&client);

    // What is found again is personal data.
    let persons = client.contact_persons();
    let draft = ContactPersonDraft::builder().name(CANARY).build();
    persons.create(&draft).await.unwrap();
    assert_debug_hides(&persons.reconcile(&draft).await.unwrap());
    let tokens = app.exchange_code(CANARY).await.unwrap_err();
    assert_debug_hides(&tokens);
    assert_hidden(&tokens.to_string());
    sandbox.expire_access_tokens();
    sandbox.revoke_refresh_tokens();
    let error = persons.list().await.unwrap_err();
    assert!(error.is_consent_required());
    assert_error_hides(&error);
    assert_eq!(sandbox.token_requests().len(), 2);
    assert_debug_hides(&sandbox.token_requests());
    assert_hidden(&trace.text());
}
