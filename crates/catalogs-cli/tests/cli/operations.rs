//! Every operation, and edits of every kind, as commands.

use crate::support::{ADDRESS, ORGANIZATION, PERSON};

/// Every operation, as a command.
pub(crate) fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("list_organizations", vec!["organizations", "list"]),
        (
            "create_organization",
            vec![
                "organizations",
                "create",
                "--name",
                "ООО «Ромашка» \"'$`!\\ и\nКо",
                "--ownership",
                "1",
                "--residency",
                "russia",
                "--inn",
                "7707083893",
                "--department",
                "7",
                "--address",
                ADDRESS,
                "--contact-person",
                PERSON,
                "--docs-postcode",
                "010100",
                "--docs-city",
                "1",
                "--docs-street",
                "ул. Мясницкая",
                "--docs-house",
                "15",
                "--docs-office",
                "",
            ],
        ),
        (
            "filter_organizations",
            vec![
                "organizations",
                "filter",
                "--department",
                "7",
                "--department",
                "9",
            ],
        ),
        (
            "get_organization",
            vec!["organizations", "get", ORGANIZATION],
        ),
        (
            "replace_organization",
            vec![
                "organizations",
                "replace",
                ORGANIZATION,
                "--name",
                "АО «Новое»",
                "--ownership",
                "2",
                "--residency",
                "kz",
                "--all-departments",
            ],
        ),
        (
            "delete_organization",
            vec!["organizations", "delete", "--yes", ORGANIZATION],
        ),
        ("list_addresses", vec!["addresses", "list"]),
        (
            "create_address",
            vec![
                "addresses",
                "create",
                "--address",
                "ул. Складская, 5",
                "--city",
                "1",
                "--type",
                "1",
                "--latitude",
                "55.7558",
                "--longitude",
                "-37.61730000000001",
            ],
        ),
        ("list_address_types", vec!["addresses", "types"]),
        ("get_address", vec!["addresses", "get", ADDRESS]),
        (
            "replace_address",
            vec![
                "addresses",
                "replace",
                ADDRESS,
                "--address",
                "ул. Новая, 1",
                "--city",
                "2",
                "--type",
                "office",
            ],
        ),
        (
            "delete_address",
            vec!["addresses", "delete", "--yes", ADDRESS],
        ),
        ("list_contact_persons", vec!["contacts", "list"]),
        (
            "create_contact_person",
            vec![
                "contacts",
                "create",
                "--name",
                "Иванова Мария",
                "--phone",
                "+7 495 123-45-67",
                "--extra-phone",
                "104",
            ],
        ),
        ("get_contact_person", vec!["contacts", "get", PERSON]),
        (
            "replace_contact_person",
            vec!["contacts", "replace", PERSON, "--name", "Иванова Мария"],
        ),
        (
            "delete_contact_person",
            vec!["contacts", "delete", "--yes", PERSON],
        ),
    ]
}

/// Edits that set and clear fields of each kind.
pub(crate) fn edits() -> [&'static [&'static str]; 5] {
    [
        &[
            "organizations",
            "edit",
            ORGANIZATION,
            "--phone",
            "+7 495 \"1\" $2 '3'",
            "--clear",
            "inn",
        ],
        &[
            "organizations",
            "edit",
            ORGANIZATION,
            "--department",
            "7",
            "--docs-postcode",
            "050000",
            "--clear",
            "addresses",
        ],
        &[
            "addresses",
            "edit",
            ADDRESS,
            "--note",
            "Въезд\nсо двора",
            "--latitude",
            "55.43117700000001",
        ],
        &["addresses", "edit", ADDRESS, "--contact-person", PERSON],
        &[
            "contacts",
            "edit",
            PERSON,
            "--clear",
            "extra-phone",
            "--email",
            "m@romashka.example",
        ],
    ]
}
