//! `catalogs doctor` against the sandbox: all well, and each of its faults by its real cause.

use std::{process::Command, time::Duration};

use catalogs::Operation;
use catalogs_sandbox::{Fault, RateLimit, Redirect, ServerError};
use serde_json::Value;

use crate::support::{Ran, Route, World};

/// Runs the doctor, and looks through everything that it says for what nobody may see.
pub(crate) fn examine(world: &World, command: &mut Command, args: &[&str]) -> Ran {
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
pub(crate) fn line<'a>(ran: &'a Ran, name: &str) -> &'a str {
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
fn healthy_service_passes_on_both_routes() {
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
fn result_is_json_on_request() {
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
fn faults_are_reported_by_root_cause() {
    let second = ["--timeout", "1"];
    let usual: [&str; 0] = [];
    type Case<'a> = (Fault, &'a [&'a str], i32, &'a str, &'a str);
    let cases: [Case<'_>; 20] = [
        (
            Fault::reset(),
            &usual,
            6,
            "HTTP",
            "broke off before a response",
        ),
        (
            Fault::reset_mid_body(),
            &usual,
            6,
            "token accepted",
            "the response broke off",
        ),
        (Fault::hang(), &second, 6, "HTTP", "no response in time"),
        (
            Fault::hang_mid_body(),
            &second,
            6,
            "token accepted",
            "timed out after 1s waiting for the response",
        ),
        (
            Fault::cut_body(),
            &usual,
            6,
            "token accepted",
            "the response broke off",
        ),
        (
            Fault::cut_chunks(),
            &usual,
            6,
            "token accepted",
            "the response broke off",
        ),
        (
            Fault::cut_gzip(),
            &usual,
            6,
            "token accepted",
            "cannot be decompressed",
        ),
        (
            Fault::bad_gzip(),
            &usual,
            6,
            "token accepted",
            "cannot be decompressed",
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
            "cannot be decoded",
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
fn redirect_host_is_not_in_report_file() {
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
fn oversized_response_is_one_problem() {
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
fn transient_failures_are_warnings() {
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
fn refused_connection_skips_the_rest() {
    let world = World::new();
    world
        .block_on(world.sandbox.refuse_connections())
        .expect("refused");
    let ran = examine(&world, &mut world.on(Route::Direct), &[]).fails(6);
    assert!(line(&ran, "TCP").contains("✗ problem"), "{ran:?}");
    assert!(
        line(&ran, "TCP").contains("the connection is refused"),
        "{ran:?}"
    );
    assert!(line(&ran, "all operations").contains("skipped"), "{ran:?}");
    ran.prints("catalogs sandbox");
}

#[test]
fn missing_tls_and_missing_address_differ() {
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
fn unwritable_report_fails_first() {
    let world = World::new();
    let folder = world.folder.path().to_string_lossy().into_owned();
    world
        .run(["doctor", "--report", &folder])
        .fails(2)
        .says("the report cannot be written");
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn report_overwrites_only_reports() {
    let world = World::new();
    let own = world.file("keep.csv", "name\nМария\n");
    let offline = ["doctor", "--offline", "--report"];
    let run = |more: &[&str]| world.run(offline.iter().chain(more));
    run(&[&own])
        .fails(2)
        .says("keep.csv is there already, and is no earlier report")
        .says("--force");
    assert_eq!(
        std::fs::read_to_string(&own).expect("there"),
        "name\nМария\n"
    );
    run(&[&own, "--force"]).ok();
    run(&[&own]).ok();
    let report = std::fs::read_to_string(&own).expect("a report");
    assert!(report.starts_with("# catalogs doctor\n"), "{report}");
    let left = std::fs::read_dir(world.folder.path()).expect("a folder");
    assert_eq!(left.count(), 1, "nothing stays beside it");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_doctor() {
    use std::io::{BufRead, BufReader};

    let world = World::new();
    world.sandbox.inject_times(Fault::hang(), usize::MAX);
    let report = world.file("earlier.md", "# catalogs doctor\n\nearlier");
    let mut child = world
        .on(Route::Direct)
        .args(["doctor", "--report", &report])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
    // It waits for a response by now.
    assert!(
        lines
            .by_ref()
            .map_while(Result::ok)
            .any(|line| line.contains("DNS"))
    );
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.expect("a signal").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let kept = std::fs::read_to_string(report).expect("there");
    assert!(kept.ends_with("earlier"), "{kept}");
}
