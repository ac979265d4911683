//! Access tokens of a profile that has a user's consent: kept between runs, renewed when they end,
//! by one process at a time.

use std::{
    fmt,
    io::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use catalogs::{AccessToken, Error, OAuthApp, TokenBody, TokenError, TokenFuture, TokenSource};
use secrecy::ExposeSecret;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    credentials::{Credentials, OAuth},
    error::Failure,
    profiles::{Locked, Profiles},
};

/// How long before its end an access token is renewed, and at most half of its life.
const AHEAD: Duration = Duration::from_secs(2 * 60);

/// Renewals under way. They go on when those who wait give up: their answer may hold the only
/// refresh token that still works.
static UNDER_WAY: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());

/// Waits until every renewal has kept its tokens; to be called before the program ends.
pub(crate) async fn finish() {
    let under_way = std::mem::take(&mut *locked(&UNDER_WAY));
    for renewal in under_way {
        // A renewal that panicked has nothing left to keep.
        let _ = renewal.await;
    }
}

/// Nothing that holds one of these can panic halfway through a change.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone)]
pub(crate) struct StoredTokens(Arc<Inner>);

struct Inner {
    profiles: Profiles,
    profile: String,
    integrator_code: Option<String>,
    known: Mutex<Known>,
}

#[derive(Clone)]
struct Known {
    oauth: OAuth,
    ahead: Duration,
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
        Ok(Self(Arc::new(Inner {
            profiles,
            profile,
            integrator_code,
            known: Mutex::new(Known {
                oauth,
                ahead: AHEAD,
            }),
        })))
    }

    /// Another token than `refused`, got in a task of its own.
    async fn renew(&self, refused: AccessToken) -> Result<AccessToken, TokenError> {
        let (tell, told) = oneshot::channel();
        let inner = Arc::clone(&self.0);
        let renewal = tokio::spawn(async move {
            // Whoever asked may have given up.
            let _ = tell.send(inner.renew(&refused).await);
        });
        locked(&UNDER_WAY).push(renewal);
        told.await
            .unwrap_or_else(|_| Err(TokenError::new("the renewal was cut off")))
    }
}

impl Inner {
    /// The token that another process got in the meantime, or a new one.
    async fn renew(&self, refused: &AccessToken) -> Result<AccessToken, TokenError> {
        // Held until the new tokens are kept: a refresh token is good once.
        let file = self.profiles.lock().await.map_err(keeping)?;
        let mut oauth = self.load(&file).map_err(keeping)?;
        let ahead = locked(&self.known).ahead;
        let other = AccessToken::new(oauth.access_token.clone());
        let ahead = match other == *refused || oauth.left(SystemTime::now()) <= ahead {
            false => ahead,
            true => {
                if oauth.refresh_token.expose_secret().is_empty() {
                    return Err(TokenError::refused(
                        "the service gave no refresh token, and the access token has ended",
                    ));
                }
                let app = app(&oauth, self.integrator_code.as_deref())
                    .map_err(|error| TokenError::new(error.to_string()))?;
                let tokens = app.refresh(&oauth.refresh_token()).await?;
                oauth.take(&tokens, SystemTime::now());
                self.keep(&file, oauth.clone());
                AHEAD.min(tokens.expires_in() / 2)
            }
        };
        let token = AccessToken::new(oauth.access_token.clone());
        *locked(&self.known) = Known { oauth, ahead };
        Ok(token)
    }

    fn load(&self, file: &Locked) -> Result<OAuth, Failure> {
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

    /// Keeps the new tokens. If that fails, this command goes on with them all the same.
    fn keep(&self, file: &Locked, oauth: OAuth) {
        let kept = file.update(&self.profile, |profile| {
            if let Some(stored) = &mut profile.credentials {
                stored.replace(&self.profile, Credentials::OAuth(oauth));
            }
            Ok(())
        });
        if let Err(failure) = kept {
            // Nobody may be left to read it.
            let _ = writeln!(
                anstream::stderr(),
                "warning: the renewed tokens cannot be kept ({}): `catalogs login --oauth` again when \
                 this command has ended",
                failure.message()
            );
        }
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
            let Known { oauth, ahead } = locked(&self.0.known).clone();
            let token = AccessToken::new(oauth.access_token.clone());
            match oauth.left(SystemTime::now()) > ahead {
                true => Ok(token),
                false => self.renew(token).await,
            }
        })
    }

    fn replace<'a>(&'a self, refused: &'a AccessToken) -> TokenFuture<'a> {
        Box::pin(self.renew(refused.clone()))
    }
}

impl fmt::Debug for StoredTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredTokens")
            .field("profile", &self.0.profile)
            .finish_non_exhaustive()
    }
}
