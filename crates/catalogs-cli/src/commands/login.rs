//! `login`: verifies a token and saves it in a profile.

mod consent;

use std::{
    env,
    io::{BufRead, IsTerminal, Write, stdin},
    time::{SystemTime, UNIX_EPOCH},
};

use catalogs::{
    Client, Route,
    oauth::{OAuthApp, RefreshToken, TokenBody},
};
use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::whoami;
use crate::{
    context::Context,
    credentials::{Credentials, OAuth, Store, Stored, auth},
    error::Failure,
    exit_code::Exit,
    help::{examples, with_note},
    settings::{self, DEFAULT_BASE_URL, Settings},
};

const DEFAULT_CONSENT_URL: &str = "https://id.ati.su/oauth2/";

#[derive(Args)]
#[command(after_help = with_note(
    examples(&["echo \"$ATI_TOKEN\" | catalogs login --profile work --store file"]),
    OAUTH,
))]
pub(crate) struct LoginArgs {
    /// Get the token by OAuth 2.0: a page in the browser asks for consent. Without it, an API token
    /// is read, hidden, from the terminal, or from stdin
    #[arg(long)]
    oauth: bool,
    /// Where the token is kept
    #[arg(long, value_enum, default_value_t, value_name = "WHERE")]
    store: Store,
    /// Do not try the token before it is kept
    #[arg(long)]
    no_check: bool,
    /// The application's id, which ATI.SU gave it [env: ATI_CLIENT_ID]. Its secret is read from
    /// ATI_CLIENT_SECRET, or asked for
    #[arg(long, value_name = "ID", requires = "oauth")]
    client_id: Option<String>,
    /// The redirect address that was registered for the application, on this machine
    #[arg(long, value_name = "URL", requires = "oauth")]
    #[arg(default_value = "http://127.0.0.1:8419/callback")]
    redirect_uri: String,
    /// What to ask consent for, in the service's words
    #[arg(long, value_name = "SCOPE", requires = "oauth")]
    scope: Option<String>,
    /// The page that asks for consent [default: https://id.ati.su/oauth2/, or /oauth2/ at another
    /// base URL]
    #[arg(long, value_name = "URL", requires = "oauth")]
    consent_url: Option<String>,
    /// Where tokens are given out [env: ATI_OAUTH_URL] [default: /oauth2/token at the base URL]
    #[arg(long, value_name = "URL", requires = "oauth")]
    token_url: Option<String>,
    /// Send token requests as forms instead of JSON
    #[arg(long, requires = "oauth")]
    form: bool,
    /// Only print the page's address
    #[arg(long, requires = "oauth")]
    no_browser: bool,
}

const OAUTH: &str = "\
The token is never an argument: other users could see it in the list of processes. By OAuth:
  catalogs login --oauth --client-id my-app --integrator-code 64357";

pub(crate) async fn run(context: &Context, args: LoginArgs) -> Result<(), Failure> {
    let settings = context.settings()?;
    settings.check_own_profile()?;
    let code = integrator_code(context, &settings)?;
    let credentials = match args.oauth {
        true => Credentials::OAuth(oauth(context, &settings, &args, &code).await?),
        false => Credentials::ApiToken {
            token: api_token()?,
        },
    };
    let route = if args.oauth {
        Route::Gateway
    } else {
        Route::Direct
    };
    let client = Client::builder()
        .auth(auth(route, credentials.token().clone()))
        .integrator_code(&code)
        .base_url(&settings.base_url.value)
        .build()
        .map_err(|error| settings.explain(error))?;
    if !args.no_check {
        context
            .reading("trying the token", whoami::try_token(client))
            .await
            .map_err(|failure| {
                failure
                    .about("the token was not kept")
                    .hint("check the token; --no-check keeps it without trying")
            })?;
    }
    keep(context, &settings, code, credentials, &args).await
}

/// Writes the profile. What differs from the default is kept with the token.
async fn keep(
    context: &Context,
    settings: &Settings,
    code: String,
    credentials: Credentials,
    args: &LoginArgs,
) -> Result<(), Failure> {
    let name = &settings.profile_name.value;
    // First of all: another process may be renewing the tokens that are there.
    let file = settings.profiles.lock().await?;
    let before = file.get(name)?.and_then(|profile| profile.credentials);
    let (stored, keyring_failed) = credentials.store(name, args.store);
    if let Some(why) = keyring_failed {
        context.warn(format_args!(
            "the system's keyring cannot be used ({why}): the token goes into the profile file, which \
             only you can read"
        ));
    }
    let place = stored.place();
    let base_url = &settings.base_url.value;
    let forgotten = match (&before, &stored) {
        // What the keyring held is of no use any more.
        (Some(before), Stored::Here(_)) => before.forget(name),
        _ => Ok(()),
    };
    file.update(name, |profile| {
        profile.integrator_code = Some(code);
        profile.base_url = (base_url != DEFAULT_BASE_URL).then(|| base_url.clone());
        profile.credentials = Some(stored);
        Ok(())
    })?;
    context.say(format_args!(
        "profile {name}: the token is kept {place}; profile file {}",
        settings.profiles.path().display()
    ));
    if let Err(failure) = forgotten {
        context.warn(failure.message());
    }
    for variable in settings::TOKEN_VARIABLES {
        if env::var_os(variable).is_some_and(|value| !value.is_empty()) {
            context.warn(format_args!(
                "{variable} is set, and goes before the profile's token"
            ));
        }
    }
    Ok(())
}

/// The code that is set, or that the user is asked for.
fn integrator_code(context: &Context, settings: &Settings) -> Result<String, Failure> {
    if let Some(code) = &settings.integrator_code {
        return Ok(code.value.clone());
    }
    if !context.is_interactive() {
        return Err(Failure::usage(
            "no integrator code: the service wants your ATI code with every request",
        )
        .hint(format!(
            "pass --integrator-code 64357, or set {}",
            settings::INTEGRATOR_CODE
        )));
    }
    let mut err = anstream::stderr();
    write!(err, "ATI code (код в ATI.SU), such as 64357: ")?;
    err.flush()?;
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// The token as a person types it, unseen, or as stdin has it. Never an argument: others see those.
fn api_token() -> Result<SecretString, Failure> {
    let token = secret("API token (it is not shown): ")?;
    match token.expose_secret().is_empty() {
        true => Err(Failure::usage("no token came")
            .hint("type or paste it at the prompt, or pipe it in: catalogs login < token.txt")),
        false => Ok(token),
    }
}

/// Reads a line that is hidden while it is typed; from stdin if that is not a terminal.
fn secret(prompt: &str) -> Result<SecretString, Failure> {
    let line = if stdin().is_terminal() {
        rpassword::prompt_password(prompt)
    } else {
        let mut line = String::new();
        stdin().lock().read_line(&mut line).map(|_| line)
    };
    let line = line.map_err(|error| match error.kind() {
        std::io::ErrorKind::Interrupted => {
            Failure::new(Exit::Interrupted, "stopped; nothing was kept")
        }
        _ => Failure::usage(format!("the secret cannot be read: {error}")),
    })?;
    Ok(line.trim().into())
}

/// Leads the user through consent.
async fn oauth(
    context: &Context,
    settings: &Settings,
    args: &LoginArgs,
    code: &str,
) -> Result<OAuth, Failure> {
    let base_url = settings.base_url.value.trim_end_matches('/');
    let client_id = args
        .client_id
        .clone()
        .or_else(|| settings::variable(settings::CLIENT_ID))
        .ok_or_else(|| {
            Failure::usage("no application: OAuth takes the id that ATI.SU gave your application")
                .hint(format!("pass --client-id, or set {}", settings::CLIENT_ID))
        })?;
    let client_secret = match settings::variable(settings::CLIENT_SECRET) {
        Some(secret) => secret.into(),
        None => secret("Secret of the application (it is not shown): ")?,
    };
    let token_url = args
        .token_url
        .clone()
        .or_else(|| settings::variable(settings::OAUTH_URL))
        .unwrap_or_else(|| format!("{base_url}/oauth2/token"));
    let consent_url = args.consent_url.clone().unwrap_or_else(|| match base_url {
        DEFAULT_BASE_URL => DEFAULT_CONSENT_URL.to_owned(),
        base_url => format!("{base_url}/oauth2/"),
    });
    let app = OAuthApp::builder()
        .client_id(&client_id)
        .client_secret(client_secret.clone())
        .integrator_code(code)
        .token_url(&token_url)
        .consent_url(consent_url)
        .token_body(if args.form {
            TokenBody::Form
        } else {
            TokenBody::Json
        })
        .build()?;
    let given = consent::ask(context, &app, args).await?;
    let exchange = async { app.exchange_code(given).await.map_err(consent::refused) };
    let tokens = context.reading("taking the tokens", exchange).await?;
    let refresh_token = tokens.refresh_token().map(RefreshToken::expose_secret);
    if refresh_token.is_none() {
        context.warn("the service gave no refresh token: `login` again when this token ends");
    }
    let expires_at = (SystemTime::now() + tokens.expires_in()).duration_since(UNIX_EPOCH);
    Ok(OAuth {
        client_id,
        client_secret,
        token_url,
        form: args.form,
        refresh_token: refresh_token.unwrap_or_default().into(),
        access_token: tokens.access_token().expose_secret().into(),
        expires_at: expires_at.unwrap_or_default().as_secs(),
    })
}
