//! What a [`RefreshingToken`](super::RefreshingToken) remembers, and what follows from it. No I/O,
//! and no clock of its own.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

use super::{
    AccessToken, RefreshToken, TokenError, Tokens, endpoint::Failure, store::StoredTokens,
};

/// After a refresh failed, this long passes before the next one.
pub(super) const COOL_DOWN: Duration = Duration::from_secs(1);

/// A token that is refused so soon after it was given out is not what is wrong.
const MIN_TOKEN_AGE: Duration = Duration::from_secs(10);

/// How a refresh ended, once it has.
pub(super) type Outcome = Option<Result<AccessToken, TokenError>>;

/// What to do for a caller who wants a token.
pub(super) enum Step {
    Use(AccessToken),
    Fail(TokenError),
    /// A refresh is under way; until it ends, the old token, if any, still works.
    Wait(watch::Receiver<Outcome>, Option<AccessToken>),
}

struct Held {
    token: AccessToken,
    /// `None` if it was given from outside.
    renewed_at: Option<Instant>,
    renew_at: Instant,
    expires_at: Instant,
}

pub(super) struct State {
    pub(super) refresh_token: RefreshToken,
    /// Goes up when a person sets a refresh token: what belongs to an earlier one is not kept.
    pub(super) generation: u64,
    ahead: Duration,
    held: Option<Held>,
    /// The access token that the service refused last.
    refused: Option<AccessToken>,
    pending: Option<watch::Receiver<Outcome>>,
    failed: Option<(Instant, TokenError)>,
    /// Why the service refuses the refresh token for good, and when that was last checked.
    refusal: Option<(Instant, TokenError)>,
    /// A refresh ended in a way that may have used the refresh token up.
    doubtful: bool,
    /// The refresh token is newer than what the store has saved.
    unsaved: bool,
    has_store: bool,
    /// A stored refresh token that was passed over for the newer one.
    outdated: Option<RefreshToken>,
}

impl State {
    pub(super) fn new(refresh_token: RefreshToken, ahead: Duration, has_store: bool) -> Self {
        Self {
            refresh_token,
            generation: 0,
            ahead,
            held: None,
            refused: None,
            pending: None,
            failed: None,
            refusal: None,
            doubtful: false,
            unsaved: false,
            has_store,
            outdated: None,
        }
    }

    /// `None` if a refresh is due.
    pub(super) fn next(&self, now: Instant) -> Option<Step> {
        if let Some((checked_at, error)) = &self.refusal {
            // Another process may have saved a newer refresh token.
            let is_due = self.has_store && now >= *checked_at + COOL_DOWN && !self.is_pending();
            return (!is_due).then(|| Step::Fail(error.clone()));
        }
        if let Some(held) = &self.held
            && now < held.renew_at
        {
            return Some(Step::Use(held.token.clone()));
        }
        let usable = self.usable(now);
        if let Some(pending) = &self.pending
            && self.is_pending()
        {
            return Some(Step::Wait(pending.clone(), usable));
        }
        let (_, error) = self
            .failed
            .as_ref()
            .filter(|(at, _)| now < *at + COOL_DOWN)?;
        Some(match usable {
            Some(token) => Step::Use(token),
            None => Step::Fail(error.clone()),
        })
    }

    /// Whether a refresh is under way. Its channel is closed if its runtime has shut down.
    fn is_pending(&self) -> bool {
        let pending = self.pending.as_ref();
        pending.is_some_and(|pending| pending.has_changed().is_ok())
    }

    /// The token that has not expired yet.
    pub(super) fn usable(&self, now: Instant) -> Option<AccessToken> {
        let held = self.held.as_ref().filter(|held| now < held.expires_at);
        held.map(|held| held.token.clone())
    }

    /// Takes note that the service refuses `token`.
    ///
    /// # Errors
    ///
    /// Fails when it is so new that another one would be no better.
    pub(super) fn refuse(&mut self, token: &AccessToken, now: Instant) -> Result<(), TokenError> {
        let Some(held) = self.held.as_ref().filter(|held| held.token == *token) else {
            return Ok(());
        };
        if held.renewed_at.is_some_and(|at| now < at + MIN_TOKEN_AGE) {
            let error = TokenError::new("the service refuses a token that was just renewed");
            return Err(error.with_no_other());
        }
        self.held = None;
        self.refused = Some(token.clone());
        Ok(())
    }

    /// Notes that a refresh begins, which ends with what the sender sends.
    pub(super) fn begin(&mut self) -> watch::Sender<Outcome> {
        let (sender, receiver) = watch::channel(None);
        self.pending = Some(receiver);
        sender
    }

    pub(super) fn end(&mut self) {
        self.pending = None;
    }

    /// Keeps an access token that was given from outside.
    pub(super) fn give(&mut self, token: AccessToken, now: Instant, expires_at: Instant) {
        self.hold(token, now, expires_at);
        if let Some(held) = &mut self.held {
            held.renewed_at = None;
        }
    }

    /// Keeps an access token that was just renewed.
    pub(super) fn hold(&mut self, token: AccessToken, now: Instant, expires_at: Instant) {
        let lifetime = expires_at.saturating_duration_since(now);
        // However short-lived a token is, it is used for half of its life.
        let ahead = self.ahead.min(lifetime / 2);
        self.held = Some(Held {
            token,
            renewed_at: Some(now),
            renew_at: now + (lifetime - ahead),
            expires_at,
        });
    }

    /// The refresh that is under way, if one is.
    pub(super) fn under_way(&self) -> Option<watch::Receiver<Outcome>> {
        self.pending.clone()
    }

    /// Takes over what a store has, unless it failed to save what is newer. Ends the refresh with
    /// the stored access token if that is another one that lives long enough.
    ///
    /// # Errors
    ///
    /// Ends the refresh if the refresh token is refused, and the store has no newer one.
    pub(super) fn adopt(
        &mut self,
        stored: Option<StoredTokens>,
        now: Instant,
    ) -> Result<Option<AccessToken>, TokenError> {
        let refresh_token = stored.as_ref().map(|stored| &stored.refresh_token);
        let refresh_token = refresh_token
            .filter(|token| !token.expose_secret().trim().is_empty())
            .cloned();
        if let Some((checked_at, error)) = &mut self.refusal {
            let is_newer = refresh_token.as_ref().is_some_and(|token| {
                *token != self.refresh_token && self.outdated.as_ref() != Some(token)
            });
            if !is_newer {
                *checked_at = now;
                let error = error.clone();
                self.end();
                return Err(error);
            }
            self.refusal = None;
            self.doubtful = false;
            self.unsaved = false;
        }
        if self.unsaved {
            self.outdated = refresh_token;
            return Ok(None);
        }
        if let Some(token) = refresh_token {
            self.refresh_token = token;
        }
        let Some(stored) = stored else {
            return Ok(None);
        };
        let left = stored.expires_in();
        let known = self.held.as_ref().map(|held| &held.token);
        let is_refused = self.refused.as_ref() == Some(&stored.access_token);
        let is_malformed = stored.access_token.header().is_err();
        if left <= self.ahead || is_refused || is_malformed || known == Some(&stored.access_token) {
            return Ok(None);
        }
        let Some(expires_at) = now.checked_add(left) else {
            return Ok(None);
        };
        self.failed = None;
        self.give(stored.access_token.clone(), now, expires_at);
        self.end();
        Ok(Some(stored.access_token))
    }

    /// Lets the refresh token take precedence over the store's until it is saved.
    pub(super) fn mark_unsaved(&mut self) {
        self.unsaved = self.has_store;
    }

    /// Keeps a new refresh token; returns the one that works now, and whether it was not saved yet.
    pub(super) fn rotate(&mut self, tokens: &Tokens) -> (RefreshToken, bool) {
        self.failed = None;
        self.doubtful = false;
        if let Some(new) = &tokens.refresh
            && *new != self.refresh_token
        {
            self.refresh_token = new.clone();
            self.unsaved = true;
        }
        (self.refresh_token.clone(), self.unsaved)
    }

    /// The store has saved `token`.
    pub(super) fn saved(&mut self, token: &RefreshToken) {
        if self.refresh_token == *token {
            self.unsaved = false;
            self.outdated = None;
        }
    }

    /// Keeps why a refresh failed, and gives what to tell those who waited.
    pub(super) fn fail(&mut self, failure: Failure, now: Instant) -> TokenError {
        if let Some((checked_at, error)) = &mut self.refusal {
            *checked_at = now;
            return error.clone();
        }
        let mut error = failure.error;
        if error.is_refused() {
            if self.doubtful || failure.unknown {
                error = error.adding(
                    "; an earlier refresh broke off, and may have used the refresh token up",
                );
            }
            self.refusal = Some((now, error.clone()));
            self.held = None;
        } else {
            if failure.unknown {
                self.doubtful = true;
                error =
                    error.adding("; the refresh token may be used up by it, and is tried again");
            }
            self.failed = Some((now, error.clone()));
        }
        error
    }

    /// Starts over with a refresh token that a person got.
    pub(super) fn start_over(&mut self, token: RefreshToken) {
        *self = Self {
            generation: self.generation + 1,
            ..Self::new(token, self.ahead, self.has_store)
        };
        self.mark_unsaved();
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refusal.is_some()
    }

    pub(super) fn expires_at(&self) -> Option<Instant> {
        self.held.as_ref().map(|held| held.expires_at)
    }
}
