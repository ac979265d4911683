//! Every kind of diagnostic that a file alone can show, with its exact words.

use catalogs_transfer::{
    CheckOptions, Diagnostic, DiagnosticKind, Format, Severity, Tables, WriteOptions, check,
    to_bytes,
};

use serde_json::json;

use crate::support::{csv, strictly};

/// What a new row lacks, which has a test of its own.
pub(crate) fn is_lacking(diagnostic: &Diagnostic) -> bool {
    match diagnostic.kind {
        DiagnosticKind::Missing(_)
        | DiagnosticKind::MissingIfNew(_)
        | DiagnosticKind::MissingColumn(_) => true,
        DiagnosticKind::NoDepartments => diagnostic.letter.is_none(),
        _ => false,
    }
}

/// All that is said of a file: severity, place, what is wrong, the value and what would be right.
pub(crate) fn said(tables: Tables) -> Vec<String> {
    let line =
        |diagnostic: &Diagnostic| format!("{}: {}", diagnostic.severity, diagnostic.in_full());
    match strictly(tables) {
        Ok(checked) => checked.warnings().iter().map(line).collect(),
        Err(diagnostics) => {
            let told = diagnostics
                .iter()
                .filter(|diagnostic| !is_lacking(diagnostic));
            told.map(line).collect()
        }
    }
}

fn assert_said(cases: &[(&str, &str, &[&str])]) {
    for (sheet, text, expected) in cases {
        let tables = csv(&format!("{sheet}.csv"), text);
        let expected: Vec<String> = expected
            .iter()
            .map(|line| line.replacen(": ", &format!(": {sheet}.csv"), 1))
            .collect();
        assert_eq!(said(tables), expected, "{sheet}: {text}");
    }
}

#[test]
fn file_header_and_rows_are_checked() {
    assert_said(&[
        (
            "contacts",
            "",
            &["error: : there is nothing in it; it needs a header and rows"],
        ),
        (
            "contacts",
            " \n;;\n",
            &["error: : there is nothing in it; it needs a header and rows"],
        ),
        (
            "contacts",
            "name\n",
            &["warning: : there is a header, but no row"],
        ),
        (
            "contacts",
            "Мария;+7 495 123-45-67\n",
            &["error: , row 1: the first row names no known column; it needs a header"],
        ),
        (
            "contacts",
            "name;fone;extra_phone\nx;1;\n",
            &[
                "error: , row 1, column B (fone): no field is called so, and nothing of this column is sent to the service; rename it, or leave unknown columns out (--ignore-unknown): it is `fone`, right would be `phone`",
            ],
        ),
        (
            "contacts",
            "name;zzz\nx;1\n",
            &[
                "error: , row 1, column B (zzz): no field is called so, and nothing of this column is sent to the service; rename it, or leave unknown columns out (--ignore-unknown): it is `zzz`",
            ],
        ),
        (
            "contacts",
            "name;ФИО\nx;y\n",
            &["error: , row 1, column B (ФИО): the column is there for the second time"],
        ),
        (
            "contacts",
            "name;phone\nx\nx;+74951234567;y\nz;;\n",
            &[
                "error: , row 2: the row has 1 cells, but the header has 2",
                "error: , row 3: the row has 3 cells, but the header has 2",
            ],
        ),
        ("contacts", "name;error\nx;whatever\n", &[]),
    ]);
}

#[test]
fn spreadsheet_and_encoding_damage_is_reported() {
    assert_said(&[
        (
            "contacts",
            "name\n#N/A\n",
            &[
                "error: , row 2, column A (name): a formula of the spreadsheet failed here: it is `#N/A`",
            ],
        ),
        (
            "contacts",
            "name\n#ЗНАЧ!\n",
            &[
                "error: , row 2, column A (name): a formula of the spreadsheet failed here: it is `#ЗНАЧ!`",
            ],
        ),
        (
            "contacts",
            "name\n####\n",
            &[
                "error: , row 2, column A (name): a formula of the spreadsheet failed here: it is `####`",
            ],
        ),
        (
            "contacts",
            "name\nМ\u{FFFD}рия\n",
            &[
                "error: , row 2, column A (name): characters were lost when the file was saved; save it as UTF-8: it is `М\u{FFFD}рия`",
            ],
        ),
        (
            "contacts",
            "name\nРњР°СЂРёСЏ\n",
            &[
                "error: , row 2, column A (name): the text was saved in one encoding and read in another: it is `РњР°СЂРёСЏ`, right would be `Мария`",
            ],
        ),
        (
            "contacts",
            "name\nРо\u{ad}маш\u{200b}ка\u{202e}\n",
            &[
                "error: , row 2, column A (name): there is an invisible character in it, U+00AD: it is `Ро\u{ad}маш\u{200b}ка\u{202e}`, right would be `Ромашка`",
            ],
        ),
        (
            "addresses",
            "address;address_city_id;note\na;1;\"см. ворота\nул. Ленина, 1;1;труба 12\"\n",
            &[
                "error: , row 2, column C (note): there are lines in it that look like rows of their own; a quote in front of it may have swallowed them",
            ],
        ),
        (
            "contacts",
            "name\na\u{7}b\n",
            &[
                "error: , row 2, column A (name): there is a control character in it, U+0007: it is `a\u{7}b`, right would be `ab`",
            ],
        ),
        (
            "contacts",
            "name\n Мария\u{a0}\n",
            &[
                "warning: , row 2, column A (name): there are spaces around it; they are taken off: it is ` Мария\u{a0}`, right would be `Мария`",
            ],
        ),
        (
            "contacts",
            "name;phone\nx;7.4951234567E10\n",
            &[
                "error: , row 2, column B (phone): the spreadsheet made a number of the phone: it is `7.4951234567E10`, right would be `+74951234567`",
            ],
        ),
        (
            "contacts",
            "name;phone\nx;74951234567,0\n",
            &[
                "error: , row 2, column B (phone): the spreadsheet made a number of the phone: it is `74951234567,0`, right would be `+74951234567`",
            ],
        ),
        (
            "contacts",
            "name;phone\nx;7,49512E+10\n",
            &[
                "error: , row 2, column B (phone): the spreadsheet made a number of the phone, and lost digits of it: it is `7,49512E+10`",
            ],
        ),
        (
            "organizations",
            "name;inn\nx;7.707083893E9\n",
            &[
                "error: , row 2, column B (inn): the spreadsheet made a number of it, and may have lost digits; set the cell to text and enter it again: it is `7.707083893E9`, right would be `7707083893`",
            ],
        ),
        (
            "organizations",
            "name;docs_address.house_no\nx;05.фев\n",
            &[
                "warning: , row 2, column B (docs_address.house_no): it looks like a date that a spreadsheet made of something else: it is `05.фев`",
            ],
        ),
        (
            "contacts",
            "name\nИСТИНА\n",
            &[
                "warning: , row 2, column A (name): it looks like a truth value that a spreadsheet made of something else: it is `ИСТИНА`",
            ],
        ),
        (
            "organizations",
            "name;residency;inn\nx;1;105002421\n",
            &[
                "error: , row 2, column C (inn): leading zeros were lost: it is `105002421`, right would be `0105002421`",
            ],
        ),
        (
            "organizations",
            "name;residency;inn\nx;Украина;32106\n",
            &[
                "error: , row 2, column C (inn): leading zeros were lost: it is `32106`, right would be `00032106`",
            ],
        ),
        (
            "organizations",
            "name;residency;Индекс\nx;kz;50000\ny;ua;1001\n",
            &[
                "error: , row 2, column C (Индекс): leading zeros were lost: it is `50000`, right would be `050000`",
                "error: , row 3, column C (Индекс): leading zeros were lost: it is `1001`, right would be `01001`",
            ],
        ),
    ]);
}

#[test]
fn invalid_values_are_reported() {
    assert_said(&[
        (
            "organizations",
            "name;ownership\nx;много\ny;1,0\nz;3000000000\n",
            &[
                "error: , row 2, column B (ownership): not a whole number: it is `много`",
                "error: , row 3, column B (ownership): not a whole number: it is `1,0`, right would be `1`",
                "error: , row 4, column B (ownership): it is out of range; it goes from -2147483648 to 2147483647: it is `3000000000`",
            ],
        ),
        (
            "addresses",
            "address;address_latitude;address_longitude\nx;55,7;37.6\ny;север;200\n",
            &[
                "error: , row 3, column B (address_latitude): not a number: it is `север`",
                "error: , row 3, column C (address_longitude): it is out of range; degrees go from -180 to 180: it is `200`",
            ],
        ),
        (
            "organizations",
            "name;all_departments_allowed\nx;возможно\n",
            &[
                "error: , row 2, column B (all_departments_allowed): not a truth value; write true or false (да, нет): it is `возможно`",
            ],
        ),
        (
            "organizations",
            "name;residency\nx;Narnia\ny;77\n",
            &[
                "error: , row 2, column B (residency): unknown residency; known are Russia, Ukraine, Belarus, Kazakhstan and International (Россия, Украина, Беларусь, Казахстан, Международное), and their codes: it is `Narnia`",
                "warning: , row 3, column B (residency): this version knows no such code; it is sent as it is: it is `77`",
            ],
        ),
        (
            "addresses",
            "address;address_type\nx;дом\n",
            &[
                "error: , row 2, column B (address_type): unknown address type; known are Warehouse, Office and Shop (Склад, Офис, Магазин), and their codes: it is `дом`",
            ],
        ),
        (
            "contacts",
            "id;name\n123;x\n",
            &[
                "error: , row 2, column A (id): not a valid GUID (expected e.g. `3f2504e0-4f89-41d3-9a0c-0305e82c3301`): it is `123`",
            ],
        ),
        (
            "addresses",
            "address;contact_person_ids\nx;3f2504e0-4f89-41d3-9a0c-0305e82c330Z\n",
            &[
                "error: , row 2, column B (contact_person_ids): not a valid GUID (expected e.g. `3f2504e0-4f89-41d3-9a0c-0305e82c3301`): it is `3f2504e0-4f89-41d3-9a0c-0305e82c330Z`",
            ],
        ),
        (
            "contacts",
            "key;name\n\"a;b\";x\n3f2504e0-4f89-41d3-9a0c-0305e82c3301;y\n",
            &[
                "error: , row 2, column A (key): not a valid key: a key has no `;` in it and is not a GUID: it is `a;b`",
                "error: , row 3, column A (key): not a valid key: a key has no `;` in it and is not a GUID: it is `3f2504e0-4f89-41d3-9a0c-0305e82c3301`",
            ],
        ),
        (
            "contacts",
            "name;extra\nx;[1]\ny;\"{\"\"phone\"\": 1}\"\n",
            &[
                "error: , row 2, column B (extra): not a JSON object (expected e.g. `{\"field\": 1}`): it is `[1]`",
                "error: , row 3, column B (extra): there is a field in it that has a column of its own: it is `{\"phone\": 1}`",
            ],
        ),
        (
            "organizations",
            "name;docs_address\nx;Москва\n",
            &[
                "error: , row 2, column B (docs_address): it can only be cleared; what belongs into it has columns of its own: it is `Москва`",
            ],
        ),
        (
            "contacts",
            "name;phone;extra_phone;email\nx;нет;-1;x@\n",
            &[
                "error: , row 2, column B (phone): not a valid phone number (expected e.g. `+7 495 123-45-67`): it is `нет`",
                "error: , row 2, column C (extra_phone): an extension is not negative: it is `-1`",
                "error: , row 2, column D (email): not a valid e-mail address (expected e.g. `name@host.ru`): it is `x@`",
            ],
        ),
        (
            "organizations",
            "name;residency;inn\na;1;7707083894\nb;Беларусь;7707083893\nc;1;77O7083893\n",
            &[
                "error: , row 2, column C (inn): not a valid INN (ИНН), which goes with Russia: the check digits do not fit: it is `7707083894`",
                "error: , row 3, column C (inn): not a valid UNP (УНП), which goes with Belarus: it has too many or too few characters (leading zeros lost?): it is `7707083893`, right would be `7707083893 with the residency Russia`",
                "error: , row 4, column C (inn): not a valid INN (ИНН), which goes with Russia: it has characters that do not belong there: it is `77O7083893`",
            ],
        ),
    ]);
}

#[test]
fn rows_are_checked_alone_and_together() {
    assert_said(&[
        (
            "addresses",
            "address;address_latitude;address_longitude\nx;55.7;\ny;;37.6\n",
            &[
                "error: , row 2, column C (address_longitude): the other coordinate is there without it",
                "error: , row 3, column B (address_latitude): the other coordinate is there without it",
            ],
        ),
        (
            "organizations",
            "name;all_departments_allowed;department_ids\na;да;7\nb;нет;\nc;;<clear>\nd;;7;\ne;нет;x\nf;true;\n",
            &[
                "error: , row 2, column C (department_ids): all departments are allowed, and some are listed; leave one of the two empty",
                "error: , row 3, column C (department_ids): no department would see the organization; list some, or allow all",
                "error: , row 4, column C (department_ids): no department would see the organization; list some, or allow all",
                "error: , row 6, column C (department_ids): not a whole number: it is `x`",
            ],
        ),
        (
            "contacts",
            "key;name\nk;a\nk;b\n",
            &["error: , row 3, column A (key): the same key is in row 2: it is `k`"],
        ),
        (
            "contacts",
            "id;name\n3f2504e0-4f89-41d3-9a0c-0305e82c3301;a\n3F2504E0-4F89-41D3-9A0C-0305E82C3301;b\n",
            &[
                "error: , row 3, column A (id): the same id is in row 2: it is `3f2504e0-4f89-41d3-9a0c-0305e82c3301`",
            ],
        ),
        (
            "organizations",
            "name;residency;inn\na;1;7707083893\nb;1;7707083893\nA.;Россия;7707 083893\n",
            &[
                "error: , row 3, column C (inn): the same registration number and residency, with another name, are in row 2: it is `7707083893`",
                "error: , row 4, column C (inn): the same registration number and residency are in row 2: it is `7707 083893`",
            ],
        ),
        (
            "organizations",
            "name;residency\nFoo Ltd;200\n«FOO» LTD.;200\n",
            &[
                "error: , row 3, column A (name): the same name and residency, without a registration number, are in row 2: it is `«FOO» LTD.`",
            ],
        ),
        (
            "addresses",
            "address;address_city_id;address_type\nул. Ёлочная, 5;1;1\nУл Елочная 5;1;Склад\nул. Ёлочная, 5;2;1\n",
            &[
                "error: , row 3, column A (address): the same address, city and type are in row 2: it is `Ул Елочная 5`",
            ],
        ),
        (
            "contacts",
            "name;phone;email\nПётр;8 (495) 123-45-67;\nпетр;+74951234567;\nПётр;;\n",
            &[
                "error: , row 3, column A (name): the same name, phone and e-mail are in row 2, as far as both say them: it is `петр`",
            ],
        ),
        (
            "contacts",
            "name;phone;email\nПётр;+74951234567;\nПётр;;\nПётр;;p@x.example\nПётр;+74951234567;q@x.example\n",
            &[
                "error: , row 5, column A (name): the same name, phone and e-mail are in row 2, as far as both say them: it is `Пётр`",
            ],
        ),
        (
            "addresses",
            "address;contact_person_ids\nx;k1\n",
            &[
                "error: , row 2, column B (contact_person_ids): no row of the sheet contacts (Контакты) has this key: it is `k1`",
            ],
        ),
    ]);
}

#[test]
fn tolerant_check_turns_errors_into_warnings() {
    let text =
        "name;residency;inn;phone;all_departments_allowed;ownership\nx;1;7707083894;нет;да;1\n";
    let check_with = |tolerant| {
        check(
            csv("organizations.csv", text),
            &CheckOptions::new().tolerant(tolerant),
        )
    };
    assert_eq!(check_with(false).unwrap_err().errors(), 2);
    let checked = check_with(true).unwrap();
    assert!(
        checked
            .warnings()
            .iter()
            .all(|diagnostic| diagnostic.severity == Severity::Warning)
    );
    assert_eq!(checked.warnings().len(), 2);
}

#[test]
fn values_are_shown_only_on_request() {
    let diagnostics = strictly(csv(
        "contacts.csv",
        "name;phone\nканарейка\u{7};7.4951234567E10\n",
    ))
    .unwrap_err();
    let quiet = format!("{diagnostics} {diagnostics:?}");
    for secret in ["канарейка", "4951234567"] {
        assert!(!quiet.contains(secret), "{quiet}");
    }
    let told = serde_json::to_value(&diagnostics).unwrap();
    assert_eq!(told[1]["value"], "7.4951234567E10");
    assert_eq!(told[1]["letter"], "B");
    assert_eq!(told[1]["severity"], "error");
}

#[test]
fn fixed_spreadsheet_is_written_as_it_was() {
    let text = "Название;Телефон\r\n'=1;'+7 495 123-45-67\r\n\"a;\"\"b\";<clear>\r\n";
    let options = WriteOptions::new().encoding(catalogs_transfer::Encoding::Utf8);
    let tables = csv("organizations.csv", text);
    let files = to_bytes(&tables, Format::Csv, &options).unwrap();
    assert_eq!(String::from_utf8_lossy(&files[0].1), text);
}

#[test]
fn missing_fields_of_new_row_are_reported_at_once() {
    let file = "name;residency;ownership;inn\n;1;;7707083893\nA;;1;\nB;1;1;1\n";
    let told = strictly(csv("organizations.csv", file))
        .unwrap_err()
        .to_string();
    for part in [
        "warning: organizations.csv, row 2, column A (name): it is empty; if the row is to be added",
        "warning: organizations.csv, row 2, column C (ownership): it is empty; if the row is",
        "error: organizations.csv, row 3, column B (residency): it is empty, and the row is to be added",
        "error: organizations.csv, row 3, department_ids: no department",
        "error: organizations.csv, row 4, column D (inn)",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    // Alone, it is nothing to say before the plan knows what the row means.
    let checked = strictly(csv(
        "organizations.csv",
        "name;residency;inn\n;1;7707083893\n",
    ));
    assert!(checked.unwrap().warnings().is_empty());
}

#[test]
fn hidden_characters_and_lookalikes_are_named() {
    let file =
        "name,residency,ownership,all_departments_allowed,inn\nA,1,1,true,77070\u{200b}83893\n";
    let told = strictly(csv("organizations.csv", file)).unwrap_err();
    assert_eq!(told.errors(), 1, "{told}");
    assert!(told.to_string().contains("U+200B"), "{told}");
    let file = json!({
        "contacts": [{"key": "K-5", "name": "A"}, {"key": "K-6", "name": "B"}],
        "addresses": [
            {"address": "x", "address_city_id": 1, "address_type": 1, "contact_person_ids": ["К-5"]},
            {"address": "y", "address_city_id": 1, "address_type": 1, "contact_person_ids": "К-5, K-6"},
            {"address": "z", "address_city_id": 1, "address_type": 1, "contact_person_ids": "K-7"},
        ],
    });
    let told = strictly(crate::support::json(file)).unwrap_err();
    let told: Vec<String> = told.iter().map(|it| it.in_full()).collect();
    assert!(
        told[0].contains("looks like it") && told[0].ends_with("right would be `K-5`"),
        "{told:?}"
    );
    assert!(
        told[1].contains("no comma") && told[1].ends_with("right would be `K-5;K-6`"),
        "{told:?}"
    );
    assert!(
        told[2].contains("no row of the sheet") && !told[2].contains("looks"),
        "{told:?}"
    );
}

#[test]
fn long_cell_is_quoted_in_part() {
    let file = format!("name;email\nA;{}\n", "ы".repeat(3_000_000));
    let told = strictly(csv("contacts.csv", &file)).unwrap_err();
    let told = told.iter().next().unwrap().in_full();
    assert!(
        told.len() < 1_000 && told.contains("… (3000000 characters)"),
        "{}",
        told.len()
    );
}

#[test]
fn unknown_columns_are_ignored_on_request() {
    let options = CheckOptions::new().ignore_unknown(true);
    let checked = check(csv("contacts.csv", "name;Менеджер\nA;B\n"), &options).unwrap();
    let warning = checked.warnings()[0].to_string();
    assert!(
        warning.contains("nothing of this column is sent"),
        "{warning}"
    );
}
