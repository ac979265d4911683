//! When a row means something that is there already.

use std::borrow::Cow;

use catalogs::{Address, ContactPerson, Organization};
use catalogs_snippets::is_hidden;
use serde_json::Value;

use crate::{Kind, checked::Item};

/// What tells entities of a kind apart where there is no id. Texts are [plain]; a code that is `None`
/// was not shown by the service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity {
    Organization {
        residency: Option<i64>,
        /// Its registration number; branches may share one.
        number: String,
        name: String,
    },
    Address {
        text: String,
        city: Option<i64>,
        sort: Option<i64>,
        /// Latitude and longitude, in millionths of a degree.
        spot: Option<(i64, i64)>,
    },
    Person {
        name: String,
        phone: String,
        email: String,
    },
}

/// How well an entity fits a row that it may be; the least fits best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// A code that the row says was not shown.
    not_shown: bool,
    /// Another name beside the number; or one of phone and e-mail, which the row leaves empty.
    in_part: bool,
}

impl Fit {
    /// Whether nothing that the row says is otherwise there.
    pub(crate) fn is_whole(self) -> bool {
        !self.in_part
    }
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
                let spot = ["address_latitude", "address_longitude"]
                    .map(|field| item.field(field).and_then(Value::as_f64));
                address(text("address"), Some(city), Some(sort), spot)
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
        let spot = [there.latitude, there.longitude];
        address(known(&there.address), city, sort, spot)
    }

    pub(crate) fn of_person(there: &ContactPerson) -> Option<Self> {
        person(known(&there.name), known(&there.phone), known(&there.email))
    }

    /// Texts, one of which all have in common that may be the same, or resemble one another.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        fn text(text: &str) -> Option<Cow<'_, str>> {
            Some(text.into())
        }
        let keys = match self {
            Self::Organization { number, name, .. } => [text(number), text(name), None],
            Self::Address {
                text: all, spot, ..
            } => {
                let spot = spot.map(|(down, across)| Cow::Owned(format!("{down} {across}")));
                [text(all), spot, None]
            }
            Self::Person { name, phone, email } => [text(name), text(phone), text(email)],
        };
        keys.into_iter().flatten().filter(|key| !key.is_empty())
    }

    /// How well `there` fits this row, if the row may mean it: an organization with the same number,
    /// or of the same name where neither has a number; an address with the same text, city and type;
    /// a person with the same name, phone and e-mail, of which the row may leave one empty. A name
    /// alone means nobody: another person may have it.
    pub(crate) fn fit(&self, there: &Self) -> Option<Fit> {
        let says = |row: &str, there: &str| row.is_empty() || row == there;
        let shows = |row: &Option<i64>, there: &Option<i64>| there.is_none() || row == there;
        let (fits, in_part) = match (self, there) {
            (
                Self::Organization {
                    residency,
                    number,
                    name,
                },
                Self::Organization {
                    residency: other,
                    number: other_number,
                    name: other_name,
                },
            ) => (
                number == other_number
                    && shows(residency, other)
                    && (!number.is_empty() || name == other_name),
                !says(name, other_name),
            ),
            (
                Self::Address {
                    text, city, sort, ..
                },
                Self::Address {
                    text: other,
                    city: other_city,
                    sort: other_sort,
                    ..
                },
            ) => (
                text == other && shows(city, other_city) && shows(sort, other_sort),
                false,
            ),
            (
                Self::Person { name, phone, email },
                Self::Person {
                    name: other,
                    phone: other_phone,
                    email: other_email,
                },
            ) => {
                let says_enough = !phone.is_empty() || !email.is_empty();
                let fits = self == there
                    || (says_enough && says(phone, other_phone) && says(email, other_email));
                (name == other && fits, self != there)
            }
            _ => return None,
        };
        let not_shown = match (self, there) {
            (
                Self::Organization { residency, .. },
                Self::Organization {
                    residency: other, ..
                },
            ) => residency != other,
            (
                Self::Address { city, sort, .. },
                Self::Address {
                    city: c, sort: s, ..
                },
            ) => (city, sort) != (c, s),
            _ => false,
        };
        fits.then_some(Fit { not_shown, in_part })
    }

    /// Whether `there` says the same but for one thing, so that the row may be a change of it: two of a
    /// person's name, phone and e-mail; an organization's name, and its residency or its number; an
    /// address's text, and its city or its type, or another text of this type and city on the same spot.
    pub(crate) fn is_near(&self, there: &Self) -> bool {
        let agree = |a: &str, b: &str| !a.is_empty() && a == b;
        let shows = |row: &Option<i64>, there: &Option<i64>| there.is_none() || row == there;
        match (self, there) {
            (
                Self::Organization {
                    residency,
                    number,
                    name,
                },
                Self::Organization {
                    residency: other,
                    number: other_number,
                    name: other_name,
                },
            ) => {
                agree(name, other_name) && (shows(residency, other) || agree(number, other_number))
            }
            (
                Self::Address {
                    text,
                    city,
                    sort,
                    spot,
                },
                Self::Address {
                    text: other,
                    city: other_city,
                    sort: other_sort,
                    spot: other_spot,
                },
            ) => {
                let (city, sort) = (shows(city, other_city), shows(sort, other_sort));
                let same_spot = spot.is_some() && spot == other_spot;
                text == other && (city || sort) || same_spot && city && sort
            }
            (
                Self::Person { name, phone, email },
                Self::Person {
                    name: other,
                    phone: other_phone,
                    email: other_email,
                },
            ) => {
                let agreeing = [
                    agree(name, other),
                    agree(phone, other_phone),
                    agree(email, other_email),
                ];
                agreeing.into_iter().filter(|agree| *agree).count() >= 2
            }
            _ => false,
        }
    }

    /// Whether `there` could have come from this row after all, whatever the service made of its
    /// texts: as much in common as two rows hardly have by chance.
    pub(crate) fn resembles(&self, there: &Self) -> bool {
        let agree = |a: &str, b: &str| !a.is_empty() && a == b;
        let shows = |row: &Option<i64>, there: &Option<i64>| there.is_none() || row == there;
        match (self, there) {
            (
                Self::Organization { number, name, .. },
                Self::Organization {
                    number: other_number,
                    name: other_name,
                    ..
                },
            ) => agree(number, other_number) || agree(name, other_name),
            (
                Self::Address {
                    text, city, sort, ..
                },
                Self::Address {
                    text: other,
                    city: other_city,
                    sort: other_sort,
                    ..
                },
            ) => {
                agree(text, other)
                    || shows(city, other_city)
                        && shows(sort, other_sort)
                        && shares_a_word(text, other)
            }
            (
                Self::Person { name, phone, email },
                Self::Person {
                    name: other,
                    phone: other_phone,
                    email: other_email,
                },
            ) => {
                // Colleagues have one phone.
                let same_line = agree(phone, other_phone) || agree(email, other_email);
                agree(name, other) || same_line && shares_a_word(name, other)
            }
            _ => false,
        }
    }

    /// Whether both are organizations with one registration number and two names, as branches are.
    pub(crate) fn shares_number(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Organization { number, name, .. },
                Self::Organization {
                    number: other,
                    name: other_name,
                    ..
                },
            ) => !number.is_empty() && number == other && name != other_name,
            _ => false,
        }
    }
}

/// Whether two texts have a word in common that is more than an abbreviation, if there is one.
fn shares_a_word(one: &str, other: &str) -> bool {
    let mut words = one
        .split(' ')
        .filter(|word| word.chars().count() > 3)
        .peekable();
    words.peek().is_none() || words.any(|word| other.split(' ').any(|it| it == word))
}

fn known(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn organization(residency: Option<i64>, number: &str, name: &str) -> Option<Identity> {
    let number: String = number.chars().filter(|c| c.is_alphanumeric()).collect();
    let (number, name) = (number.to_uppercase(), plain(name));
    let is_known = !number.is_empty() || !name.is_empty();
    is_known.then_some(Identity::Organization {
        residency,
        number,
        name,
    })
}

fn address(
    text: &str,
    city: Option<i64>,
    sort: Option<i64>,
    spot: [Option<f64>; 2],
) -> Option<Identity> {
    let text = plain(text);
    let millionths = |degrees: f64| (degrees / SAME_DEGREES).round() as i64;
    let spot = match spot {
        // What was not known is 0 in some answers.
        [Some(down), Some(across)] if (down, across) != (0.0, 0.0) => {
            Some((millionths(down), millionths(across)))
        }
        _ => None,
    };
    (!text.is_empty()).then_some(Identity::Address {
        text,
        city,
        sort,
        spot,
    })
}

fn person(name: &str, phone: &str, email: &str) -> Option<Identity> {
    let name = plain(name);
    let email = visible(email).trim().to_lowercase();
    let phone = digits(phone);
    (!name.is_empty()).then_some(Identity::Person { name, phone, email })
}

/// A text as it is compared: without what nobody sees, in lower case, `ё` as `е`, and of all that is
/// neither letter nor digit only that it was there. A text without letters and digits is compared as it is.
pub(crate) fn plain(text: &str) -> String {
    let text = visible(text);
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

/// A text without characters that have no shape, such as a soft hyphen.
fn visible(text: &str) -> String {
    let is_seen = |c: &char| c.is_whitespace() || !is_hidden(*c);
    text.chars().filter(is_seen).collect()
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
        // A service may keep it in lower case.
        (Value::String(old), Value::String(new)) if field == "email" => {
            old.trim().to_lowercase() == new.trim().to_lowercase()
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

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
