//! The columns of each sheet: the names that they have, in the API and in Russian, and what stands
//! in them.

use std::{iter::once, sync::LazyLock};

use catalogs::description::{self, ADDRESS, CONTACT_PERSON, Entity, Field, ORGANIZATION};

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
    pub russian: Vec<&'static str>,
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
    /// For people; imports ignore it.
    Remark,
}

/// What the file of failed rows says of each.
pub(crate) const ERROR: &str = "error";

/// Names in Russian beside the labels of the specification, by entity and column.
#[rustfmt::skip]
const ALIASES: &[(&str, &str, &[&str])] = &[
    ("", "id", &["GUID", "ИД"]),
    ("", "extra_phone", &["Добавочный номер"]),
    ("", "contact_person_ids", &["Контакты"]),
    ("contact_person", "name", &["Имя", "Контактное лицо"]),
    ("contact_person", "email", &["E-mail", "Почта"]),
    ("address", "address_city_id", &["ID города", "Город"]),
    ("address", "schedule_summary", &["Режим работы", "График работы"]),
    ("address", "address_type", &["Тип"]),
    ("organization", "name", &["Наименование", "Организация"]),
    ("organization", "ownership", &["Форма собственности", "ОПФ"]),
    ("organization", "residency", &["Страна регистрации", "Страна"]),
    ("organization", "inn", &["Регистрационный номер", "ЕДРПОУ", "УНП", "БИН"]),
    ("organization", "docs_address.postcode", &["Почтовый индекс"]),
    ("organization", "docs_address.city_id", &["Город (ID)", "ID города"]),
    ("organization", "all_departments_allowed", &["Доступ всем подразделениям"]),
    ("organization", "department_ids", &["Подразделения"]),
];

/// The columns of each kind, in the order of kinds.
static COLUMNS: LazyLock<[Vec<Column>; 3]> =
    LazyLock::new(|| [&CONTACT_PERSON, &ADDRESS, &ORGANIZATION].map(columns_of));

fn columns_of(entity: &Entity) -> Vec<Column> {
    let column = |name: &'static str, label, column_type, required| {
        let is_ours = |of: &str, it: &str| (of.is_empty() || of == entity.name) && it == name;
        let aliases = ALIASES.iter().find(|(of, it, _)| is_ours(of, it));
        let aliases = aliases.map_or(&[][..], |(.., aliases)| aliases);
        Column {
            name,
            russian: [&[label], aliases].concat(),
            column_type,
            required,
        }
    };
    let mut columns = vec![
        column("id", "Идентификатор", ColumnType::Id, false),
        column("key", "Ключ", ColumnType::Key, false),
    ];
    for field in entity.fields.iter().filter(|field| field.in_request) {
        let column_type = ColumnType::of(field);
        // A list of departments decides the flag, too.
        let required = field.required && column_type != ColumnType::Flag;
        columns.push(column(field.name, field.label.ru, column_type, required));
        if let description::Kind::Object(parts) = field.kind {
            let outer = field.name;
            for part in parts.iter().filter(|part| part.in_request) {
                let name = format!("{outer}.{}", part.name).leak();
                columns.push(column(name, part.label.ru, ColumnType::of(part), false));
            }
            let name = format!("{outer}.extra").leak();
            let label = "Прочие поля адреса для документов";
            columns.push(column(name, label, ColumnType::Extra, false));
        }
    }
    columns.push(column("extra", "Прочие поля", ColumnType::Extra, false));
    columns.push(column(ERROR, "Ошибка", ColumnType::Remark, false));
    columns
}

impl ColumnType {
    /// What stands in the column of a field.
    fn of(field: &Field) -> Self {
        match (field.kind, field.name) {
            (description::Kind::Text, "phone") => Self::Phone,
            (description::Kind::Text, "email") => Self::Email,
            (description::Kind::Text, "inn") => Self::RegistrationNumber,
            (description::Kind::Text, "postcode") => Self::Postcode,
            (description::Kind::Text, "house_no" | "office_no") => Self::House,
            (description::Kind::Integer, "extra_phone") => Self::Extension,
            (description::Kind::Integer, _) => Self::Number,
            (description::Kind::Number, "address_latitude") => Self::Degrees(90.0),
            (description::Kind::Number, "address_longitude") => Self::Degrees(180.0),
            (description::Kind::Number, _) => Self::Degrees(f64::MAX),
            (description::Kind::Boolean, _) => Self::Flag,
            (description::Kind::Code(_), "residency") => Self::Residency,
            (description::Kind::Code(_), "address_type") => Self::AddressType,
            (description::Kind::Code(_), _) => Self::Number,
            (description::Kind::Integers, _) => Self::Departments,
            (description::Kind::Links("address"), _) => Self::Links(Kind::Address),
            (description::Kind::Links("organization"), _) => Self::Links(Kind::Organization),
            (description::Kind::Links(_), _) => Self::Links(Kind::ContactPerson),
            (description::Kind::Object(_), _) => Self::DocsAddress,
            _ => Self::Text,
        }
    }
}

impl Column {
    /// The columns of a kind's sheet, in the order in which an export writes them.
    pub fn all(kind: Kind) -> &'static [Self] {
        &COLUMNS[kind as usize]
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
            let is_ours = matches!(
                column.column_type,
                ColumnType::Key | ColumnType::Extra | ColumnType::Remark
            );
            !is_ours && column.name.strip_prefix(prefix) == Some(field)
        });
        // A response has these in place of links.
        documented || (prefix.is_empty() && matches!(field, "addresses" | "contact_persons"))
    }

    /// The name that is the most like this one, if any is like it at all.
    pub(crate) fn like(kind: Kind, name: &str) -> Option<&'static str> {
        let wanted = plain(name);
        let names = Self::all(kind)
            .iter()
            .flat_map(|column| once(&column.name).chain(&column.russian));
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
