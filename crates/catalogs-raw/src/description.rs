//! The API as data: its entities, their fields and the operations, with texts in English and
//! Russian.
//!
//! The constants and [`Operation`] are generated from the spec; the types are written by hand.
//!
//! ```
//! use catalogs_raw::description::{ADDRESS, Clear, Effect, Kind, Operation};
//!
//! let hours = ADDRESS.field("schedule_summary").unwrap();
//! assert_eq!((hours.label.en, hours.label.ru), ("Opening hours", "Время работы"));
//! assert_eq!((hours.kind, hours.clear), (Kind::Text, Clear::Null));
//!
//! assert_eq!(Operation::ListAddresses.path(), "/organizations/addresses");
//! assert_eq!(Operation::FilterOrganizations.effect(), Effect::Read);
//! ```

use std::fmt;

pub use crate::generated::description::{
    ADDRESS, CONTACT_PERSON, ENTITIES, ORGANIZATION, Operation,
};

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Text {
    /// In English.
    pub en: &'static str,
    /// In Russian.
    pub ru: &'static str,
}

/// A kind of entity.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Entity {
    /// Its name in code: `contact_person`.
    pub name: &'static str,
    /// The name of several in code: `contact_persons`.
    pub plural: &'static str,
    /// The path of the list below the route's prefix.
    pub path: &'static str,
    /// What one is called.
    pub label: Text,
    /// What several are called.
    pub plural_label: Text,
    /// The fields, links last.
    pub fields: &'static [Field],
    /// The operation that lists all.
    pub list: Operation,
    /// The operation that reads one.
    pub get: Operation,
    /// The operation that adds one.
    pub create: Operation,
    /// The operation that replaces one.
    pub replace: Operation,
    /// The operation that deletes one.
    pub delete: Operation,
}

impl Entity {
    /// Returns the field with this name in requests or in responses; `outer.inner` names a field
    /// of an object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let (outer, inner) = match name.split_once('.') {
            Some((outer, inner)) => (outer, Some(inner)),
            None => (name, None),
        };
        let find = |fields: &'static [Field], name| fields.iter().find(|field| field.is(name));
        let field = find(self.fields, outer)?;
        match (inner, field.kind) {
            (None, _) => Some(field),
            (Some(inner), Kind::Object(fields)) => find(fields, inner),
            (Some(_), _) => None,
        }
    }
}

/// A field of an entity, or of an object inside one.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The name in requests; the name in responses if requests do not have the field.
    pub name: &'static str,
    /// The name in responses. Differs from `name` for links: a request has `address_ids` where a
    /// response has `addresses`.
    pub response_name: &'static str,
    /// What the field holds.
    pub kind: Kind,
    /// Whether requests have it.
    pub in_request: bool,
    /// Whether responses have it.
    pub in_response: bool,
    /// Whether a new entity must have a value here (inside an object: if it has the object).
    pub required: bool,
    /// Whether a request may say `null`.
    pub nullable: bool,
    /// Whether the documentation lets a response say `null`.
    pub nullable_response: bool,
    /// How an edit empties it.
    pub clear: Clear,
    /// Whether it may hold personal data, which stays out of logs and `Debug`.
    pub personal: bool,
    /// The name for people, as a column header or a form has it.
    pub label: Text,
    /// What it means, in one sentence.
    pub summary: Text,
}

impl Field {
    fn is(&self, name: &str) -> bool {
        self.name == name || self.response_name == name
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A GUID.
    Id,
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A number that stands for one of these; a service may know more of them.
    Code(&'static [Code]),
    /// A list of whole numbers.
    Integers,
    /// Entities with this name: their ids in a request, the entities themselves in a response.
    Links(&'static str),
    /// An object with these fields.
    Object(&'static [Field]),
}

/// A value of a [`Kind::Code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Code {
    /// The number in JSON.
    pub value: i64,
    /// The name in code: `warehouse`.
    pub name: &'static str,
    /// The name for people.
    pub label: Text,
}

/// How an edit empties a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clear {
    /// It is set to `null`.
    Null,
    /// It is set to an empty list.
    EmptyList,
    /// It cannot be emptied.
    Never,
}

/// What an operation changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Changes nothing.
    Read,
    /// Replaces a whole entity: repeating it changes nothing more.
    Replace,
    /// Deletes an entity: repeating it changes nothing more.
    Delete,
    /// Adds an entity: repeating it adds another.
    Create,
}

/// What is known of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The id in the OpenAPI document.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path below the route's prefix, with the names of ids in braces.
    pub path: &'static str,
    /// What it changes.
    pub effect: Effect,
    /// The name of the entity that it is about.
    pub entity: Option<&'static str>,
    /// What it does.
    pub summary: Text,
    /// What it does, as it reads after "cannot".
    pub phrase: &'static str,
    /// A name for a function that makes the request in 1C: `ПолучитьОрганизации`.
    pub function_ru: &'static str,
}

/// Stands for every request that is not one of the API's documented operations.
pub(crate) const CUSTOM: OperationInfo = OperationInfo {
    id: "request",
    method: "",
    path: "/{path}",
    effect: Effect::Create,
    entity: None,
    summary: Text {
        en: "Make a custom request",
        ru: "Выполняет запрос",
    },
    phrase: "make the request",
    function_ru: "ВыполнитьЗапрос",
};

impl Operation {
    /// The id in the OpenAPI document; `request` for [`Operation::Custom`].
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.info().id
    }

    /// The HTTP method; empty for [`Operation::Custom`], which can have any.
    #[must_use]
    pub const fn method(self) -> &'static str {
        self.info().method
    }

    /// The path below the route's prefix, with the names of ids in braces.
    #[must_use]
    pub const fn path(self) -> &'static str {
        self.info().path
    }

    /// What it changes. [`Operation::Custom`] counts as [`Effect::Create`], the one that must not
    /// be repeated; its method may tell more.
    #[must_use]
    pub const fn effect(self) -> Effect {
        self.info().effect
    }

    /// What it does, as it reads after "cannot": `list organizations`.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        self.info().phrase
    }
}

/// The id in the OpenAPI document.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}
