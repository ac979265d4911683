//! Tokens come in, are kept, are renewed, and go.

use std::{
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use catalogs_sandbox::TokenGrant;

use crate::support::{API_TOKEN, Ran, Route, World, http, is_missing};

const SECRET: &str = "canary-client-secret";

fn login(world: &World, args: &[&str], token: &str) -> Ran {
    let mut command = world.bare();
    command
        .args([
            "login",
            "--base-url",
            world.sandbox.origin(),
            "--integrator-code",
            "64357",
        ])
        .args(args);
    Ran::fed(&mut command, token)
}

fn list(world: &World, args: &[&str]) -> Ran {
    let mut command = world.bare();
    Ran::of(command.args(["contacts", "list"]).args(args))
}

#[test]
fn token_is_verified_saved_used_and_deleted() {
    let world = World::new();
    list(&world, &[]).fails(2);
    login(&world, &["--store", "file"], &format!("{API_TOKEN}\n"))
        .ok()
        .says("profile default: the token is kept in the profile file");
    list(&world, &[]).ok();
    list(&world, &["--profile", "other"]).fails(2);
    login(
        &world,
        &["--store", "file", "--profile", "other"],
        API_TOKEN,
    )
    .ok();
    list(&world, &["--profile", "other"]).ok();
    let mut command = world.bare();
    Ran::of(command.arg("logout"))
        .ok()
        .says("the token is gone from here");
    list(&world, &[])
        .fails(4)
        .says("the profile default has none");
    list(&world, &["--profile", "other"]).ok();
    let mut command = world.bare();
    Ran::of(command.arg("logout")).ok().says("keeps no token");
}

#[cfg(unix)]
#[test]
fn profile_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    login(&world, &["--store", "file"], API_TOKEN).ok();
    let mode = std::fs::metadata(world.profiles())
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn missing_keyring_falls_back_to_file_with_warning() {
    let world = World::new();
    login(&world, &[], API_TOKEN)
        .ok()
        .says("keyring cannot be used")
        .says("kept in the profile file");
    list(&world, &[]).ok();
}

#[test]
fn invalid_token_is_not_saved() {
    let world = World::new();
    login(&world, &["--store", "file"], "somebody-elses")
        .fails(4)
        .says("the token was not kept");
    login(&world, &["--store", "file"], "")
        .fails(2)
        .says("no token came");
    login(&world, &["--store", "file"], "no token at all").fails(2);
    list(&world, &[]).fails(2);
    login(&world, &["--store", "file", "--no-check"], "somebody-elses").ok();
    list(&world, &[]).fails(4).says("401");
}

/// A session with a real keyring in it.
#[cfg(target_os = "linux")]
#[test]
fn system_keyring_keeps_token() {
    let programs = ["bash", "dbus-run-session", "gnome-keyring-daemon"];
    if is_missing(&programs) {
        return;
    }
    let world = World::new();
    let origin = world.sandbox.origin();
    let script = format!(
        "echo password | gnome-keyring-daemon --unlock --daemonize --components=secrets >/dev/null
         login() {{ catalogs login --base-url {origin} --integrator-code 64357 2>&1; }}
         # The daemon answers a moment after it has started.
         for try in $(seq 50); do
             echo {API_TOKEN} | login | grep -q 'in the system.s keyring' && break
         done
         unset ATI_TOKEN ATI_BASE_URL ATI_INTEGRATOR_CODE
         catalogs whoami && catalogs contacts list && catalogs logout && ! catalogs contacts list"
    );
    let script = world.file("keyring.sh", &script);
    let ran = world.shell(Route::Direct, &format!("dbus-run-session -- bash {script}"));
    assert!(
        ran.out
            .contains("token            set (profile, in the system's keyring)"),
        "{ran:?}"
    );
    assert!(ran.out.contains("Соколова Ирина Викторовна"), "{ran:?}");
    assert!(ran.err.contains("the profile default has none"), "{ran:?}");
    let kept = std::fs::read_to_string(world.profiles()).expect("a file");
    assert!(!kept.contains(API_TOKEN), "{kept}");
}

/// Logs in by OAuth, with `consent` in the place of the user and the browser.
fn consent(world: &World, allow: bool) -> Ran {
    let mut child = world
        .bare()
        .args([
            "login",
            "--oauth",
            "--store",
            "file",
            "--no-browser",
            "--redirect-uri",
            "http://127.0.0.1:0/callback",
        ])
        .args([
            "--base-url",
            world.sandbox.origin(),
            "--integrator-code",
            "64357",
            "--client-id",
            "app",
        ])
        .env("ATI_CLIENT_SECRET", SECRET)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut err = BufReader::new(child.stderr.take().expect("stderr"));
    let mut said = String::new();
    let page = loop {
        let mut line = String::new();
        assert!(
            err.read_line(&mut line).expect("a line") > 0,
            "no page: {said}"
        );
        said += &line;
        if let Some(page) = line.trim().strip_prefix("http://") {
            break page.to_owned();
        }
    };
    let (host, rest) = page.split_once('/').expect("a path");
    let query = rest.split_once('?').expect("a query").1;
    let shown = http(host, &format!("GET /{rest} HTTP/1.0\r\n\r\n"));
    assert!(
        shown.starts_with("HTTP/1.0 200") || shown.starts_with("HTTP/1.1 200"),
        "{shown}"
    );
    let decision = if allow { "allow" } else { "deny" };
    let body = format!("{query}&decision={decision}");
    let answer = http(
        host,
        &format!(
            "POST /oauth2/consent HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    let location = answer
        .lines()
        .find_map(|line| {
            line.strip_prefix("location: ")
                .or_else(|| line.strip_prefix("Location: "))
        })
        .unwrap_or_else(|| panic!("no redirect: {answer}"));
    let (host, path) = location
        .trim()
        .trim_start_matches("http://")
        .split_once('/')
        .expect("a path");
    // What does not know the state changes nothing.
    let stranger = http(host, "GET /callback?code=x&state=y HTTP/1.0\r\n\r\n");
    assert!(stranger.contains(" 400 "), "{stranger}");
    let elsewhere = http(host, "GET / HTTP/1.0\r\n\r\n");
    assert!(elsewhere.contains(" 404 "), "{elsewhere}");
    http(host, &format!("GET /{path} HTTP/1.0\r\n\r\n"));
    err.read_to_string(&mut said).expect("the rest");
    let status = child.wait().expect("it ends");
    Ran {
        code: status.code().unwrap_or(-1),
        out: String::new(),
        err: said,
    }
}

#[test]
fn consent_creates_profile_that_refreshes_tokens() {
    let world = World::with(|builder| builder.oauth_client("app", SECRET));
    consent(&world, true)
        .ok()
        .says("the token is kept in the profile file");
    list(&world, &["-v"]).ok().says("/gw/oauth2/catalogs/v1.2/");
    let grants = || {
        let requests = world.sandbox.token_requests();
        requests
            .iter()
            .filter(|it| it.token_grant() == Some(TokenGrant::RefreshToken))
            .count()
    };
    assert_eq!(grants(), 0, "a token that is good is not renewed");
    for round in 1..=2 {
        world.sandbox.expire_access_tokens();
        list(&world, &[]).ok();
        // The refresh token was exchanged for another, which was kept.
        list(&world, &[]).ok();
        assert_eq!(grants(), round);
    }
    world.sandbox.revoke_refresh_tokens();
    world.sandbox.expire_access_tokens();
    list(&world, &[]).fails(4).says("catalogs login --oauth");
}

#[test]
fn concurrent_processes_refresh_expired_token_once() {
    let world = World::with(|builder| builder.oauth_client("app", SECRET));
    consent(&world, true).ok();
    world.sandbox.expire_access_tokens();
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = world.bare();
            command.args(["contacts", "list"]).stdout(Stdio::null());
            command.spawn().expect("it starts")
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("it ends").success());
    }
    let requests = world.sandbox.token_requests();
    let renewed = requests
        .iter()
        .filter(|it| it.token_grant() == Some(TokenGrant::RefreshToken));
    assert_eq!(renewed.count(), 1);
}

#[test]
fn denied_consent_does_not_log_in() {
    let world = World::with(|builder| builder.oauth_client("app", SECRET));
    consent(&world, false)
        .fails(4)
        .says("the user did not consent");
    assert!(!world.profiles().exists());
}
