//! The programs of `--dry-run=rust` compile, and send what the tool sends.
//!
//! They are golden files, which this test is compiled with, so that a new one has to be there before
//! `SNAPSHOTS=overwrite` can write it: begin with the text of another. In the files, the sandbox's
//! origin is a variable.

use std::{error::Error, process::Command};

use catalogs_sandbox::RecordedRequest;
use serde_json::{Value, json};
use snapbox::{Data, assert_data_eq};

use crate::{
    dry_run::{essence, sent},
    operations::{commands, edits},
    support::{ORGANIZATION, PERSON, Ran, Route, World},
};

const OTHER_PERSON: &str = "0a710003-0000-4000-8000-000000000002";

/// Names the program that a run of [`one_program`] is about.
const PROGRAM: &str = "RUST_PROGRAM";

macro_rules! programs {
    ($($name:ident)+) => {
        $(
            mod $name {
                include!(concat!("../golden/rust/", stringify!($name), ".rs"));

                pub(super) fn run() -> Result<(), Box<dyn std::error::Error>> {
                    main()
                }
            }
        )+

        const PROGRAMS: &[(&str, fn() -> Result<(), Box<dyn Error>>)] =
            &[$((stringify!($name), $name::run)),+];
    };
}

programs! {
    list_organizations create_organization filter_organizations get_organization
    replace_organization delete_organization list_addresses create_address list_address_types
    get_address replace_address delete_address list_contact_persons create_contact_person
    get_contact_person replace_contact_person delete_contact_person
    edit_0 edit_1 edit_2 edit_3 edit_4 edit_more
    draft_of_unknown draft_of_nulls draft_of_idle_departments draft_of_no_departments many_links
    by_hand by_hand_at_most several gateway_create gateway_edit
}

/// The commands by the names of their programs. What `--file` says is the text of a file.
fn all() -> Vec<(String, Vec<String>)> {
    let named = |name: &str, args: &[&str]| {
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        (name.to_owned(), args)
    };
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    all.extend(commands().iter().map(|(name, args)| named(name, args)));
    for (index, args) in edits().into_iter().enumerate() {
        all.push(named(&format!("edit_{index}"), args));
    }
    let change = json!({
        "name": "АО «Новое»", "ownership": 2, "residency": 77, "extra_phone": 12,
        "all_departments_allowed": true, "docs_address": docs_address(&json!({"house_no": null})),
    });
    let change = change.to_string();
    all.push(named(
        "edit_more",
        &["organizations", "edit", ORGANIZATION, "--file", &change],
    ));
    for (name, body) in organizations() {
        let body = body.to_string();
        all.push(named(name, &["organizations", "create", "--file", &body]));
    }
    let nulls = json!({
        "address": null, "address_city_id": null, "address_type": 7, "address_latitude": 55,
    });
    let nulls = nulls.to_string();
    all.push(named(
        "draft_of_nulls",
        &["addresses", "create", "--file", &nulls],
    ));
    let data = json!({ "a": [1, -2.5, 99_999_999_999_i64, true, null], "б": {} }).to_string();
    let by_hand = ["request", "PATCH", "/cities?a=б%20\"", "--data", &data];
    all.push(named("by_hand", &by_hand));
    // As much as `json!` is given at once.
    let fields = (0..29).map(|number| (format!("field {number}"), json!(number)));
    let data = Value::Object(fields.collect()).to_string();
    let most = ["request", "PUT", "/cities", "--data", &data];
    all.push(named("by_hand_at_most", &most));
    let two = ["contacts", "get", PERSON, OTHER_PERSON];
    all.push(named("several", &two));
    for (name, same) in [
        ("gateway_create", "create_address"),
        ("gateway_edit", "edit_1"),
    ] {
        let kept = all.iter().find(|(known, _)| known == same).expect("one");
        all.push((name.to_owned(), kept.1.clone()));
    }
    all
}

/// Organizations that a builder can and cannot say.
fn organizations() -> [(&'static str, Value); 4] {
    let with = |more: Value| {
        let least = json!({
            "name": "А", "ownership": 1, "residency": 1, "all_departments_allowed": true,
        });
        merged(least, &more)
    };
    let addresses: Vec<_> = (0..50)
        .map(|number| format!("0a710002-0000-4000-8000-0000000000{number:02x}"))
        .collect();
    [
        (
            "draft_of_unknown",
            with(json!({
                "x \"y\"": { "big": u64::MAX, "a": [-1.5e-7, null] },
                "residency": 77,
                "docs_address": docs_address(&json!({ "z": 1 })),
            })),
        ),
        (
            "draft_of_idle_departments",
            with(json!({ "department_ids": [7, 9] })),
        ),
        (
            "draft_of_no_departments",
            with(json!({ "all_departments_allowed": false, "department_ids": [] })),
        ),
        (
            "many_links",
            with(json!({ "department_ids": [7], "address_ids": addresses })),
        ),
    ]
}

fn docs_address(more: &Value) -> Value {
    let whole = json!({
        "postcode": "1", "city_id": 1, "street_name": "a", "house_no": "1", "office_no": "",
    });
    merged(whole, more)
}

fn merged(mut object: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().expect("an object") {
        object[name] = value.clone();
    }
    object
}

fn route(name: &str) -> Route {
    match name.starts_with("gateway") {
        true => Route::Gateway,
        false => Route::Direct,
    }
}

/// The command; what `--file` says goes into one.
fn command(world: &World, route: Route, args: &[String]) -> Command {
    let mut command = world.on(route);
    let mut is_file = false;
    for arg in args {
        match is_file {
            true => command.arg(world.file("draft.json", arg)),
            false => command.arg(arg),
        };
        is_file = arg == "--file";
    }
    command
}

fn text(world: &World, route: Route, args: &[String]) -> String {
    let ran = Ran::of(command(world, route, args).arg("--dry-run=rust")).ok();
    let origin = format!("{:?}", world.sandbox.origin());
    ran.out.replace(&origin, "std::env::var(\"ATI_BASE_URL\")?")
}

#[test]
fn the_programs_are_what_the_tool_prints() {
    let world = World::new();
    let all = all();
    for (name, args) in &all {
        let path = format!("{}/tests/golden/rust/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        assert_data_eq!(
            text(&world, route(name), args),
            Data::read_from(std::path::Path::new(&path), None).raw()
        );
    }
    let mut names: Vec<_> = all.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let mut programs: Vec<_> = PROGRAMS.iter().map(|(name, _)| *name).collect();
    programs.sort_unstable();
    assert_eq!(names, programs);
}

/// The environment can only be set for another process, so this test runs itself.
#[test]
fn every_program_sends_what_the_tool_sends() {
    let world = World::new();
    for (name, args) in all() {
        let (_, by_tool) = sent(&world, || {
            Ran::of(&mut command(&world, route(&name), &args))
        });
        let after = world.sandbox.state();
        let (ran, by_program) = sent(&world, || run(&world, &name));
        assert_eq!(essences(&by_program), essences(&by_tool), "{name}: {ran:?}");
        if name.contains("edit") {
            assert!(world.sandbox.state() == after, "{name}");
        }
        assert!(!by_tool.is_empty(), "{name}");
        let went_well = by_tool.iter().all(|request| request.status() < 400);
        assert_eq!(ran.code == 0, went_well, "{name}: {ran:?}");
    }
}

fn essences(requests: &[RecordedRequest]) -> Vec<impl PartialEq + std::fmt::Debug> {
    requests.iter().map(essence).collect()
}

fn run(world: &World, name: &str) -> Ran {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    world.point(&mut command, route(name));
    command
        .args([
            "--exact",
            "rust_programs::one_program",
            "--ignored",
            "--nocapture",
        ])
        .env(PROGRAM, name);
    Ran::of(&mut command)
}

#[test]
#[ignore = "another test runs it"]
fn one_program() -> Result<(), Box<dyn Error>> {
    let name = std::env::var(PROGRAM)?;
    let program = PROGRAMS.iter().find(|(known, _)| *known == name);
    program.ok_or("no such program")?.1()
}

/// On the gateway route, a program differs in how its client proves who it is, and in nothing else.
#[test]
fn a_program_on_the_gateway_route_has_the_client_of_that_route() {
    let world = World::new();
    for (name, args) in all() {
        let direct = text(&world, Route::Direct, &args);
        let gateway = text(&world, Route::Gateway, &args);
        let auth = "Auth::api_token(std::env::var(\"ATI_TOKEN\")?)";
        let other = "Auth::oauth2(std::env::var(\"ATI_OAUTH_TOKEN\")?)";
        assert_eq!(gateway, direct.replacen(auth, other, 1), "{name}");
    }
}
