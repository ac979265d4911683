//! `catalogs import` and `catalogs export`, as an integrator uses them on the first day.

mod book;

use std::{collections::BTreeSet, path::Path, process::Stdio, sync::mpsc};

use catalogs_sandbox::{Fault, FaultPlan, ServerError};
use serde_json::Value;

use self::book::{FAULTS, write_book};
use crate::support::{PERSON, Ran, Route, World};

/// How many organizations, addresses and contacts each; the full size by `TRANSFER_ROWS=1000`.
fn rows() -> u32 {
    let asked = std::env::var("TRANSFER_ROWS").ok();
    asked.and_then(|rows| rows.parse().ok()).unwrap_or(60)
}

fn import(world: &World, path: &Path, args: &[&str]) -> Ran {
    let mut command = world.on(Route::Direct);
    command
        .args(["import", "--rate", "10000", "--settle", "0"])
        .arg(path)
        .args(args);
    Ran::of(&mut command)
}

#[test]
fn faulty_workbook_is_fixed_and_imported_through_kill() {
    let (told, heard) = mpsc::channel();
    let kinds = [
        Fault::reset(),
        Fault::reset().after_effect(),
        Fault::server_error(ServerError::BadGateway).after_effect(),
        Fault::too_many_requests(),
        Fault::cut_body(),
    ];
    let world = World::with(|builder| {
        builder
            .demo_data(false)
            .faults(FaultPlan::seeded(11, 0.05, kinds))
            .on_request(move |request| {
                // Nobody listens once the middle is over.
                let _ = told.send(request.took_effect());
            })
    });
    let rows = rows();
    let path = world.folder.path().join("book.xlsx");

    // All faults are named, and nothing is sent.
    write_book(&path, rows, true);
    let ran = import(&world, &path, &["--yes"]).fails(2);
    for (place, expected) in FAULTS {
        let line = ran
            .err
            .lines()
            .find(|line| line.contains(place) && line.contains(expected));
        assert!(line.is_some(), "{place}: {expected}\n{}", ran.err);
    }
    assert_eq!(FAULTS.len(), 20);
    assert!(
        ran.err.contains("nothing was imported: 20 things to fix"),
        "{}",
        ran.err
    );
    assert!(world.sandbox.requests().is_empty());

    // Mended, it is imported; in the middle, the process is killed.
    write_book(&path, rows, false);
    let mut child = world
        .on(Route::Direct)
        .args(["import", "--rate", "10000", "--settle", "0", "--yes"])
        .arg(&path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let middle = rows as usize * 3 / 2;
    let effects = heard
        .iter()
        .filter(|took_effect| *took_effect)
        .take(middle)
        .count();
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(effects, middle, "it was killed in the middle");
    let journal = world.folder.path().join("book.xlsx.journal");
    assert!(journal.exists());

    // Run again, it goes on; what faults left over goes the same way.
    let ran = import(&world, &path, &["--yes"]);
    assert!(
        ran.err
            .contains("going on with an import that was interrupted"),
        "{ran:?}"
    );
    let mut last = ran;
    for _ in 0..10 {
        if last.code == 0 {
            break;
        }
        last = import(&world, &path, &["--yes"]);
    }
    last.ok();
    assert!(!journal.exists(), "it has served its purpose");

    // None is lost, none is there twice.
    let state = world.sandbox.state();
    for (list, field) in [
        (&state.contact_persons, "name"),
        (&state.addresses, "address"),
        (&state.organizations, "name"),
    ] {
        let names: BTreeSet<&str> = list.iter().filter_map(|it| it[field].as_str()).collect();
        assert_eq!(
            (list.len(), names.len()),
            (rows as usize, rows as usize),
            "{field}"
        );
    }
    assert!(state.organizations.iter().all(|it| {
        it["addresses"][0]["contact_persons"]
            .as_array()
            .map(Vec::len)
            == Some(1)
            && it["contact_persons"].as_array().map(Vec::len) == Some(1)
    }));

    // A second run finds nothing to do.
    world.sandbox.clear_requests();
    world.sandbox.clear_faults();
    let ran = import(&world, &path, &["--yes"]).ok();
    assert!(ran.err.contains("nothing to do"), "{}", ran.err);
    assert!(world.sandbox.effects().is_empty());
    import(&world, &path, &["--dry-run", "--detailed-exitcode"]).ok();
}

#[test]
fn export_imports_unchanged_into_empty_address_book() {
    for name in ["book.xlsx", "book.json", "folder"] {
        let (from, to) = (
            World::new(),
            World::with(|builder| builder.demo_data(false)),
        );
        let path = from.folder.path().join(name);
        let shown = path.to_str().expect("a path");
        from.run(["export", shown, "--keys"])
            .ok()
            .says("12 organizations, 13 addresses, 13 contacts");
        // The demo has a firm without a number, and an address without hours.
        import(&to, &path, &["--yes", "--tolerant"]).ok();
        let again = to.folder.path().join(name);
        to.run(["export", again.to_str().expect("a path"), "--keys"])
            .ok();
        if name == "folder" {
            for file in ["organizations.csv", "addresses.csv", "contacts.csv"] {
                let read = |folder: &Path| std::fs::read_to_string(folder.join(file)).expect(file);
                assert_eq!(read(&again), read(&path), "{file}");
            }
        } else if name == "book.json" {
            let read = |path: &Path| std::fs::read_to_string(path).expect("written");
            assert_eq!(read(&again), read(&path));
        }
        import(&to, &again, &["--yes", "--tolerant"])
            .ok()
            .says("nothing to do");
    }
}

#[test]
fn import_dry_run_shows_fields_and_exit_code() {
    let world = World::new();
    let text = format!(
        "id;name;phone;email\n{PERSON};Соколова Ирина;;<clear>\n;Новая Мария;+7 495 123-45-67;\n"
    );
    let path = world.file("contacts.csv", &text);
    let ran = import(
        &world,
        Path::new(&path),
        &["--dry-run", "--detailed-exitcode"],
    )
    .fails(2);
    for line in [
        &format!("~ contacts.csv, row 2 {PERSON}"),
        "    name: Соколова Ирина Викторовна → Соколова Ирина",
        "    email: i.sokolova@severny-put.example → (none)",
        "+ contacts.csv, row 3 Новая Мария",
        "1 to create, 1 to update, 0 unchanged: 3 requests, at least 0.0 s at 10000 a second",
    ] {
        assert!(
            ran.out.lines().any(|printed| printed == line),
            "{line}: {ran:?}"
        );
    }
    assert!(
        ran.err
            .contains("contacts.csv: 2 contacts (UTF-8, semicolons)"),
        "{ran:?}"
    );
    assert!(world.sandbox.effects().is_empty());
    let plan = import(&world, Path::new(&path), &["--dry-run", "-o", "json"])
        .ok()
        .json();
    assert_eq!(
        (&plan["create"], &plan["update"], &plan["requests"]),
        (&1.into(), &1.into(), &3.into())
    );
    // With that flag, 2 says nothing else.
    let broken = world.file("broken.csv", "name;email\nМария;x\n");
    for path in [broken.as_str(), "/nonexistent.csv"] {
        import(&world, Path::new(path), &["--dry-run"]).fails(2);
        import(
            &world,
            Path::new(path),
            &["--dry-run", "--detailed-exitcode"],
        )
        .fails(1);
    }
    import(&world, Path::new(&path), &[])
        .fails(2)
        .says("pass --yes");
    assert!(!world.folder.path().join("contacts.csv.journal").exists());
    import(&world, Path::new(&path), &["--yes"])
        .ok()
        .prints("created 1, updated 1");
    import(
        &world,
        Path::new(&path),
        &["--dry-run", "--detailed-exitcode"],
    )
    .ok();
}

#[test]
fn failed_rows_go_to_file_for_fixing() {
    let world = World::new();
    let path = world.file(
        "contacts.csv",
        "ФИО;Телефон\nМария;+7 495 123-45-67\nАнна;+7 495 123-45-68\n",
    );
    // The service refuses the first of them.
    let refuse = Fault::server_error(ServerError::Internal);
    world
        .sandbox
        .inject_times_for("create_contact_person", refuse, 3)
        .expect("known");
    let ran = import(&world, Path::new(&path), &["--yes"]).fails(8);
    assert!(ran.err.contains("failed: contacts.csv, row 2"), "{ran:?}");
    let failed =
        std::fs::read_to_string(world.folder.path().join("contacts.failed.csv")).expect("a file");
    assert!(
        failed.contains("Мария") && !failed.contains("Анна"),
        "{failed}"
    );
    let failed = world.folder.path().join("contacts.failed.csv");
    import(&world, &failed, &["--yes"]).ok().prints("created 1");
    import(&world, Path::new(&path), &["--yes"]).ok();
    let state = world.sandbox.state().contact_persons;
    for name in ["Мария", "Анна"] {
        assert_eq!(state.iter().filter(|it| it["name"] == name).count(), 1);
    }
}

#[test]
fn unreadable_and_unwritable_files_are_reported() {
    let world = World::new();
    let cases = [
        ("nothing.csv", "", "there is nothing in it"),
        (
            "odd.csv",
            "a;b\n1;2\n",
            "whether it holds organizations, addresses or contacts",
        ),
        ("contacts.json", "{", "not valid JSON: line 1"),
    ];
    for (name, text, expected) in cases {
        let path = world.file(name, text);
        import(&world, Path::new(&path), &["--yes"])
            .fails(2)
            .says(expected);
    }
    import(&world, Path::new("/nonexistent.csv"), &[])
        .fails(2)
        .says("/nonexistent.csv");
    let path = world.file("there.json", "");
    world
        .run(["export", &path])
        .fails(2)
        .says("is there already")
        .says("--force");
    world.run(["export", &path, "--force"]).ok();
    world
        .run(["export", "-", "--format", "csv"])
        .fails(2)
        .says("choose with --kind");
    let shown = world.run(["export", "-", "--kind", "contacts"]).ok().json();
    assert_eq!(shown["contacts"].as_array().map(Vec::len), Some(13));
    let problems = import(
        &world,
        Path::new(&world.file("contacts.csv", "name;email\nМария;x\n")),
        &["-o", "json"],
    );
    let error: Value =
        serde_json::from_str(problems.fails(2).err.lines().last().unwrap_or_default())
            .expect("JSON");
    assert_eq!(error["error"]["problems"][0]["row"], 2);
    assert_eq!(error["error"]["problems"][0]["letter"], "B");
}

#[test]
fn earlier_failed_rows_are_not_overwritten() {
    let world = World::new();
    let path = world.file("contacts.csv", "name\nМария\n");
    let mending = world.file("contacts.failed.csv", "mine");
    let refuse = Fault::server_error(ServerError::Internal);
    world
        .sandbox
        .inject_times_for("create_contact_person", refuse, 3)
        .expect("known");
    import(&world, Path::new(&path), &["--yes"])
        .fails(8)
        .says("contacts.failed-2.csv");
    assert_eq!(std::fs::read_to_string(mending).expect("there"), "mine");
    let second = world.folder.path().join("contacts.failed-2.csv");
    assert!(
        std::fs::read_to_string(second)
            .expect("there")
            .contains("Мария")
    );
}

#[test]
fn foreign_file_is_not_used_as_journal() {
    let world = World::new();
    let path = world.file("contacts.csv", "name\nМария\n");
    let own = world.file("own.json", "{\"contacts\": []}");
    import(&world, Path::new(&path), &["--yes", "--journal", &own])
        .fails(2)
        .says("is not the journal of an import");
    assert_eq!(
        std::fs::read_to_string(own).expect("there"),
        "{\"contacts\": []}"
    );
    assert!(world.sandbox.effects().is_empty());
}

#[test]
fn rehearsed_journal_is_rejected_for_other_service() {
    let (rehearsal, real) = (World::new(), World::new());
    let path = rehearsal.file("contacts.csv", "name\nМария\nАнна\n");
    rehearsal
        .sandbox
        .inject_times_for("create_contact_person", Fault::unauthorized(), 9)
        .expect("known");
    import(&rehearsal, Path::new(&path), &["--yes"]).fails(4);
    import(&real, Path::new(&path), &["--yes"])
        .fails(2)
        .says("was begun at")
        .says("another --journal");
    assert!(real.sandbox.effects().is_empty());
}

#[test]
fn concurrent_imports_create_no_duplicates() {
    let (told, heard) = mpsc::channel();
    let world = World::with(|builder| {
        builder.demo_data(false).on_request(move |request| {
            // Nobody listens once it has begun.
            let _ = told.send(request.took_effect());
        })
    });
    let rows: String = (0..20).map(|n| format!("Имя {n}\n")).collect();
    let path = world.file("contacts.csv", &format!("name\n{rows}"));
    let mut first = world
        .on(Route::Direct)
        .args(["import", "--rate", "10", "--settle", "0", "--yes", &path])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    assert!(heard.iter().any(|took_effect| took_effect));
    world.sandbox.clear_requests();
    let second = import(&world, Path::new(&path), &["--yes"]);
    assert!(first.wait().expect("it ends").success());
    // It may have come too late to be in the way; then it found everything.
    match second.code {
        2 => drop(second.says("another import is running")),
        _ => drop(second.ok()),
    }
    assert_eq!(world.sandbox.state().contact_persons.len(), 20);
}

#[test]
fn outage_leaves_rows_to_resume() {
    let world = World::with(|builder| builder.demo_data(false));
    let path = world.file("contacts.csv", "name\n1\n2\n3\n4\n5\n");
    for operation in ["create_contact_person", "list_address_types"] {
        let unavailable = Fault::server_error(ServerError::Unavailable);
        world
            .sandbox
            .inject_times_for(operation, unavailable, 99)
            .expect("known");
    }
    import(&world, Path::new(&path), &["--yes"])
        .fails(6)
        .says("stopped; 5 rows are left")
        .says("run the same command again");
    assert!(!world.folder.path().join("contacts.failed.csv").exists());
    world.sandbox.clear_faults();
    import(&world, Path::new(&path), &["--yes"])
        .ok()
        .prints("created 5");
}

#[test]
fn file_fixed_in_place_imports_remaining_rows() {
    let world = World::with(|builder| builder.demo_data(false));
    let path = world.file("contacts.csv", "name\nМария\nАнна\n");
    let refuse = Fault::too_many_requests();
    world
        .sandbox
        .inject_times_for("create_contact_person", refuse, 99)
        .expect("known");
    import(&world, Path::new(&path), &["--yes"]);
    world.sandbox.clear_faults();
    world.file("contacts.csv", "name\nМария\nАнна Ким\n");
    import(&world, Path::new(&path), &["--yes"]).ok();
    assert_eq!(world.sandbox.state().contact_persons.len(), 2);
}

#[test]
fn unfinished_journal_is_rejected_by_dry_run() {
    let world = World::with(|builder| builder.demo_data(false));
    let path = world.file("contacts.csv", "name\nМария\nАнна\n");
    world
        .sandbox
        .inject_times_for("create_contact_person", Fault::unauthorized(), 9)
        .expect("known");
    import(&world, Path::new(&path), &["--yes"]).fails(4);
    world.sandbox.clear_faults();
    import(&world, Path::new(&path), &["--dry-run"])
        .ok()
        .says("going on with an import that was interrupted");
    world.file("contacts.csv", "name\nМария\nПётр\n");
    for flag in ["--dry-run", "--yes"] {
        import(&world, Path::new(&path), &[flag])
            .fails(2)
            .says("--restart");
    }
    let done = import(
        &world,
        Path::new(&path),
        &["--yes", "--restart", "-o", "json"],
    )
    .ok()
    .json();
    let row = &done["rows"][1];
    assert_eq!((&row["row"], &row["done"]), (&3.into(), &"created".into()));
    assert!(
        row["id"].is_string() && row["sheet"] == "contacts.csv",
        "{row}"
    );
    assert_eq!(world.sandbox.state().contact_persons.len(), 2);
}

#[test]
fn export_format_follows_file_name() {
    let world = World::new();
    let at = |name: &str| world.folder.path().join(name).display().to_string();
    world.run(["export", &at("contacts.csv")]).ok();
    assert!(Path::new(&at("contacts.csv")).is_file());
    world
        .run(["export", &at("book.csv")])
        .fails(2)
        .says("--kind");
    for name in ["book.pdf", "book.xls"] {
        world
            .run(["export", &at(name)])
            .fails(2)
            .says(".xlsx, .json or .csv");
        assert!(!Path::new(&at(name)).exists());
    }
}
