//! `catalogs doctor` where settings, tokens and proxies are wrong.

use crate::{
    doctor::{examine, line},
    support::{API_TOKEN, OAUTH_TOKEN, Route, World},
};

#[test]
fn proxy_is_shown_without_password() {
    let world = World::new();
    let mut command = world.on(Route::Direct);
    command.env("HTTPS_PROXY", "http://canary:canary@127.0.0.1:1");
    let away = ["--base-url", "https://service.invalid", "--timeout", "1"];
    let ran = examine(&world, &mut command, &away).fails(6);
    assert!(
        line(&ran, "proxy").ends_with("checked: 127.0.0.1:1"),
        "{ran:?}"
    );
    assert!(
        line(&ran, "token accepted").contains("no connection"),
        "{ran:?}"
    );
}

#[test]
fn invalid_token_differs_from_token_of_other_route() {
    let world = World::new();
    for (variable, token, found, hint) in [
        ("ATI_TOKEN", "canary-unknown", "401", "catalogs whoami"),
        (
            "ATI_OAUTH_TOKEN",
            "canary-unknown",
            "401",
            "catalogs whoami",
        ),
        (
            "ATI_TOKEN",
            OAUTH_TOKEN,
            "this token is good on the gateway route",
            "set ATI_OAUTH_TOKEN instead of ATI_TOKEN",
        ),
        (
            "ATI_OAUTH_TOKEN",
            API_TOKEN,
            "this token is good on the direct route",
            "set ATI_TOKEN instead of ATI_OAUTH_TOKEN",
        ),
    ] {
        let mut command = world.bare();
        command
            .env(variable, token)
            .env("ATI_BASE_URL", world.sandbox.origin())
            .env("ATI_INTEGRATOR_CODE", "64357");
        let ran = examine(&world, &mut command, &[]).fails(4);
        assert!(line(&ran, "token accepted").contains(found), "{ran:?}");
        ran.says(hint);
    }
}

#[test]
fn expired_access_token_is_rejected() {
    let world = World::new();
    world.sandbox.expire_access_tokens();
    let ran = examine(&world, &mut world.on(Route::Gateway), &[]).fails(4);
    assert!(line(&ran, "token accepted").contains("401"), "{ran:?}");
}

#[test]
fn revoked_consent_asks_for_another() {
    let world = World::new();
    let (id, secret) = world.sandbox.oauth_client();
    let mut command = world.bare();
    command
        .env("ATI_BASE_URL", world.sandbox.origin())
        .env("ATI_INTEGRATOR_CODE", "64357")
        .env("ATI_CLIENT_ID", id)
        .env("ATI_CLIENT_SECRET", secret)
        .env("ATI_REFRESH_TOKEN", world.sandbox.refresh_token())
        .env(
            "ATI_OAUTH_URL",
            format!("{}/oauth2/token", world.sandbox.origin()),
        );
    world.sandbox.revoke_refresh_tokens();
    let ran = examine(&world, &mut command, &[]).fails(4);
    assert!(
        line(&ran, "token accepted").contains("no access token is available"),
        "{ran:?}"
    );
}

#[test]
fn invalid_settings_are_reported_offline() {
    type Case<'a> = (&'a [(&'a str, &'a str)], i32, &'a str, &'a str);
    let code = ("ATI_INTEGRATOR_CODE", "64357");
    let token = ("ATI_TOKEN", API_TOKEN);
    let cases: [Case<'_>; 11] = [
        (&[token], 2, "integrator code", "none"),
        (
            &[("ATI_INTEGRATOR_CODE", "ООО"), token],
            2,
            "integrator code",
            "it cannot be one",
        ),
        (
            &[("ATI_INTEGRATOR_CODE", "x1"), token],
            1,
            "integrator code",
            "an unlikely one",
        ),
        (&[code], 4, "token", "none"),
        (
            &[code, token, ("ATI_OAUTH_TOKEN", OAUTH_TOKEN)],
            2,
            "token",
            "more than one: ATI_TOKEN, ATI_OAUTH_TOKEN are set",
        ),
        (
            &[code, ("ATI_REFRESH_TOKEN", "canary")],
            2,
            "token",
            "only ATI_REFRESH_TOKEN of",
        ),
        (
            &[code, token, ("ATI_BASE_URL", "http://api.ati.su")],
            2,
            "base URL",
            "it cannot be used",
        ),
        (
            &[code, ("ATI_TOKEN", "canary\u{7}")],
            2,
            "together",
            "the settings do not make a client: ATI_TOKEN",
        ),
        (
            &[code, token, ("CATALOGS_PROFILE", "work")],
            1,
            "profile",
            "there is none of this name",
        ),
        (
            &[code, token, ("CATALOGS_PROFILE", "default")],
            0,
            "profile",
            "none is kept",
        ),
        (&[code, token], 0, "base URL", "the real service"),
    ];
    for (variables, exit, name, found) in cases {
        let world = World::new();
        let mut command = world.bare();
        command.envs(variables.iter().copied());
        let ran = examine(&world, &mut command, &["--offline"]).fails(exit);
        assert!(line(&ran, name).contains(found), "{name}: {ran:?}");
        assert!(line(&ran, "DNS").contains("offline"), "{ran:?}");
    }
}

#[test]
fn profile_file_is_checked_first() {
    let world = World::new();
    std::fs::write(world.profiles(), "[profiles.default]\ntoken = \"canary\"\n").expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = world.profiles();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode));
        mode(0o644).expect("changed");
        let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(2);
        assert!(
            line(&ran, "profile file").contains("others can read"),
            "{ran:?}"
        );
        mode(0o600).expect("changed");
    }
    let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(2);
    assert!(line(&ran, "profile file").contains("at line"), "{ran:?}");
    assert!(world.sandbox.requests().is_empty());

    let kept = "[profiles.default]\nintegrator_code = \"1\"\n\
                [profiles.default.credentials]\nkind = \"api-token\"\ntoken = \"canary-kept\"\n";
    std::fs::write(world.profiles(), kept).expect("written");
    let mut command = world.on(Route::Direct);
    let ran = examine(&world, &mut command, &["--offline"]).fails(1);
    assert!(
        line(&ran, "token").contains("from ATI_TOKEN, which hides the one in the profile file"),
        "{ran:?}"
    );
    let mut command = world.bare();
    let ran = examine(&world, &mut command, &["--offline"]).ok();
    assert!(
        line(&ran, "token").contains("an API token, in the profile file"),
        "{ran:?}"
    );
}
