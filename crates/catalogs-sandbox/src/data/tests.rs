use serde_json::json;

use super::*;

const ANNA: &str = "0a710003-0000-4000-8000-00000000000a";
const BORIS: &str = "0a710003-0000-4000-8000-00000000000b";
const MINSK: &str = "0a710002-0000-4000-8000-00000000000c";

fn state(data: &Value) -> Snapshot {
    let book = read(&data.to_string());
    book.expect("the data is sound").snapshot()
}

fn problems(data: &str) -> Vec<String> {
    let error = read(data).expect_err(data);
    assert_eq!(error.to_string(), error.problems().join("\n"));
    error.problems
}

/// An address book with all that is odd and allowed.
fn odd() -> Value {
    json!({
        "contact_persons": [
            {"id": ANNA.to_uppercase(), "name": "Анна", "phone": null, "email": "", "telegram": "@a",
             "contact_person_ids": ["x"], "contact_persons": 5},
            {"id": BORIS},
            {"name": "no id"},
        ],
        "addresses": [
            {"id": MINSK, "address_city_id": 4, "address_type": 1, "note": null,
             "address_latitude": 53.900_000_000_000_006, "address_longitude": 27,
             "contact_person_ids": [BORIS, ANNA, BORIS], "addresses": {"unknown": null},
             "address_ids": "unknown, too"},
        ],
        "organizations": [
            {"name": "", "ownership": 1, "residency": 3, "inn": "", "phone": null,
             "docs_address": {"postcode": "101000", "district": ["Север", 1.5, null]},
             "all_departments_allowed": false, "department_ids": [7, 9, 7],
             "address_ids": [MINSK], "contact_person_ids": [ANNA], "vat_rate": {"percent": 20},
             "nothing": null, "huge": u64::MAX, "tiny": -1e-300},
            {"ownership": -1, "residency": 200, "all_departments_allowed": true,
             "docs_address": null, "extra_phone": 5},
        ],
    })
}

#[test]
fn data_round_trips_through_snapshot() {
    let demo: Value = serde_json::from_str(include_str!("../demo.json")).expect("JSON");
    let cases = [
        (odd(), [2, 1, 3]),
        (demo, [12, 13, 13]),
        (json!({}), [0; 3]),
        (json!({"contact_persons": [{}], "addresses": []}), [0, 0, 1]),
    ];
    for (data, [organizations, addresses, contact_persons]) in cases {
        let first = state(&data);
        let lengths = [
            &first.organizations,
            &first.addresses,
            &first.contact_persons,
        ];
        assert_eq!(
            lengths.map(Vec::len),
            [organizations, addresses, contact_persons]
        );
        let written = first.to_json();
        assert_eq!(state(&written), first);
        assert_eq!(state(&written).to_json(), written);
        // As the service's lists would print it.
        let printed = json!({
            "organizations": first.organizations, "addresses": first.addresses,
            "contact_persons": first.contact_persons,
        });
        assert_eq!(state(&printed), first);
    }
}

#[test]
fn loaded_entries_equal_created_ones() {
    let state = state(&odd());
    let [organization, plain] = &state.organizations[..] else {
        panic!("two organizations");
    };
    assert_eq!(organization["vat_rate"], json!({"percent": 20}));
    assert_eq!(
        (&organization["nothing"], &organization["inn"]),
        (&Value::Null, &json!(""))
    );
    assert_eq!(organization["department_ids"], json!([7, 9]));
    assert_eq!(organization["addresses"], json!(state.addresses));
    assert_eq!(
        (&plain["docs_address"], &plain["name"]),
        (&Value::Null, &json!(""))
    );
    let ids = [
        &state.contact_persons[0]["id"],
        &state.contact_persons[1]["id"],
    ];
    assert_eq!(ids, [ANNA, BORIS]);
    let address = &state.addresses[0];
    assert_eq!(
        (&address["note"], &address["address_ids"]),
        (&json!(""), &json!("unknown, too"))
    );
    assert_eq!(address["contact_persons"][0]["id"], BORIS);

    let written = state.to_json();
    assert_eq!(
        written["addresses"][0]["contact_person_ids"],
        json!([BORIS, ANNA])
    );
    assert_eq!(written["organizations"][0]["address_ids"], json!([MINSK]));
    assert_eq!(written["organizations"][0].get("addresses"), None);
    assert_eq!(written["contact_persons"][0]["contact_persons"], 5);
}

#[test]
fn data_problems_are_reported_with_their_paths() {
    let whole = json!({"ownership": 1, "residency": 1, "all_departments_allowed": true});
    let with = |changes: Value| {
        let mut entry = whole.clone();
        for (name, value) in changes.as_object().into_iter().flatten() {
            entry[name] = value.clone();
        }
        json!({"organizations": [whole, entry]})
    };
    const LISTED: &str = "there are contact_persons, addresses, organizations";
    const GUID: &str = "expected a GUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    const LEFT_OUT: &str = "left out, with no value to stand for it";
    let cases: [(Value, Vec<String>); 17] = [
        (json!([]), vec!["$: expected an object with contact_persons, addresses, organizations".into()]),
        (
            json!({"organisations": [], "Анна": 1, "+7 495": 2, "addresses": null}),
            vec![
                "addresses: expected a list".into(),
                format!("organisations: no such list: {LISTED}"),
                format!("$: 2 more that are no list: {LISTED}"),
            ],
        ),
        (json!({"addresses": [5, null]}), vec![
            "addresses[0]: expected an object".into(), "addresses[1]: expected an object".into(),
        ]),
        (with(json!({"id": "s3cret"})), vec![format!("organizations[1].id: {GUID}")]),
        (with(json!({"id": null})), vec![format!("organizations[1].id: {GUID}")]),
        (with(json!({"residency": 4})), vec!["organizations[1].residency: expected one of 1, 2, 3, 10, 200".into()]),
        (
            with(json!({"name": 5, "docs_address": {"city_id": "s3cret"}})),
            vec![
                "organizations[1].docs_address.city_id: expected a whole number".into(),
                "organizations[1].name: expected a string or null".into(),
            ],
        ),
        (with(json!({"docs_address": []})), vec!["organizations[1].docs_address: expected an object or null".into()]),
        (json!({"addresses": [{}]}), vec![
            format!("addresses[0].address_city_id: {LEFT_OUT}"),
            format!("addresses[0].address_type: {LEFT_OUT}"),
        ]),
        (
            with(json!({"all_departments_allowed": false})),
            vec!["organizations[1].department_ids: has to list the departments (подразделения) that \
                see the organization when all_departments_allowed is false".into()],
        ),
        // The index counts what is no id, too.
        (
            with(json!({"contact_person_ids": ["s3cret", ANNA], "address_ids": [MINSK]})),
            vec![
                format!("organizations[1].contact_person_ids[0]: {GUID}"),
                "organizations[1].address_ids[0]: is the id of no address (адрес)".into(),
                "organizations[1].contact_person_ids[1]: is the id of no contact person \
                    (контактное лицо)".into(),
            ],
        ),
        // The same in the shape of a response.
        (
            with(json!({"addresses": [{"id": "s3cret"}, {"name": "s3cret"}, "s3cret", {"id": MINSK}]})),
            vec![
                format!("organizations[1].addresses[0].id: {GUID}"),
                "organizations[1].addresses[1].id: expected a string".into(),
                "organizations[1].addresses[2].id: expected a string".into(),
                "organizations[1].addresses[3].id: is the id of no address (адрес)".into(),
            ],
        ),
        (with(json!({"contact_persons": "s3cret"})), vec!["organizations[1].contact_persons: expected a list".into()]),
        (
            with(json!({"contact_persons": [], "contact_person_ids": []})),
            vec!["organizations[1].contact_persons: contact_person_ids is there, too: one of them \
                has to go".into()],
        ),
        // An entry that breaks a rule is there for others: one slip is one problem.
        (
            json!({
                "contact_persons": [{"id": ANNA, "name": 5}],
                "addresses": [{"address_city_id": 1, "address_type": 1, "contact_person_ids": [ANNA]}],
            }),
            vec!["contact_persons[0].name: expected a string or null".into()],
        ),
        // Only within a list: addresses and contact persons do not meet.
        (
            json!({
                "contact_persons": [{"id": ANNA}, {}, {"id": ANNA.to_uppercase()}],
                "addresses": [{"id": ANNA, "address_city_id": 1, "address_type": 1}],
            }),
            vec!["contact_persons[2].id: contact_persons[0] has it, too".into()],
        ),
        (
            json!({
                "organizations": [{"residency": null, "all_departments_allowed": false}],
                "contact_persons": [{"extra_phone": 1.0}],
            }),
            vec![
                "contact_persons[0].extra_phone: expected a whole number or null".into(),
                "organizations[0].residency: expected one of 1, 2, 3, 10, 200".into(),
                format!("organizations[0].ownership: {LEFT_OUT}"),
                "organizations[0].department_ids: has to list the departments (подразделения) that \
                    see the organization when all_departments_allowed is false".into(),
            ],
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(problems(&data.to_string()), expected, "{data}");
    }
}

#[test]
fn invalid_json_data_is_reported_with_position() {
    let deep = "[".repeat(1000);
    let cases = [
        ("", "line 1, column 0: ends too early"),
        ("{\n  \"addresses\": [", "line 2, column 16: ends too early"),
        (
            "{\"addresses\": [s3cret]}",
            "line 1, column 16: is not JSON",
        ),
        ("{} {}", "line 1, column 4: is not JSON"),
        (&deep, "line 1, column 128: is not JSON"),
    ];
    for (data, expected) in cases {
        assert_eq!(problems(data), [expected]);
    }
    assert!(
        read("\u{feff}{}").is_ok(),
        "a byte order mark is no problem"
    );
}

#[test]
fn unusual_snapshot_is_written_unchanged() {
    let snapshot = Snapshot {
        organizations: vec![
            json!("text"),
            json!({"addresses": 5, "contact_persons": [{}, 7]}),
        ],
        ..Snapshot::default()
    };
    let expected = json!({
        "organizations": ["text", {"address_ids": 5, "contact_person_ids": [null, null]}],
        "addresses": [], "contact_persons": [],
    });
    assert_eq!(snapshot.to_json(), expected);
}
