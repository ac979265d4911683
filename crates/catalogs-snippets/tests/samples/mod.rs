//! Made-up requests, and what an edit does with which response.

#![allow(dead_code, reason = "each test takes what it needs")]

use catalogs_snippets::{Change, Edit, Link, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

pub(crate) const ID: &str = "0a710001-0000-4000-8000-000000000001";

/// Operation, method, path below the prefix, what it does.
#[rustfmt::skip]
pub(crate) const OPERATIONS: [(&str, &str, &str, &str); 17] = [
    ("list_organizations", "GET", "/organizations", "list organizations"),
    ("create_organization", "POST", "/organizations", "create an organization"),
    ("filter_organizations", "POST", "/organizations/filter", "list the organizations of departments"),
    ("get_organization", "GET", "/organizations/{id}", "get an organization"),
    ("replace_organization", "PUT", "/organizations/{id}", "replace an organization"),
    ("delete_organization", "DELETE", "/organizations/{id}", "delete an organization"),
    ("list_addresses", "GET", "/organizations/addresses", "list addresses"),
    ("create_address", "POST", "/organizations/addresses", "create an address"),
    ("list_address_types", "GET", "/organizations/addresses/types", "list address types"),
    ("get_address", "GET", "/organizations/addresses/{id}", "get an address"),
    ("replace_address", "PUT", "/organizations/addresses/{id}", "replace an address"),
    ("delete_address", "DELETE", "/organizations/addresses/{id}", "delete an address"),
    ("list_contact_persons", "GET", "/organizations/contactPersons", "list contact persons"),
    ("create_contact_person", "POST", "/organizations/contactPersons", "create a contact person"),
    ("get_contact_person", "GET", "/organizations/contactPersons/{id}", "get a contact person"),
    ("replace_contact_person", "PUT", "/organizations/contactPersons/{id}", "replace a contact person"),
    ("delete_contact_person", "DELETE", "/organizations/contactPersons/{id}", "delete a contact person"),
];

/// The names in 1C of some operations, and what they do.
const ONEC_NAMES: [(&str, &str, &str); 5] = [
    (
        "list_organizations",
        "ПолучитьОрганизации",
        "Получает список организаций",
    ),
    (
        "create_organization",
        "СоздатьОрганизацию",
        "Создает организацию",
    ),
    (
        "get_organization",
        "ПолучитьОрганизацию",
        "Получает организацию",
    ),
    (
        "replace_organization",
        "ЗаменитьОрганизацию",
        "Заменяет организацию целиком",
    ),
    (
        "delete_organization",
        "УдалитьОрганизацию",
        "Удаляет организацию",
    ),
];

/// Prefix and variable of both routes.
pub(crate) const ROUTES: [(&str, &str); 2] = [
    ("https://api.ati.su/v1.2/catalogs", "ATI_TOKEN"),
    (
        "https://api.ati.su/gw/oauth2/catalogs/v1.2",
        "ATI_OAUTH_TOKEN",
    ),
];

pub(crate) fn request(operation: &str) -> Request {
    request_on(ROUTES[0], operation)
}

pub(crate) fn request_on((prefix, variable): (&str, &str), operation: &str) -> Request {
    let (name, method, path, title) = OPERATIONS
        .into_iter()
        .find(|known| known.0 == operation)
        .expect("a known operation");
    let onec_name = ONEC_NAMES.into_iter().find(|known| known.0 == operation);
    let (_, function, summary) = onec_name.unwrap_or_default();
    Request::new(method, format!("{prefix}{}", path.replace("{id}", ID)))
        .onec_name(function, summary)
        .title(title)
        .name(name)
        .token_variable(variable)
        .headers([
            ("User-Agent", "ati_integrator_64357"),
            ("Accept", "application/json"),
            ("Content-Type", "application/json"),
            ("Accept-Encoding", "gzip, deflate, br"),
        ])
}

pub(crate) fn organization() -> Value {
    json!({
        "name": "ООО «Ромашка»",
        "ownership": 1,
        "all_departments_allowed": false,
        "department_ids": [7, 12],
        "residency": 1,
        "inn": "7707083893",
        "phone": "+7 495 123-45-60",
        "extra_phone": null,
        "docs_address": {
            "postcode": "101000",
            "city_id": 1,
            "street_name": "ул. Складская",
            "house_no": "5, стр. 2",
            "office_no": "\"А\"",
        },
        "address_ids": ["0a710002-0000-4000-8000-000000000001"],
        "contact_person_ids": [],
    })
}

pub(crate) fn edit() -> Edit {
    edit_of("organization", &[Link::ADDRESSES, Link::CONTACT_PERSONS]).changes([
        Change::new(["phone"], "+7 495 123-45-61"),
        Change::new(["docs_address", "postcode"], "101001"),
        Change::new(["docs_address", "office_no"], Value::Null),
    ])
}

/// An edit, the response to its GET, and the body it then writes, or part of the refusal.
pub(crate) struct EditCase {
    pub(crate) edit: Edit,
    pub(crate) response: Value,
    pub(crate) written: Result<Value, &'static str>,
}

/// What an edit does in every language.
pub(crate) fn edit_cases() -> Vec<EditCase> {
    let case = |edit: Edit, response, written| EditCase {
        edit,
        response,
        written,
    };
    let bare = || edit_of("contact_person", &[]);
    let guarded = || {
        edit_of("organization", &[])
            .shown(["all_departments_allowed"])
            .codes(["residency"])
    };
    vec![
        case(
            edit(),
            json!({
                "id": ID,
                "phone": null,
                "unknown": { "a": [1], "latitude": 55.755826 },
                "addresses": [{ "id": "a1", "address": "ул. Складская" }],
                "contact_persons": [],
                "docs_address": null,
            }),
            Ok(json!({
                "phone": "+7 495 123-45-61",
                "unknown": { "a": [1], "latitude": 55.755826 },
                "address_ids": ["a1"],
                "contact_person_ids": [],
                "docs_address": { "postcode": "101001", "office_no": null },
            })),
        ),
        // Lists that are not shown, but set.
        case(
            edit_of("organization", &[Link::ADDRESSES, Link::CONTACT_PERSONS]).changes([
                Change::new(["address_ids"], json!(["a2"])),
                Change::new(["contact_person_ids"], json!([])),
            ]),
            json!({ "id": ID, "addresses": null }),
            Ok(json!({ "address_ids": ["a2"], "contact_person_ids": [] })),
        ),
        // No links, and a value that takes several statements.
        case(
            bare().changes([
                Change::new(["a", "b", "c"], 1),
                Change::new(["a", "b"], json!({ "d": [1, [2]] })),
                Change::new(["a", "b", "e"], "x"),
                Change::new(["a", "b"], Value::Null),
                Change::new(["a", "b", "f"], 2),
                Change::new(Vec::<String>::new(), 3),
            ]),
            json!({ "id": ID, "name": "Иванова Мария Петровна" }),
            Ok(json!({ "name": "Иванова Мария Петровна", "a": { "b": { "f": 2 } } })),
        ),
        // Lists that are not shown.
        case(
            edit(),
            json!({ "id": "1", "contact_persons": [] }),
            Err("does not show addresses"),
        ),
        case(
            edit(),
            json!({ "id": "1", "addresses": [] }),
            Err("does not show contact_persons"),
        ),
        case(
            edit(),
            json!({ "id": "1", "addresses": [], "contact_persons": null }),
            Err("does not show contact_persons"),
        ),
        case(
            edit(),
            json!({ "id": "1", "addresses": {}, "contact_persons": [] }),
            Err("does not show addresses"),
        ),
        case(
            edit(),
            json!({ "id": "1", "addresses": [{}], "contact_persons": [] }),
            Err("an entry of addresses has no id"),
        ),
        // Not an entity.
        case(
            edit(),
            json!({ "addresses": [], "contact_persons": [] }),
            Err("the response has no id"),
        ),
        case(
            bare(),
            json!({ "name": "x" }),
            Err("the response has no id"),
        ),
        case(bare(), json!([{ "id": "1" }]), Err("")),
        // A flag and a code.
        case(
            guarded(),
            json!({ "id": ID, "all_departments_allowed": false, "residency": 1 }),
            Ok(json!({ "all_departments_allowed": false, "residency": 1 })),
        ),
        case(
            guarded(),
            json!({ "id": "1", "residency": 1 }),
            Err("does not show all_departments_allowed"),
        ),
        case(
            guarded(),
            json!({ "id": "1", "all_departments_allowed": true, "residency": {} }),
            Err("shows no residency"),
        ),
        case(
            guarded().changes([
                Change::new(["all_departments_allowed"], true),
                Change::new(["residency"], 3),
            ]),
            json!({ "id": "1", "residency": {} }),
            Ok(json!({ "all_departments_allowed": true, "residency": 3 })),
        ),
    ]
}

/// What an edit sent is held against the case.
pub(crate) fn assert_written(case: &EditCase, written: Result<Value, String>) {
    let response = &case.response;
    match (written, &case.written) {
        (Ok(body), Ok(expected)) => assert_eq!(body, *expected, "{response}"),
        (Err(text), Err(reason)) => assert!(text.contains(reason), "{response}: {text}"),
        (written, expected) => panic!("{response}: {written:?} instead of {expected:?}"),
    }
}

pub(crate) fn edit_of(entity: &str, links: &[Link]) -> Edit {
    let article = if entity == "contact_person" {
        "a"
    } else {
        "an"
    };
    let title = format!("change {article} {}", entity.replace('_', " "));
    Edit::new(
        request(&format!("get_{entity}")),
        request(&format!("replace_{entity}")).title(title),
    )
    .links(links.iter().copied())
}

/// Texts with much of what some language takes for its own.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        2 => "[а-яА-Я a-z0-9]{0,8}",
        4 => proptest::sample::select(vec![
            "\"", "\"\"", "'", "\\", "\n", "\r\n", "\t", "|", "\n|", "//", "$", "$ATI_TOKEN", "`id`",
            "$(id)", "!", "!!", "\0", "\u{7f}", "\u{feff}", "\u{2028}", "%1", "#", "###", "\\(.)", "@",
            "{{a}}", "; ", "КонецФункции", "«", "🚚", "''", "[", "]",
        ])
        .prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// JSON values, as nested as a body may be.
pub(crate) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-180.0..180.0).prop_map(Value::from),
        any_text().prop_map(Value::from),
    ];
    nested(leaf)
}

/// Objects and lists of such values.
pub(crate) fn nested(leaf: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map(any_text(), inner, 0..5)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}
