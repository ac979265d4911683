//! Settings: which wins, what is missing, and who may read the file.

use serde_json::json;

use crate::support::{API_TOKEN, Ran, Route, World};

#[test]
fn whoami_shows_settings_and_sources() {
    let world = World::new();
    let ran = world.run(["whoami"]).ok();
    for line in [
        "profile          default (default)",
        &format!("base URL         {} (ATI_BASE_URL)", world.sandbox.origin()),
        "route            direct, /v1.2/catalogs",
        "integrator code  64357 (ATI_INTEGRATOR_CODE)",
        "token            set (ATI_TOKEN)",
        "accepted         the service takes it",
    ] {
        assert!(
            ran.out.lines().any(|printed| printed == line),
            "{line}: {ran:?}"
        );
    }
    let mut command = world.on(Route::Gateway);
    command.args(["whoami", "--integrator-code", "1", "-o", "json"]);
    let shown = Ran::of(&mut command).ok().json();
    assert_eq!(
        shown["integrator_code"],
        json!({ "value": "1", "source": "--integrator-code" })
    );
    assert_eq!(shown["token"]["source"], "ATI_OAUTH_TOKEN");
    assert_eq!(shown["accepted"], true);
    let mut command = world.on(Route::Direct);
    command.args(["whoami"]).env("ATI_TOKEN", "somebody-elses");
    Ran::of(&mut command)
        .fails(4)
        .says("401")
        .prints("token            set (ATI_TOKEN)");
}

#[test]
fn missing_settings_are_named_with_hint() {
    let world = World::new();
    type Variables<'a> = &'a [(&'a str, &'a str)];
    let cases: [(Variables<'_>, i32, &str); 6] = [
        (&[], 2, "no integrator code"),
        (
            &[("CATALOGS_PROFILE", "work")],
            2,
            "there is no profile work",
        ),
        (&[("ATI_INTEGRATOR_CODE", "64357")], 4, "no token"),
        (
            &[
                ("ATI_INTEGRATOR_CODE", "64357"),
                ("CATALOGS_PROFILE", "work"),
            ],
            4,
            "there is no profile work",
        ),
        (
            &[("ATI_INTEGRATOR_CODE", "ООО"), ("ATI_TOKEN", API_TOKEN)],
            2,
            "is no integrator code",
        ),
        (
            &[
                ("ATI_INTEGRATOR_CODE", "1"),
                ("ATI_TOKEN", API_TOKEN),
                ("ATI_BASE_URL", "http://api.ati.su"),
            ],
            2,
            "unprotected",
        ),
    ];
    for (variables, code, expected) in cases {
        let mut command = world.bare();
        command
            .args(["contacts", "list"])
            .envs(variables.iter().copied());
        Ran::of(&mut command).fails(code).says(expected);
    }
}

#[cfg(unix)]
#[test]
fn world_readable_profile_file_is_rejected() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    std::fs::write(
        world.profiles(),
        "[profiles.default]\nintegrator_code = \"1\"\n",
    )
    .expect("written");
    std::fs::set_permissions(world.profiles(), std::fs::Permissions::from_mode(0o644))
        .expect("changed");
    world
        .run(["contacts", "list"])
        .fails(2)
        .says("others can read")
        .says("chmod 600");
}

#[test]
fn sandbox_profile_needs_no_file() {
    let world = World::new();
    let mut command = world.bare();
    command.args([
        "contacts",
        "list",
        "--profile",
        "sandbox",
        "--base-url",
        world.sandbox.origin(),
    ]);
    // The sandbox of this test has tokens of its own.
    Ran::of(&mut command).fails(4).says("401");
    let mut command = world.bare();
    command.args([
        "whoami",
        "--profile",
        "sandbox-oauth",
        "--base-url",
        world.sandbox.origin(),
    ]);
    Ran::of(&mut command)
        .fails(4)
        .prints("token            set (profile, built in)")
        .prints("gateway");
}

#[test]
fn environment_token_is_not_sent_to_built_in_profile() {
    let world = World::new();
    let mut command = world.on(Route::Direct);
    command.args(["whoami", "--profile", "sandbox"]);
    Ran::of(&mut command)
        .fails(4)
        .prints("token            set (profile, built in)");
    let mut command = world.bare();
    command.args(["login", "--profile", "sandbox"]);
    Ran::of(&mut command).fails(2).says("is built in");
}

#[test]
fn application_without_refresh_token_is_not_a_token() {
    let world = World::new();
    let mut command = world.on(Route::Direct);
    command
        .args(["contacts", "list"])
        .env("ATI_CLIENT_ID", "app")
        .env("ATI_CLIENT_SECRET", "canary-secret");
    Ran::of(&mut command).ok();
}

#[test]
fn invalid_profile_value_is_not_quoted() {
    let world = World::new();
    std::fs::write(world.profiles(), "[profiles]\ndefault = \"canary-token\"\n").expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(world.profiles(), mode).expect("changed");
    }
    world.run(["contacts", "list"]).fails(2).says("at line 2");
}
