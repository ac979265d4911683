//! The whole command line as one golden file, so that changes show in review.

use snapbox::{assert_data_eq, file};

use crate::support::World;

#[test]
fn command_tree_matches_golden_file() {
    let world = World::new();
    let mut tree = String::new();
    walk(&world, &mut Vec::new(), &mut tree);
    assert_data_eq!(tree, file!["../golden/tree.txt"].raw());
}

/// What the help of each command has.
const EVERYWHERE: &str = "  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version
";

fn walk(world: &World, path: &mut Vec<String>, tree: &mut String) {
    let help = world
        .run(path.iter().map(String::as_str).chain(["--help"]))
        .ok()
        .out;
    // Every command repeats the global options and --help; the golden file has them once.
    let shown = match (path.is_empty(), help.split_once("\nGlobal options:\n")) {
        (false, Some((before, globals))) => {
            assert!(globals.contains("--profile <NAME>"), "{globals}");
            let after = globals
                .find("\nExample")
                .map_or("", |start| &globals[start..]);
            format!("{}\n{after}", before.replace(EVERYWHERE, "").trim_end())
        }
        _ => help.clone(),
    };
    tree.push_str(&format!(
        "# catalogs {}\n\n{}\n\n",
        path.join(" "),
        shown.trim_end()
    ));
    for name in commands(&help) {
        path.push(name);
        walk(world, path, tree);
        path.pop();
    }
}

/// The names under `Commands:`.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = lines
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}
