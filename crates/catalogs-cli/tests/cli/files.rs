//! Drafts from files and pipes.

use serde_json::{Value, json};

use crate::support::{ADDRESS, ORGANIZATION, Ran, Route, World, is_missing};

/// Without ids, which differ, and in an order of its own.
fn without_ids(mut list: Vec<Value>) -> Vec<Value> {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("id");
                fields.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    list.iter_mut().for_each(strip);
    list.sort_by_key(Value::to_string);
    list
}

#[test]
fn list_output_is_valid_create_input() {
    if is_missing(&["bash"]) {
        return;
    }
    for format in ["json", "jsonl", "yaml"] {
        for kind in ["contacts", "addresses", "organizations"] {
            let world = World::new();
            let count = |world: &World| {
                let state = world.sandbox.state();
                match kind {
                    "contacts" => state.contact_persons,
                    "addresses" => state.addresses,
                    _ => state.organizations,
                }
            };
            let before = count(&world);
            let line =
                format!("catalogs {kind} list -o {format} | catalogs {kind} create --file - -q");
            world.shell(Route::Direct, &line).ok();
            let after = count(&world);
            assert_eq!(after.len(), 2 * before.len(), "{kind} as {format}");
            let copies = after[before.len()..].to_vec();
            assert_eq!(
                without_ids(copies),
                without_ids(before),
                "{kind} as {format}"
            );
        }
    }
}

#[test]
fn flags_override_file() {
    let world = World::new();
    let path = world.file("draft.yaml", "name: ООО «Файл»\nownership: 1\nresidency: 1\nall_departments_allowed: true\ninn: \"7707083893\"\n");
    let created = world
        .run([
            "organizations",
            "create",
            "--file",
            &path,
            "--name",
            "ООО «Флаг»",
            "--department",
            "9",
            "-o",
            "json",
        ])
        .ok()
        .json();
    assert_eq!(created["name"], "ООО «Флаг»");
    assert_eq!(
        (&created["inn"], &created["department_ids"]),
        (&json!("7707083893"), &json!([9]))
    );
}

#[test]
fn edit_reads_fields_from_file() {
    let world = World::new();
    let mut command = world.on(Route::Direct);
    command.args([
        "addresses",
        "edit",
        ADDRESS,
        "--file",
        "-",
        "--note",
        "с флага",
        "-o",
        "json",
    ]);
    let edited = Ran::fed(&mut command, "schedule_summary: Сб-Вс\nnote: из файла\n")
        .ok()
        .json();
    assert_eq!(
        (&edited["schedule_summary"], &edited["note"]),
        (&json!("Сб-Вс"), &json!("с флага"))
    );
    let path = world.file("odd.json", "{\"nmae\": \"canary\"}");
    world
        .run(["organizations", "edit", ORGANIZATION, "--file", &path])
        .fails(2)
        .says("there is no field nmae");
}

#[test]
fn file_errors_name_their_position() {
    let world = World::new();
    let cases = [
        ("", "is empty"),
        ("{\"name\": canary}", "line 1: no JSON at column"),
        ("[{\"name\": \"a\"}, 5]", "entry 2 is no object"),
        (
            "[{\"name\": \"a\"}, {\"name\": 5}]",
            "entry 2: name: expected a string, found integer",
        ),
        (
            "[{\"name\": \"a\"}, {\"phone\": \"1\"}]",
            "entry 2: missing: name (--name)",
        ),
        ("name: 5\n", "name: expected a string"),
    ];
    for (text, expected) in cases {
        let path = world.file("draft", text);
        world
            .run(["contacts", "create", "--file", &path])
            .fails(2)
            .says(expected);
    }
    world
        .run(["contacts", "create", "--file", "/nonexistent"])
        .fails(2)
        .says("cannot read /nonexistent");
    let path = world.folder.path().join("cp1251");
    std::fs::write(&path, b"name: \xcc\xe0\xf0\xe8\xff\n").expect("written");
    world
        .run([
            "contacts",
            "create",
            "--file",
            path.to_str().expect("a path"),
        ])
        .fails(2)
        .says("not in UTF-8");
    assert!(world.sandbox.requests().is_empty());
}

#[test]
fn unquoted_number_hints_at_quotes() {
    let world = World::new();
    let path = world.file("draft.yaml", "name: Мария\nphone: 84951234567\n");
    world
        .run(["contacts", "create", "--file", &path])
        .fails(2)
        .says("quote strings that look like numbers");
    world
        .run(["contacts", "list", "--timeout", "0"])
        .fails(2)
        .says("0 is not in 1..");
}

#[test]
fn undocumented_field_is_sent_with_warning() {
    let world = World::new();
    let path = world.file("draft.json", "{\"name\": \"Мария\", \"nmae\": \"x\"}");
    let created = world
        .run(["contacts", "create", "--file", &path, "-o", "json"])
        .ok()
        .says("the documentation has no field nmae")
        .json();
    assert_eq!(created["nmae"], "x");
}

#[test]
fn create_of_several_continues_after_failure() {
    let world = World::new();
    let nobody = "0a710003-0000-4000-8000-0000000000ff";
    let path = world.file(
        "draft.json",
        &json!([
            {"address": "a", "address_city_id": 1, "address_type": 1},
            {"address": "b", "address_city_id": 1, "address_type": 1, "contact_person_ids": [nobody]},
            {"address": "c", "address_city_id": 1, "address_type": 1},
        ])
        .to_string(),
    );
    world
        .run(["addresses", "create", "--file", &path])
        .fails(8)
        .says("entry 2: cannot create an address: the service returned 400")
        .says("2 of 3 created; 1 failed");
}
