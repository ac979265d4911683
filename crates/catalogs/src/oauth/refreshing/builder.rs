//! Builds a [`RefreshingToken`].

use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::time::Instant;

use super::{AHEAD, Inner, RefreshingToken};
use crate::{
    Error,
    oauth::{
        AccessToken, Endpoint, RefreshToken, TokenStore,
        state::State,
        store::{AnyStore, OnRotation},
    },
};

type MakeStore = Box<dyn FnOnce(&RefreshToken) -> Box<dyn AnyStore> + Send + Sync>;

/// Builds a [`RefreshingToken`]; see [`OAuthApp::refreshing`](crate::oauth::OAuthApp::refreshing).
#[must_use = "nothing happens before `build`"]
pub struct RefreshingTokenBuilder {
    endpoint: Arc<Endpoint>,
    refresh_token: Option<RefreshToken>,
    ahead: Duration,
    access: Option<(AccessToken, Duration)>,
    store: Option<MakeStore>,
    is_newer_than_store: bool,
}

impl RefreshingTokenBuilder {
    pub(in crate::oauth) fn new(
        endpoint: Arc<Endpoint>,
        refresh_token: Option<RefreshToken>,
    ) -> Self {
        Self {
            endpoint,
            refresh_token,
            ahead: AHEAD,
            access: None,
            store: None,
            is_newer_than_store: false,
        }
    }

    /// Marks the refresh token as newer than what a store has.
    pub(in crate::oauth) fn newer_than_store(mut self) -> Self {
        self.is_newer_than_store = true;
        self
    }

    /// Sets how long before its end an access token is renewed; 2 minutes by default, and at most half
    /// of its life.
    pub fn ahead(mut self, ahead: Duration) -> Self {
        self.ahead = ahead;
        self
    }

    /// Sets an access token to begin with, and how much longer it lives. Without one, the first call
    /// gets one.
    pub fn access_token(mut self, token: AccessToken, expires_in: Duration) -> Self {
        self.access = Some((token, expires_in));
        self
    }

    /// Sets what keeps each new refresh token, for instance in a database. Without it or a
    /// [`store`](Self::store), new ones are known to the running program alone, and a warning is
    /// logged.
    ///
    /// The service may make the old refresh token useless when it gives out a new one, so a
    /// program that loses the new one has to ask the user for consent again. The callback is done before
    /// anyone gets the access token that came with it. If it fails, panics or takes longer than 30
    /// seconds, the calls go on with the new token, a warning without the error is logged, and the
    /// callback gets the token again after the next refresh;
    /// [`refresh_token`](RefreshingToken::refresh_token) has it in the meantime.
    ///
    /// ```no_run
    /// # fn example(app: catalogs::oauth::OAuthApp, refresh_token: String) -> catalogs::Result<()> {
    /// let token = app
    ///     .refreshing(refresh_token)
    ///     .on_rotation(|token| async move { std::fs::write("token", token.expose_secret()) })
    ///     .build()?;
    /// # drop(token);
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_rotation<F, R, E>(mut self, callback: F) -> Self
    where
        F: Fn(RefreshToken) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), E>> + Send + 'static,
        E: 'static,
    {
        self.store = Some(Box::new(|token| {
            Box::new(OnRotation::new(callback, token.clone()))
        }));
        self
    }

    /// Keeps the tokens in a store that other processes may share, instead of
    /// [`on_rotation`](Self::on_rotation): each refresh loads from it and saves to it.
    ///
    /// Tokens given to [`OAuthApp::refreshing_from`](crate::oauth::OAuthApp::refreshing_from) or
    /// [`set_refresh_token`](RefreshingToken::set_refresh_token) take precedence over the store
    /// until the next refresh has saved their successors.
    ///
    /// If the service refuses the refresh token, calls look for a newer one in the store, at most
    /// once a second. Taking the lock and loading may take 30 seconds together.
    pub fn store(mut self, store: impl TokenStore) -> Self {
        self.store = Some(Box::new(|_| Box::new(store)));
        self
    }

    /// Builds the token source.
    ///
    /// # Errors
    ///
    /// [`is_configuration`](Error::is_configuration) when there is no refresh token, or the access
    /// token cannot be one.
    pub fn build(self) -> Result<RefreshingToken, Error> {
        let refresh_token = self
            .refresh_token
            .filter(|token| !token.expose_secret().trim().is_empty())
            .ok_or_else(|| {
                Error::invalid_setting("refresh_token", "there is no refresh token, or it is empty")
            })?;
        let store = self.store.map(|store| store(&refresh_token));
        let mut state = State::new(refresh_token, self.ahead, store.is_some());
        if self.is_newer_than_store {
            state.mark_unsaved();
        }
        if let Some((token, expires_in)) = self.access {
            let check = token.header();
            check.map_err(|error| Error::invalid_setting("access_token", error.to_string()))?;
            let now = Instant::now();
            let expires_at = now.checked_add(expires_in).ok_or_else(|| {
                Error::invalid_setting(
                    "access_token",
                    "the lifetime of the access token is out of range",
                )
            })?;
            state.give(token, now, expires_at);
        }
        Ok(RefreshingToken(Arc::new(Inner {
            endpoint: self.endpoint,
            store,
            state: Mutex::new(state),
        })))
    }
}

impl fmt::Debug for RefreshingTokenBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshingTokenBuilder")
            .field("endpoint", &self.endpoint)
            .field("ahead", &self.ahead)
            .finish_non_exhaustive()
    }
}
