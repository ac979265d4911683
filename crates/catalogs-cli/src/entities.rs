//! The three entities on the command line: their command, columns and flags, from the description
//! of the API.

pub(crate) mod flags;

use catalogs::{
    Address, ContactPerson, Entity, Organization,
    description::{Clear, Field, Kind},
};

/// An entity with a command of its own.
pub(crate) trait CliEntity: Entity {
    /// The command for the entity.
    const COMMAND: &'static str;
    /// The columns that a table shows only if asked.
    const HIDDEN: &'static [&'static str];

    /// What one is called.
    fn singular() -> String {
        Self::DESCRIPTION.label.en.to_lowercase()
    }

    /// What several are called.
    fn plural() -> String {
        Self::DESCRIPTION.plural_label.en.to_lowercase()
    }

    /// The fields of a request body.
    fn fields() -> impl Iterator<Item = &'static Field> {
        let fields = Self::DESCRIPTION.fields.iter();
        fields.filter(|field| field.in_request)
    }

    /// The fields of a response; those of an object with a dot.
    fn columns() -> Vec<String> {
        let fields = Self::DESCRIPTION.fields.iter();
        let columns = fields.filter(|field| field.in_response).flat_map(|field| {
            let name = field.response_name;
            match field.kind {
                Kind::Object(inner) => inner
                    .iter()
                    .map(|inner| format!("{name}.{}", inner.response_name))
                    .collect(),
                _ => vec![name.to_owned()],
            }
        });
        columns.collect()
    }

    /// The columns that a table shows unless asked for others.
    fn shown_columns() -> Vec<String> {
        let is_hidden = |column: &String| {
            let outer = column.split('.').next().unwrap_or_default();
            Self::HIDDEN.contains(&outer)
        };
        let columns = Self::columns().into_iter();
        columns.filter(|column| !is_hidden(column)).collect()
    }

    /// The fields with links to other entities.
    fn links() -> impl Iterator<Item = &'static Field> {
        Self::fields().filter(|field| matches!(field.kind, Kind::Links(_)))
    }

    /// The fields with codes.
    fn codes() -> impl Iterator<Item = &'static str> {
        let codes = Self::fields().filter(|field| matches!(field.kind, Kind::Code(_)));
        codes.map(|field| field.name)
    }

    /// The fields that a response has to show before it is written back: those that cannot be empty
    /// and have no other guard.
    fn guarded() -> impl Iterator<Item = &'static str> {
        let guarded = Self::fields().filter(|field| {
            field.clear == Clear::Never && matches!(field.kind, Kind::Boolean | Kind::Integers)
        });
        guarded.map(|field| field.name)
    }
}

impl CliEntity for Organization {
    const COMMAND: &'static str = "organizations";
    const HIDDEN: &'static [&'static str] = &[
        "ownership",
        "extra_phone",
        "docs_address",
        "addresses",
        "contact_persons",
        "all_departments_allowed",
    ];
}

impl CliEntity for Address {
    const COMMAND: &'static str = "addresses";
    const HIDDEN: &'static [&'static str] = &[
        "address_city_id",
        "address_latitude",
        "address_longitude",
        "note",
    ];
}

impl CliEntity for ContactPerson {
    const COMMAND: &'static str = "contacts";
    const HIDDEN: &'static [&'static str] = &[];
}
