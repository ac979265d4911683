//! Which files of a crate import which, and where these imports run in a circle.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, Visibility};

type Path = Vec<String>;

/// A module, in a file of its own or not.
#[derive(Default)]
struct Module {
    file: usize,
    /// Words of the items that are defined here, their names among them.
    words: BTreeSet<String>,
    /// What imported and re-exported names mean.
    names: BTreeMap<String, Path>,
    /// Paths that are imported or used.
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
        let place = path.trim_start_matches(package).trim_start_matches("/src/");
        let place = match place.trim_end_matches(".rs") {
            "lib" | "main" => Vec::new(),
            place => place.split('/').map(str::to_owned).collect(),
        };
        add(&mut modules, paths.len(), place, &syntax.items);
        paths.push(path);
    }
    let mut edges = vec![BTreeSet::new(); paths.len()];
    for (place, module) in &modules {
        let files = module.uses.iter();
        let files = files.filter_map(|path| defining_file(&modules, place, path, 16));
        edges[module.file].extend(files.filter(|file| *file != module.file));
    }
    let cycles = components(&edges).into_iter();
    Ok(cycles
        .map(|files| files.into_iter().map(|file| paths[file]).collect())
        .collect())
}

fn add(modules: &mut BTreeMap<Path, Module>, file: usize, place: Path, items: &[Item]) {
    let mut module = Module {
        file,
        ..Module::default()
    };
    for item in items {
        match item {
            Item::Use(item) if !is_for_tests(&item.attrs) => {
                let mut found = Vec::new();
                read_paths(item.tree.to_token_stream(), &[], &mut found);
                for (name, path) in found {
                    if matches!(item.vis, Visibility::Inherited) {
                        module.uses.push(path.clone());
                    }
                    module.names.insert(name, path);
                }
            }
            Item::Mod(item) if !is_for_tests(&item.attrs) => {
                if let Some((_, items)) = &item.content {
                    let place = [place.as_slice(), &[item.ident.to_string()]].concat();
                    add(modules, file, place, items);
                }
            }
            Item::Use(_) | Item::Mod(_) => {}
            item => {
                let mut found = Vec::new();
                read_paths(item.to_token_stream(), &[], &mut found);
                for (name, path) in found {
                    match path.len() {
                        1 => _ = module.words.insert(name),
                        _ => module.uses.push(path),
                    }
                }
            }
        }
    }
    modules.insert(place, module);
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg") && attribute.to_token_stream().to_string().contains("test")
    };
    attributes.iter().any(is_test)
}

/// Paths such as `a::b::c`, in imports and in code, macros included, each with the name that it has
/// there.
fn read_paths(tokens: TokenStream, prefix: &[String], found: &mut Vec<(String, Path)>) {
    let mut colons = 2;
    let mut path = prefix.to_vec();
    let mut end = |path: &mut Path, name: Option<String>| {
        let ended = std::mem::replace(path, prefix.to_vec());
        if let Some(last) = ended.last().filter(|_| ended.len() > prefix.len()) {
            found.push((name.unwrap_or_else(|| last.clone()), ended));
        }
    };
    let mut groups = Vec::new();
    let mut is_renamed = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if is_renamed => {
                end(&mut path, Some(ident.to_string()));
                is_renamed = false;
            }
            TokenTree::Ident(ident) if ident == "as" => is_renamed = true,
            // It means what the path before it does.
            TokenTree::Ident(ident) if ident == "self" && colons == 2 && !path.is_empty() => {
                let name = path.last().cloned().unwrap_or_default();
                groups.push((name, path.clone()));
            }
            TokenTree::Ident(ident) => {
                if colons != 2 {
                    end(&mut path, None);
                }
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                let inner = if colons == 2 {
                    path.clone()
                } else {
                    Vec::new()
                };
                let mut inside = Vec::new();
                read_paths(group.stream(), &inner, &mut inside);
                groups.append(&mut inside);
                if colons == 2 {
                    path = prefix.to_vec();
                }
                end(&mut path, None);
                colons = 2;
            }
            _ => {
                end(&mut path, None);
                colons = 2;
            }
        }
    }
    end(&mut path, None);
    found.append(&mut groups);
}

/// The file that defines what a path in a module names, through re-exports, at most so many.
fn defining_file(
    modules: &BTreeMap<Path, Module>,
    place: &Path,
    path: &Path,
    steps: usize,
) -> Option<usize> {
    let mut base = place.clone();
    let mut rest = path.as_slice();
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" => base.clear(),
            "self" => {}
            "super" => _ = base.pop(),
            _ => break,
        }
        rest = after;
    }
    let path = [base.as_slice(), rest].concat();
    let depth = (0..=path.len())
        .rev()
        .find(|depth| modules.contains_key(&path[..*depth]))?;
    let module = &modules[&path[..depth]];
    let Some(name) = path.get(depth) else {
        return Some(module.file);
    };
    if let Some(target) = module.names.get(name).filter(|_| steps > 0) {
        let target = [target.as_slice(), &path[depth + 1..]].concat();
        return defining_file(modules, &path[..depth].to_vec(), &target, steps - 1);
    }
    // Another crate's path, or text for one, may name what this one does not have.
    (depth > base.len() || module.words.contains(name)).then_some(module.file)
}

/// The files that reach each other, where there are several.
fn components(edges: &[BTreeSet<usize>]) -> BTreeSet<Vec<usize>> {
    let reach = |start: usize| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(file) = open.pop() {
            open.extend(edges[file].iter().filter(|next| seen.insert(**next)));
        }
        seen
    };
    let reached: Vec<BTreeSet<usize>> = (0..edges.len()).map(reach).collect();
    let component = |file: usize| -> Vec<usize> {
        let back = |other: &&usize| reached[**other].contains(&file);
        reached[file].iter().filter(back).copied().collect()
    };
    let all = (0..edges.len()).map(component);
    all.filter(|files| files.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycle_is_found_through_re_exports_and_paths() -> Result<()> {
        let one_way: &[_] = &[
            ("c/src/lib.rs", "mod a; mod b; pub use a::A;"),
            ("c/src/a.rs", "use crate::b::B; pub struct A(B);"),
            ("c/src/b.rs", "pub struct B; #[cfg(test)] use crate::A;"),
        ];
        let circle: &[_] = &[
            (
                "c/src/lib.rs",
                "mod a; mod b; mod d; pub use a::{A as X, *};",
            ),
            ("c/src/a.rs", "use crate::b::{self, B}; pub struct A(B);"),
            (
                "c/src/b.rs",
                "fn f() { g(&crate::d::e::f()) } pub struct B;",
            ),
            ("c/src/d.rs", "pub mod e;"),
            (
                "c/src/d/e.rs",
                "pub fn f() -> Option<super::super::X> { None }",
            ),
        ];
        let cycles = |files: &[(&'static str, _)]| cycles("c", files.iter().copied());
        assert!(cycles(one_way)?.is_empty());
        assert_eq!(
            cycles(circle)?,
            [["c/src/a.rs", "c/src/b.rs", "c/src/d/e.rs"]]
        );
        Ok(())
    }
}
