//! Where the tokens of a user are kept, so that several processes can share them.

use std::{
    fmt,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::{Mutex, PoisonError},
    task::Poll,
    time::{Duration, SystemTime},
};

use super::{AccessToken, RefreshToken, TokenError};

/// Keeps the tokens of one user, so that they outlive the program and several processes can share
/// them; see [`RefreshingTokenBuilder::store`](super::RefreshingTokenBuilder::store).
///
/// A refresh token may work only once. So a refresh takes the lock, loads what another process may
/// have saved, asks the service only if that does not help, saves the new tokens, and ends the lock
/// by dropping it.
///
/// ```
/// use catalogs::oauth::{StoredTokens, TokenError, TokenStore};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl TokenStore for Vault {
///     type Lock = tokio::sync::OwnedMutexGuard<Option<StoredTokens>>;
///
///     async fn lock(&self) -> Result<Self::Lock, TokenError> {
///         # static SHARED: std::sync::LazyLock<std::sync::Arc<tokio::sync::Mutex<Option<StoredTokens>>>> =
///         #     std::sync::LazyLock::new(Default::default);
///         Ok(SHARED.clone().lock_owned().await)
///     }
///
///     async fn load(&self, lock: &mut Self::Lock) -> Result<Option<StoredTokens>, TokenError> {
///         Ok((**lock).clone())
///     }
///
///     async fn save(&self, lock: &mut Self::Lock, tokens: &StoredTokens) -> Result<(), TokenError> {
///         **lock = Some(tokens.clone());
///         Ok(())
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + fmt::Debug + 'static {
    /// Keeps others from refreshing the same tokens while it lives; `()` if there are no others.
    type Lock: Send;

    /// Waits until this process alone may refresh the tokens.
    ///
    /// If this and [`load`](Self::load) take longer than 30 seconds together, the refresh fails, and
    /// a later call tries again.
    fn lock(&self) -> impl Future<Output = Result<Self::Lock, TokenError>> + Send;

    /// Returns the tokens that were saved last, by this process or by another one; `None` if none
    /// were.
    fn load(
        &self,
        lock: &mut Self::Lock,
    ) -> impl Future<Output = Result<Option<StoredTokens>, TokenError>> + Send;

    /// Saves the tokens. Nobody gets the new access token before this has ended.
    ///
    /// If it fails, panics or takes longer than 30 seconds, the calls go on with the new tokens, a warning
    /// without the error is logged, and the tokens are saved with the next refresh.
    fn save(
        &self,
        lock: &mut Self::Lock,
        tokens: &StoredTokens,
    ) -> impl Future<Output = Result<(), TokenError>> + Send;
}

/// Tokens as a [`TokenStore`] keeps them. No `Debug` shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredTokens {
    /// What gets new access tokens.
    pub refresh_token: RefreshToken,
    /// The access token.
    pub access_token: AccessToken,
    /// When the access token expires.
    pub expires_at: SystemTime,
}

impl StoredTokens {
    /// Creates stored tokens.
    pub fn new(
        refresh_token: impl Into<RefreshToken>,
        access_token: AccessToken,
        expires_at: SystemTime,
    ) -> Self {
        Self {
            refresh_token: refresh_token.into(),
            access_token,
            expires_at,
        }
    }

    /// Returns how much longer the access token lives.
    pub fn expires_in(&self) -> Duration {
        let left = self.expires_at.duration_since(SystemTime::now());
        left.unwrap_or_default()
    }
}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, TokenError>> + Send + 'a>>;

/// A [`TokenStore`] of any type.
pub(super) trait AnyStore: Send + Sync {
    fn lock(&self) -> BoxFuture<'_, Box<dyn Locked + '_>>;
}

/// A store whose lock is held.
pub(super) trait Locked: Send {
    fn load(&mut self) -> BoxFuture<'_, Option<StoredTokens>>;
    fn save<'a>(&'a mut self, tokens: &'a StoredTokens) -> BoxFuture<'a, ()>;
}

struct Guard<'a, S: TokenStore> {
    store: &'a S,
    lock: S::Lock,
}

impl<S: TokenStore> AnyStore for S {
    fn lock(&self) -> BoxFuture<'_, Box<dyn Locked + '_>> {
        Box::pin(async move {
            let lock = TokenStore::lock(self).await?;
            Ok(Box::new(Guard { store: self, lock }) as _)
        })
    }
}

impl<S: TokenStore> Locked for Guard<'_, S> {
    fn load(&mut self) -> BoxFuture<'_, Option<StoredTokens>> {
        Box::pin(self.store.load(&mut self.lock))
    }

    fn save<'a>(&'a mut self, tokens: &'a StoredTokens) -> BoxFuture<'a, ()> {
        Box::pin(self.store.save(&mut self.lock, tokens))
    }
}

/// A store or callback panicked.
pub(super) struct Panicked;

/// Runs the future of a store, and stops it if it panics.
pub(super) async fn catch_panic<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = pin!(future);
    poll_fn(
        |cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        },
    )
    .await
}

/// A callback that gets each new refresh token, as a store that loads nothing.
pub(super) struct OnRotation<F> {
    callback: F,
    /// The refresh token that needs no saving.
    saved: Mutex<RefreshToken>,
}

impl<F> OnRotation<F> {
    pub(super) fn new(callback: F, saved: RefreshToken) -> Self {
        Self {
            callback,
            saved: Mutex::new(saved),
        }
    }
}

impl<F, R, E> TokenStore for OnRotation<F>
where
    F: Fn(RefreshToken) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), E>> + Send + 'static,
    E: 'static,
{
    type Lock = ();

    async fn lock(&self) -> Result<(), TokenError> {
        Ok(())
    }

    async fn load(&self, (): &mut ()) -> Result<Option<StoredTokens>, TokenError> {
        Ok(None)
    }

    async fn save(&self, (): &mut (), tokens: &StoredTokens) -> Result<(), TokenError> {
        let saved = || self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let token = &tokens.refresh_token;
        if *saved() == *token {
            return Ok(());
        }
        // The error is the callback's own, and may show the token.
        let result = (self.callback)(token.clone()).await.map_err(drop);
        result.map_err(|()| TokenError::new("`on_rotation` failed"))?;
        *saved() = token.clone();
        Ok(())
    }
}

impl<F> fmt::Debug for OnRotation<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnRotation")
    }
}
