//! An access token that renews itself.

mod builder;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use tokio::{
    runtime::Handle,
    sync::watch,
    time::{Instant, timeout},
};

use super::{
    AccessToken, Endpoint, RefreshToken, TokenError, TokenFuture, TokenSource, Tokens,
    endpoint::{Failure, Grant},
    state::{Outcome, State, Step},
    store::{AnyStore, Locked, StoredTokens, catch_panic},
};

pub use builder::RefreshingTokenBuilder;

/// How long before its end an access token is renewed.
const AHEAD: Duration = Duration::from_secs(2 * 60);

/// While the old token still works, nobody waits longer than this for the new one.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a store may take to lock and load, and how long to save.
const MAX_STORE_TIME: Duration = Duration::from_secs(30);

/// A source of access tokens that gets a new one before the old one expires; created by
/// [`OAuthApp::refreshing`](crate::oauth::OAuthApp::refreshing). Clones are the same source.
///
/// - However many calls need a new token, one request is made for it, and all share its outcome,
///   be it a token or an error. It goes on when those who wait give up.
/// - While the old token works and the new one is slow or cannot be had, the old one is used.
/// - When the service refuses the refresh token or the application, the source sends no more
///   requests: calls fail until [`set_refresh_token`](Self::set_refresh_token), or until another
///   process saves a newer refresh token in the [`store`](RefreshingTokenBuilder::store).
/// - After any other failure the next call asks again, at most once a second.
/// - A new refresh token, which makes the old one useless, is given to
///   [`on_rotation`](RefreshingTokenBuilder::on_rotation) before anyone gets the access token that
///   came with it.
///
/// It needs a tokio runtime that lives on: a refresh whose runtime shuts down is cut off.
///
/// ```no_run
/// use catalogs::{Auth, oauth::OAuthApp};
///
/// # async fn save(token: &str) -> std::io::Result<()> { Ok(()) }
/// # fn example(app: OAuthApp, refresh_token: String) -> catalogs::Result<()> {
/// let token = app
///     .refreshing(refresh_token)
///     .on_rotation(|token| async move { save(token.expose_secret()).await })
///     .build()?;
/// let auth = Auth::oauth2(token.clone());
/// # drop(auth);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RefreshingToken(Arc<Inner>);

struct Inner {
    endpoint: Arc<Endpoint>,
    store: Option<Box<dyn AnyStore>>,
    state: Mutex<State>,
}

impl RefreshingToken {
    /// Returns the refresh token that works now, for instance to keep it before the program ends.
    pub fn refresh_token(&self) -> RefreshToken {
        self.0.state().refresh_token.clone()
    }

    /// Starts over with another refresh token, after the user has consented again.
    ///
    /// What was known of the old one is forgotten, its access token and its failures included.
    pub fn set_refresh_token(&self, token: impl Into<RefreshToken>) {
        self.0.state().start_over(token.into());
    }

    /// Waits until no refresh is under way. A program that ends during a refresh may lose the only
    /// refresh token that still works.
    pub async fn finish(&self) {
        let under_way = self.0.state().under_way();
        if let Some(mut pending) = under_way {
            // A refresh whose runtime has shut down has nothing left to save.
            let _ = pending.wait_for(Option::is_some).await;
        }
    }

    /// A token, as the state is now; begins a refresh if one is due.
    async fn obtain(&self) -> Result<AccessToken, TokenError> {
        match self.step() {
            Step::Use(token) => Ok(token),
            Step::Fail(error) => Err(error),
            Step::Wait(pending, None) => self.wait_for(pending).await,
            Step::Wait(pending, Some(usable)) => {
                let result = timeout(PATIENCE, self.wait_for(pending)).await;
                result.unwrap_or(Ok(usable))
            }
        }
    }

    fn step(&self) -> Step {
        let mut state = self.0.state();
        let now = Instant::now();
        if let Some(step) = state.next(now) {
            return step;
        }
        let runtime = match Handle::try_current() {
            Ok(runtime) => runtime,
            Err(error) => {
                let reason = TokenError::new("a refresh needs a tokio runtime");
                return Step::Fail(reason.with_source(error));
            }
        };
        let outcome = state.begin();
        let pending = outcome.subscribe();
        let refresh_token = state.refresh_token.clone();
        // A task of its own: the caller may give up, and must take with it neither the outcome that
        // others wait for nor a new refresh token.
        runtime.spawn(Arc::clone(&self.0).refresh(state.generation, refresh_token, outcome));
        Step::Wait(pending, state.usable(now))
    }

    /// How a refresh ended; an old token that still works makes up for a failure.
    async fn wait_for(
        &self,
        mut pending: watch::Receiver<Outcome>,
    ) -> Result<AccessToken, TokenError> {
        let outcome = match pending.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            Err(_) => None,
        };
        let error = match outcome {
            Some(Err(error)) if !error.is_refused() => error,
            Some(outcome) => return outcome,
            None => TokenError::new("the refresh was cut off; its runtime has shut down"),
        };
        self.0.state().usable(Instant::now()).ok_or(error)
    }
}

impl Inner {
    /// Nothing that holds the lock can panic halfway through a change.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refreshes once, and tells those who wait when everything is in its place.
    async fn refresh(
        self: Arc<Self>,
        generation: u64,
        refresh_token: RefreshToken,
        outcome: watch::Sender<Outcome>,
    ) {
        let result = self.renew(generation, refresh_token).await;
        outcome.send_replace(Some(result));
    }

    async fn renew(
        &self,
        generation: u64,
        mut refresh_token: RefreshToken,
    ) -> Result<AccessToken, TokenError> {
        // Held until the new tokens are saved: a refresh token may work only once.
        let mut locked = None;
        let mut loaded = None;
        if let Some(store) = &self.store {
            match load(&**store).await {
                Ok((store, tokens)) => (locked, loaded) = (Some(store), tokens),
                Err(error) => {
                    let unknown = false;
                    return self.failed(generation, Failure { error, unknown });
                }
            }
        }
        {
            let mut state = self.state();
            if state.generation == generation {
                if let Some(token) = state.adopt(loaded, Instant::now())? {
                    return Ok(token);
                }
                refresh_token = state.refresh_token.clone();
            }
        }
        match self.endpoint.ask(Grant::Refresh(&refresh_token)).await {
            Ok(tokens) => self.succeeded(generation, tokens, locked).await,
            Err(failure) => self.failed(generation, failure),
        }
    }

    async fn succeeded(
        &self,
        generation: u64,
        tokens: Tokens,
        locked: Option<Box<dyn Locked + '_>>,
    ) -> Result<AccessToken, TokenError> {
        tracing::debug!(expires_in = ?tokens.expires_in(), "the access token was renewed");
        let (refresh_token, is_new) = {
            let mut state = self.state();
            if state.generation != generation {
                return Ok(tokens.access);
            }
            state.rotate(&tokens)
        };
        match locked {
            Some(locked) => {
                let expires_at = SystemTime::now() + tokens.expires_in();
                let stored = StoredTokens::new(refresh_token, tokens.access.clone(), expires_at);
                self.save(locked, &stored).await;
            }
            None if is_new => {
                tracing::warn!("there is a new refresh token, and no `on_rotation` to keep it");
                self.state().saved(&refresh_token);
            }
            None => {}
        }
        let mut state = self.state();
        if state.generation == generation {
            state.hold(tokens.access.clone(), Instant::now(), tokens.expires_at);
            state.end();
        }
        Ok(tokens.access)
    }

    fn failed(&self, generation: u64, failure: Failure) -> Result<AccessToken, TokenError> {
        tracing::debug!(
            refused = failure.error.is_refused(),
            "the access token was not renewed"
        );
        let mut state = self.state();
        if state.generation != generation {
            return Err(failure.error);
        }
        state.end();
        Err(state.fail(failure, Instant::now()))
    }

    /// Saves new tokens. If that fails, the calls go on with them.
    async fn save(&self, mut locked: Box<dyn Locked + '_>, tokens: &StoredTokens) {
        let saved = async move { locked.save(tokens).await };
        match timeout(MAX_STORE_TIME, catch_panic(saved)).await {
            Ok(Ok(Ok(()))) => self.state().saved(&tokens.refresh_token),
            // The error is the store's own, and may show a token.
            Ok(Ok(Err(_))) => {
                tracing::warn!("the new refresh token was not saved: the store failed");
            }
            Ok(Err(_)) => tracing::warn!("the new refresh token was not saved: the store panicked"),
            Err(_) => tracing::warn!("the new refresh token was not saved: the store timed out"),
        }
    }
}

/// Locks a store, and loads what it has.
async fn load(
    store: &dyn AnyStore,
) -> Result<(Box<dyn Locked + '_>, Option<StoredTokens>), TokenError> {
    let loaded = async {
        let mut locked = store.lock().await?;
        let tokens = locked.load().await?;
        Ok((locked, tokens))
    };
    match timeout(MAX_STORE_TIME, catch_panic(loaded)).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(TokenError::new(
            "cannot load the tokens: the store panicked",
        )),
        Err(_) => Err(TokenError::new(
            "cannot load the tokens: the store timed out",
        )),
    }
}

impl TokenSource for RefreshingToken {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self.obtain())
    }

    fn replace<'a>(&'a self, refused: &'a AccessToken) -> TokenFuture<'a> {
        Box::pin(async {
            self.0.state().refuse(refused, Instant::now())?;
            self.obtain().await
        })
    }
}

impl fmt::Debug for RefreshingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (expires_at, refused) = {
            let state = self.0.state();
            (state.expires_at(), state.is_refused())
        };
        let left = expires_at.map(|at| at.saturating_duration_since(Instant::now()));
        f.debug_struct("RefreshingToken")
            .field("endpoint", &self.0.endpoint)
            .field("expires_in", &left)
            .field("refused", &refused)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
