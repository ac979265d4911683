//! The import's matching: which entity of the address book a row means, where it has no id.
//!
//! A row and an entity are reduced to their [`Identity`], compared once into an [`Agreement`], and
//! judged by its rules.

mod index;

use std::borrow::Cow;

use catalogs::compare::{COORDINATE_TOLERANCE, phone_digits};
use serde_json::Value;

use crate::{
    Kind,
    existing::{Fields, ImportEntity},
    import_row::ImportRow,
    text::is_hidden,
};

pub(crate) use index::Index;

/// What tells entities of a kind apart where there is no id. Texts are [plain], and empty where the
/// kind has no such field; a code that is `None` was not shown by the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    kind: Option<Kind>,
    /// A name, or the text of an address.
    name: String,
    /// The registration number; branches may share one.
    number: String,
    phone: String,
    email: String,
    residency: Option<i64>,
    city: Option<i64>,
    address_type: Option<i64>,
    /// Latitude and longitude, in millionths of a degree.
    position: Option<(i64, i64)>,
}

impl Identity {
    /// What a row says, if it says enough; what it leaves empty counts as empty.
    pub(crate) fn of_row(row: &ImportRow) -> Option<Self> {
        let codes: &[&str] = match row.kind {
            Kind::Organization => &["residency"],
            Kind::Address => &["address_city_id", "address_type"],
            Kind::ContactPerson => &[],
        };
        let says_enough = codes.iter().all(|code| row.integer(code).is_some());
        let value = |field: &str| row.field(field).cloned().unwrap_or_default();
        says_enough.then(|| Self::of(row.kind, value)).flatten()
    }

    /// What an entity of the address book says.
    pub(crate) fn of_entity<E: ImportEntity>(entity: &E) -> Option<Self> {
        let fields = Fields::of(entity.to_draft());
        Self::of(E::KIND, |field| fields.get(field))
    }

    /// What fields say, by the names of columns.
    fn of(kind: Kind, value: impl Fn(&str) -> Value) -> Option<Self> {
        let text = |field| match value(field) {
            Value::String(text) => text,
            _ => String::new(),
        };
        let code = |field| value(field).as_i64();
        match kind {
            Kind::Organization => organization(code("residency"), &text("inn"), &text("name")),
            Kind::Address => {
                let position = ["address_latitude", "address_longitude"];
                let position = position.map(|field| value(field).as_f64());
                let (city, address_type) = (code("address_city_id"), code("address_type"));
                address(&text("address"), city, address_type, position)
            }
            Kind::ContactPerson => person(&text("name"), &text("phone"), &text("email")),
        }
    }

    /// Texts, one of which all have in common that may be the same, or resemble one another.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let position = self
            .position
            .map(|(latitude, longitude)| format!("{latitude} {longitude}"));
        let texts = [&self.number, &self.name, &self.phone, &self.email];
        let texts = texts.into_iter().map(|text| Cow::Borrowed(text.as_str()));
        let keys = texts.chain(position.map(Cow::Owned));
        keys.filter(|key| !key.is_empty())
    }

    /// Residency and registration number of an organization that has both.
    pub(crate) fn registration(&self) -> Option<(i64, &str)> {
        let residency = self.residency?;
        (!self.number.is_empty()).then_some((residency, &self.number))
    }

    /// Compares a row with an entity.
    pub(crate) fn compare(&self, entity: &Self) -> Agreement {
        Agreement {
            kind: self.kind.filter(|_| self.kind == entity.kind),
            name: Compared::texts(&self.name, &entity.name),
            number: Compared::texts(&self.number, &entity.number),
            phone: Compared::texts(&self.phone, &entity.phone),
            email: Compared::texts(&self.email, &entity.email),
            residency: Compared::codes(self.residency, entity.residency),
            city: Compared::codes(self.city, entity.city),
            address_type: Compared::codes(self.address_type, entity.address_type),
            has_same_position: self.position.is_some() && self.position == entity.position,
            shares_word: shares_word(&self.name, &entity.name),
        }
    }
}

/// How a field of a row compares with that of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    Same,
    BothEmpty,
    /// The row leaves empty what the entity has.
    RowEmpty,
    /// A code that the service does not show.
    NotShown,
    Different,
}

impl Compared {
    fn texts(row: &str, entity: &str) -> Self {
        match (row == entity, row.is_empty()) {
            (true, false) => Self::Same,
            (true, true) => Self::BothEmpty,
            (false, true) => Self::RowEmpty,
            (false, false) => Self::Different,
        }
    }

    fn codes(row: Option<i64>, entity: Option<i64>) -> Self {
        match (row == entity, entity) {
            (true, _) => Self::Same,
            (false, None) => Self::NotShown,
            (false, Some(_)) => Self::Different,
        }
    }

    fn is_same(self) -> bool {
        self == Self::Same
    }

    fn is_equal(self) -> bool {
        matches!(self, Self::Same | Self::BothEmpty)
    }

    /// Whether nothing that the row says is otherwise in the entity.
    fn is_compatible(self) -> bool {
        self != Self::Different
    }
}

/// What a row and an entity have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreement {
    /// `None` where the kinds differ.
    kind: Option<Kind>,
    name: Compared,
    number: Compared,
    phone: Compared,
    email: Compared,
    residency: Compared,
    city: Compared,
    address_type: Compared,
    has_same_position: bool,
    shares_word: bool,
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
    /// Whether nothing that the row says is otherwise in the entity.
    pub(crate) fn is_whole(self) -> bool {
        !self.in_part
    }
}

impl Agreement {
    /// How well the entity fits the row, if the row may mean it: an organization with the same
    /// number, or of the same name where neither has a number; an address with the same text, city
    /// and type; a person with the same name, phone and e-mail, of which the row may leave one
    /// empty. A name alone is no match: another person may have it.
    pub(crate) fn fit(&self) -> Option<Fit> {
        let Self {
            name,
            number,
            phone,
            email,
            ..
        } = *self;
        let codes = [self.residency, self.city, self.address_type];
        let is_whole_person = phone.is_equal() && email.is_equal();
        let (fits, in_part) = match self.kind? {
            Kind::Organization => {
                let is_known = number.is_same() || number.is_equal() && name.is_equal();
                (is_known, !name.is_compatible())
            }
            Kind::Address => (name.is_same(), false),
            Kind::ContactPerson => {
                let says_enough = phone.is_same() || email.is_same();
                let is_known = says_enough && phone.is_compatible() && email.is_compatible();
                (
                    name.is_same() && (is_whole_person || is_known),
                    !is_whole_person,
                )
            }
        };
        let fits = fits && codes.iter().all(|code| code.is_compatible());
        let not_shown = codes.contains(&Compared::NotShown);
        fits.then_some(Fit { not_shown, in_part })
    }

    /// Whether the entity differs in one thing, so that the row may be a change of it: two of a
    /// person's name, phone and e-mail; an organization's name, and its residency or its number; an
    /// address's text, and its city or its type, or another text of this type and city on the same
    /// spot.
    pub(crate) fn is_near(&self) -> bool {
        let (city, address_type) = (self.city.is_compatible(), self.address_type.is_compatible());
        let same = |fields: &[Compared]| fields.iter().filter(|field| field.is_same()).count();
        match self.kind {
            Some(Kind::Organization) => {
                self.name.is_same() && (self.residency.is_compatible() || self.number.is_same())
            }
            Some(Kind::Address) => {
                self.name.is_same() && (city || address_type)
                    || self.has_same_position && city && address_type
            }
            Some(Kind::ContactPerson) => same(&[self.name, self.phone, self.email]) >= 2,
            None => false,
        }
    }

    /// Whether the entity could have come from this row after all, whatever the service made of its
    /// texts: as much in common as two rows hardly have by chance.
    pub(crate) fn resembles(&self) -> bool {
        match self.kind {
            Some(Kind::Organization) => self.number.is_same() || self.name.is_same(),
            Some(Kind::Address) => {
                let place = self.city.is_compatible() && self.address_type.is_compatible();
                self.name.is_same() || place && self.shares_word
            }
            // Colleagues have one phone.
            Some(Kind::ContactPerson) => {
                let contact = self.phone.is_same() || self.email.is_same();
                self.name.is_same() || contact && self.shares_word
            }
            None => false,
        }
    }

    /// Whether both are organizations with one registration number and two names, as branches are.
    pub(crate) fn shares_number(&self) -> bool {
        self.kind.is_some() && self.number.is_same() && !self.name.is_equal()
    }
}

/// Whether two texts have a word in common that is more than an abbreviation, if there is one.
fn shares_word(one: &str, other: &str) -> bool {
    let mut words = one
        .split(' ')
        .filter(|word| word.chars().count() > 3)
        .peekable();
    words.peek().is_none() || words.any(|word| other.split(' ').any(|it| it == word))
}

fn organization(residency: Option<i64>, number: &str, name: &str) -> Option<Identity> {
    let number: String = number.chars().filter(|c| c.is_alphanumeric()).collect();
    let (number, name) = (number.to_uppercase(), plain(name));
    let is_known = !number.is_empty() || !name.is_empty();
    is_known.then_some(Identity {
        kind: Some(Kind::Organization),
        residency,
        number,
        name,
        ..Identity::default()
    })
}

fn address(
    text: &str,
    city: Option<i64>,
    address_type: Option<i64>,
    position: [Option<f64>; 2],
) -> Option<Identity> {
    let name = plain(text);
    let millionths = |degrees: f64| (degrees / COORDINATE_TOLERANCE).round() as i64;
    let position = match position {
        // What was not known is 0 in some responses.
        [Some(latitude), Some(longitude)] if (latitude, longitude) != (0.0, 0.0) => {
            Some((millionths(latitude), millionths(longitude)))
        }
        _ => None,
    };
    (!name.is_empty()).then_some(Identity {
        kind: Some(Kind::Address),
        name,
        city,
        address_type,
        position,
        ..Identity::default()
    })
}

fn person(name: &str, phone: &str, email: &str) -> Option<Identity> {
    let name = plain(name);
    let email = visible(email).trim().to_lowercase();
    let phone = phone_digits(phone);
    (!name.is_empty()).then_some(Identity {
        kind: Some(Kind::ContactPerson),
        name,
        phone,
        email,
        ..Identity::default()
    })
}

/// A text as it is compared: without hidden characters, in lower case, `ё` as `е`, and of all that
/// is neither letter nor digit only that it was there. A text without letters and digits is
/// compared as it is.
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

#[cfg(test)]
mod tests;
