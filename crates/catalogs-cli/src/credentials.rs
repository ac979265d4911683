//! The secrets of a profile, and the two places that can keep them.

use std::time::{Duration, UNIX_EPOCH};

use catalogs::{
    Auth, Route,
    oauth::{AccessToken, RefreshToken, StoredTokens},
};
use clap::ValueEnum;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};

use crate::{error::Failure, exit_code::Exit};

/// What the entries in the system's keyring are filed under.
const SERVICE: &str = "catalogs";

/// Where a token is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Store {
    /// In the system's keyring; without one, in the profile file, with a warning
    #[default]
    Keyring,
    /// In the profile file, which only you can read
    File,
}

/// What proves who a profile's user is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Credentials {
    /// A personal API token.
    ApiToken {
        #[serde(serialize_with = "expose")]
        token: SecretString,
    },
    /// An access token that is not renewed.
    AccessToken {
        #[serde(serialize_with = "expose")]
        token: SecretString,
    },
    /// An application, and a user's consent to it.
    #[serde(rename = "oauth")]
    OAuth(OAuth),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OAuth {
    pub(crate) client_id: String,
    #[serde(serialize_with = "expose")]
    pub(crate) client_secret: SecretString,
    pub(crate) token_url: String,
    /// Whether the endpoint wants forms rather than JSON.
    #[serde(default)]
    pub(crate) form: bool,
    #[serde(serialize_with = "expose")]
    pub(crate) refresh_token: SecretString,
    #[serde(serialize_with = "expose")]
    pub(crate) access_token: SecretString,
    /// When the access token ends, in seconds since 1970.
    pub(crate) expires_at: u64,
}

impl OAuth {
    /// Takes over tokens that the library has refreshed.
    pub(crate) fn update(&mut self, tokens: &StoredTokens) {
        self.refresh_token = tokens.refresh_token.expose_secret().into();
        self.access_token = tokens.access_token.expose_secret().into();
        let end = tokens.expires_at.duration_since(UNIX_EPOCH);
        self.expires_at = end.unwrap_or_default().as_secs();
    }

    /// The tokens as the library takes them.
    pub(crate) fn tokens(&self) -> StoredTokens {
        let end = UNIX_EPOCH.checked_add(Duration::from_secs(self.expires_at));
        StoredTokens::new(
            RefreshToken::new(self.refresh_token.clone()),
            AccessToken::new(self.access_token.clone()),
            end.unwrap_or(UNIX_EPOCH),
        )
    }
}

/// A profile's secrets as its file has them: whole, or a note that the keyring does.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Stored {
    Elsewhere(Elsewhere),
    Here(Credentials),
    /// Those of a profile that needs no file.
    #[serde(skip)]
    BuiltIn(Credentials),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Elsewhere {
    keyring: Kind,
}

/// The kind alone is not secret, and decides the route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    ApiToken,
    AccessToken,
    Oauth,
}

impl Kind {
    fn of(credentials: &Credentials) -> Self {
        match credentials {
            Credentials::ApiToken { .. } => Self::ApiToken,
            Credentials::AccessToken { .. } => Self::AccessToken,
            Credentials::OAuth(_) => Self::Oauth,
        }
    }
}

/// The auth with a token of a route.
pub(crate) fn auth(route: Route, token: SecretString) -> Auth {
    match route {
        Route::Direct => Auth::api_token(token),
        _ => Auth::oauth2(token),
    }
}

impl Credentials {
    /// The token as it is now.
    pub(crate) fn token(&self) -> &SecretString {
        match self {
            Self::ApiToken { token } | Self::AccessToken { token } => token,
            Self::OAuth(oauth) => &oauth.access_token,
        }
    }

    /// Saves them for a profile; in its file if the keyring fails, for the reason in the second value.
    pub(crate) fn store(self, profile: &str, store: Store) -> (Stored, Option<String>) {
        if store == Store::File {
            return (Stored::Here(self), None);
        }
        match self.put_into_keyring(profile) {
            Ok(kept) => (kept, None),
            Err(why) => (Stored::Here(self), Some(why)),
        }
    }

    fn put_into_keyring(&self, profile: &str) -> Result<Stored, String> {
        let text = serde_json::to_string(self).map_err(|error| error.to_string())?;
        entry(profile)?
            .set_password(&text)
            .map_err(|error| error.to_string())?;
        Ok(Stored::Elsewhere(Elsewhere {
            keyring: Kind::of(self),
        }))
    }
}

impl Stored {
    pub(crate) fn load(&self, profile: &str) -> Result<Credentials, Failure> {
        let found = match self {
            Self::Here(credentials) | Self::BuiltIn(credentials) => {
                return Ok(credentials.clone());
            }
            Self::Elsewhere(_) => entry(profile)
                .and_then(|entry| entry.get_password().map_err(|error| error.to_string())),
        };
        let lost = |why: &str| {
            Failure::new(
                Exit::Unauthorized,
                format!("cannot read the token for profile `{profile}` from the keyring: {why}"),
            )
            .hint("unlock the keyring, or `catalogs login` again, perhaps with --store file")
        };
        let text = found.map_err(|why| lost(&why))?;
        serde_json::from_str(&text).map_err(|_| lost("it is not in the form that was kept"))
    }

    /// Keeps changed credentials where the old ones are; in the file, should the keyring refuse:
    /// a new refresh token must not be lost.
    pub(crate) fn replace(&mut self, profile: &str, credentials: Credentials) {
        let store = match self {
            Self::Elsewhere(_) => Store::Keyring,
            Self::Here(_) | Self::BuiltIn(_) => Store::File,
        };
        (*self, _) = credentials.store(profile, store);
    }

    /// Forgets what the keyring holds.
    pub(crate) fn forget(&self, profile: &str) -> Result<(), Failure> {
        let Self::Elsewhere(_) = self else {
            return Ok(());
        };
        let deleted = entry(profile).and_then(|entry| match entry.delete_credential() {
            Err(keyring::Error::NoEntry) | Ok(()) => Ok(()),
            Err(error) => Err(error.to_string()),
        });
        deleted.map_err(|why| {
            Failure::other(format!("cannot delete the token from the keyring: {why}"))
        })
    }

    pub(crate) fn route(&self) -> Route {
        let kind = match self {
            Self::Here(credentials) | Self::BuiltIn(credentials) => Kind::of(credentials),
            Self::Elsewhere(elsewhere) => elsewhere.keyring,
        };
        match kind {
            Kind::ApiToken => Route::Direct,
            Kind::AccessToken | Kind::Oauth => Route::Gateway,
        }
    }

    pub(crate) fn place(&self) -> &'static str {
        match self {
            Self::Here(_) => "in the profile file",
            Self::BuiltIn(_) => "built in",
            Self::Elsewhere(_) => "in the system's keyring",
        }
    }
}

fn entry(profile: &str) -> Result<keyring::Entry, String> {
    if let Err(error) = keyring::Entry::store_status() {
        return Err(error.to_string());
    }
    keyring::Entry::new(SERVICE, profile).map_err(|error| error.to_string())
}

fn expose<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_written_and_read_and_never_shown() {
        let oauth = Credentials::OAuth(OAuth {
            client_id: "app".to_owned(),
            client_secret: "canary-c".into(),
            token_url: "https://api.ati.su/oauth2/token".to_owned(),
            form: false,
            refresh_token: "canary-r".into(),
            access_token: "canary-a".into(),
            expires_at: 1_800_000_000,
        });
        for credentials in [
            oauth,
            Credentials::ApiToken {
                token: "canary-t".into(),
            },
            Credentials::AccessToken {
                token: "canary-t".into(),
            },
        ] {
            assert!(!format!("{credentials:?}").contains("canary"));
            let (stored, warning) = credentials.store("p", Store::File);
            assert!(warning.is_none());
            let text = toml::to_string(&stored).expect("writable");
            assert!(text.contains("canary"));
            let again: Stored = toml::from_str(&text).expect("readable");
            assert_eq!(toml::to_string(&again).expect("writable"), text);
            assert_eq!(again.place(), "in the profile file");
        }
    }
}
