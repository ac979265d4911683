//! The responses of a token endpoint, in each of its spellings.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, FixedOffset};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;

use super::AccessToken;

/// How long an access token lives if the response does not say: public integrations agree on it.
const USUAL_LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// No token is kept for longer, whatever the response says.
const LONGEST_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A refresh token: what gets new access tokens without the user. No `Debug` shows it.
///
/// ```
/// use catalogs::oauth::RefreshToken;
///
/// let token = RefreshToken::new("canary");
/// assert!(!format!("{token:?}").contains("canary"));
/// assert_eq!(token.expose_secret(), "canary");
/// ```
#[derive(Clone, Debug)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    /// Creates a token from the text that the service gave.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self(token.into())
    }

    /// Returns the token itself, to be kept in a safe place.
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<SecretString> for RefreshToken {
    fn from(token: SecretString) -> Self {
        Self(token)
    }
}

impl From<String> for RefreshToken {
    fn from(token: String) -> Self {
        Self::new(token)
    }
}

impl From<&str> for RefreshToken {
    fn from(token: &str) -> Self {
        Self::new(token)
    }
}

impl PartialEq for RefreshToken {
    fn eq(&self, other: &Self) -> bool {
        self.expose_secret() == other.expose_secret()
    }
}

impl Eq for RefreshToken {}

/// The tokens that the service gives for a user's consent; see [`ConsentFlow`](crate::oauth::ConsentFlow).
#[derive(Clone)]
pub struct Tokens {
    pub(super) access: AccessToken,
    pub(super) refresh: Option<RefreshToken>,
    pub(super) expires_at: Instant,
}

impl Tokens {
    /// Reads a success that was asked for at `asked_at`, which was `now` by the clock on the wall.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the response, without a word of it.
    pub(super) fn read(
        body: &[u8],
        asked_at: Instant,
        now: SystemTime,
    ) -> Result<Self, &'static str> {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return Err("it is no JSON object");
        };
        let text = |name: &str| {
            let text = fields.get(name).and_then(Value::as_str);
            text.map(str::trim).filter(|text| !text.is_empty())
        };
        let access = AccessToken::new(text("access_token").ok_or("it holds no `access_token`")?);
        access
            .header()
            .map_err(|_| "its `access_token` has characters that no token has")?;
        let lifetime = lifetime(fields.get("expires_in"), fields.get("expire_time"), now);
        Ok(Self {
            access,
            refresh: text("refresh_token").map(RefreshToken::new),
            expires_at: asked_at + lifetime,
        })
    }

    /// Returns the access token.
    pub fn access_token(&self) -> &AccessToken {
        &self.access
    }

    /// Returns the refresh token, if the service gave one.
    pub fn refresh_token(&self) -> Option<&RefreshToken> {
        self.refresh.as_ref()
    }

    /// Returns how much longer the access token lives.
    pub fn expires_in(&self) -> Duration {
        self.expires_at.saturating_duration_since(Instant::now())
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("refreshable", &self.refresh.is_some())
            .field("expires_in", &self.expires_in())
            .finish_non_exhaustive()
    }
}

/// How long a new token lives: `expires_in` are seconds, `expire_time` is a moment.
///
/// A moment that has passed already tells that the clocks disagree, not that the token has
/// expired: it is new. The same goes for one without a zone, which is not trusted beyond the usual.
fn lifetime(expires_in: Option<&Value>, expire_time: Option<&Value>, now: SystemTime) -> Duration {
    let until = || {
        let (moment, has_zone) = moment(expire_time?.as_str()?.trim())?;
        let longest = if has_zone {
            LONGEST_LIFETIME
        } else {
            USUAL_LIFETIME
        };
        Some(moment.duration_since(now).ok()?.min(longest))
    };
    expires_in
        .and_then(seconds)
        .or_else(until)
        .filter(|lifetime| !lifetime.is_zero())
        .unwrap_or(USUAL_LIFETIME)
        .min(LONGEST_LIFETIME)
}

/// A positive number of seconds, which may stand in quotes.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (seconds > 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_LIFETIME))
}

/// A date and a time, and whether their zone was said. Without one they are taken to be UTC.
fn moment(text: &str) -> Option<(SystemTime, bool)> {
    let (moment, has_zone) = match text.parse::<DateTime<FixedOffset>>() {
        Ok(moment) => (moment, true),
        Err(_) => (format!("{text}Z").parse().ok()?, false),
    };
    // What was before 1970 passed long ago, and not every system has a time for it.
    let seconds = moment.timestamp().try_into().ok()?;
    let since = Duration::new(seconds, moment.timestamp_subsec_nanos());
    Some((UNIX_EPOCH.checked_add(since)?, has_zone))
}

#[cfg(test)]
mod tests;
