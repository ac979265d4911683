//! `catalogs sandbox` and `catalogs demo`.

use std::{
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Stdio},
};

use serde_json::json;
use snapbox::{assert_data_eq, file};

use crate::support::{Ran, World, http};

/// A sandbox that runs as a command; it ends when it is dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    origin: String,
}

impl Running {
    fn start(world: &World, args: &[&str]) -> Self {
        let mut child = world
            .bare()
            .args(["sandbox", "--port", "0"])
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut out = BufReader::new(child.stdout.take().expect("stdout"));
        let mut line = String::new();
        out.read_line(&mut line).expect("a line");
        let origin = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        let origin = origin.expect("an address").trim_end_matches('.').to_owned();
        Self { child, out, origin }
    }

    fn run(&self, world: &World, args: &[&str]) -> Ran {
        let mut command = world.bare();
        command
            .args(["--profile", "sandbox", "--base-url", &self.origin])
            .args(args);
        Ran::of(&mut command)
    }

    /// The next line that begins so.
    fn line(&mut self, begin: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(
                self.out.read_line(&mut line).expect("a line") > 0,
                "no line begins with {begin}"
            );
            if line.starts_with(begin) {
                return line.trim_end().to_owned();
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn sandbox_serves_both_routes_and_logs_requests() {
    let world = World::new();
    let mut sandbox = Running::start(&world, &[]);
    let list = sandbox
        .run(&world, &["organizations", "list", "-o", "json"])
        .ok()
        .json();
    assert_eq!(list.as_array().map(Vec::len), Some(12));
    assert_eq!(
        sandbox.line("GET"),
        "GET    /v1.2/catalogs/organizations  200"
    );
    let mut command = world.bare();
    command.args([
        "--profile",
        "sandbox-oauth",
        "--base-url",
        &sandbox.origin,
        "contacts",
        "list",
    ]);
    Ran::of(&mut command).ok();
    assert_eq!(
        sandbox.line("GET"),
        "GET    /gw/oauth2/catalogs/v1.2/organizations/contactPersons  200"
    );
}

#[test]
fn sandbox_starts_with_own_data_or_empty() {
    let world = World::new();
    let path = world.file(
        "data.json",
        &json!({ "contact_persons": [{ "name": "Мария" }] }).to_string(),
    );
    let sandbox = Running::start(&world, &["--data", &path]);
    let list = sandbox
        .run(&world, &["contacts", "list", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        (list.as_array().map(Vec::len), &list[0]["name"]),
        (Some(1), &json!("Мария"))
    );
    let empty = Running::start(&world, &["--empty"]);
    empty
        .run(&world, &["contacts", "list"])
        .ok()
        .prints("(none)");

    let path = world.file(
        "bad.json",
        &json!({ "organizations": [{ "name": 5 }] }).to_string(),
    );
    let mut command = world.bare();
    command.args(["sandbox", "--port", "0", "--data", &path]);
    Ran::of(&mut command).fails(2).says("organizations[0].name");
}

#[test]
fn sandbox_injects_planned_faults() {
    let world = World::new();
    let faults = [
        "--no-limit",
        "--fault",
        "429*2",
        "--fault",
        "create_contact_person=reset+after-effect",
    ];
    let mut sandbox = Running::start(&world, &faults);
    sandbox
        .run(&world, &["contacts", "list", "-v"])
        .ok()
        .says("sent again 2×");
    assert!(sandbox.line("GET").ends_with("429  fault: 429"));
    sandbox
        .run(&world, &["contacts", "create", "--name", "Мария"])
        .fails(7);

    for (fault, expected) in [
        ("nonsense", "gzip-bomb"),
        ("create_organisation=429", "create_organization"),
    ] {
        let mut command = world.bare();
        command.args(["sandbox", "--port", "0", "--fault", fault]);
        Ran::of(&mut command).fails(2).says(expected);
    }
}

#[test]
fn occupied_port_is_reported() {
    let world = World::new();
    let sandbox = Running::start(&world, &[]);
    let port = sandbox
        .origin
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let mut command = world.bare();
    command.args(["sandbox", "--port", &port]);
    Ran::of(&mut command)
        .fails(2)
        .says(&format!("cannot listen on port {port}"))
        .says("--port 0");
}

#[test]
fn sandbox_listens_on_given_address_and_hosts() {
    let world = World::new();
    let elsewhere = "127.0.0.2";
    match std::net::TcpListener::bind((elsewhere, 0)) {
        Err(error) => eprintln!("skipped: this machine has no {elsewhere}: {error}"),
        Ok(_) => {
            let args = ["--listen", elsewhere, "--allow-host", "one.example"];
            let args = [&args[..], &["--allow-host", "two.example"]].concat();
            let sandbox = Running::start(&world, &args);
            let list = ["organizations", "list"];
            assert!(sandbox.origin.starts_with("http://127.0.0.2:"));
            assert_eq!(sandbox.run(&world, &list).ok().err, "");
            let address = sandbox.origin.trim_start_matches("http://");
            for (host, status) in [("One.example", "200"), ("two.example", "200"), ("x", "421")] {
                let response = http(address, &format!("GET / HTTP/1.0\r\nHost: {host}\r\n\r\n"));
                let line = response.lines().next().unwrap_or_default();
                assert!(line.contains(status), "{host}: {response}");
            }
        }
    }

    // For documentation only (RFC 5737): no machine has it.
    let nowhere = "192.0.2.1";
    let warning = "whoever can reach it can read and change its data, and see its log";
    let cases = [
        (["--listen", nowhere], "takes an address of this machine", 1),
        (["--listen", "localhost"], "invalid IP address syntax", 0),
        (["--allow-host", "http://x/"], "--allow-host: the host", 0),
        (["--allow-host", ""], "without scheme and port", 0),
    ];
    for (args, said, warnings) in cases {
        let mut command = world.bare();
        let ran = Ran::of(command.args(["sandbox", "--port", "0"]).args(args));
        let ran = ran.fails(2).says(said);
        assert_eq!(ran.err.matches(warning).count(), warnings, "{ran:?}");
    }
}

#[test]
fn demo_output_matches_golden_file() {
    let world = World::new();
    let ran = Ran::of(world.bare().arg("demo")).ok();
    let mut shown = ran.out.clone();
    let origins = shown
        .split_whitespace()
        .find_map(|word| word.strip_prefix("http://127.0.0.1:"));
    let port = origins.expect("an origin").trim_end_matches('.').to_owned();
    for (before, after) in [("127.0.0.1:", ""), ("\"127.0.0.1\", ", ",")] {
        let (found, shown_as) = (
            format!("{before}{port}{after}"),
            format!("{before}PORT{after}"),
        );
        shown = shown.replace(&found, &shown_as);
    }
    let created = ran
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("created "));
    for created in created {
        let (entity, id) = created.rsplit_once(' ').expect("an id");
        shown = shown.replace(id, &format!("<id of the {entity}>"));
    }
    assert_data_eq!(shown, file!["../golden/demo.txt"].raw());
    assert_eq!(ran.err, "");
}
