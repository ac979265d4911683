//! Texts for people to look at. `SNAPSHOTS=overwrite` rewrites them.

mod samples;

use std::path::Path;

use catalogs_snippets::{Language, Step, render};
use snapbox::{Data, assert_data_eq, data::DataFormat};

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
fn rendered_steps_match_golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (language, extension) in [
        (Language::Curl, "sh"),
        (Language::OneC, "bsl"),
        (Language::Python, "py"),
        (Language::Http, "http"),
        (Language::Json, "json"),
    ] {
        for (name, steps) in [
            ("create_organization", &create()[..]),
            ("edit_organization", &change()),
            ("list_and_delete", &two_steps()),
        ] {
            let path = folder.join(format!("{name}.{extension}"));
            let expected = Data::read_from(&path, Some(DataFormat::Text)).raw();
            assert_data_eq!(Data::text(render(steps, language)), expected);
        }
    }
}

#[test]
fn no_steps_render_as_empty_text() {
    assert_eq!(render(&[], Language::Curl), "");
    assert_eq!(render(&[], Language::Http), "");
    assert_eq!(render(&[], Language::Python), "");
    assert_eq!(render(&[], Language::Json), "[]\n");
}
