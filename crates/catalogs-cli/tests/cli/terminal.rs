//! In a terminal: what is asked, what is hidden, what moves, and what Ctrl-C does.

use std::process::Command;

use catalogs_sandbox::Fault;
use rexpect::{
    process::WaitStatus,
    session::{PtySession, spawn_command},
};

use crate::support::{API_TOKEN, CANARY, PERSON, Route, World, is_missing};

/// Longer than anything here takes; only a test that fails waits for it.
const PATIENCE: u64 = 30_000;

const OTHER: &str = "0a710003-0000-4000-8000-000000000002";
const THIRD: &str = "0a710003-0000-4000-8000-000000000003";

fn terminal(mut command: Command, args: &[&str]) -> PtySession {
    command.args(args).env("TERM", "xterm-256color");
    spawn_command(command, Some(PATIENCE)).expect("a terminal")
}

/// Waits for the end, and gives the exit code with all that was shown since.
fn end(mut session: PtySession) -> (i32, String) {
    let shown = utf8(&session.exp_eof().expect("an end"));
    match session.process().wait() {
        Ok(WaitStatus::Exited(_, code)) => (code, shown),
        other => panic!("{other:?}: {shown}"),
    }
}

/// The terminal gives a character for each byte.
fn utf8(shown: &str) -> String {
    let bytes: Vec<u8> = shown.chars().map(|c| c as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn delete_asks_by_name_and_respects_no() {
    let world = World::new();
    let answers = [("n", 1, 13), ("", 1, 13), ("д", 0, 12)];
    for (answer, code, left) in answers {
        let mut session = terminal(world.on(Route::Direct), &["contacts", "delete", PERSON]);
        let before = session
            .exp_string("Delete the contact person? [y/N] ")
            .expect("the question");
        assert!(
            utf8(&before).contains("Соколова Ирина Викторовна"),
            "{before}"
        );
        session.send_line(answer).expect("sent");
        let (ended, shown) = end(session);
        assert_eq!(
            (ended, world.sandbox.state().contact_persons.len()),
            (code, left),
            "{shown}"
        );
    }
}

#[test]
fn import_asks_again_after_concurrent_change() {
    let world = World::with(|builder| builder.demo_data(false));
    let path = world.file("contacts.csv", "name\nМария\nАнна\n");
    let mut session = terminal(world.on(Route::Direct), &["import", &path]);
    session
        .exp_string("Create 2 and update 0? [y/N] ")
        .expect("the question");
    world.run(["contacts", "create", "--name", "Мария"]).ok();
    session.send_line("y").expect("sent");
    session
        .exp_string("the address book has changed meanwhile")
        .expect("it looks again");
    session
        .exp_string("Create 1 and update 0? [y/N] ")
        .expect("the question");
    session.send_line("y").expect("sent");
    let (code, shown) = end(session);
    assert_eq!(code, 0, "{shown}");
    assert_eq!(world.sandbox.state().contact_persons.len(), 2);
}

#[test]
fn ctrl_c_at_the_question_ends_it() {
    let world = World::new();
    let args = ["contacts", "delete", PERSON, crate::support::NOBODY];
    let mut session = terminal(world.on(Route::Direct), &args);
    session
        .exp_string("(not found)")
        .expect("one is missing, and stops none");
    session.exp_string("? [y/N] ").expect("the question");
    session.send_control('c').expect("sent");
    let (code, shown) = end(session);
    assert_eq!(code, 130, "{shown}");
    assert_eq!(world.sandbox.state().contact_persons.len(), 13);
}

#[test]
fn typed_token_is_hidden() {
    let world = World::new();
    let args = [
        "login",
        "--store",
        "file",
        "--base-url",
        world.sandbox.origin(),
    ];
    let mut session = terminal(world.bare(), &args);
    session
        .exp_string("ATI code")
        .expect("the code is asked for");
    session.send_line("64357").expect("sent");
    session
        .exp_string("API token (it is not shown): ")
        .expect("the token is asked for");
    session.send_line(API_TOKEN).expect("sent");
    let (code, shown) = end(session);
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(CANARY), "{shown}");
    let mut command = world.bare();
    assert!(
        command
            .args(["contacts", "list"])
            .output()
            .expect("it runs")
            .status
            .success()
    );
}

#[test]
fn slow_read_shows_progress_and_stops_on_ctrl_c() {
    let world = World::new();
    world.sandbox.inject(Fault::hang());
    let mut session = terminal(world.on(Route::Direct), &["contacts", "list"]);
    session
        .exp_string("listing contact persons")
        .expect("a spinner, after a second");
    session.send_control('c').expect("sent");
    let (code, shown) = end(session);
    assert_eq!(code, 130, "{shown}");
    assert!(shown.contains("stopped; nothing was changed"), "{shown}");
}

#[test]
fn ctrl_c_between_writes_says_what_was_done() {
    let world = World::new();
    world
        .sandbox
        .script([None, Some(Fault::hang().after_effect())]);
    let args = ["contacts", "delete", "--yes", PERSON, OTHER, THIRD];
    let mut session = terminal(world.on(Route::Direct), &args);
    session
        .exp_string("deleted contact person")
        .expect("the first is gone");
    session.exp_string("1/3").expect("a bar, after a second");
    session.send_control('c').expect("sent");
    session
        .exp_string("stopping after the current request")
        .expect("it says so");
    session.send_control('c').expect("sent");
    let (code, shown) = end(session);
    // That nobody knows of the second weighs more than that it was stopped.
    assert_eq!(code, 7, "{shown}");
    assert!(
        shown.contains("stopped before the response came"),
        "{shown}"
    );
    assert!(
        shown.contains("stopped: 1 of 3 deleted; 1 failed; not tried:"),
        "{shown}"
    );
    assert!(shown.replace("\r\n", "").contains(THIRD), "{shown}");
}

#[test]
fn table_fits_terminal_and_names_hidden_columns() {
    if is_missing(&["bash", "stty"]) {
        return;
    }
    let world = World::new();
    for (width, hidden) in [
        (80, "phone, department_ids left out"),
        (90, "phone, department_ids left out"),
        (110, "department_ids left out"),
        (140, ""),
    ] {
        let mut command = Command::new("bash");
        world.point(&mut command, Route::Direct);
        command.env("CATALOGS_CONFIG", world.profiles());
        let binary = assert_cmd::cargo::cargo_bin!("catalogs");
        let line = format!(
            "stty rows 40 cols {width}; exec {} organizations list --color always",
            binary.display()
        );
        let (code, shown) = end(terminal(command, &["-c", &line]));
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains("\u{1b}[1m"), "headings are bold");
        let plain = strip(&shown);
        let widest = plain
            .lines()
            .map(|line| line.trim_end().chars().count())
            .max();
        assert!(
            widest.is_some_and(|widest| widest <= width),
            "{widest:?}\n{plain}"
        );
        assert!(plain.contains(hidden), "{width}:\n{plain}");
        for whole in [
            "0a710001-0000-4000-8000-000000000012",
            "990140000126",
            "Kazakhstan",
        ] {
            assert!(plain.contains(whole), "{whole}:\n{plain}");
        }
    }
}

/// Without escape sequences that set colours.
fn strip(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain += before;
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}
