//! Texts for people to look at. `SNAPSHOTS=overwrite` writes them anew.

mod samples;

use catalogs_snippets::{Language, Step, render};
use snapbox::{assert_data_eq, file};

use samples::{edit, organization, request};

fn create() -> [Step; 1] {
    [request("create_organization").body(organization()).into()]
}

fn change() -> [Step; 1] {
    [edit().into()]
}

/// A list, and a deletion.
fn two_steps() -> [Step; 2] {
    [
        request("list_organizations").into(),
        request("delete_organization").into(),
    ]
}

#[test]
fn curl() {
    assert_data_eq!(
        render(&create(), Language::Curl),
        file!["golden/create_organization.sh"].raw()
    );
    assert_data_eq!(
        render(&change(), Language::Curl),
        file!["golden/edit_organization.sh"].raw()
    );
    assert_data_eq!(
        render(&two_steps(), Language::Curl),
        file!["golden/list_and_delete.sh"].raw()
    );
}

#[test]
fn one_c() {
    assert_data_eq!(
        render(&create(), Language::OneC),
        file!["golden/create_organization.bsl"].raw()
    );
    assert_data_eq!(
        render(&change(), Language::OneC),
        file!["golden/edit_organization.bsl"].raw()
    );
    assert_data_eq!(
        render(&two_steps(), Language::OneC),
        file!["golden/list_and_delete.bsl"].raw()
    );
}

#[test]
fn python() {
    assert_data_eq!(
        render(&create(), Language::Python),
        file!["golden/create_organization.py"].raw()
    );
    assert_data_eq!(
        render(&change(), Language::Python),
        file!["golden/edit_organization.py"].raw()
    );
    assert_data_eq!(
        render(&two_steps(), Language::Python),
        file!["golden/list_and_delete.py"].raw()
    );
}

#[test]
fn rust() {
    assert_data_eq!(
        render(&create(), Language::Rust),
        file!["golden/create_organization.rs"].raw()
    );
    assert_data_eq!(
        render(&change(), Language::Rust),
        file!["golden/edit_organization.rs"].raw()
    );
    assert_data_eq!(
        render(&two_steps(), Language::Rust),
        file!["golden/list_and_delete.rs"].raw()
    );
}

#[test]
fn http() {
    assert_data_eq!(
        render(&create(), Language::Http),
        file!["golden/create_organization.http"].raw()
    );
    assert_data_eq!(
        render(&change(), Language::Http),
        file!["golden/edit_organization.http"].raw()
    );
    assert_data_eq!(
        render(&two_steps(), Language::Http),
        file!["golden/list_and_delete.http"].raw()
    );
}

#[test]
fn json() {
    let render = |steps: &[Step]| snapbox::Data::text(render(steps, Language::Json));
    assert_data_eq!(
        render(&create()),
        file!["golden/create_organization.json": Text].raw()
    );
    assert_data_eq!(
        render(&change()),
        file!["golden/edit_organization.json": Text].raw()
    );
    assert_data_eq!(
        render(&two_steps()),
        file!["golden/list_and_delete.json": Text].raw()
    );
}

#[test]
fn nothing_to_send_is_a_text_too() {
    assert_eq!(render(&[], Language::Curl), "");
    assert_eq!(render(&[], Language::Http), "");
    assert_eq!(render(&[], Language::Python), "");
    assert_eq!(render(&[], Language::Json), "[]\n");
}
