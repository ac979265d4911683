//! The settings: where each comes from, and whether they can work together.

use std::time::Duration;

use catalogs::Route;

use super::{check::Check, target::Target};
use crate::{
    credentials::{Credentials, Stored},
    error::Failure,
    exit_code::Exit,
    settings::{
        DEFAULT_PROFILE, NO_CODE, NO_TOKEN, REFRESH_TOKEN, Setting, Settings, Source,
        TOKEN_VARIABLES,
    },
};

/// Such a code is a number in the exchange's list of firms.
const LONGEST_CODE: usize = 10;

/// The checks of the resolved settings. `variable` returns the variables that are set.
pub(super) fn checks(settings: &Settings, variable: impl Fn(&str) -> Option<String>) -> Vec<Check> {
    let set = |name: &str| variable(name).is_some();
    vec![
        profile(settings),
        file(settings),
        base_url(settings),
        integrator_code(settings.integrator_code.as_ref()),
        Check::ok("route", settings.route_name()),
        token(settings, set),
    ]
}

/// Settings that could not even be read.
pub(super) fn unreadable(failure: &Failure) -> Check {
    Check::failed("profile file", "it cannot be used", failure)
}

fn profile(settings: &Settings) -> Check {
    let Setting { value, source } = &settings.profile_name;
    let check = match (&settings.profile, source) {
        (Some(_), _) => Check::ok("profile", format!("there ({source})")),
        (None, Source::Default) => Check::ok("profile", "none is kept, and none is asked for"),
        (None, _) if value == DEFAULT_PROFILE => {
            Check::ok("profile", format!("none is kept ({source})"))
        }
        (None, _) => Check::warning("profile", format!("there is none of this name ({source})"))
            .hint("`catalogs login --profile NAME` makes one; --profile sandbox is built in"),
    };
    check.local(value)
}

/// It was read, or is not there: whatever else there may be was a failure to resolve.
fn file(settings: &Settings) -> Check {
    let path = settings.profiles.path();
    let found = match std::fs::metadata(path) {
        Ok(metadata) => format!("read{}", mode(&metadata)),
        Err(_) => "there is none yet".to_owned(),
    };
    Check::ok("profile file", found).local(path.display().to_string())
}

fn mode(metadata: &std::fs::Metadata) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode() & 0o777;
        format!(", only for you (mode {mode:o})")
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        String::new()
    }
}

fn base_url(settings: &Settings) -> Check {
    let Setting { value, source } = &settings.base_url;
    let is_real = |target: Target| target.is_real_service();
    if Target::of(value).is_some_and(is_real) {
        return Check::ok("base URL", format!("{value}, the real service ({source})"));
    }
    // What the library makes of it is what counts; the code is another line's matter.
    match settings.origin_problem() {
        Some(failure) => Check::failed(
            "base URL",
            format!("it cannot be used ({source})"),
            &failure,
        ),
        None => Check::ok(
            "base URL",
            format!("not the real service{} ({source})", place(value)),
        )
        .local(value),
    }
}

fn place(base_url: &str) -> &'static str {
    match Target::of(base_url) {
        Some(target) if target.is_this_machine() => ", but one on this machine",
        _ => "",
    }
}

fn integrator_code(code: Option<&Setting>) -> Check {
    let name = "integrator code";
    let Some(Setting { value, source }) = code else {
        return Check::problem(
            Exit::Usage,
            name,
            "none: the service wants your ATI code with every request",
        )
        .hint(NO_CODE);
    };
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && value.len() <= LONGEST_CODE {
        return Check::ok(name, format!("a number ({source})")).local(value);
    }
    let check = match value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Check::warning(name, format!("an unlikely one ({source})")),
        false => Check::problem(Exit::Usage, name, format!("it cannot be one ({source})")),
    };
    check
        .local(value)
        .hint("an ATI code is a number of a few digits, such as 64357: see your profile on ATI.SU")
}

fn token(settings: &Settings, set: impl Fn(&str) -> bool) -> Check {
    let name = "token";
    let stored = settings.stored();
    let mut variables: Vec<&str> = TOKEN_VARIABLES.into_iter().filter(|it| set(it)).collect();
    if variables.contains(&REFRESH_TOKEN) {
        let parts = PARTS
            .into_iter()
            .filter(|it| *it != REFRESH_TOKEN && set(it));
        variables.extend(parts);
    }
    if settings.token_variable.is_none() {
        variables.clear();
    }
    match (variables.as_slice(), stored) {
        ([], None) => Check::problem(Exit::Unauthorized, name, "none").hint(NO_TOKEN),
        ([], Some(stored)) => stored_token(stored, &settings.profile_name.value),
        (all, _) if conflict(all) => Check::problem(
            Exit::Usage,
            name,
            format!("more than one: {} are set", all.join(", ")),
        )
        .hint("keep the one that is meant, and unset the others"),
        (some, _) if some.iter().all(|it| PARTS.contains(it)) && some.len() < PARTS.len() => {
            Check::problem(
                Exit::Usage,
                name,
                format!("only {} of {}", some.join(", "), PARTS.join(", ")),
            )
            .hint("tokens are renewed with all three; set the rest, or unset these")
        }
        (some, Some(stored)) => Check::warning(
            name,
            format!(
                "from {}, which hides the one {}",
                some.join(", "),
                stored.place()
            ),
        )
        .hint(format!("unset {} to use the profile's", some.join(", "))),
        (some, None) => Check::ok(name, format!("from {}", some.join(", "))),
    }
}

/// All three make one source of tokens.
const PARTS: [&str; 3] = ["ATI_CLIENT_ID", "ATI_CLIENT_SECRET", REFRESH_TOKEN];

/// Whether the variables are those of more than one source of tokens.
fn conflict(set: &[&str]) -> bool {
    let whole = set.iter().filter(|it| !PARTS.contains(it)).count();
    whole + usize::from(set.iter().any(|it| PARTS.contains(it))) > 1
}

/// A token that the profile keeps.
fn stored_token(stored: &Stored, profile: &str) -> Check {
    let name = "token";
    let kind = match stored.route() {
        Route::Direct => "an API token",
        _ => "an OAuth access token",
    };
    match stored.load(profile) {
        Err(failure) => Check::failed(
            name,
            format!("{kind}, {}, which does not give it", stored.place()),
            &failure,
        ),
        Ok(Credentials::OAuth(oauth)) => {
            let life = match oauth.tokens().expires_in() {
                Duration::ZERO => "it has ended, and is renewed at the next call".to_owned(),
                left => format!(
                    "good for another {} min, renewed by itself",
                    left.as_secs() / 60
                ),
            };
            Check::ok(name, format!("{kind}, {}; {life}", stored.place()))
        }
        Ok(_) => Check::ok(name, format!("{kind}, {}", stored.place())),
    }
}
