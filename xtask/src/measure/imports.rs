//! Which files of a crate import which, and where these imports run in a circle.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree, Visibility};

type Path = Vec<String>;

/// A module, in a file of its own or not.
#[derive(Default)]
struct Module {
    file: usize,
    /// Items that are defined here.
    items: BTreeSet<String>,
    /// What names brought into scope mean, as paths from the crate's root.
    names: BTreeMap<String, Path>,
    /// Paths that are imported or used, from the crate's root.
    uses: Vec<Path>,
}

/// The circles of imports among a crate's files, each with more than one file.
///
/// A name counts as its own file's, however many re-exports lead there; a re-export itself is no
/// import.
pub(super) fn cycles<'a>(
    package: &str,
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Vec<&'a str>>> {
    let mut modules = BTreeMap::new();
    let mut paths = Vec::new();
    for (path, text) in files {
        let syntax = syn::parse_file(text).with_context(|| format!("cannot parse {path}"))?;
        let place = module_path(path.strip_prefix(package).unwrap_or(path));
        let file = paths.len();
        add(&mut modules, file, &place, &syntax.items);
        paths.push(path);
    }
    let mut edges = vec![BTreeSet::new(); paths.len()];
    for module in modules.values() {
        for path in &module.uses {
            if let Some(file) = defining_file(&modules, path.clone())
                && file != module.file
            {
                edges[module.file].insert(file);
            }
        }
    }
    let cycles = components(&edges)
        .into_iter()
        .filter(|files| files.len() > 1);
    Ok(cycles
        .map(|files| files.into_iter().map(|file| paths[file]).collect())
        .collect())
}

/// `/src/a/b.rs` and `/src/a/b/mod.rs` are `a::b`; the roots are the empty path.
fn module_path(path: &str) -> Path {
    let path = path.trim_start_matches("/src/").trim_end_matches(".rs");
    let path = path.trim_end_matches("/mod");
    match path {
        "lib" | "main" | "mod" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

fn add(modules: &mut BTreeMap<Path, Module>, file: usize, place: &Path, items: &[Item]) {
    let children: BTreeSet<String> = items
        .iter()
        .filter_map(|item| match item {
            Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let mut module = Module {
        file,
        ..Module::default()
    };
    for item in items {
        match item {
            Item::Use(item) if !is_for_tests(&item.attrs) => {
                let is_import = matches!(item.vis, Visibility::Inherited);
                let mut found = Vec::new();
                flatten(&item.tree, Vec::new(), &mut found);
                for (name, path) in found {
                    let Some(path) = from_root(place, &children, path) else {
                        continue;
                    };
                    module.names.insert(name, path.clone());
                    module.uses.extend(is_import.then_some(path));
                }
            }
            Item::Mod(item) if !is_for_tests(&item.attrs) => {
                if let Some((_, items)) = &item.content {
                    let place = [place.as_slice(), &[item.ident.to_string()]].concat();
                    add(modules, file, &place, items);
                }
            }
            Item::Use(_) | Item::Mod(_) => {}
            item => {
                module.items.extend(item_name(item));
                let mut found = Vec::new();
                written_paths(item.to_token_stream(), &mut found);
                let found = found.into_iter().filter(|path| path.len() > 1);
                module
                    .uses
                    .extend(found.filter_map(|path| from_root(place, &children, path)));
            }
        }
    }
    modules.insert(place.clone(), module);
}

fn item_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test")
    };
    attributes.iter().any(is_test)
}

/// Each name that a `use` brings into scope, with its path as written.
fn flatten(tree: &UseTree, mut prefix: Path, found: &mut Vec<(String, Path)>) {
    match tree {
        UseTree::Path(tree) => {
            prefix.push(tree.ident.to_string());
            flatten(&tree.tree, prefix, found);
        }
        UseTree::Name(tree) => {
            if tree.ident != "self" {
                prefix.push(tree.ident.to_string());
            }
            found.push((prefix.last().cloned().unwrap_or_default(), prefix));
        }
        UseTree::Rename(tree) => {
            prefix.push(tree.ident.to_string());
            found.push((tree.rename.to_string(), prefix));
        }
        UseTree::Glob(_) => found.push((format!("*{}", prefix.join("::")), prefix)),
        UseTree::Group(group) => {
            group
                .items
                .iter()
                .for_each(|tree| flatten(tree, prefix.clone(), found));
        }
    }
}

/// Paths such as `a::b::c` in code, macros included.
fn written_paths(tokens: TokenStream, found: &mut Vec<Path>) {
    let mut colons = 2;
    let mut path: Path = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    found.push(std::mem::take(&mut path));
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            token => {
                found.push(std::mem::take(&mut path));
                colons = 2;
                if let TokenTree::Group(group) = token {
                    written_paths(group.stream(), found);
                }
            }
        }
    }
    found.push(path);
}

/// A path as seen from the crate's root, if it leads into this crate.
fn from_root(place: &Path, children: &BTreeSet<String>, path: Path) -> Option<Path> {
    let mut base = place.clone();
    let mut rest = path.as_slice();
    match rest.first()?.as_str() {
        "crate" => base.clear(),
        "self" => {}
        "super" => {
            base.pop();
        }
        first if children.contains(first) => return Some([base, path].concat()),
        _ => return None,
    }
    rest = &rest[1..];
    while rest.first().is_some_and(|part| part == "super") {
        base.pop();
        rest = &rest[1..];
    }
    Some([base.as_slice(), rest].concat())
}

/// The file that defines what a path names, through all re-exports.
fn defining_file(modules: &BTreeMap<Path, Module>, mut path: Path) -> Option<usize> {
    for _ in 0..16 {
        let depth = (0..=path.len())
            .rev()
            .find(|depth| modules.contains_key(&path[..*depth]))?;
        let module = &modules[&path[..depth]];
        let Some(name) = path.get(depth) else {
            return Some(module.file);
        };
        let Some(target) = module.names.get(name) else {
            // Text for another crate may name what this one does not have.
            return (depth > 0 || module.items.contains(name)).then_some(module.file);
        };
        path = [target.as_slice(), &path[depth + 1..]].concat();
    }
    None
}

/// The strongly connected components: files that reach each other.
fn components(edges: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..edges.len())
        .map(|start| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
            while let Some(file) = open.pop() {
                open.extend(edges[file].iter().filter(|next| seen.insert(**next)));
            }
            seen
        })
        .collect();
    let mut components: Vec<Vec<usize>> = Vec::new();
    for file in 0..edges.len() {
        let of = |first: usize| reached[first].contains(&file) && reached[file].contains(&first);
        match components.iter_mut().find(|component| of(component[0])) {
            Some(component) => component.push(file),
            None => components.push(vec![file]),
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&'static str, &'static str)]) -> Result<Vec<Vec<&'static str>>> {
        cycles("c", files.iter().copied())
    }

    #[test]
    fn imports_in_one_direction_are_not_a_cycle() -> Result<()> {
        let files = [
            ("c/src/lib.rs", "mod a; mod b; pub use a::A;"),
            ("c/src/a.rs", "use crate::b::B; pub struct A(B);"),
            ("c/src/b.rs", "pub struct B; #[cfg(test)] use crate::A;"),
        ];
        assert!(found(&files)?.is_empty());
        Ok(())
    }

    #[test]
    fn cycle_is_found_through_re_exports_and_paths() -> Result<()> {
        let files = [
            (
                "c/src/lib.rs",
                "mod a; mod b; mod d; pub use a::{A as X, *};",
            ),
            ("c/src/a.rs", "use crate::b::{self, B}; pub struct A(B);"),
            (
                "c/src/b.rs",
                "fn f() { g(&crate::d::e::f()) } pub struct B;",
            ),
            ("c/src/d/mod.rs", "pub mod e;"),
            (
                "c/src/d/e.rs",
                "pub fn f() -> Option<super::super::X> { None }",
            ),
        ];
        assert_eq!(
            found(&files)?,
            [["c/src/a.rs", "c/src/b.rs", "c/src/d/e.rs"]]
        );
        Ok(())
    }
}
