//! Which source of a setting takes precedence.

use clap::Parser;

use super::*;
use crate::cli::Cli;

fn resolve(args: &str, variables: &[(&str, &str)], file: &str) -> Result<Settings, Failure> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profiles.toml");
    crate::profiles::write_private(&path, file).expect("a file");
    let line = format!("catalogs --config {} {args} demo", path.display());
    let cli = Cli::try_parse_from(line.split_whitespace()).expect("arguments");
    Settings::resolve_with(&cli.globals, |name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn settings_precedence_is_flag_env_profile_default() {
    let file = "[profiles.default]\nbase_url = \"https://p.example\"\nintegrator_code = \"3\"";
    let both = [(BASE_URL, "https://e.example"), (INTEGRATOR_CODE, " 2 ")];
    let cases = [
        (
            "--base-url https://f.example --integrator-code 1",
            &both[..],
            file,
            "https://f.example --base-url",
            "1 --integrator-code",
        ),
        (
            "",
            &both[..],
            file,
            "https://e.example ATI_BASE_URL",
            "2 ATI_INTEGRATOR_CODE",
        ),
        ("", &[], file, "https://p.example profile", "3 profile"),
        ("", &[], "", "https://api.ati.su default", "none"),
        (
            "--profile sandbox",
            &[],
            file,
            "http://127.0.0.1:8418 profile",
            "64357 profile",
        ),
        (
            "",
            &[(PROFILE, "sandbox-oauth")],
            file,
            "http://127.0.0.1:8418 profile",
            "64357 profile",
        ),
    ];
    for (args, variables, file, url, code) in cases {
        let settings = resolve(args, variables, file).expect("settings");
        let shown = |setting: &Setting| format!("{} {}", setting.value, setting.source);
        assert_eq!(shown(&settings.base_url), url, "{args}");
        let found = settings
            .integrator_code
            .as_ref()
            .map_or("none".to_owned(), shown);
        assert_eq!(found, code, "{args}");
    }
}

#[test]
fn environment_token_replaces_profile_token() {
    let file = "[profiles.default.credentials]\nkind = \"access-token\"\ntoken = \"t\"";
    type Variables<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Variables<'_>, Route, Option<&str>); 3] = [
        (&[], Route::Gateway, Some("profile, in the profile file")),
        (&[("ATI_TOKEN", "x")], Route::Direct, Some("ATI_TOKEN")),
        (
            &[("ATI_REFRESH_TOKEN", "x")],
            Route::Gateway,
            Some("ATI_REFRESH_TOKEN"),
        ),
    ];
    for (variables, route, source) in cases {
        let settings = resolve("", variables, file).expect("settings");
        assert_eq!(settings.route(), route);
        assert_eq!(settings.token_source().as_deref(), source);
    }
    assert_eq!(resolve("", &[], "").expect("settings").token_source(), None);
}
