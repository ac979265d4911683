//! What lists look like, in each format.

use catalogs_sandbox::Fault;
use serde_json::json;
use snapbox::{IntoData, assert_data_eq, file, str};

use crate::support::{ADDRESS, ORGANIZATION, PERSON, Ran, Route, World, is_missing};

#[test]
fn table_shows_names_and_labels() {
    let world = World::new();
    let ran = world.run(["organizations", "list"]).ok();
    assert_data_eq!(ran.out, file!["../golden/organizations.table.txt"]);
    let ran = world
        .run([
            "addresses",
            "list",
            "--where",
            "address_type=склад",
            "--sort",
            "-address",
        ])
        .ok();
    assert_data_eq!(ran.out, file!["../golden/warehouses.table.txt"]);
    let ran = world.run(["organizations", "get", ORGANIZATION]).ok();
    assert_data_eq!(ran.out, file!["../golden/organization.record.txt"]);
    let ran = world
        .run(["contacts", "list", "--where", "name~нет такого"])
        .ok();
    assert_data_eq!(
        ran.out,
        str![[r#"
(none)

"#]]
        .raw()
    );
}

#[test]
fn json_and_yaml_have_api_shape() {
    let world = World::new();
    let ran = world.run(["contacts", "get", PERSON, "-o", "json"]).ok();
    assert_data_eq!(
        ran.out,
        file!["../golden/contact.json"]
            .raw()
            .is(snapbox::data::DataFormat::Text)
    );
    let ran = world.run(["contacts", "get", PERSON, "-o", "yaml"]).ok();
    assert_data_eq!(ran.out, file!["../golden/contact.yaml"]);
    let list = world
        .run(["organizations", "list", "-o", "json"])
        .ok()
        .json();
    let state = world.sandbox.state().organizations;
    let names =
        |list: &[serde_json::Value]| list.iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(list.as_array().expect("a list")), names(&state));
    let lines = world.run(["organizations", "list", "-o", "jsonl"]).ok().out;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(Some(&lines), list.as_array());
}

#[test]
fn csv_has_all_columns_and_api_values() {
    let world = World::new();
    let ran = world
        .run([
            "organizations",
            "list",
            "--where",
            "residency=kz",
            "-o",
            "csv",
        ])
        .ok();
    assert_data_eq!(ran.out, file!["../golden/organizations.csv"]);
    let ran = world
        .run([
            "addresses",
            "get",
            ADDRESS,
            "-o",
            "csv",
            "--columns",
            "address_type,note",
        ])
        .ok();
    assert_data_eq!(
        ran.out,
        str![[r#"
address_type,note
1,"Въезд со двора, высота ворот 4,2 м"

"#]]
        .raw()
    );
}

#[test]
fn unknown_columns_and_conditions_are_rejected() {
    let world = World::new();
    for (args, expected) in [
        (["--columns", "nmae"], "there is no field nmae"),
        (["--sort", "nmae"], "there is no field nmae"),
        (["--where", "nmae=x"], "there is no field nmae"),
        (["--where", "name"], "FIELD=VALUE"),
    ] {
        world
            .run(["organizations", "list"].into_iter().chain(args))
            .fails(2)
            .says(expected);
    }
    world
        .run(["organizations", "list", "--columns", "name", "-o", "json"])
        .fails(2)
        .says("--columns is for table and csv");
}

#[test]
fn color_follows_option_and_environment() {
    let world = World::new();
    let escapes = |args: &[&str], no_color: bool| {
        let mut command = world.on(Route::Direct);
        command.args(args).args(["contacts", "list"]);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        Ran::of(&mut command).ok().out.contains('\u{1b}')
    };
    assert!(!escapes(&[], false), "it is no terminal");
    assert!(!escapes(&["--color", "auto"], true));
    assert!(!escapes(&["--color", "never"], false));
    assert!(escapes(&["--color", "always"], true));
}

#[test]
fn control_characters_are_replaced() {
    let world = World::new();
    let name = "Иванов\u{1b}[2J\u{7}";
    world.run(["contacts", "create", "--name", name]).ok();
    let ran = world.run(["contacts", "search", "иванов"]).ok();
    assert!(ran.out.contains("Иванов\u{fffd}[2J\u{fffd}"), "{ran:?}");
}

#[test]
fn closed_pipe_is_not_an_error() {
    if is_missing(&["bash"]) {
        return;
    }
    let world = World::new();
    for format in ["table", "json", "jsonl", "csv", "yaml"] {
        let line =
            format!("for i in 1 2 3; do catalogs organizations list -o {format}; done | head -n 1");
        let ran = world
            .shell(Route::Direct, &format!("set +o pipefail; {line}"))
            .ok();
        assert_eq!(
            (ran.err.as_str(), ran.out.lines().count()),
            ("", 1),
            "{format}: {ran:?}"
        );
    }
}

#[test]
fn search_finds_text_in_any_field() {
    let world = World::new();
    for (text, count) in [
        ("фомин", 1),
        ("+7 495 000-01-01", 1),
        (ADDRESS, 1),
        ("nobody at all", 0),
    ] {
        let found = world
            .run(["organizations", "search", text, "-o", "json"])
            .ok()
            .json();
        assert_eq!(found.as_array().map(Vec::len), Some(count), "{text}");
    }
}

#[test]
fn search_leaves_out_unreadable_records_with_a_warning() {
    let world = World::new();
    let list = json!([
        {"id": ORGANIZATION, "name": "ООО «Ромашка»"},
        {"id": PERSON, "name": {"canary": 1}},
    ]);
    let odd = || Fault::response(200).json(&list);
    world.sandbox.inject(odd());
    let ran = world.run(["organizations", "search", "ромашка", "-o", "json"]);
    let ran = ran
        .ok()
        .says("warning:")
        .says("left out a record")
        .says("[1].name");
    assert_eq!(ran.json()[0]["id"], ORGANIZATION);
    assert!(!ran.err.contains("canary"), "{ran:?}");
    world.sandbox.inject(odd());
    world
        .run(["organizations", "list"])
        .fails(1)
        .says("[1].name");
}
