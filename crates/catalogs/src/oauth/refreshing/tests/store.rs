//! Sources whose tokens are in a store that other processes share.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::oauth::TokenStore;

type Shared = Arc<tokio::sync::Mutex<Option<StoredTokens>>>;

/// A store in memory, which fails or panics a number of times first.
#[derive(Clone, Debug, Default)]
struct Memory {
    tokens: Shared,
    failing_saves: Arc<AtomicUsize>,
    panicking_locks: Arc<AtomicUsize>,
    locks: Arc<AtomicUsize>,
}

fn countdown(left: &AtomicUsize) -> bool {
    let take = |left: usize| left.checked_sub(1);
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
        .is_ok()
}

impl TokenStore for Memory {
    type Lock = tokio::sync::OwnedMutexGuard<Option<StoredTokens>>;

    async fn lock(&self) -> Result<Self::Lock, TokenError> {
        self.locks.fetch_add(1, Ordering::Relaxed);
        assert!(!countdown(&self.panicking_locks), "on purpose");
        Ok(Arc::clone(&self.tokens).lock_owned().await)
    }

    async fn load(&self, lock: &mut Self::Lock) -> Result<Option<StoredTokens>, TokenError> {
        Ok((**lock).clone())
    }

    async fn save(&self, lock: &mut Self::Lock, tokens: &StoredTokens) -> Result<(), TokenError> {
        if countdown(&self.failing_saves) {
            return Err(TokenError::new("canary"));
        }
        **lock = Some(tokens.clone());
        Ok(())
    }
}

impl Memory {
    fn with(refresh: &str, access: &str, left: Duration) -> Self {
        let memory = Self::default();
        memory.put(refresh, access, left);
        memory
    }

    fn put(&self, refresh: &str, access: &str, left: Duration) {
        let expires_at = std::time::SystemTime::now() + left;
        let tokens = StoredTokens::new(refresh, AccessToken::new(access), expires_at);
        *self.tokens.try_lock().unwrap() = Some(tokens);
    }

    fn saved(&self) -> String {
        let tokens = self.tokens.try_lock().unwrap();
        tokens
            .as_ref()
            .unwrap()
            .refresh_token
            .expose_secret()
            .to_owned()
    }

    fn source(&self, server: &TestEndpoint) -> RefreshingToken {
        let builder = server.app().refreshing("canary-r0");
        builder.store(self.clone()).build().unwrap()
    }
}

#[tokio::test]
async fn set_refresh_token_wins_over_the_store_and_is_saved() {
    let server = TestEndpoint::start([refused(), tokens("b1", Some("canary-s1"))]).await;
    let memory = Memory::with("canary-r0", "a0", Duration::ZERO);
    let source = memory.source(&server);
    assert!(source.token().await.unwrap_err().is_refused());
    memory.put("canary-r0", "a0", TWO_HOURS);
    source.set_refresh_token("canary-s0");
    assert_token(source.token().await, "b1");
    assert!(server.request(1).1.contains("canary-s0"));
    assert_eq!(memory.saved(), "canary-s1");
}

#[tokio::test]
async fn fresh_tokens_win_over_a_stale_store() {
    let script = [tokens("b0", Some("canary-s0")), tokens("b1", None)];
    let server = TestEndpoint::start(script).await;
    let memory = Memory::with("canary-r0", "a0", 3 * TWO_HOURS);
    let fresh = server.app().exchange_code("canary-code").await.unwrap();
    let builder = server.app().refreshing_from(fresh);
    let source = builder.store(memory.clone()).build().unwrap();
    assert_token(source.token().await, "b0");
    pass(TWO_HOURS).await;
    assert_token(source.token().await, "b1");
    assert!(server.request(1).1.contains("canary-s0"));
    assert_eq!(memory.saved(), "canary-s0");
}

#[tokio::test]
async fn refused_source_takes_newer_token_of_another_process() {
    let server = TestEndpoint::start([refused()]).await;
    let memory = Memory::with("canary-r0", "a0", Duration::ZERO);
    let source = memory.source(&server);
    assert!(source.token().await.unwrap_err().is_refused());
    pass(COOL_DOWN).await;
    assert!(source.token().await.unwrap_err().is_refused());
    memory.put("canary-s0", "b0", TWO_HOURS);
    assert!(
        source.token().await.unwrap_err().is_refused(),
        "in the cool-down"
    );
    pass(COOL_DOWN).await;
    assert_token(source.token().await, "b0");
    assert_eq!(source.refresh_token().expose_secret(), "canary-s0");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn refused_new_token_is_not_lost_to_the_stale_store() {
    let server = TestEndpoint::start([refused()]).await;
    let memory = Memory::with("canary-r0", "a0", TWO_HOURS);
    let source = memory.source(&server);
    source.set_refresh_token("canary-s0");
    for _ in 0..3 {
        assert!(source.token().await.unwrap_err().is_refused());
        pass(COOL_DOWN).await;
    }
    assert_eq!(source.refresh_token().expose_secret(), "canary-s0");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn two_sources_sharing_a_store_refresh_once() {
    let server = TestEndpoint::closed([tokens("a1", Some("canary-r1"))]).await;
    let memory = Memory::default();
    let (first, second) = (memory.source(&server), memory.source(&server));
    let both = async { tokio::join!(first.token(), second.token()) };
    let (tokens, ()) = tokio::join!(both, async {
        server.asked(1).await;
        server.open(1);
    });
    assert_token(tokens.0, "a1");
    assert_token(tokens.1, "a1");
    assert_eq!(second.refresh_token().expose_secret(), "canary-r1");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn failed_save_is_retried_with_the_next_refresh() {
    let script = [tokens("a1", Some("canary-r1")), tokens("a2", None)];
    let server = TestEndpoint::start(script).await;
    let memory = Memory::with("canary-r0", "a0", Duration::ZERO);
    memory.failing_saves.store(1, Ordering::Relaxed);
    let source = memory.source(&server);
    assert_token(source.token().await, "a1");
    assert_eq!(memory.saved(), "canary-r0");
    pass(TWO_HOURS).await;
    assert_token(source.token().await, "a2");
    assert_eq!(memory.saved(), "canary-r1");
}

#[tokio::test]
async fn lock_never_granted_times_out() {
    let server = TestEndpoint::start([tokens("a1", None)]).await;
    let memory = Memory::default();
    let source = memory.source(&server);
    let other = Arc::clone(&memory.tokens).lock_owned().await;
    let caller = tokio::spawn({
        let source = source.clone();
        async move { source.token().await }
    });
    while memory.locks.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    pass(MAX_STORE_TIME).await;
    source.finish().await;
    let error = text(caller.await.unwrap()).unwrap_err();
    assert!(error.contains("timed out"), "{error}");
    drop(other);
    pass(COOL_DOWN).await;
    assert_token(source.token().await, "a1");
}

#[tokio::test]
async fn malformed_stored_tokens_are_not_used() {
    let server = TestEndpoint::start([tokens("a1", None)]).await;
    let memory = Memory::with(" ", "a0\n", TWO_HOURS);
    let source = memory.source(&server);
    assert_token(source.token().await, "a1");
    assert!(server.request(0).1.contains("canary-r0"));
    assert_eq!(memory.saved(), "canary-r0");
}

#[tokio::test]
async fn panicking_store_is_a_failed_load() {
    let server = TestEndpoint::start([tokens("a1", None)]).await;
    let memory = Memory::default();
    memory.panicking_locks.store(1, Ordering::Relaxed);
    let source = memory.source(&server);
    for _ in 0..2 {
        let error = text(source.token().await).unwrap_err();
        assert!(error.contains("the store panicked"), "{error}");
    }
    pass(COOL_DOWN).await;
    assert_token(source.token().await, "a1");
}
