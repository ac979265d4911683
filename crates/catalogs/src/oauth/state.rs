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
const BRAND_NEW: Duration = Duration::from_secs(10);

/// How a refresh ended, once it has.
pub(super) type Outcome = Option<Result<AccessToken, TokenError>>;

/// What to do for somebody who wants a token.
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
    flight: Option<watch::Receiver<Outcome>>,
    failed: Option<(Instant, TokenError)>,
    /// Refused for good.
    dead: Option<TokenError>,
    /// A refresh ended in a way that may have used the refresh token up.
    doubtful: bool,
    /// The refresh token is newer than what the store has saved.
    unsaved: bool,
}

impl State {
    pub(super) fn new(refresh_token: RefreshToken, ahead: Duration) -> Self {
        Self {
            refresh_token,
            generation: 0,
            ahead,
            held: None,
            refused: None,
            flight: None,
            failed: None,
            dead: None,
            doubtful: false,
            unsaved: false,
        }
    }

    /// `None` if a refresh is due.
    pub(super) fn next(&self, now: Instant) -> Option<Step> {
        if let Some(error) = &self.dead {
            return Some(Step::Fail(error.clone()));
        }
        if let Some(held) = &self.held
            && now < held.renew_at
        {
            return Some(Step::Use(held.token.clone()));
        }
        let usable = self.usable(now);
        // The channel is closed if the runtime of that refresh has shut down.
        if let Some(flight) = &self.flight
            && flight.has_changed().is_ok()
        {
            return Some(Step::Wait(flight.clone(), usable));
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
        if held.renewed_at.is_some_and(|at| now < at + BRAND_NEW) {
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
        self.flight = Some(receiver);
        sender
    }

    pub(super) fn end(&mut self) {
        self.flight = None;
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
        self.flight.clone()
    }

    /// Takes over what a store has, unless it failed to save what is newer. Ends the refresh with
    /// the stored access token if that is another one that lives long enough.
    pub(super) fn adopt(&mut self, stored: StoredTokens, now: Instant) -> Option<AccessToken> {
        if self.unsaved {
            return None;
        }
        self.refresh_token = stored.refresh_token.clone();
        let left = stored.expires_in();
        let known = self.held.as_ref().map(|held| &held.token);
        let is_refused = self.refused.as_ref() == Some(&stored.access_token);
        if left <= self.ahead || is_refused || known == Some(&stored.access_token) {
            return None;
        }
        let expires_at = now.checked_add(left)?;
        self.failed = None;
        self.give(stored.access_token.clone(), now, expires_at);
        self.end();
        Some(stored.access_token)
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
        }
    }

    /// Keeps why a refresh failed, and gives what to tell those who waited.
    pub(super) fn fail(&mut self, failure: Failure, now: Instant) -> TokenError {
        let mut error = failure.error;
        if error.is_refused() {
            if self.doubtful || failure.unknown {
                error = error.adding(
                    "; an earlier refresh broke off, and may have used the refresh token up",
                );
            }
            self.dead = Some(error.clone());
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
            ..Self::new(token, self.ahead)
        };
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.is_some()
    }

    pub(super) fn expires_at(&self) -> Option<Instant> {
        self.held.as_ref().map(|held| held.expires_at)
    }
}
