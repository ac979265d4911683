//! What is read from files, and what is said of how they were written.

use catalogs_transfer::{
    Delimiter, Encoding, Error, Existing, Format, Kind, Plan, ReadOptions, WriteOptions, read,
    read_bytes, to_bytes,
};
use encoding_rs::WINDOWS_1251;
use proptest::{prelude::*, sample::select};

use crate::support::{csv, json, strictly};

/// The names that the rows of a sheet would be added with.
fn names(tables: catalogs_transfer::Tables) -> Vec<String> {
    let checked = strictly(tables).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let plan = Plan::make(&checked, &Existing::new()).unwrap();
    let name = |step: &catalogs_transfer::Step| {
        let name = step.changes.iter().find(|change| change.field == "name");
        name.unwrap().new.as_str().unwrap().to_owned()
    };
    plan.steps().iter().map(name).collect()
}

fn read_csv(bytes: &[u8]) -> Result<catalogs_transfer::Tables, Error> {
    read_bytes(bytes, "contacts.csv", &ReadOptions::new())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn encodings_and_delimiters_are_recognized(
        name in "[А-Яа-яёЁ]{2,12}[;,\t\"]?[А-Яа-я №«»]{0,8}[а-я]",
        encoding in select(&[Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16, Encoding::Windows1251][..]),
        delimiter in select(&[Delimiter::Semicolon, Delimiter::Comma, Delimiter::Tab][..]),
        russian: bool,
    ) {
        let header = if russian { "ФИО,Электронная почта" } else { "name,email" };
        let text = format!("{header}\n\"{}\",a@b.example\n", name.replace('"', "\"\""));
        let tables = read_bytes(text.as_bytes(), "contacts.csv", &ReadOptions::new()).unwrap();
        let options = WriteOptions::new().encoding(encoding).delimiter(delimiter);
        let files = to_bytes(&tables, Format::Csv, &options).unwrap();
        let again = read_csv(&files[0].1).unwrap();
        let recognized = again.iter().next().unwrap().recognized.unwrap();
        // Without a letter beyond ASCII, cp1251 is UTF-8; here there is always one.
        prop_assert_eq!((recognized.encoding, recognized.delimiter), (encoding, delimiter));
        prop_assert_eq!(names(again), vec![name]);
    }

    #[test]
    fn any_bytes_do_not_panic(bytes: Vec<u8>, kind in select(&Kind::ALL[..])) {
        for format in [Format::Csv, Format::Json, Format::Xlsx] {
            let options = ReadOptions::new().kind(kind).format(format);
            if let Ok(tables) = read_bytes(&bytes, "x", &options) {
                drop(strictly(tables));
            }
        }
    }

    #[test]
    fn any_text_does_not_panic(text in "(name|phone|id|key|inn|residency|[;,\n\"'=]|[0-9.eE+-]{1,4}|\\PC){0,40}") {
        for kind in Kind::ALL {
            let options = ReadOptions::new().kind(kind).format(Format::Csv);
            if let Ok(tables) = read_bytes(text.as_bytes(), "x", &options) {
                drop(strictly(tables));
            }
        }
    }
}

#[test]
fn rows_are_counted_as_in_spreadsheet() {
    let texts = [
        ("name\na\n\nb\n", [2, 4]),
        ("name\r\na\r\n\r\n\r\nb\r\n", [2, 5]),
        ("name\n\"a\nb\nc\"\nd\n", [2, 3]),
        ("\n\nname\na\nb", [4, 5]),
        ("name;phone\na;\n;\nb;\n", [2, 4]),
        ("name\ra\rb\r", [2, 3]),
        ("name\n\"a\n\n\"\n\nb", [2, 4]),
    ];
    for (text, expected) in texts {
        let checked = strictly(csv("contacts.csv", text)).unwrap();
        let plan = Plan::make(&checked, &Existing::new()).unwrap();
        let rows: Vec<usize> = plan.steps().iter().map(|step| step.row).collect();
        assert_eq!(rows, expected, "{text:?}");
    }
}

#[test]
fn kind_is_recognized_by_name_or_columns() {
    let kind = |name: &str, text: &str| {
        let tables = read_bytes(text.as_bytes(), name, &ReadOptions::new());
        tables.map(|tables| tables.iter().next().unwrap().kind)
    };
    let cases = [
        ("Адреса.csv", "x\n", Kind::Address),
        ("contacts.csv", "inn;ownership\n", Kind::ContactPerson),
        ("x.csv", "name;phone;email\n", Kind::ContactPerson),
        ("x.csv", "Название;ИНН\n", Kind::Organization),
        ("x.csv", "Адрес;Город\n", Kind::Address),
    ];
    for (name, text, expected) in cases {
        assert_eq!(kind(name, text).unwrap(), expected, "{name} {text}");
    }
    let error = kind("x.csv", "name;phone\n").unwrap_err();
    assert!(matches!(error, Error::UnknownKind { .. }), "{error}");
    let options = ReadOptions::new().kind(Kind::Organization);
    let tables = read_bytes(b"name;phone\n", "x.csv", &options).unwrap();
    assert_eq!(tables.iter().next().unwrap().kind, Kind::Organization);
}

#[test]
fn headers_are_read_in_any_language_order_and_case() {
    let text = "ТЕЛЕФОН;  фио ;e-MAIL\n+7 495 123-45-67;Пётр;p@x.example\n";
    assert_eq!(names(csv("x.csv", text)), ["Пётр"]);
}

#[test]
fn json_list_is_read_as_sheet() {
    assert_eq!(
        names(json(serde_json::json!([{"ФИО": "Пётр", "email": null}]))),
        ["Пётр"]
    );
}

#[test]
fn folder_is_read_and_other_files_listed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Контакты.csv"), "ФИО\nПётр\n").unwrap();
    std::fs::write(folder.path().join("notes.csv"), "x\n").unwrap();
    let tables = read(folder.path(), &ReadOptions::new()).unwrap();
    let checked = strictly(tables.clone()).unwrap();
    assert_eq!(checked.warnings()[0].sheet, "notes.csv");
    assert_eq!(names(tables), ["Пётр"]);
}

#[test]
fn unreadable_file_is_explained_without_values() {
    let (mixed, _, _) = WINDOWS_1251.encode("канарейка");
    let mixed = ["name\nсиницы и снегири\n".as_bytes(), &mixed].concat();
    let cases: &[(&[u8], &str)] = &[
        (
            b"{\"contacts\": [{\"name\": \"canary\"]}",
            "not valid JSON: line 1, column 32",
        ),
        (b"{\"contacts\": 1}", "`contacts` is not a list of objects"),
        (
            b"{\"contacts\": [{}, \"canary\"]}",
            "`contacts` is not a list of objects: entry 2 is not one",
        ),
        (
            b"{\"contacts\": [{\"name\": \"canary\"}],\n \"contacts\": []}",
            "line 2, column 11: an object has the same name for the second time",
        ),
        (
            b"{\"contacts\": [{\"name\": \"canary\", \"name\": \"x\"}]}",
            ": an object has the same name for the second time",
        ),
        (
            "{\"contacts\": [], \"Контакты\": []}".as_bytes(),
            "contacts and Контакты hold the same",
        ),
        (
            "name;note\n\nx;\"canary\ny;z\n".as_bytes(),
            "contacts.csv, row 3: a cell begins with a quote (\") that is never closed",
        ),
        (
            "name;note\nx;\"canary\ny;\"z\"\n".as_bytes(),
            "contacts.csv, row 2: a cell begins with a quote (\") that ends in the middle of a cell",
        ),
        (b"{\"canaries\": []}", "no sheet is called organizations"),
        (b"PK\x03\x04 canary", "the workbook cannot be read"),
        (
            &mixed,
            "contacts.csv: most of it is UTF-8, but line 3 is not",
        ),
    ];
    for (bytes, expected) in cases {
        let error = read_csv(bytes).unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(
            !format!("{error:?} {error}").contains("canary"),
            "{error:?}"
        );
    }
}

#[test]
fn unencodable_text_is_not_written() {
    let tables = csv("contacts.csv", "name\n日本\n");
    let options = WriteOptions::new().encoding(Encoding::Windows1251);
    let error = to_bytes(&tables, Format::Csv, &options).unwrap_err();
    assert!(matches!(error, Error::NotInEncoding { .. }), "{error}");
    let long = csv("contacts.csv", &format!("name\n{}\n", "я".repeat(40_000)));
    let error = to_bytes(&long, Format::Xlsx, &options)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("row 2, column name: it does not fit"),
        "{error}"
    );
}

#[test]
fn two_files_of_one_kind_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["contacts.csv", "Контакты.csv"] {
        std::fs::write(folder.path().join(name), "name\nПётр\n").unwrap();
    }
    let error = read(folder.path(), &ReadOptions::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "contacts.csv and Контакты.csv hold the same; put the rows of both into one"
    );
}

/// A workbook whose only sheet was changed after it was written.
fn workbook(sheet: &mut rust_xlsxwriter::Worksheet, change: impl Fn(String) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};

    let mut book = rust_xlsxwriter::Workbook::new();
    book.push_worksheet(std::mem::take(sheet));
    let bytes = book.save_to_buffer().unwrap();
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.ends_with("sheet1.xml") {
            text = change(text);
        }
        to.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn formula_without_result_is_not_empty() {
    for value in ["<v></v>", "<v/>", ""] {
        let mut sheet = rust_xlsxwriter::Worksheet::new();
        sheet.write_row(0, 0, ["name", "phone"]).unwrap();
        sheet.write(1, 0, "Мария").unwrap();
        sheet.write_formula(1, 1, "=D1").unwrap();
        let bytes = workbook(&mut sheet, |text| {
            assert!(text.contains("</f><v>0</v>"), "{text}");
            text.replace("</f><v>0</v>", &format!("</f>{value}"))
        });
        let options = ReadOptions::new().kind(Kind::ContactPerson);
        let tables = read_bytes(&bytes, "book.xlsx", &options).unwrap();
        let diagnostics = strictly(tables).unwrap_err().to_string();
        assert!(
            diagnostics.contains("row 2, column B (phone): there is a formula"),
            "{value}: {diagnostics}"
        );
    }
}

#[test]
fn sheet_with_distant_cell_is_refused() {
    let mut sheet = rust_xlsxwriter::Worksheet::new();
    sheet.write(0, 0, "name").unwrap();
    sheet.write(1_048_575, 16_383, "x").unwrap();
    let bytes = workbook(&mut sheet, |text| text);
    let options = ReadOptions::new().kind(Kind::ContactPerson);
    let error = read_bytes(&bytes, "book.xlsx", &options).unwrap_err();
    assert!(
        error.to_string().contains("column XFD, row 1048576"),
        "{error}"
    );
    let long = format!("name\n{}", "x\n".repeat(200_001));
    let error = read_csv(long.as_bytes()).unwrap_err();
    assert!(matches!(error, Error::TooMuch { .. }), "{error}");
}

#[test]
fn header_is_found_below_title() {
    for (text, row) in [
        ("sep=,\nname,phone\nA,+74951234567\n", 1),
        ("sep=;\r\nname;phone\r\nA;+74951234567\r\n", 1),
        ("Контакты на 1 мая;\n;\nФИО;Телефон\nA;+74951234567\n", 3),
        ("Организация,,\nФИО,Телефон,E-mail\nA,+74951234567,\n", 2),
    ] {
        let tables = csv("contacts.csv", text);
        let table = tables.iter().next().unwrap();
        assert_eq!((table.len(), table.header_row), (1, row), "{text}");
        assert!(strictly(tables).is_ok(), "{text}");
    }
}
