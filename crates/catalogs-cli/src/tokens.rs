//! Access tokens of a profile that has a user's consent: kept between runs, renewed when they end,
//! by one process at a time.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use catalogs::{AccessToken, Error, OAuthApp, TokenBody, TokenError, TokenFuture, TokenSource};

use crate::{
    credentials::{Credentials, OAuth},
    exit::Failure,
    profiles::{Locked, Profiles},
};

/// How long before its end an access token is renewed.
const AHEAD: Duration = Duration::from_secs(2 * 60);

pub(crate) struct StoredTokens {
    profiles: Profiles,
    profile: String,
    integrator_code: Option<String>,
    known: Mutex<OAuth>,
}

impl StoredTokens {
    pub(crate) fn new(
        profiles: Profiles,
        profile: String,
        oauth: OAuth,
        integrator_code: Option<String>,
    ) -> Result<Self, Error> {
        // What cannot work is told now, not at the first call.
        app(&oauth, integrator_code.as_deref())?;
        Ok(Self {
            profiles,
            profile,
            integrator_code,
            known: Mutex::new(oauth),
        })
    }

    fn known(&self) -> OAuth {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Another token than `refused`, which has ended or was turned away: the one that another
    /// process got in the meantime, or a new one.
    async fn renew(&self, refused: &AccessToken) -> Result<AccessToken, TokenError> {
        // Held until the new tokens are kept: a refresh token is good once.
        let file = self.profiles.lock().map_err(keeping)?;
        let mut oauth = self.load(&file).map_err(keeping)?;
        let other = AccessToken::new(oauth.access_token.clone());
        if other == *refused || oauth.left(SystemTime::now()) <= AHEAD {
            let app = app(&oauth, self.integrator_code.as_deref())
                .map_err(|error| TokenError::new(error.to_string()))?;
            let tokens = app.refresh(&oauth.refresh_token()).await?;
            oauth.take(&tokens, SystemTime::now());
            self.keep(&file, oauth.clone()).map_err(keeping)?;
        }
        let token = AccessToken::new(oauth.access_token.clone());
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = oauth;
        Ok(token)
    }

    fn load(&self, file: &Locked<'_>) -> Result<OAuth, Failure> {
        let stored = file
            .get(&self.profile)?
            .and_then(|profile| profile.credentials);
        match stored
            .map(|stored| stored.load(&self.profile))
            .transpose()?
        {
            Some(Credentials::OAuth(oauth)) => Ok(oauth),
            _ => Err(Failure::other("the profile was changed in the meantime")),
        }
    }

    fn keep(&self, file: &Locked<'_>, oauth: OAuth) -> Result<(), Failure> {
        file.update(&self.profile, |profile| {
            if let Some(stored) = &mut profile.credentials {
                stored.replace(&self.profile, Credentials::OAuth(oauth));
            }
            Ok(())
        })
    }
}

/// The application that the user consented to.
pub(crate) fn app(oauth: &OAuth, integrator_code: Option<&str>) -> Result<OAuthApp, Error> {
    OAuthApp::builder()
        .client_id(&oauth.client_id)
        .client_secret(oauth.client_secret.clone())
        .token_url(&oauth.token_url)
        .token_body(if oauth.form {
            TokenBody::Form
        } else {
            TokenBody::Json
        })
        .maybe_integrator_code(integrator_code.map(str::to_owned))
        .build()
}

fn keeping(failure: Failure) -> TokenError {
    TokenError::new(failure.message().to_owned())
}

impl TokenSource for StoredTokens {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async {
            let oauth = self.known();
            let token = AccessToken::new(oauth.access_token.clone());
            match oauth.left(SystemTime::now()) > AHEAD {
                true => Ok(token),
                false => self.renew(&token).await,
            }
        })
    }

    fn replace<'a>(&'a self, refused: &'a AccessToken) -> TokenFuture<'a> {
        Box::pin(self.renew(refused))
    }
}

impl fmt::Debug for StoredTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredTokens")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}
