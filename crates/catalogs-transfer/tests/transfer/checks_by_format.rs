//! What only a workbook or a JSON file can get wrong.

use catalogs_transfer::{ReadOptions, read_bytes};
use serde_json::json;

use crate::{checks::said, support::json as read_json};

#[test]
fn json_is_checked_by_its_types() {
    let tables = read_json(json!({
        "contacts": [
            {"name": ["x"], "phone": 74951234567_i64, "extra_phone": 1.5, "email": true},
            {"name": "y", "extra": 1, "fone": null},
        ],
        "addresses": [{"address": "z", "contact_person_ids": "k", "address_latitude": "север"}, {"contact_person_ids": [{}]}],
        "others": [],
    }));
    assert_eq!(
        said(tables),
        [
            "error: addresses, row 1, address_latitude: not a number: it is `север`",
            "error: addresses, row 1, contact_person_ids: no row of the sheet contacts (Контакты) has this key: it is `k`",
            "error: addresses, row 2, contact_person_ids: not a text: it is `[{}]`",
            "error: contacts, fone: no field is called so, and nothing of this column is sent to the service; rename it, or leave unknown columns out (--ignore-unknown): it is `fone`, right would be `phone`",
            "error: contacts, row 1, name: not a text: it is `[\"x\"]`",
            "warning: contacts, row 1, phone: the spreadsheet made a number of the phone; its digits are taken: it is `74951234567`",
            "error: contacts, row 1, extra_phone: not a whole number: it is `1.5`",
            "error: contacts, row 1, email: the spreadsheet made a truth value of it; set the cell to text and enter it again: it is `true`",
            "error: contacts, row 2, extra: not a JSON object (expected e.g. `{\"field\": 1}`): it is `1`",
            "warning: others: neither organizations, addresses nor contacts, or a second sheet of the same kind; it is left out",
        ]
    );
}

#[test]
fn workbook_cells_are_checked_by_type() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Организации").unwrap();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    let header = [
        "Название",
        "Резидентство",
        "ИНН",
        "Дом",
        "Телефон",
        "ОПФ",
        "Улица",
    ];
    for (row, cells) in [header, ["a", "", "", "", "", "", ""]].iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            // The table stands in C3, not in A1.
            sheet
                .write_string(row as u32 + 2, at as u16 + 2, *cell)
                .unwrap();
        }
    }
    sheet.write_number(3, 3, 1).unwrap();
    sheet.write_number(3, 4, 105_002_421).unwrap();
    sheet.write_number_with_format(3, 5, 46_058, &date).unwrap();
    sheet.write_number(3, 6, 74_951_234_567_f64).unwrap();
    sheet.write_number(3, 7, 1.5).unwrap();
    sheet.write_boolean(3, 8, true).unwrap();
    sheet.write_string(3, 9, "beyond").unwrap();
    sheet.write_number(4, 4, 1.5).unwrap();
    workbook.add_worksheet().set_name("Справка").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let tables = read_bytes(&bytes, "x.xlsx", &ReadOptions::new()).unwrap();
    assert_eq!(
        said(tables),
        [
            "error: Организации, row 4: the row has 10 cells, but the header has 7",
            "error: Организации, row 4, column E (ИНН): leading zeros were lost: it is `105002421`, right would be `0105002421`",
            "error: Организации, row 4, column F (Дом): the spreadsheet made a date of it; set the cell to text and enter it again: it is `05.02.2026`",
            "warning: Организации, row 4, column G (Телефон): the spreadsheet made a number of the phone; its digits are taken: it is `74951234567`",
            "error: Организации, row 4, column H (ОПФ): not a whole number: it is `1.5`",
            "error: Организации, row 4, column I (Улица): the spreadsheet made a truth value of it; set the cell to text and enter it again: it is `true`",
            "error: Организации, row 5, column E (ИНН): the spreadsheet made a number of it; set the cell to text and enter it again: it is `1.5`",
            "warning: Справка: neither organizations, addresses nor contacts, or a second sheet of the same kind; it is left out",
        ]
    );
}
