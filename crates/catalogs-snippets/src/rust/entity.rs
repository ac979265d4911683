//! What the crate `catalogs` calls the fields of the API, and what they hold.

use serde_json::{Map, Value};

/// What the address book holds.
pub(super) struct Entity {
    /// In the ids of operations, and as the name of a variable.
    pub(super) one: &'static str,
    /// The same for several; also the client's method.
    pub(super) many: &'static str,
    /// Below the route.
    pub(super) path: &'static str,
    pub(super) draft: &'static str,
    pub(super) fields: &'static [Field],
}

/// A field of a request body.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// In a draft and its builder.
    pub(super) rust: &'static str,
    pub(super) kind: Kind,
    /// Whether the builder wants it.
    pub(super) required: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A string.
    Text,
    /// An `i32`.
    Whole,
    /// An `f64`.
    Number,
    /// A number of this type.
    Id(&'static str),
    /// A code of this type, and the codes that have a name.
    Code(&'static str, &'static [(i64, &'static str)]),
    /// GUIDs.
    Guids,
    /// An address for documents.
    Docs,
    /// Whether all departments are allowed.
    AllDepartments,
    /// Those that are allowed otherwise.
    Departments,
}

use Kind::{AllDepartments, Code, Departments, Docs, Guids, Id, Number, Text, Whole};

const fn field(name: &'static str, rust: &'static str, kind: Kind) -> Field {
    Field {
        name,
        rust,
        kind,
        required: false,
    }
}

const fn required(name: &'static str, rust: &'static str, kind: Kind) -> Field {
    Field {
        name,
        rust,
        kind,
        required: true,
    }
}

pub(super) const ENTITIES: [Entity; 3] = [
    Entity {
        one: "organization",
        many: "organizations",
        path: "/organizations",
        draft: "OrganizationDraft",
        fields: &[
            required("name", "name", Text),
            required("ownership", "ownership", Id("OwnershipId")),
            required("residency", "residency", Code("Residency", RESIDENCIES)),
            field("inn", "inn", Text),
            required("all_departments_allowed", "departments", AllDepartments),
            required("department_ids", "departments", Departments),
            field("phone", "phone", Text),
            field("extra_phone", "extra_phone", Whole),
            field("docs_address", "docs_address", Docs),
            field("address_ids", "addresses", Guids),
            field("contact_person_ids", "contact_persons", Guids),
        ],
    },
    Entity {
        one: "address",
        many: "addresses",
        path: "/organizations/addresses",
        draft: "AddressDraft",
        fields: &[
            required("address", "address", Text),
            required("address_city_id", "city_id", Id("CityId")),
            required("address_type", "address_type", Code("AddressType", TYPES)),
            field("address_latitude", "latitude", Number),
            field("address_longitude", "longitude", Number),
            field("note", "note", Text),
            field("schedule_summary", "schedule_summary", Text),
            field("contact_person_ids", "contact_persons", Guids),
        ],
    },
    Entity {
        one: "contact_person",
        many: "contact_persons",
        path: "/organizations/contactPersons",
        draft: "ContactPersonDraft",
        fields: &[
            required("name", "name", Text),
            field("phone", "phone", Text),
            field("extra_phone", "extra_phone", Whole),
            field("email", "email", Text),
        ],
    },
];

pub(super) const DOCS_ADDRESS: &[Field] = &[
    required("postcode", "postcode", Text),
    required("city_id", "city_id", Id("CityId")),
    required("street_name", "street_name", Text),
    required("house_no", "house_no", Text),
    required("office_no", "office_no", Text),
];

const RESIDENCIES: &[(i64, &str)] = &[
    (1, "Russia"),
    (2, "Ukraine"),
    (3, "Belarus"),
    (10, "Kazakhstan"),
    (200, "International"),
];

const TYPES: &[(i64, &str)] = &[(1, "Warehouse"), (2, "Office"), (3, "Shop")];

impl Kind {
    /// Whether a draft holds this value here, and sends it as it is.
    pub(super) fn holds(self, value: &Value) -> bool {
        match self {
            Text => value.is_string(),
            Whole | Id(_) => is_i32(value),
            Number => value.is_f64(),
            Code(..) => value.is_i64(),
            Guids => all(value, is_guid),
            Docs => value
                .as_object()
                .is_some_and(|docs| hold(DOCS_ADDRESS, docs)),
            AllDepartments => value.is_boolean(),
            Departments => all(value, is_i32),
        }
    }

    /// Whether a draft can hold null here.
    fn may_be_null(self) -> bool {
        !matches!(self, Guids | AllDepartments | Departments)
    }
}

/// Whether a draft with these fields would send just this; it always sends all of them.
pub(super) fn hold(fields: &[Field], body: &Map<String, Value>) -> bool {
    fields.iter().all(|field| match body.get(field.name) {
        None => false,
        Some(Value::Null) => field.kind.may_be_null(),
        Some(value) => field.kind.holds(value),
    })
}

fn all(list: &Value, is_one: impl Fn(&Value) -> bool) -> bool {
    list.as_array().is_some_and(|list| list.iter().all(is_one))
}

fn is_i32(value: &Value) -> bool {
    value.as_i64().is_some_and(|it| i32::try_from(it).is_ok())
}

fn is_guid(value: &Value) -> bool {
    value.as_str().is_some_and(is_a_guid)
}

/// Whether the text is a GUID as one is written: others would go out differently.
pub(super) fn is_a_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    let digits = |c: char| matches!(c, '0'..='9' | 'a'..='f' | '-');
    lengths.eq([8, 4, 4, 4, 12]) && text.chars().all(digits)
}
