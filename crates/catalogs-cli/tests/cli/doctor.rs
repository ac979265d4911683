//! `catalogs doctor` against the sandbox: all well, and each of its faults by its real cause.

use std::{process::Command, time::Duration};

use catalogs::Operation;
use catalogs_sandbox::{Fault, RateLimit, Redirect, ServerError};
use serde_json::Value;

use crate::support::{API_TOKEN, OAUTH_TOKEN, Ran, Route, World};

/// Runs the doctor, and looks through everything that it says for what nobody may see.
fn examine(world: &World, command: &mut Command, args: &[&str]) -> Ran {
    let path = world.folder.path().join("doctor.md");
    command.arg("doctor").arg("--report").arg(&path).args(args);
    let ran = Ran::of(command);
    let report = std::fs::read_to_string(path).expect("a report");
    let state = world.sandbox.state();
    let mut secrets = vec!["canary".to_owned()];
    let entities = [state.organizations, state.addresses, state.contact_persons];
    for entity in entities.into_iter().flatten() {
        for field in ["id", "name", "phone", "email", "address", "inn", "note"] {
            let text = entity[field].as_str().unwrap_or_default();
            if text.len() > 3 {
                secrets.push(text.to_owned());
            }
        }
    }
    for secret in &secrets {
        for text in [&ran.out, &ran.err, &report] {
            assert!(!text.contains(secret), "{secret} got out: {text}");
        }
    }
    for own in [
        "127.0.0.1",
        "64357",
        &*world.folder.path().to_string_lossy(),
    ] {
        assert!(!report.contains(own), "{own} is in the report: {report}");
    }
    ran
}

/// The line of a check, such as `✗ problem  TCP`.
#[track_caller]
fn line<'a>(ran: &'a Ran, name: &str) -> &'a str {
    let mut lines = ran.out.lines();
    let line = lines.find(|line| {
        line.split_whitespace()
            .skip(2)
            .collect::<Vec<_>>()
            .join(" ")
            .starts_with(name)
    });
    line.unwrap_or_else(|| panic!("{name} is not in {ran:?}"))
}

#[test]
fn all_is_well_on_both_routes_and_nothing_is_written() {
    for route in [Route::Direct, Route::Gateway] {
        // At the service's own rate: what is asked keeps to it.
        let world = World::with(|builder| builder.rate_limit(RateLimit::default()));
        let ran = examine(&world, &mut world.on(route), &[]).ok();
        assert!(ran.out.contains(" 0 warnings, 0 problems, "), "{ran:?}");
        for (name, found) in [
            ("integrator code", "a number (ATI_INTEGRATOR_CODE): 64357"),
            ("TLS", "none"),
            ("HTTP", "401"),
            ("clock", "within a minute"),
            ("list_organizations", "12 entries"),
            ("filter_organizations", "entries"),
            ("rate limit", "never met"),
            ("nullable", "confirmed"),
            ("headers confirmed", "without User-Agent 400"),
            ("tokens", "confirmed"),
            ("origin", "not settled"),
        ] {
            assert!(line(&ran, name).contains(found), "{name}: {ran:?}");
        }
        let reads = Operation::ALL.iter().filter(|operation| {
            operation.method() == "GET" || **operation == Operation::FilterOrganizations
        });
        for operation in reads {
            assert!(line(&ran, operation.id()).contains("✓ ok"), "{operation}");
        }
        let requests = world.sandbox.requests();
        assert!(requests.iter().all(|it| it.status() != 429));
        assert!(
            requests
                .iter()
                .all(|it| it.method() == "GET" || it.path().ends_with("/filter")),
            "{requests:?}"
        );
        assert!(world.sandbox.effects().is_empty());
    }
}

#[test]
fn the_result_is_json_where_that_is_wanted() {
    let world = World::new();
    let ran = examine(&world, &mut world.on(Route::Direct), &["-o", "json"]).ok();
    let result = ran.json();
    assert_eq!(result["is_well"], true);
    assert_eq!(result["summary"]["problems"], 0);
    let checks = result["checks"].as_array().expect("checks");
    assert!(
        checks
            .iter()
            .all(|it| it["verdict"] == "ok" || it["verdict"] == "skipped")
    );

    world
        .sandbox
        .inject_times(Fault::unauthorized(), usize::MAX);
    let ran = examine(&world, &mut world.on(Route::Direct), &["-o", "json"]).fails(4);
    let problem = ran.json()["checks"]
        .as_array()
        .and_then(|checks| checks.iter().find(|it| it["verdict"] == "problem").cloned());
    assert_eq!(problem.expect("a problem")["name"], "token accepted");
    let error: Value = serde_json::from_str(&ran.err).expect("JSON");
    assert_eq!(error["error"]["kind"], "unauthorized");
}

#[test]
fn each_fault_is_told_by_its_real_cause() {
    let second = ["--timeout", "1"];
    let usual: [&str; 0] = [];
    type Case<'a> = (Fault, &'a [&'a str], i32, &'a str, &'a str);
    let cases: [Case<'_>; 20] = [
        (
            Fault::reset(),
            &usual,
            6,
            "HTTP",
            "broke off before an answer",
        ),
        (
            Fault::reset_mid_body(),
            &usual,
            6,
            "token accepted",
            "the answer broke off",
        ),
        (Fault::hang(), &second, 6, "HTTP", "no answer in time"),
        (
            Fault::hang_mid_body(),
            &second,
            6,
            "token accepted",
            "no whole answer within 1s",
        ),
        (
            Fault::cut_body(),
            &usual,
            6,
            "token accepted",
            "the answer broke off",
        ),
        (
            Fault::cut_chunks(),
            &usual,
            6,
            "token accepted",
            "the answer broke off",
        ),
        (
            Fault::cut_gzip(),
            &usual,
            6,
            "token accepted",
            "cannot be unpacked",
        ),
        (
            Fault::bad_gzip(),
            &usual,
            6,
            "token accepted",
            "cannot be unpacked",
        ),
        (
            Fault::too_many_requests(),
            &usual,
            5,
            "token accepted",
            "429 Too Many Requests",
        ),
        (
            Fault::too_many_requests().retry_after(Duration::from_secs(3600)),
            &usual,
            5,
            "token accepted",
            "3600s",
        ),
        (
            Fault::unauthorized(),
            &usual,
            4,
            "token accepted",
            "401 Unauthorized",
        ),
        (
            Fault::server_error(ServerError::Internal),
            &usual,
            6,
            "token accepted",
            "500 Internal",
        ),
        (
            Fault::server_error(ServerError::BadGateway),
            &usual,
            6,
            "token accepted",
            "502 Bad Gateway",
        ),
        (
            Fault::redirect(Redirect::Found, "https://elsewhere.example/"),
            &usual,
            2,
            "token accepted",
            "302, a redirect",
        ),
        (
            Fault::redirect_to_self(Redirect::Permanent),
            &usual,
            2,
            "token accepted",
            "308, a redirect",
        ),
        (
            Fault::slow_body(3, Duration::from_millis(5)),
            &usual,
            0,
            "list_organizations",
            "12 entries",
        ),
        (
            Fault::wrong_content_type(),
            &usual,
            0,
            "list_organizations",
            "12 entries",
        ),
        (
            Fault::garbage_json(),
            &usual,
            1,
            "list_organizations",
            "unusable",
        ),
        (
            Fault::empty_body(),
            &usual,
            1,
            "list_organizations",
            "nothing, with 1 difference",
        ),
        (
            Fault::server_error(ServerError::Unavailable),
            &usual,
            6,
            "HTTP",
            "503",
        ),
    ];
    // They wait more than they work.
    std::thread::scope(|scope| {
        for (fault, args, code, name, found) in cases {
            scope.spawn(move || {
                let world = World::new();
                world.sandbox.inject_times(fault.clone(), usize::MAX);
                let ran = examine(&world, &mut world.on(Route::Direct), args);
                assert_eq!(ran.code, code, "{fault:?}: {ran:?}");
                assert!(line(&ran, name).contains(found), "{fault:?}: {ran:?}");
            });
        }
    });
}

#[test]
fn a_host_that_the_service_points_to_is_for_the_user_alone() {
    let world = World::new();
    let away = Fault::redirect(Redirect::Found, "https://elsewhere.example/");
    world.sandbox.inject_times(away, usize::MAX);
    let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(2);
    assert!(
        line(&ran, "token accepted").contains("https://elsewhere.example"),
        "{ran:?}"
    );
    let report = std::fs::read_to_string(world.folder.path().join("doctor.md")).expect("a report");
    assert!(report.contains("302, a redirect"), "{report}");
    assert!(!report.contains("elsewhere"), "{report}");
}

#[test]
fn too_much_of_an_answer_is_one_problem_of_its_operation() {
    for fault in [Fault::huge_body(Fault::HUGE), Fault::gzip_bomb(Fault::HUGE)] {
        let world = World::new();
        world
            .sandbox
            .inject_times_for("list_organizations", fault, usize::MAX)
            .expect("an operation");
        let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(1);
        assert!(
            line(&ran, "list_organizations").contains("more than 67108864 bytes"),
            "{ran:?}"
        );
        assert!(
            line(&ran, "list_addresses").contains("13 entries"),
            "{ran:?}"
        );
        assert!(
            line(&ran, "get_organization").contains("skipped"),
            "{ran:?}"
        );
    }
}

#[test]
fn what_passes_is_a_warning_and_not_well() {
    let world = World::new();
    let bad_gateway = Fault::server_error(ServerError::BadGateway);
    for (operation, fault) in [
        ("list_organizations", bad_gateway),
        ("list_addresses", Fault::too_many_requests()),
    ] {
        world
            .sandbox
            .inject_for(operation, fault)
            .expect("an operation");
    }
    let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(1);
    assert!(
        line(&ran, "list_organizations").contains("12 entries, but only after 502"),
        "{ran:?}"
    );
    assert!(line(&ran, "rate limit").contains("429 1×"), "{ran:?}");
    assert!(ran.out.contains(" 3 warnings, 0 problems"), "{ran:?}");
}

#[test]
fn nobody_there_is_refused_and_the_rest_skipped() {
    let world = World::new();
    world
        .block_on(world.sandbox.refuse_connections())
        .expect("refused");
    let ran = examine(&world, &mut world.on(Route::Direct), &["--timeout", "1"]).fails(6);
    assert!(line(&ran, "TCP").contains("✗ problem"), "{ran:?}");
    assert!(
        line(&ran, "TCP").contains("the connection is refused"),
        "{ran:?}"
    );
    assert!(line(&ran, "all operations").contains("skipped"), "{ran:?}");
    ran.prints("catalogs sandbox");
}

#[test]
fn a_port_without_tls_and_a_name_without_an_address_are_told_apart() {
    let world = World::new();
    let https = world.sandbox.origin().replace("http:", "https:");
    let ran = examine(
        &world,
        &mut world.on(Route::Direct),
        &["--base-url", &https],
    )
    .fails(6);
    assert!(line(&ran, "TLS").contains("does not speak TLS"), "{ran:?}");
    let nowhere = ["--base-url", "https://service.invalid", "--timeout", "2"];
    let ran = examine(&world, &mut world.on(Route::Direct), &nowhere).fails(6);
    assert!(
        line(&ran, "DNS").contains("the name has no address"),
        "{ran:?}"
    );
}

#[test]
fn a_proxy_is_named_without_its_password() {
    let world = World::new();
    let mut command = world.on(Route::Direct);
    command.env("HTTPS_PROXY", "http://canary:canary@127.0.0.1:1");
    let away = ["--base-url", "https://service.invalid", "--timeout", "1"];
    let ran = examine(&world, &mut command, &away).fails(6);
    assert!(
        line(&ran, "proxy").ends_with("looked at: 127.0.0.1:1"),
        "{ran:?}"
    );
    assert!(
        line(&ran, "token accepted").contains("no connection"),
        "{ran:?}"
    );
}

#[test]
fn a_token_that_is_not_good_is_told_from_one_of_the_other_route() {
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
fn an_access_token_that_has_ended_and_is_not_renewed_is_not_good() {
    let world = World::new();
    world.sandbox.expire_access_tokens();
    let ran = examine(&world, &mut world.on(Route::Gateway), &[]).fails(4);
    assert!(line(&ran, "token accepted").contains("401"), "{ran:?}");
}

#[test]
fn a_consent_that_was_taken_back_asks_for_another() {
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
        line(&ran, "token accepted").contains("no access token could be had"),
        "{ran:?}"
    );
}

#[test]
fn settings_that_cannot_work_are_told_without_asking_anybody() {
    type Case<'a> = (&'a [(&'a str, &'a str)], i32, &'a str, &'a str);
    let code = ("ATI_INTEGRATOR_CODE", "64357");
    let token = ("ATI_TOKEN", API_TOKEN);
    let cases: [Case<'_>; 10] = [
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
fn a_profile_s_file_is_looked_at_before_anything_else() {
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

#[test]
fn a_report_that_cannot_be_written_is_told_first() {
    let world = World::new();
    let folder = world.folder.path().to_string_lossy().into_owned();
    world
        .run(["doctor", "--report", &folder])
        .fails(2)
        .says("the report cannot be written");
    assert!(world.sandbox.requests().is_empty());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    use std::io::{BufRead, BufReader};

    let world = World::new();
    world.sandbox.inject_times(Fault::hang(), usize::MAX);
    let mut child = world
        .on(Route::Direct)
        .arg("doctor")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
    // It waits for an answer by now.
    assert!(
        lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("TLS"))
    );
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.expect("a signal").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}
