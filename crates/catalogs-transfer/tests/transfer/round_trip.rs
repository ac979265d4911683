//! What is exported, imported into an empty address book and exported again is the same, whatever
//! stands in it.

use catalogs::{AddressDraft, Client, ContactPersonDraft, OrganizationDraft};
use catalogs_sandbox::Sandbox;
use catalogs_transfer::{
    CheckOptions, Delimiter, Encoding, Existing, ExportOptions, Format, Journal, Kind, Plan,
    ReadOptions, WriteOptions, check, export, read, read_bytes, to_bytes, write,
};
use proptest::{collection::vec, option, prelude::*, sample::select, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::support::{at_once, empty};

const CASES: u32 = 32;

/// Texts that something is likely to stumble over.
const ODD: &[&str] = &[
    "",
    " ",
    "'",
    "''",
    "\"",
    "\"\"",
    ";",
    ",",
    "a;b",
    "a,b",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    "=1+1",
    "+7 495 123-45-67",
    "-1",
    "@x",
    "＝1",
    "'=1",
    "'текст",
    "<clear>",
    "<empty>",
    "<Пусто>",
    "<очистить>",
    "007",
    "0",
    "-",
    "null",
    "TRUE",
    "ложь",
    "05.02.2026",
    "5-Feb",
    "#N/A",
    "#Н/Д",
    "7.4951234567E10",
    "1e5",
    "  края  ",
    "край ",
    "ё",
    "ООО «Ромашка»",
    "日本",
    "🚚",
    "\u{a0}",
    "a\u{a0}",
    "_x000D_",
    "_x0041_",
    "&amp;",
    "<b>",
    "]]>",
    "sep=;",
    "0x1F",
    "1 000",
    "1,5",
    "Р",
    "No.",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(ODD).prop_map(str::to_owned),
        1 => vec(select(ODD), 1..3).prop_map(|parts| parts.concat()),
        1 => "[ -~а-яёА-ЯЁ«»№\n;,\"'=+@-]{0,12}",
    ]
}

/// Unknown fields.
fn extra() -> impl Strategy<Value = Value> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from),
        Just(json!({"a": [1, "б", null]})),
    ];
    let fields = vec(
        (
            select(&["new_field", "поле", "key", "error", "with;semicolon"][..]),
            value,
        ),
        0..3,
    );
    prop_oneof![2 => Just(json!({})), 1 => fields.prop_map(|fields| {
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>()
    })]
}

fn with(mut fields: Value, extra: Value) -> Value {
    if let (Some(fields), Value::Object(extra)) = (fields.as_object_mut(), extra) {
        fields.extend(extra);
    }
    fields
}

/// An address book: contact persons, addresses with links to them by place, organizations alike.
/// The number in each name tells them apart.
#[derive(Clone, Debug)]
struct Book {
    persons: Vec<Value>,
    addresses: Vec<(Value, Vec<usize>)>,
    organizations: Vec<(Value, Vec<usize>, Vec<usize>)>,
}

fn book() -> impl Strategy<Value = Book> {
    let person = (
        text(),
        option::of(text()),
        option::of(-1..3_i32),
        option::of(text()),
        extra(),
    )
        .prop_map(|(name, phone, extra_phone, email, extra)| {
            with(
                json!({"name": name, "phone": phone, "extra_phone": extra_phone, "email": email}),
                extra,
            )
        });
    let degrees = || option::of(prop_oneof![Just(0.0), Just(55.0), -80.0..80.0_f64]);
    let address = (text(), degrees(), degrees(), option::of(text()), option::of(text()), 1..4_i32, extra()).prop_map(
        |(address, latitude, longitude, note, hours, sort, extra)| {
            with(json!({
                "address": address, "address_city_id": sort - 2, "address_latitude": latitude,
                "address_longitude": longitude, "note": note, "schedule_summary": hours, "address_type": sort,
            }), extra)
        },
    );
    let docs_address = option::of((text(), any::<i32>(), text(), text(), text(), extra()).prop_map(
        |(postcode, city, street, house, office, extra)| {
            let extra = extra.as_object().cloned().unwrap_or_default();
            let extra = extra.into_iter().filter(|(_, value)| !value.is_null()).collect();
            with(json!({
                "postcode": postcode, "city_id": city, "street_name": street, "house_no": house, "office_no": office,
            }), extra)
        },
    ));
    let departments = option::of(vec(1..20_i32, 1..3));
    let organization = (text(), select(&[1, 2, 3, 10, 200][..]), option::of(text()), option::of(text()), docs_address, departments, extra())
        .prop_map(|(name, residency, inn, phone, docs_address, departments, extra)| {
            with(json!({
                "name": name, "ownership": residency - 3, "residency": residency, "inn": inn, "phone": phone,
                "extra_phone": null, "docs_address": docs_address,
                "all_departments_allowed": departments.is_none(), "department_ids": departments.unwrap_or_default(),
            }), extra)
        });
    let links = || vec(0..4_usize, 0..3);
    (
        vec(person, 0..4),
        vec((address, links()), 0..4),
        vec((organization, links(), links()), 0..4),
    )
        .prop_map(|(persons, addresses, organizations)| Book {
            persons,
            addresses,
            organizations,
        })
}

/// Names that are not told apart by what stands around them.
fn name(value: &mut Value, field: &str, place: usize) {
    let text = value[field].as_str().unwrap_or_default();
    value[field] = json!(format!("{text}{place}{text}"));
    // A number that is the same as another's would be the same organization.
    if value["inn"].as_str().is_some_and(|inn| !inn.is_empty()) {
        value["inn"] = json!(format!(
            "{place}{}",
            value["inn"].as_str().unwrap_or_default()
        ));
    }
}

async fn fill(client: &Client, book: Book) {
    let mut persons = Vec::new();
    for (place, mut body) in book.persons.into_iter().enumerate() {
        name(&mut body, "name", place);
        let draft: ContactPersonDraft = serde_json::from_value(body).unwrap();
        persons.push(client.contact_persons().create(&draft).await.unwrap().id);
    }
    let pick = |links: Vec<usize>| -> Vec<_> {
        links
            .into_iter()
            .filter_map(|link| persons.get(link).copied())
            .collect()
    };
    let mut addresses = Vec::new();
    for (place, (mut body, links)) in book.addresses.into_iter().enumerate() {
        name(&mut body, "address", place);
        let mut draft: AddressDraft = serde_json::from_value(body).unwrap();
        draft.contact_persons = pick(links);
        addresses.push(client.addresses().create(&draft).await.unwrap().id);
    }
    for (place, (mut body, links, people)) in book.organizations.into_iter().enumerate() {
        name(&mut body, "name", place);
        let mut draft: OrganizationDraft = serde_json::from_value(body).unwrap();
        draft.addresses = links
            .into_iter()
            .filter_map(|link| addresses.get(link).copied())
            .collect();
        draft.contact_persons = pick(people);
        client.organizations().create(&draft).await.unwrap();
    }
}

/// The cells of a workbook, sheet by sheet: its bytes hold the time at which it was written.
fn cells(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    use calamine::Reader;
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let sheets = workbook.worksheets();
    let show = |cell: &calamine::Data| format!("{cell:?}");
    sheets
        .into_iter()
        .map(|(name, range)| {
            (
                name,
                range
                    .rows()
                    .map(|row| row.iter().map(show).collect())
                    .collect(),
            )
        })
        .collect()
}

/// An address book to export from, and one to import into.
struct Pair {
    runtime: tokio::runtime::Runtime,
    sandboxes: [(Sandbox, Client); 2],
}

impl Pair {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let sandboxes = runtime.block_on(async { [empty().await, empty().await] });
        Self { runtime, sandboxes }
    }

    /// Tries many books.
    fn try_all<S: Strategy>(
        &self,
        cases: u32,
        strategy: S,
        options: impl Fn(S::Value) -> (Book, Format, bool, WriteOptions),
    ) {
        let config = ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        };
        let tried = TestRunner::new(config).run(&strategy, |value| {
            let (book, format, russian, options) = options(value);
            self.sandboxes
                .iter()
                .for_each(|(sandbox, _)| sandbox.reset());
            let [(_, from), (_, to)] = &self.sandboxes;
            self.runtime
                .block_on(there_and_back(from, to, book, format, russian, options));
            Ok(())
        });
        tried.unwrap_or_else(|error| panic!("{error}"));
    }
}

async fn there_and_back(
    from: &Client,
    to: &Client,
    book: Book,
    format: Format,
    russian: bool,
    options: WriteOptions,
) {
    fill(from, book).await;
    let exported = ExportOptions::new().keys(true).russian(russian);
    let before = export(&Existing::fetch(from).await.unwrap(), &exported);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(match format {
        Format::Csv => "book",
        Format::Xlsx => "book.xlsx",
        Format::Json => "book.json",
    });
    write(&before, &path, &options).unwrap();

    let tables = read(&path, &ReadOptions::new()).unwrap();
    let checked = check(tables, &CheckOptions::new().tolerant(true));
    let checked = checked.unwrap_or_else(|diagnostics| {
        panic!(
            "{}",
            diagnostics
                .iter()
                .map(|diagnostic| format!("{}\n", diagnostic.in_full()))
                .collect::<String>()
        )
    });
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let mut journal = Journal::open(folder.path().join("journal"), &checked, to).unwrap();
    let outcome = plan.run(to, &mut journal, at_once()).await.unwrap();
    assert!(outcome.is_complete(), "{:?}", outcome.failed);
    drop(journal);

    let imported = Existing::fetch(to).await.unwrap();
    let after = export(&imported, &exported);
    let before = to_bytes(&before, format, &options).unwrap();
    let after = to_bytes(&after, format, &options).unwrap();
    for ((name, before), (_, after)) in before.iter().zip(&after) {
        match format {
            Format::Xlsx => assert_eq!(cells(before), cells(after), "{name}"),
            _ => assert_eq!(
                String::from_utf8_lossy(before),
                String::from_utf8_lossy(after),
                "{name}"
            ),
        }
    }
    assert_eq!(before.len(), after.len());

    // And a second import of the same file finds nothing to do.
    let again = Plan::make(&checked, &imported).unwrap();
    assert!(again.changes_nothing(), "{again:?} {:?}", again.steps());
}

#[test]
fn csv_round_trip_keeps_bytes() {
    let encodings = select(&[Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16][..]);
    let delimiters = select(&[Delimiter::Semicolon, Delimiter::Comma, Delimiter::Tab][..]);
    let strategy = (book(), any::<[bool; 2]>(), encodings, delimiters);
    Pair::start().try_all(
        CASES,
        strategy,
        |(book, [russian, guard], encoding, delimiter)| {
            let options = WriteOptions::new()
                .encoding(encoding)
                .delimiter(delimiter)
                .guard_formulas(guard);
            (book, Format::Csv, russian, options)
        },
    );
}

#[test]
fn json_round_trip_keeps_bytes() {
    Pair::start().try_all(CASES, (book(), any::<bool>()), |(book, russian)| {
        (book, Format::Json, russian, WriteOptions::new())
    });
}

#[test]
fn workbook_round_trip_keeps_cells() {
    Pair::start().try_all(CASES, (book(), any::<bool>()), |(book, russian)| {
        (book, Format::Xlsx, russian, WriteOptions::new())
    });
}

#[test]
fn unencodable_character_is_reported_with_place() {
    let mut existing = Existing::new();
    existing.contact_persons = serde_json::from_value(json!([
        {"id": uuid::Uuid::from_u128(1), "name": "Мария"},
        {"id": uuid::Uuid::from_u128(2), "name": "Anaïs"},
    ]))
    .unwrap();
    let options = ExportOptions::new().kinds([Kind::ContactPerson]);
    let cp1251 = WriteOptions::new().encoding(Encoding::Windows1251);
    let error = to_bytes(&export(&existing, &options), Format::Csv, &cp1251).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("contacts, row 3, column name: cp1251 has no sign for `ï` (U+00EF)"),
        "{error}"
    );
}

#[test]
fn russian_export_has_russian_flags() {
    let mut existing = Existing::new();
    existing.organizations = serde_json::from_value(json!([
        {"id": uuid::Uuid::from_u128(1), "name": "Ромашка", "residency": 1, "all_departments_allowed": true,
         "addresses": [], "contact_persons": []},
    ]))
    .unwrap();
    let options = ExportOptions::new()
        .kinds([Kind::Organization])
        .russian(true);
    let files = to_bytes(
        &export(&existing, &options),
        Format::Csv,
        &WriteOptions::new(),
    )
    .unwrap();
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(text.contains(";да;") && !text.contains("true"), "{text}");
    let tables = read_bytes(text.as_bytes(), "organizations.csv", &ReadOptions::new()).unwrap();
    let checked = check(tables, &CheckOptions::new()).unwrap();
    assert!(Plan::make(&checked, &existing).unwrap().changes_nothing());
}
