//! What a refresh does with a store, and in which order.

use super::*;
use crate::oauth::TokenStore;

/// A store that notes what is done with it.
#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    tokens: Option<StoredTokens>,
    /// How many saves fail first.
    failures: usize,
    log: Vec<String>,
}

impl Shared {
    /// A store with tokens that another process saved; the access token lives for `left`.
    fn with(refresh: &str, access: &str, left: Duration) -> Self {
        let store = Self::default();
        store.put(refresh, access, left);
        store
    }

    fn put(&self, refresh: &str, access: &str, left: Duration) {
        let expires_at = SystemTime::now() + left;
        let tokens = StoredTokens::new(refresh, AccessToken::new(access), expires_at);
        self.kept().tokens = Some(tokens);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    fn note(&self, what: impl Into<String>) {
        self.kept().log.push(what.into());
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.kept().log)
    }
}

/// Notes when the lock ends.
struct Lock(Shared);

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.note("unlock");
    }
}

impl TokenStore for Shared {
    type Lock = Lock;

    async fn lock(&self) -> Result<Lock, TokenError> {
        self.note("lock");
        Ok(Lock(self.clone()))
    }

    async fn load(&self, _: &mut Lock) -> Result<Option<StoredTokens>, TokenError> {
        self.note("load");
        Ok(self.kept().tokens.clone())
    }

    async fn save(&self, _: &mut Lock, tokens: &StoredTokens) -> Result<(), TokenError> {
        let (access, refresh) = (&tokens.access_token, &tokens.refresh_token);
        self.note(format!(
            "save {} {}",
            access.expose_secret(),
            refresh.expose_secret()
        ));
        let mut kept = self.kept();
        if kept.failures > 0 {
            kept.failures -= 1;
            return Err(TokenError::new("the disk is full"));
        }
        kept.tokens = Some(tokens.clone());
        Ok(())
    }
}

fn stored(server: &TestEndpoint, store: &Shared) -> RefreshingToken {
    let app = server.app();
    let source = app.refreshing("canary-r0").store(store.clone());
    source.build().unwrap()
}

#[tokio::test]
async fn refresh_locks_loads_and_saves_in_this_order() {
    let renewed = ["lock", "load", "save a1 canary-r1", "unlock"].as_slice();
    let loaded = ["lock", "load", "unlock"].as_slice();
    let used_up = Duration::ZERO;
    // what another process saved, then: the token, the refresh token that was sent, what was done
    let cases = [
        (Shared::default(), "a1", Some("canary-r0"), renewed),
        (
            Shared::with("canary-r7", "a7", used_up),
            "a1",
            Some("canary-r7"),
            renewed,
        ),
        (
            Shared::with("canary-r7", "a7", AHEAD),
            "a1",
            Some("canary-r7"),
            renewed,
        ),
        (
            Shared::with("canary-r7", "a7", TWO_HOURS),
            "a7",
            None,
            loaded,
        ),
    ];
    for (store, token, sent, done) in cases {
        let server = TestEndpoint::start([tokens("a1", Some("canary-r1"))]).await;
        let source = stored(&server, &store);
        assert_token(source.token().await, token);
        source.finish().await;
        assert_eq!(store.log(), done);
        assert_eq!(server.count(), usize::from(sent.is_some()));
        if let Some(sent) = sent {
            assert!(server.request(0).1.contains(sent));
        }
    }
}

#[tokio::test]
async fn newer_token_of_another_process_replaces_a_refused_one() {
    let server = TestEndpoint::start([tokens("a2", None)]).await;
    let store = Shared::with("canary-r0", "a0", TWO_HOURS);
    let source = stored(&server, &store);
    assert_token(source.token().await, "a0");
    store.put("canary-r1", "a1", TWO_HOURS);
    assert_token(source.replace(&AccessToken::new("a0")).await, "a1");
    assert_eq!(server.count(), 0);
    // What the store still has is no other token.
    assert_token(source.replace(&AccessToken::new("a1")).await, "a2");
    assert!(server.request(0).1.contains("canary-r1"));
}

#[tokio::test]
async fn token_is_saved_before_it_is_used_and_again_after_failure() {
    let script = [tokens("a1", Some("canary-r1")), tokens("a2", None)];
    let server = TestEndpoint::start(script).await;
    let store = Shared::default();
    store.kept().failures = 1;
    let source = stored(&server, &store);
    for (token, saved) in [("a1", None), ("a2", Some("canary-r1"))] {
        assert_token(source.token().await, token);
        let save = format!("save {token} canary-r1");
        assert!(
            store.log().contains(&save),
            "{token} was used before it was saved"
        );
        let kept = store
            .kept()
            .tokens
            .clone()
            .map(|tokens| tokens.refresh_token);
        assert_eq!(kept, saved.map(RefreshToken::new));
        pass(TWO_HOURS).await;
    }
    // The store had nothing that was newer.
    assert!(server.request(1).1.contains("canary-r1"));
}
