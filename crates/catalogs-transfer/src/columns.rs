//! The columns of each sheet: the names that they have, in the API and in Russian, and what stands
//! in them.

use crate::Kind;

/// A column that is known.
///
/// ```
/// use catalogs_transfer::{Column, Kind};
///
/// let inn = Column::named(Kind::Organization, " инн ").unwrap();
/// assert_eq!(inn.name, "inn");
/// assert!(Column::all(Kind::Organization).contains(inn));
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Column {
    /// The name of the field in the API's request body.
    pub name: &'static str,
    /// The names in Russian; the first is the one that an export writes.
    pub russian: &'static [&'static str],
    pub(crate) column_type: ColumnType,
    /// Whether an entity cannot be added without it.
    pub(crate) required: bool,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ColumnType {
    Id,
    Key,
    Text,
    Phone,
    Email,
    RegistrationNumber,
    Postcode,
    /// The number of a house or an office, of which spreadsheets like to make a date.
    House,
    Number,
    Extension,
    /// Degrees up to this.
    Degrees(f64),
    Flag,
    Residency,
    AddressType,
    Departments,
    Links(Kind),
    /// Fields that the crate does not know, as a JSON object.
    Extra,
    /// The whole of `docs_address`, which can only be cleared, or be there without parts.
    DocsAddress,
    /// For people; nobody reads it.
    Remark,
}

const fn column(
    name: &'static str,
    column_type: ColumnType,
    russian: &'static [&'static str],
) -> Column {
    Column {
        name,
        russian,
        column_type,
        required: false,
    }
}

const fn required(
    name: &'static str,
    column_type: ColumnType,
    russian: &'static [&'static str],
) -> Column {
    Column {
        name,
        russian,
        column_type,
        required: true,
    }
}

const ID: Column = column("id", ColumnType::Id, &["Идентификатор", "GUID", "ИД"]);
const KEY: Column = column("key", ColumnType::Key, &["Ключ"]);
const PHONE: Column = column("phone", ColumnType::Phone, &["Телефон"]);
const EXTRA_PHONE: Column = column(
    "extra_phone",
    ColumnType::Extension,
    &["Добавочный", "Добавочный номер"],
);
const PERSONS: Column = column(
    "contact_person_ids",
    ColumnType::Links(Kind::ContactPerson),
    &["Контактные лица", "Контакты"],
);
const EXTRA: Column = column("extra", ColumnType::Extra, &["Прочие поля"]);
/// What the file of failed rows says of each.
pub(crate) const ERROR: Column = column("error", ColumnType::Remark, &["Ошибка"]);

const CONTACT_PERSON: &[Column] = &[
    ID,
    KEY,
    required("name", ColumnType::Text, &["ФИО", "Имя", "Контактное лицо"]),
    PHONE,
    EXTRA_PHONE,
    column(
        "email",
        ColumnType::Email,
        &["Электронная почта", "E-mail", "Почта"],
    ),
    EXTRA,
    ERROR,
];

const ADDRESS: &[Column] = &[
    ID,
    KEY,
    required("address", ColumnType::Text, &["Адрес"]),
    required(
        "address_city_id",
        ColumnType::Number,
        &["Город (ID)", "ID города", "Город"],
    ),
    column("address_latitude", ColumnType::Degrees(90.0), &["Широта"]),
    column(
        "address_longitude",
        ColumnType::Degrees(180.0),
        &["Долгота"],
    ),
    column("note", ColumnType::Text, &["Примечание"]),
    column(
        "schedule_summary",
        ColumnType::Text,
        &["Время работы", "Режим работы", "График работы"],
    ),
    required(
        "address_type",
        ColumnType::AddressType,
        &["Тип адреса", "Тип"],
    ),
    PERSONS,
    EXTRA,
    ERROR,
];

const ORGANIZATION: &[Column] = &[
    ID,
    KEY,
    required(
        "name",
        ColumnType::Text,
        &["Название", "Наименование", "Организация"],
    ),
    required(
        "ownership",
        ColumnType::Number,
        &["Форма собственности (ID)", "Форма собственности", "ОПФ"],
    ),
    required(
        "residency",
        ColumnType::Residency,
        &["Резидентство", "Страна регистрации", "Страна"],
    ),
    column(
        "inn",
        ColumnType::RegistrationNumber,
        &["ИНН", "Регистрационный номер", "ЕДРПОУ", "УНП", "БИН"],
    ),
    PHONE,
    EXTRA_PHONE,
    column(
        "docs_address",
        ColumnType::DocsAddress,
        &["Адрес для документов"],
    ),
    column(
        "docs_address.postcode",
        ColumnType::Postcode,
        &["Индекс", "Почтовый индекс"],
    ),
    column(
        "docs_address.city_id",
        ColumnType::Number,
        &["Город для документов (ID)", "Город (ID)", "ID города"],
    ),
    column("docs_address.street_name", ColumnType::Text, &["Улица"]),
    column("docs_address.house_no", ColumnType::House, &["Дом"]),
    column("docs_address.office_no", ColumnType::House, &["Офис"]),
    column(
        "docs_address.extra",
        ColumnType::Extra,
        &["Прочие поля адреса для документов"],
    ),
    column(
        "all_departments_allowed",
        ColumnType::Flag,
        &["Все подразделения", "Доступ всем подразделениям"],
    ),
    column(
        "department_ids",
        ColumnType::Departments,
        &["Подразделения (ID)", "Подразделения"],
    ),
    column("address_ids", ColumnType::Links(Kind::Address), &["Адреса"]),
    PERSONS,
    EXTRA,
    ERROR,
];

impl Column {
    /// The columns of a kind's sheet, in the order in which an export writes them.
    pub const fn all(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::ContactPerson => CONTACT_PERSON,
            Kind::Address => ADDRESS,
            Kind::Organization => ORGANIZATION,
        }
    }

    /// The column with this name, in any case.
    pub fn named(kind: Kind, name: &str) -> Option<&'static Self> {
        let wanted = plain(name);
        Self::all(kind).iter().find(|column| {
            column.name == wanted || column.russian.iter().any(|name| plain(name) == wanted)
        })
    }

    /// What a column of links leads to.
    pub(crate) fn linked(kind: Kind, name: &str) -> Option<Kind> {
        match Self::named(kind, name)?.column_type {
            ColumnType::Links(to) => Some(to),
            _ => None,
        }
    }

    /// Whether the API documents a field of this name beside those of an `extra` column.
    pub(crate) fn is_documented(kind: Kind, extra: &str, field: &str) -> bool {
        let prefix = extra.strip_suffix("extra").unwrap_or_default();
        let documented = Self::all(kind).iter().any(|column| {
            let ours = matches!(
                column.column_type,
                ColumnType::Key | ColumnType::Extra | ColumnType::Remark
            );
            !ours && column.name.strip_prefix(prefix) == Some(field)
        });
        // An answer has these in place of links.
        documented || (prefix.is_empty() && matches!(field, "addresses" | "contact_persons"))
    }

    /// The name that is the most like this one, if any is like it at all.
    pub(crate) fn like(kind: Kind, name: &str) -> Option<&'static str> {
        let wanted = plain(name);
        let names = Self::all(kind)
            .iter()
            .flat_map(|column| std::iter::once(&column.name).chain(column.russian));
        names
            .map(|name| {
                (
                    strsim::normalized_damerau_levenshtein(&plain(name), &wanted),
                    *name,
                )
            })
            .filter(|(likeness, _)| *likeness >= 0.6)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name)
    }
}

/// A name as names are compared.
fn plain(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}
