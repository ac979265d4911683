//! When a row means something that is there already.

use catalogs::{Address, ContactPerson, Organization};
use serde_json::Value;

use crate::{Kind, checked::Item};

/// What tells entities of a kind apart where there is no id. A code that is `None` was not shown by
/// the service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    /// Residency and registration number.
    Number(Option<i64>, String),
    /// Residency and name, of an organization without a number.
    Name(Option<i64>, String),
    /// Text, city and type.
    Address(String, Option<i64>, Option<i64>),
    /// Name, phone and e-mail.
    Person {
        name: String,
        phone: String,
        email: String,
    },
}

impl Identity {
    /// What a row says, if it says enough; what it leaves empty counts as empty.
    pub(crate) fn of(item: &Item) -> Option<Self> {
        let text = |field| item.text(field).unwrap_or_default();
        match item.kind {
            Kind::Organization => {
                let residency = item.number("residency")?;
                organization(Some(residency), text("inn"), text("name"))
            }
            Kind::Address => {
                let (city, sort) = (
                    item.number("address_city_id")?,
                    item.number("address_type")?,
                );
                address(text("address"), Some(city), Some(sort))
            }
            Kind::ContactPerson => person(text("name"), text("phone"), text("email")),
        }
    }

    pub(crate) fn of_organization(there: &Organization) -> Option<Self> {
        let residency = there.residency.map(|residency| residency.code());
        organization(residency, known(&there.inn), known(&there.name))
    }

    pub(crate) fn of_address(there: &Address) -> Option<Self> {
        let city = there.city_id.map(|city| city.get().into());
        let sort = there.address_type.map(|sort| sort.code());
        address(known(&there.address), city, sort)
    }

    pub(crate) fn of_person(there: &ContactPerson) -> Option<Self> {
        person(known(&there.name), known(&there.phone), known(&there.email))
    }

    /// What all that may be the same have in common.
    pub(crate) fn main_part(&self) -> &str {
        match self {
            Self::Number(_, text) | Self::Name(_, text) | Self::Address(text, ..) => text,
            Self::Person { name, .. } => name,
        }
    }

    /// Whether a row may mean this one where nothing is exactly the same: one of phone and e-mail that
    /// a row leaves empty says nothing, and neither does a code that the service did not show. A name
    /// alone means nobody: another person may have it.
    pub(crate) fn may_be(&self, there: &Self) -> bool {
        let says = |row: &str, there: &str| row.is_empty() || row == there;
        let shows = |row: &Option<i64>, there: &Option<i64>| there.is_none() || row == there;
        match (self, there) {
            (Self::Number(residency, number), Self::Number(other, other_number)) => {
                number == other_number && shows(residency, other)
            }
            (Self::Name(residency, name), Self::Name(other, other_name)) => {
                name == other_name && shows(residency, other)
            }
            (Self::Address(text, city, sort), Self::Address(other, other_city, other_sort)) => {
                text == other && shows(city, other_city) && shows(sort, other_sort)
            }
            (
                Self::Person { name, phone, email },
                Self::Person {
                    name: other,
                    phone: other_phone,
                    email: other_email,
                },
            ) => {
                let says_enough = !phone.is_empty() || !email.is_empty();
                says_enough && name == other && says(phone, other_phone) && says(email, other_email)
            }
            _ => false,
        }
    }
}

fn known(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn organization(residency: Option<i64>, number: &str, name: &str) -> Option<Identity> {
    let number: String = number.chars().filter(|c| c.is_alphanumeric()).collect();
    if !number.is_empty() {
        return Some(Identity::Number(residency, number.to_uppercase()));
    }
    let name = plain(name);
    (!name.is_empty()).then_some(Identity::Name(residency, name))
}

fn address(text: &str, city: Option<i64>, sort: Option<i64>) -> Option<Identity> {
    let text = plain(text);
    (!text.is_empty()).then_some(Identity::Address(text, city, sort))
}

fn person(name: &str, phone: &str, email: &str) -> Option<Identity> {
    let name = plain(name);
    let email = email.trim().to_lowercase();
    let phone = digits(phone);
    (!name.is_empty()).then_some(Identity::Person { name, phone, email })
}

/// A text as it is compared: in lower case, `ё` as `е`, and of all that is neither letter nor digit
/// only that it was there. A text without letters and digits is compared as it is.
pub(crate) fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace('ё', "е");
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    match words.is_empty() {
        true => text.trim().to_owned(),
        false => words.join(" "),
    }
}

/// A phone as it is compared: its digits. In Russia, 8 in front of ten digits is +7.
pub(crate) fn digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('8') {
        Some(rest) if rest.len() == 10 && !phone.trim_start().starts_with('+') => {
            format!("7{rest}")
        }
        _ => digits,
    }
}

/// Coordinates closer than this, in degrees, are the same: a tenth of a metre.
const SAME_DEGREES: f64 = 1e-6;

/// Whether writing `new` over `old` would change nothing that the service is known to keep: it may
/// answer an empty text for null, and 0 for a coordinate that is null; lists are in any order, and
/// of a phone only the digits count.
pub(crate) fn is_same(field: &str, old: &Value, new: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Number(number) => is_degrees(field) && number.as_f64() == Some(0.0),
        _ => false,
    };
    match (old, new) {
        _ if is_empty(old) && is_empty(new) => true,
        (Value::Number(old), Value::Number(new)) if is_degrees(field) => {
            let difference = old
                .as_f64()
                .zip(new.as_f64())
                .map(|(old, new)| (old - new).abs());
            difference.is_some_and(|difference| difference < SAME_DEGREES)
        }
        (Value::String(old), Value::String(new)) if field == "phone" => {
            digits_only(old) == digits_only(new) && !digits_only(old).is_empty() || old == new
        }
        (Value::Array(old), Value::Array(new)) => sorted(old) == sorted(new),
        _ => old == new,
    }
}

fn digits_only(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

fn is_degrees(field: &str) -> bool {
    matches!(field, "address_latitude" | "address_longitude")
}

fn sorted(list: &[Value]) -> Vec<String> {
    let mut sorted: Vec<String> = list.iter().map(Value::to_string).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}
