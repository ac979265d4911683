//! Which codes and tokens are good. No HTTP here.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::settings::{ProviderSettings, TokenExpiry};
use crate::{credential::Credential, faults::TokenLoss, token::Token};

/// How long a code waits to be exchanged.
const CODE_LIFETIME: Duration = Duration::from_secs(600);

#[derive(Debug)]
pub(crate) struct Provider {
    settings: ProviderSettings,
    /// Tokio's clock may stand still: dates are counted from here.
    started: (Instant, SystemTime),
    codes: Vec<Code>,
    access: Vec<Access>,
    refresh: Vec<Token>,
    /// The fixed access token has no lifetime, but can be expired by hand.
    fixed_expired: bool,
    /// The API token is not the provider's, but revoked at the same place.
    api_revoked: bool,
}

#[derive(Debug)]
struct Code {
    code: Token,
    redirect_uri: String,
    given: Instant,
}

#[derive(Debug)]
struct Access {
    token: Token,
    /// `None`: never.
    until: Option<Instant>,
}

/// What a grant gives out.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) access: Token,
    pub(crate) refresh: Option<Token>,
    pub(crate) lifetime: Duration,
    pub(crate) expires: DateTime<Utc>,
    pub(crate) expiry: TokenExpiry,
}

impl Provider {
    pub(crate) fn new(settings: ProviderSettings) -> Self {
        Self {
            started: (Instant::now(), SystemTime::now()),
            codes: Vec::new(),
            access: Vec::new(),
            refresh: vec![settings.refresh_token.clone()],
            fixed_expired: false,
            api_revoked: false,
            settings,
        }
    }

    /// As it was in the beginning.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.settings.clone());
    }

    pub(crate) fn knows(&self, client_id: &str) -> bool {
        self.settings.client_id == client_id
    }

    pub(crate) fn is_client(&self, client_id: &str, secret: &str) -> bool {
        self.knows(client_id) && self.settings.client_secret.as_str() == secret
    }

    pub(crate) fn has_registered(&self, redirect_uri: &str) -> bool {
        self.settings
            .redirect_uris
            .iter()
            .any(|known| known == redirect_uri)
    }

    /// A code for a user who agreed.
    pub(crate) fn authorize(&mut self, redirect_uri: &str) -> Token {
        let code = Token::random();
        self.codes.push(Code {
            code: code.clone(),
            redirect_uri: redirect_uri.to_owned(),
            given: Instant::now(),
        });
        code
    }

    /// Takes a code. It is gone then, also when something else is wrong with the request.
    pub(crate) fn exchange(
        &mut self,
        code: &str,
        redirect_uri: Option<&str>,
    ) -> Result<Issued, &'static str> {
        let place = self
            .codes
            .iter()
            .position(|known| known.code.as_str() == code);
        let place = place.ok_or("the code is not known, or was used before")?;
        let code = self.codes.swap_remove(place);
        if code.given.elapsed() >= CODE_LIFETIME {
            return Err("the code has expired");
        }
        if redirect_uri.is_some_and(|uri| uri != code.redirect_uri) {
            return Err("redirect_uri is not the one that the code was given for");
        }
        let refresh = self.new_refresh();
        Ok(self.issue(Some(refresh)))
    }

    pub(crate) fn refresh(&mut self, token: &str) -> Result<Issued, &'static str> {
        let place = self
            .refresh
            .iter()
            .position(|known| known.as_str() == token);
        let place =
            place.ok_or("the refresh token is not known, was used before or was revoked")?;
        let refresh = self.settings.rotates.then(|| {
            self.refresh.swap_remove(place);
            self.new_refresh()
        });
        Ok(self.issue(refresh))
    }

    fn new_refresh(&mut self) -> Token {
        let refresh = Token::random();
        self.refresh.push(refresh.clone());
        refresh
    }

    fn issue(&mut self, refresh: Option<Token>) -> Issued {
        /// 9999-12-31 23:59:59, the last second with a year of four digits.
        const LAST: i64 = 253_402_300_799;
        let (access, lifetime) = (Token::random(), self.settings.lifetime);
        self.access.push(Access {
            token: access.clone(),
            until: Instant::now().checked_add(lifetime),
        });
        let since_1970 = self.started.1.duration_since(SystemTime::UNIX_EPOCH);
        let expires = since_1970
            .unwrap_or_default()
            .saturating_add(self.started.0.elapsed())
            .saturating_add(lifetime);
        let expires = i64::try_from(expires.as_secs()).map_or(LAST, |expires| expires.min(LAST));
        Issued {
            access,
            refresh,
            lifetime,
            expires: DateTime::from_timestamp(expires, 0).unwrap_or_default(),
            expiry: self.settings.expiry,
        }
    }

    /// What an access token of the token endpoint is worth; `None` when there is no such token.
    pub(crate) fn credential(&self, token: &str) -> Option<Credential> {
        let mut known = self.access.iter();
        let access = known.find(|access| access.token.as_str() == token)?;
        let good = access.until.is_none_or(|until| Instant::now() < until);
        Some(if good {
            Credential::OauthToken
        } else {
            Credential::ExpiredOauthToken
        })
    }

    /// What the fixed access token is worth.
    pub(crate) fn fixed_credential(&self) -> Credential {
        if self.fixed_expired {
            Credential::ExpiredOauthToken
        } else {
            Credential::OauthToken
        }
    }

    /// What the API token is worth.
    pub(crate) fn api_credential(&self) -> Credential {
        if self.api_revoked {
            Credential::RevokedApiToken
        } else {
            Credential::ApiToken
        }
    }

    pub(crate) fn revoke_api_token(&mut self) {
        self.api_revoked = true;
    }

    pub(crate) fn expire_access_tokens(&mut self) {
        self.fixed_expired = true;
        let now = Instant::now();
        for access in &mut self.access {
            access.until = Some(now);
        }
    }

    /// Makes tokens invalid, as a fault wants it.
    pub(crate) fn lose(&mut self, loss: TokenLoss) {
        match loss {
            TokenLoss::Access => self.expire_access_tokens(),
            TokenLoss::Api => self.revoke_api_token(),
            TokenLoss::Refresh => self.revoke_refresh_tokens(),
        }
    }

    pub(crate) fn revoke_refresh_tokens(&mut self) {
        self.refresh.clear();
    }

    /// A refresh token that is good now, if there is one: the latest.
    pub(crate) fn good_refresh_token(&self) -> Option<&Token> {
        self.refresh.last()
    }
}
