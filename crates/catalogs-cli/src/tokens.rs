//! The tokens of a profile with a user's consent: the library refreshes them, the profile keeps them.

use std::{
    io::Write,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use catalogs::{
    Auth, Error,
    oauth::{
        AccessToken, OAuthApp, RefreshingToken, StoredTokens, TokenBody, TokenError, TokenFuture,
        TokenSource, TokenStore,
    },
};
use secrecy::ExposeSecret;

use crate::{
    credentials::{Credentials, OAuth},
    error::Failure,
    profiles::{Locked, Profiles},
};

/// The sources that may be refreshing.
static SOURCES: Mutex<Vec<RefreshingToken>> = Mutex::new(Vec::new());

/// Waits until every refresh has saved its tokens; called before the program ends.
pub(crate) async fn finish() {
    let sources = std::mem::take(&mut *SOURCES.lock().unwrap_or_else(PoisonError::into_inner));
    for source in sources {
        source.finish().await;
    }
}

/// Access tokens of the profile, refreshed before they expire.
pub(crate) fn auth(
    profiles: &Profiles,
    profile: &str,
    oauth: &OAuth,
    integrator_code: Option<&str>,
) -> Result<Auth, Error> {
    // The service may give no refresh token; then the access token is all there is.
    if oauth.refresh_token.expose_secret().is_empty() {
        return Ok(Auth::oauth2(OnlyAccessToken {
            token: AccessToken::new(oauth.access_token.clone()),
            ends_at: Instant::now().checked_add(oauth.tokens().expires_in()),
        }));
    }
    let store = ProfileTokens {
        profiles: profiles.clone(),
        profile: profile.to_owned(),
    };
    let tokens = oauth.tokens();
    let left = tokens.expires_in();
    let source = app(oauth, integrator_code)?
        .refreshing(tokens.refresh_token)
        .access_token(tokens.access_token, left)
        .store(store)
        .build()?;
    let mut sources = SOURCES.lock().unwrap_or_else(PoisonError::into_inner);
    sources.push(source.clone());
    Ok(Auth::oauth2(source))
}

/// The application that the user consented to.
fn app(oauth: &OAuth, integrator_code: Option<&str>) -> Result<OAuthApp, Error> {
    OAuthApp::builder()
        .client_id(&oauth.client_id)
        .client_secret(oauth.client_secret.clone())
        .token_url(&oauth.token_url)
        .token_body(match oauth.form {
            true => TokenBody::Form,
            false => TokenBody::Json,
        })
        .maybe_integrator_code(integrator_code.map(str::to_owned))
        .build()
}

/// An access token that cannot be refreshed.
#[derive(Debug)]
struct OnlyAccessToken {
    token: AccessToken,
    /// `None`: beyond what the clock can reach.
    ends_at: Option<Instant>,
}

impl TokenSource for OnlyAccessToken {
    fn token(&self) -> TokenFuture<'_> {
        let has_ended = self.ends_at.is_some_and(|end| Instant::now() >= end);
        Box::pin(std::future::ready(match has_ended {
            false => Ok(self.token.clone()),
            true => Err(TokenError::refused(
                "the access token has expired, and the service gave no refresh token",
            )),
        }))
    }
}

/// The profile file as a store of tokens, which processes lock while they refresh.
#[derive(Debug)]
struct ProfileTokens {
    profiles: Profiles,
    profile: String,
}

impl ProfileTokens {
    fn read(&self, file: &Locked) -> Result<OAuth, Failure> {
        let stored = file.get(&self.profile)?;
        let stored = stored.and_then(|profile| profile.credentials);
        match stored
            .map(|stored| stored.load(&self.profile))
            .transpose()?
        {
            Some(Credentials::OAuth(oauth)) => Ok(oauth),
            _ => Err(Failure::other("the profile was changed meanwhile")),
        }
    }

    fn write(&self, file: &Locked, tokens: &StoredTokens) -> Result<(), Failure> {
        let mut oauth = self.read(file)?;
        oauth.update(tokens);
        file.update(&self.profile, |profile| {
            if let Some(stored) = &mut profile.credentials {
                stored.replace(&self.profile, Credentials::OAuth(oauth));
            }
            Ok(())
        })
    }
}

impl TokenStore for ProfileTokens {
    type Lock = Locked;

    async fn lock(&self) -> Result<Locked, TokenError> {
        self.profiles.lock().await.map_err(token_error)
    }

    async fn load(&self, file: &mut Locked) -> Result<Option<StoredTokens>, TokenError> {
        let oauth = self.read(file).map_err(token_error)?;
        Ok(Some(oauth.tokens()))
    }

    async fn save(&self, file: &mut Locked, tokens: &StoredTokens) -> Result<(), TokenError> {
        self.write(file, tokens).map_err(|failure| {
            // Nothing can be done if stderr is closed.
            let _ = writeln!(
                anstream::stderr(),
                "warning: cannot save the refreshed tokens ({}): run `catalogs login --oauth` when this \
                 command has ended",
                failure.message()
            );
            token_error(failure)
        })
    }
}

fn token_error(failure: Failure) -> TokenError {
    TokenError::new(failure.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn expired_token_without_refresh_token_asks_for_consent() {
        let token = AccessToken::new("canary");
        let source = |ends_at| OnlyAccessToken {
            token: token.clone(),
            ends_at,
        };
        assert_eq!(source(None).token().await.unwrap(), token);
        let expired = source(Some(Instant::now())).token().await.unwrap_err();
        assert!(expired.is_refused());
    }
}
