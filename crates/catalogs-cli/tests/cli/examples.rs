//! Every example of every help runs as it stands, in a shell.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use crate::support::{Route, World, is_missing};

#[test]
fn help_examples_run_in_shell() {
    if is_missing(&["bash"]) {
        return;
    }
    let world = World::new();
    // What goes on in the next line is one command.
    let tree = include_str!("../golden/tree.txt").replace("\\\n", "");
    let examples: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| line.starts_with("catalogs ") || line.starts_with("echo "))
        // Consent needs a person, and a sandbox runs until it is stopped.
        .filter(|line| !line.contains("--oauth") && !line.starts_with("catalogs sandbox"))
        .collect();
    assert!(examples.len() > 35, "{}", examples.len());
    for example in examples {
        world.sandbox.reset();
        let ran = world.shell(Route::Direct, example);
        assert_eq!(ran.code, 0, "{example}: {ran:?}");
    }
}

#[test]
fn sandbox_examples_start_sandbox() {
    let world = World::new();
    let help = world.run(["sandbox", "--help"]).ok().out;
    let examples: Vec<&str> = help
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("catalogs sandbox"))
        .collect();
    assert_eq!(examples.len(), 3);
    for example in examples {
        let args = example.split(' ').skip(1);
        // Its usual port may be somebody else's here.
        let args = args.chain(
            ["--port", "0"]
                .into_iter()
                .filter(|_| !example.contains("--port")),
        );
        let mut child = world
            .bare()
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("stdout");
        BufReader::new(out).read_line(&mut line).expect("a line");
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        assert!(
            line.contains("plays the service on http://127.0.0.1:"),
            "{example}: {line}"
        );
    }
}

#[test]
fn completions_parse_in_installed_shells() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = world.run(["completions", shell]).ok();
        assert!(ran.out.contains("catalogs"), "{shell}");
        let path = world.file(shell, &ran.out);
        if let Ok(output) = Command::new(shell).args(["-n", &path]).output() {
            assert!(output.status.success(), "{shell}: {output:?}");
        }
    }
}
