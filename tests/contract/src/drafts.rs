//! Generated drafts: any text, any numbers, any of the optional fields, unknown fields besides.

use std::fmt::Debug;

use catalogs::{
    AddressDraft, AddressType, ContactPersonDraft, DepartmentAccess, OrganizationDraft, Residency,
    model::{DepartmentId, DocsAddress, Extra, OwnershipId},
};
use proptest::{
    collection::{btree_map, vec},
    num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO},
    option,
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::Value;
use uuid::Uuid;

/// Runs `check` on `cases` generated values, and panics with the smallest that fails.
pub fn each<S: Strategy>(
    cases: u32,
    strategy: S,
    check: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    run(TestRunner::new(config), &strategy, check);
}

/// Holds what the strategy makes, the same on every run, to the check.
pub fn each_of_the_same<S: Strategy>(
    cases: u32,
    strategy: S,
    check: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    run(TestRunner::new_with_rng(config, rng), &strategy, check);
}

fn run<S: Strategy>(
    mut runner: TestRunner,
    strategy: &S,
    check: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    if let Err(failure) = runner.run(strategy, check) {
        panic!("{failure}");
    }
}

/// Any text: ordinary words, nothing at all, and what breaks careless code.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        3 => "[А-Яа-яЁё «»\"'0-9.,-]{1,24}",
        2 => any::<String>(),
        1 => select(vec![
            "\"", "\\", "\\u0000", "\u{0}", "\u{1f}\u{7f}", "line\r\n\ttab", "</script>", "null",
            "🚚", "👩\u{200d}👧", "e\u{301}", "\u{feff}", "\u{2028}", "\u{fffd}", "عربى",
        ])
        .prop_map(str::to_owned),
    ]
}

/// A coordinate: any number that is one, sensible or not.
pub fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![
        -180.0..180.0,
        NORMAL | SUBNORMAL | ZERO | POSITIVE | NEGATIVE,
        select(vec![
            0.0,
            -0.0,
            1.0,
            55.7558,
            0.1 + 0.2,
            f64::MAX,
            f64::MIN_POSITIVE
        ]),
    ]
}

/// Fields that the documentation does not know, anywhere.
pub fn extra() -> impl Strategy<Value = Extra> {
    let name = text().prop_filter("documented", |name| !DOCUMENTED.contains(&name.as_str()));
    btree_map(name, json(), 0..3).prop_map(|fields| fields.into_iter().collect())
}

/// Every field name of the documentation.
pub const DOCUMENTED: [&str; 32] = [
    "id",
    "name",
    "name_eng",
    "ownership",
    "residency",
    "inn",
    "phone",
    "extra_phone",
    "email",
    "docs_address",
    "postcode",
    "city_id",
    "street_name",
    "house_no",
    "office_no",
    "addresses",
    "address_ids",
    "contact_persons",
    "contact_person_ids",
    "all_departments_allowed",
    "department_ids",
    "departments",
    "address",
    "address_city_id",
    "address_latitude",
    "address_longitude",
    "address_type",
    "note",
    "schedule_summary",
    "error_code",
    "error",
    "reason",
];

/// Any JSON of a modest size.
pub fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        coordinate().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            btree_map(text(), inner, 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn ids<T: From<Uuid> + Debug>() -> impl Strategy<Value = Vec<T>> {
    vec(
        any::<u128>().prop_map(|bits| T::from(Uuid::from_u128(bits))),
        0..4,
    )
}

/// Any contact person that can be drafted.
pub fn contact_person() -> impl Strategy<Value = ContactPersonDraft> {
    let texts = [(); 3].map(|()| option::of(text()));
    (texts, option::of(any::<i32>()), extra()).prop_map(|([name, phone, email], number, extra)| {
        let mut draft = ContactPersonDraft::builder().name("").build();
        draft.name = name;
        draft.phone = phone;
        draft.email = email;
        draft.extra_phone = number;
        draft.extra = extra;
        draft
    })
}

/// Any address that can be drafted, with a city and a documented type.
pub fn address() -> impl Strategy<Value = AddressDraft> {
    let texts = [(); 3].map(|()| option::of(text()));
    let coordinates = [(); 2].map(|()| option::of(coordinate()));
    let kind = select(AddressType::ALL.to_vec());
    (texts, coordinates, any::<i32>(), kind, ids(), extra()).prop_map(
        |([address, note, hours], [latitude, longitude], city, kind, persons, extra)| {
            let mut draft = AddressDraft::builder()
                .address("")
                .city_id(city)
                .address_type(kind)
                .contact_persons(persons)
                .build();
            draft.address = address;
            draft.note = note;
            draft.schedule_summary = hours;
            draft.latitude = latitude;
            draft.longitude = longitude;
            draft.extra = extra;
            draft
        },
    )
}

/// Any address for documents with all its fields.
pub fn docs_address() -> impl Strategy<Value = DocsAddress> {
    let texts = [(); 4].map(|()| text());
    (texts, any::<i32>(), extra()).prop_map(|([postcode, street, house, office], city, extra)| {
        let mut docs = DocsAddress::builder()
            .postcode(postcode)
            .city_id(city)
            .street_name(street)
            .house_no(house)
            .office_no(office)
            .build();
        docs.extra = extra;
        docs
    })
}

/// Any organization that can be drafted, with a legal form and a documented residency.
pub fn organization() -> impl Strategy<Value = OrganizationDraft> {
    let texts = [(); 3].map(|()| option::of(text()));
    let departments = prop_oneof![
        Just(DepartmentAccess::All),
        vec(any::<i32>().prop_map(DepartmentId::new), 0..4).prop_map(DepartmentAccess::Only),
    ];
    let codes = (any::<i32>(), select(Residency::ALL.to_vec()), departments);
    let links = (ids(), ids());
    let rest = (
        option::of(any::<i32>()),
        option::of(docs_address()),
        links,
        extra(),
    );
    (texts, codes, rest).prop_map(|([name, inn, phone], codes, rest)| {
        let (ownership, residency, departments) = codes;
        let (extra_phone, docs_address, (addresses, persons), extra) = rest;
        let mut draft = OrganizationDraft::builder()
            .name("")
            .ownership(OwnershipId::new(ownership))
            .residency(residency)
            .departments(departments)
            .addresses(addresses)
            .contact_persons(persons)
            .build();
        draft.name = name;
        draft.inn = inn;
        draft.phone = phone;
        draft.extra_phone = extra_phone;
        draft.docs_address = docs_address;
        draft.extra = extra;
        draft
    })
}
