//! Flag, environment, profile, default: the one place that decides, and that lists every variable.

mod built_in;
mod report;

use std::{env, fmt, time::Duration};

use catalogs::{Auth, Client, ClientBuilder, RateLimit, Route};
use secrecy::SecretString;

use self::built_in::{BUILT_IN, built_in};
pub(crate) use catalogs::env::{
    BASE_URL, CLIENT_ID, CLIENT_SECRET, INTEGRATOR_CODE, OAUTH_TOKEN, OAUTH_URL, REFRESH_TOKEN,
    TOKEN,
};

pub(crate) use self::built_in::{
    SANDBOX_API_TOKEN, SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET, SANDBOX_INTEGRATOR_CODE,
    SANDBOX_OAUTH_TOKEN, SANDBOX_PORT,
};
use crate::{
    credentials::{self, Credentials, Stored},
    error::Failure,
    exit_code::Exit,
    globals::Globals,
    profiles::{Profile, Profiles},
    tokens,
};

/// Variables that hold a token; a profile's token is not used if one is set. The last one needs two
/// others, which alone are for `login`.
pub(crate) const TOKEN_VARIABLES: [&str; 3] = [TOKEN, OAUTH_TOKEN, REFRESH_TOKEN];
pub(crate) const PROFILE: &str = "CATALOGS_PROFILE";
pub(crate) const CONFIG: &str = "CATALOGS_CONFIG";

pub(crate) const DEFAULT_BASE_URL: &str = "https://api.ati.su";
pub(crate) const DEFAULT_PROFILE: &str = "default";

/// What to do without a token.
pub(crate) const NO_TOKEN: &str = "`catalogs login` keeps one; or set ATI_TOKEN (an API token) or \
    ATI_OAUTH_TOKEN. To try things out, start `catalogs sandbox` and add --profile sandbox";
/// What to do without an integrator code.
pub(crate) const NO_CODE: &str = "pass --integrator-code, or set ATI_INTEGRATOR_CODE; `catalogs \
    login` keeps it in the profile";

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    Flag(&'static str),
    Variable(&'static str),
    Profile,
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => f.write_str(name),
            Self::Profile => f.write_str("profile"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A setting, and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) value: String,
    pub(crate) source: Source,
}

impl Setting {
    fn default_to(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            source: Source::Default,
        }
    }
}

/// The effective settings.
pub(crate) struct Settings {
    pub(crate) profiles: Profiles,
    pub(crate) profile_name: Setting,
    /// `None` if it was not saved yet.
    pub(crate) profile: Option<Profile>,
    pub(crate) base_url: Setting,
    pub(crate) integrator_code: Option<Setting>,
    /// Which variable holds the token, if one does.
    pub(crate) token_variable: Option<&'static str>,
}

impl Settings {
    pub(crate) fn resolve(globals: &Globals) -> Result<Self, Failure> {
        Self::resolve_with(globals, variable)
    }

    pub(crate) fn resolve_with(
        globals: &Globals,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Failure> {
        let profiles = Profiles::open(
            globals
                .config
                .clone()
                .or_else(|| variable(CONFIG).map(Into::into)),
        )?;
        let profile_name = first([
            (globals.profile.clone(), Source::Flag("--profile")),
            (variable(PROFILE), Source::Variable(PROFILE)),
        ])
        .unwrap_or_else(|| Setting::default_to(DEFAULT_PROFILE));
        let saved = profiles.get(&profile_name.value);
        // What is built in has a token for its own address, and takes no other there.
        let is_built_in = saved.is_none() && built_in(&profile_name.value).is_some();
        let profile = saved.or_else(|| built_in(&profile_name.value));
        let of_profile = |field: fn(&Profile) -> &Option<String>| {
            profile.as_ref().and_then(|profile| field(profile).clone())
        };
        let base_url = first([
            (globals.base_url.clone(), Source::Flag("--base-url")),
            (variable(BASE_URL), Source::Variable(BASE_URL)),
            (of_profile(|profile| &profile.base_url), Source::Profile),
        ])
        .unwrap_or_else(|| Setting::default_to(DEFAULT_BASE_URL));
        let integrator_code = first([
            (
                globals.integrator_code.clone(),
                Source::Flag("--integrator-code"),
            ),
            (variable(INTEGRATOR_CODE), Source::Variable(INTEGRATOR_CODE)),
            (
                of_profile(|profile| &profile.integrator_code),
                Source::Profile,
            ),
        ]);
        let token_variable = TOKEN_VARIABLES
            .into_iter()
            .find(|name| variable(name).is_some() && !is_built_in);
        Ok(Self {
            profiles,
            profile_name,
            profile,
            base_url,
            integrator_code,
            token_variable,
        })
    }

    /// A client that speaks for the user.
    pub(crate) fn client(&self, globals: &Globals) -> Result<Client, Failure> {
        self.client_with(globals, |builder| builder)
    }

    /// The same, with further settings of the builder.
    pub(crate) fn client_with(
        &self,
        globals: &Globals,
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let mut builder = configure(Client::builder().base_url(&self.base_url.value));
        if let Some(seconds) = globals.timeout {
            builder = builder.timeout(Duration::from_secs(seconds));
        }
        if let Some(rate) = globals.rate {
            builder = builder.rate_limit(RateLimit::per_second(rate));
        }
        builder = match self.integrator_code()? {
            code if self.token_variable.is_some() => {
                let builder = builder.integrator_code(code).from_env();
                match self.only_variable() {
                    Some(auth) => builder.auth(auth),
                    // The library finds what is missing, or contradicts itself.
                    None => builder,
                }
            }
            code => builder.integrator_code(code).auth(self.stored_auth()?),
        };
        builder.build().map_err(|error| self.explain(error))
    }

    /// The token of the environment, where it is a whole one, and something else stands beside it
    /// that the library would take for another.
    fn only_variable(&self) -> Option<Auth> {
        [CLIENT_ID, CLIENT_SECRET].into_iter().find_map(variable)?;
        let [api, oauth, refresh] = TOKEN_VARIABLES.map(variable);
        match (api, oauth, refresh) {
            (Some(token), None, None) => Some(Auth::api_token(token.trim())),
            (None, Some(token), None) => Some(Auth::oauth2(token.trim())),
            _ => None,
        }
    }

    /// Refuses to keep anything under the name of a profile that is built in.
    pub(crate) fn check_own_profile(&self) -> Result<(), Failure> {
        let name = &self.profile_name.value;
        match built_in(name) {
            None => Ok(()),
            Some(_) => Err(Failure::usage(format!(
                "the profile {name} is built in, and needs no login"
            ))
            .hint("choose another name with --profile")),
        }
    }

    /// What is likely not meant, though it can be done.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let name = &self.profile_name.value;
        let chosen = self.profile_name.source != Source::Default;
        match self.token_variable {
            Some(REFRESH_TOKEN) => warnings.push(format!(
                "where the service exchanges {REFRESH_TOKEN} for another, that is lost with this \
                 command; `catalogs login --oauth` keeps it"
            )),
            Some(variable) if chosen && self.base_url.source == Source::Profile => {
                warnings.push(format!(
                    "the token of {variable} goes to the address of the profile {name}"
                ));
            }
            None if chosen
                && self.stored().is_some()
                && matches!(self.base_url.source, Source::Variable(_))
                && built_in(name).is_none() =>
            {
                warnings.push(format!(
                    "the token of the profile {name} goes to {}, as {BASE_URL} is set",
                    self.base_url.value
                ));
            }
            _ => {}
        }
        warnings
    }

    /// A client with a placeholder for the token.
    pub(crate) fn tokenless_builder(&self) -> ClientBuilder {
        let auth = credentials::auth(self.route(), "none".into());
        Client::builder().base_url(&self.base_url.value).auth(auth)
    }

    /// A client for requests that are described and not sent.
    pub(crate) fn tokenless_client(&self) -> Result<Client, Failure> {
        let builder = self.tokenless_builder();
        let built = builder.integrator_code(self.integrator_code()?).build();
        built.map_err(|error| self.explain(error))
    }

    /// Why the base URL cannot be used, if it cannot.
    pub(crate) fn origin_problem(&self) -> Option<Failure> {
        let builder = self.tokenless_builder();
        let built = builder.integrator_code(SANDBOX_INTEGRATOR_CODE).build();
        built.err().map(|error| self.explain(error))
    }

    /// The saved credentials of the profile.
    pub(crate) fn stored(&self) -> Option<&Stored> {
        self.profile.as_ref()?.credentials.as_ref()
    }

    /// The route that follows from the token that would be used; the direct one without any.
    pub(crate) fn route(&self) -> Route {
        let stored = self.stored();
        match (self.token_variable, stored) {
            (Some(TOKEN), _) => Route::Direct,
            (Some(_), _) => Route::Gateway,
            (None, Some(stored)) => stored.route(),
            (None, None) => Route::Direct,
        }
    }

    /// The token itself, as it is now; `None` where only the library gets to know it.
    pub(crate) fn secret(&self) -> Result<Option<SecretString>, Failure> {
        if let Some(name) = self.token_variable {
            let holds_one = [TOKEN, OAUTH_TOKEN].contains(&name);
            let token = variable(name).filter(|_| holds_one);
            return Ok(token.map(|token| token.trim().into()));
        }
        let stored = self.stored();
        let credentials = stored
            .map(|stored| stored.load(&self.profile_name.value))
            .transpose()?;
        Ok(credentials.map(|credentials| credentials.token().clone()))
    }

    /// Where the token comes from, in words; `None` if there is none.
    pub(crate) fn token_source(&self) -> Option<String> {
        let stored = self.stored();
        match (self.token_variable, stored) {
            (Some(name), _) => Some(name.to_owned()),
            (None, Some(stored)) => Some(format!("profile, {}", stored.place())),
            (None, None) => None,
        }
    }

    fn integrator_code(&self) -> Result<&str, Failure> {
        self.integrator_code.as_ref().map(|code| code.value.as_str()).ok_or_else(|| {
            if self.profile.is_none() && self.profile_name.source != Source::Default {
                let names = BUILT_IN.into_iter().chain(self.profiles.names());
                let names: Vec<&str> = names.collect();
                return Failure::usage(format!("there is no profile {}", self.profile_name.value))
                    .hint(format!("there are {}", names.join(", ")));
            }
            Failure::usage("no integrator code: the service wants your ATI code, such as 64357, with every request")
                .hint(NO_CODE)
        })
    }

    /// What the profile keeps.
    fn stored_auth(&self) -> Result<Auth, Failure> {
        let name = &self.profile_name.value;
        let missing = || {
            let what = match &self.profile {
                Some(_) => format!("no token: the profile {name} has none"),
                None if self.profile_name.source == Source::Default => "no token".to_owned(),
                None => format!("no token: there is no profile {name}"),
            };
            Failure::new(Exit::Unauthorized, what).hint(NO_TOKEN)
        };
        let stored = self.stored().ok_or_else(missing)?;
        match stored.load(name)? {
            Credentials::ApiToken { token } => Ok(Auth::api_token(token)),
            Credentials::AccessToken { token } => Ok(Auth::oauth2(token)),
            Credentials::OAuth(oauth) => {
                let code = self
                    .integrator_code
                    .as_ref()
                    .map(|code| code.value.as_str());
                tokens::auth(&self.profiles, name, &oauth, code)
                    .map_err(|error| self.explain(error))
            }
        }
    }

    /// Names the profile in an error about one of its settings.
    pub(crate) fn explain(&self, error: catalogs::Error) -> Failure {
        let setting = match error.setting() {
            Some("base_url") => Some(&self.base_url),
            Some("integrator_code") => self.integrator_code.as_ref(),
            _ => None,
        };
        let failure = Failure::from(error);
        match setting {
            Some(setting) if setting.source == Source::Profile => {
                failure.about(format_args!("profile {}", self.profile_name.value))
            }
            _ => failure,
        }
    }
}

/// A variable; one that is empty counts as not set.
pub(crate) fn variable(name: &str) -> Option<String> {
    let value = env::var_os(name)?.to_string_lossy().into_owned();
    Some(value).filter(|value| !value.trim().is_empty())
}

/// The first value that is set.
fn first<const N: usize>(candidates: [(Option<String>, Source); N]) -> Option<Setting> {
    candidates.into_iter().find_map(|(value, source)| {
        let value = value?.trim().to_owned();
        Some(Setting { value, source })
    })
}

#[cfg(test)]
mod tests;
