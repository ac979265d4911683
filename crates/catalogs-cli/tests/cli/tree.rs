//! The whole command line as one golden file: whoever changes it reads the difference.

use snapbox::{assert_data_eq, file};

use crate::support::World;

#[test]
fn the_whole_command_tree_is_as_it_was() {
    let world = World::new();
    let mut tree = String::new();
    walk(&world, &mut Vec::new(), &mut tree);
    assert_data_eq!(tree, file!["../golden/tree.txt"].raw());
}

fn walk(world: &World, path: &mut Vec<String>, tree: &mut String) {
    let help = world
        .run(path.iter().map(String::as_str).chain(["--help"]))
        .ok()
        .out;
    tree.push_str(&format!(
        "# catalogs {}\n\n{}\n",
        path.join(" "),
        help.trim_end()
    ));
    tree.push('\n');
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
