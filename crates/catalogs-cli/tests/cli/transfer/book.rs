//! A workbook as an integrator makes one, right or with twenty things wrong.

use std::path::Path;

use rust_xlsxwriter::{Workbook, Worksheet};

/// Where each fault is, and what is said of it. Each is in a row of its own.
pub(crate) const FAULTS: [(&str, &str); 20] = [
    (
        "Организации, row 2, column D (ИНН)",
        "leading zeros were lost",
    ),
    (
        "Организации, row 3, column D (ИНН)",
        "the check digits do not fit",
    ),
    (
        "Организации, row 4, column D (ИНН)",
        "990140000126 with the residency Kazakhstan",
    ),
    (
        "Организации, row 6, column I (Адреса)",
        "no row of the sheet addresses",
    ),
    (
        "Организации, row 7, column C (Резидентство)",
        "unknown residency",
    ),
    (
        "Организации, row 8, column G (Все подразделения)",
        "not a truth value",
    ),
    (
        "Организации, row 9, column F (Форма собственности)",
        "not a whole number",
    ),
    (
        "Организации, row 10, column H (Подразделения)",
        "all departments are allowed, and some are listed",
    ),
    (
        "Организации, row 11, column B (Название)",
        "there is a control character in it",
    ),
    (
        "Организации, row 13, column K (Индекс)",
        "right would be `001000`",
    ),
    (
        "Организации, row 20, column A (Ключ)",
        "the same key is in row 5",
    ),
    (
        "Организации, row 21, column D (ИНН)",
        "the same registration number and residency, with another name, are in row 12",
    ),
    ("Адреса, row 2, column D (Тип)", "unknown address type"),
    ("Адреса, row 3, column E (Широта)", "it is out of range"),
    ("Адреса, row 4, column E (Широта)", "not a number"),
    ("Адреса, row 5, column C (ID города)", "not a whole number"),
    (
        "Адреса, row 6, column B (Адрес)",
        "a formula of the spreadsheet failed here",
    ),
    (
        "Контакты, row 2, column C (Телефон)",
        "right would be `+74951234567`",
    ),
    (
        "Контакты, row 3, column E (Почта)",
        "not a valid e-mail address",
    ),
    (
        "Контакты, row 4, column D (Добавочный)",
        "not a whole number",
    ),
];

/// Writes the workbook.
pub(crate) fn write_book(path: &Path, rows: u32, with_faults: bool) {
    let mut book = Workbook::new();
    organizations(book.add_worksheet(), rows, with_faults);
    addresses(book.add_worksheet(), rows, with_faults);
    contacts(book.add_worksheet(), rows, with_faults);
    book.save(path).expect("a workbook");
}

struct Sheet<'a>(&'a mut Worksheet);

impl Sheet<'_> {
    fn header(&mut self, name: &str, columns: &[&str]) {
        self.0.set_name(name).expect("a name");
        self.row(1, columns);
    }

    /// Rows count from 1, as the spreadsheet shows them.
    fn row(&mut self, row: u32, cells: &[&str]) {
        for (column, cell) in (0..).zip(cells) {
            self.text(row, column, cell);
        }
    }

    fn text(&mut self, row: u32, column: u16, text: &str) {
        self.0.write_string(row - 1, column, text).expect("a cell");
    }

    fn number(&mut self, row: u32, column: u16, number: f64) {
        self.0
            .write_number(row - 1, column, number)
            .expect("a cell");
    }
}

/// A number of ten digits with its check digit, different for each row.
fn inn(row: u32) -> String {
    let digits: Vec<u32> = format!("{:09}", 770_000_000 + row)
        .chars()
        .filter_map(|c| c.to_digit(10))
        .collect();
    let weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    let sum: u32 = digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let digits: String = digits.iter().map(u32::to_string).collect();
    format!("{digits}{}", sum % 11 % 10)
}

fn organizations(sheet: &mut Worksheet, rows: u32, with_faults: bool) {
    let mut sheet = Sheet(sheet);
    sheet.header(
        "Организации",
        &[
            "Ключ",
            "Название",
            "Резидентство",
            "ИНН",
            "Телефон",
            "Форма собственности",
            "Все подразделения",
            "Подразделения",
            "Адреса",
            "Контакты",
            "Индекс",
            "Город для документов (ID)",
            "Улица",
            "Дом",
        ],
    );
    for row in 2..rows + 2 {
        let (key, address, contact) = (format!("o{row}"), format!("a{row}"), format!("c{row}"));
        sheet.row(
            row,
            &[
                &key,
                &format!("ООО «Завод № {row}»"),
                "Россия",
                &inn(row),
                "+7 495 123-45-67",
                "1",
                "да",
                "",
                &address,
                &contact,
                "101000",
                "1",
                "ул. Мясницкая",
                "15",
            ],
        );
    }
    if with_faults {
        sheet.number(2, 3, 105_002_421.0);
        sheet.text(3, 3, "7707083894");
        sheet.text(4, 3, "990140000126");
        sheet.text(5, 0, "o20");
        sheet.text(6, 8, "a-nobody");
        sheet.text(7, 2, "Нарния");
        sheet.text(8, 6, "может быть");
        sheet.text(9, 5, "ООО");
        sheet.text(10, 7, "7");
        sheet.text(11, 1, "ООО\u{1}«Завод»");
        sheet.text(12, 3, &inn(21));
        sheet.number(13, 10, 1_000.0);
    }
}

fn addresses(sheet: &mut Worksheet, rows: u32, with_faults: bool) {
    let mut sheet = Sheet(sheet);
    sheet.header(
        "Адреса",
        &[
            "Ключ",
            "Адрес",
            "ID города",
            "Тип",
            "Широта",
            "Долгота",
            "Контакты",
        ],
    );
    for row in 2..rows + 2 {
        let (key, contact) = (format!("a{row}"), format!("c{row}"));
        sheet.row(
            row,
            &[
                &key,
                &format!("ул. Складская, {row}"),
                "1",
                "Склад",
                "",
                "",
                &contact,
            ],
        );
        sheet.number(row, 4, 55.0 + f64::from(row) / 10_000.0);
        sheet.number(row, 5, 37.0 + f64::from(row) / 10_000.0);
    }
    if with_faults {
        sheet.text(2, 3, "Гараж");
        sheet.number(3, 4, 155.0);
        sheet.text(4, 4, "55 градусов");
        sheet.text(5, 2, "Москва");
        sheet.text(6, 1, "#N/A");
    }
}

fn contacts(sheet: &mut Worksheet, rows: u32, with_faults: bool) {
    let mut sheet = Sheet(sheet);
    sheet.header(
        "Контакты",
        &["Ключ", "ФИО", "Телефон", "Добавочный", "Почта"],
    );
    for row in 2..rows + 2 {
        let phone = format!("+7 495 {row:07}");
        let mail = format!("person{row}@romashka.example");
        sheet.row(
            row,
            &[
                &format!("c{row}"),
                &format!("Иванова Мария {row}"),
                &phone,
                "",
                &mail,
            ],
        );
    }
    if with_faults {
        sheet.text(2, 2, "7.4951234567E10");
        sheet.text(3, 4, "person@");
        sheet.text(4, 3, "доб. пять");
    }
}
