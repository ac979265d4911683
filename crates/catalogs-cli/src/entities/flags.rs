//! The flags for the fields of an entity: names, help and values.

use std::error::Error;

use catalogs::{
    AddressType, Residency,
    description::{Clear, Code, Entity, Field, Kind},
};
use clap::{Arg, ArgAction};
use serde_json::Value;
use uuid::Uuid;

/// Names that do not follow the rules of [`flag_name`].
const NAMES: [(&str, &str); 2] = [
    ("schedule_summary", "schedule"),
    ("all_departments_allowed", "all-departments"),
];

/// Help that differs from the description.
const HELP: [(&str, &str); 3] = [
    (
        "residency",
        "Residency (резидентство): russia, ukraine, belarus, kazakhstan, international; or ru, ua, by, \
         kz; or the code 1, 2, 3, 10, 200",
    ),
    (
        "all_departments_allowed",
        "Let all departments (подразделения) see it",
    ),
    (
        "department_ids",
        "Let only this department see it; several times for more than one",
    ),
];

/// Flags that say more than their name where a field is required.
const REQUIRED: [(&str, &str); 2] = [
    (
        "all_departments_allowed",
        "--all-departments or --department",
    ),
    ("docs_address.office_no", "--docs-office, perhaps ''"),
];

/// A field that a flag sets.
#[derive(Clone)]
pub(crate) struct Flag {
    /// The name of the field; `outer.inner` for a field of an object.
    pub(crate) path: String,
    pub(crate) field: &'static Field,
    outer: Option<&'static Field>,
    name: String,
}

/// The flags for all fields of a request body.
pub(crate) fn flags(entity: &'static Entity) -> Vec<Flag> {
    let fields = entity.fields.iter().filter(|field| field.in_request);
    let flags = fields.flat_map(|field| match field.kind {
        Kind::Object(inner) => inner
            .iter()
            .filter(|inner| inner.in_request)
            .map(|inner| Flag::new(entity, inner, Some(field)))
            .collect(),
        _ => vec![Flag::new(entity, field, None)],
    });
    flags.collect()
}

impl Flag {
    fn new(entity: &Entity, field: &'static Field, outer: Option<&'static Field>) -> Self {
        let path = match outer {
            Some(outer) => format!("{}.{}", outer.name, field.name),
            None => field.name.to_owned(),
        };
        let name = flag_name(entity, field, outer);
        Self {
            path,
            field,
            outer,
            name,
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.field.kind, Kind::Links(_) | Kind::Integers)
    }

    /// How the message about a missing field names the flag; `None` if the field is optional.
    pub(crate) fn required(&self) -> Option<String> {
        let special = REQUIRED.iter().find(|(path, _)| *path == self.path);
        let name = special.map_or_else(|| format!("--{}", self.name), |(_, name)| (*name).into());
        self.field.required.then_some(name)
    }

    pub(crate) fn arg(&self) -> Arg {
        let arg = Arg::new(self.path.clone())
            .long(self.name.clone())
            .help(self.help())
            .help_heading("Fields");
        if self.field.kind == Kind::Boolean {
            return arg.action(ArgAction::SetTrue);
        }
        let kind = self.field.kind;
        let path = self.path.clone();
        let action = match self.is_list() {
            true => ArgAction::Append,
            false => ArgAction::Set,
        };
        arg.action(action)
            .value_name(self.value_name())
            .allow_negative_numbers(kind == Kind::Number)
            .value_parser(move |text: &str| parse(&path, kind, text))
    }

    fn value_name(&self) -> String {
        match self.field.kind {
            Kind::Links(_) => "ID".to_owned(),
            Kind::Integer | Kind::Integers | Kind::Number => "NUMBER".to_owned(),
            _ => {
                let last = self.name.rsplit('-').next();
                last.unwrap_or_default().to_uppercase()
            }
        }
    }

    fn help(&self) -> String {
        if let Some((_, help)) = HELP.iter().find(|(path, _)| *path == self.path) {
            return (*help).to_owned();
        }
        let summary = self.field.summary.en.trim_end_matches('.');
        match (self.field.kind, self.outer) {
            (_, Some(outer)) => format!("{}: {}", outer.label.en, summary.to_lowercase()),
            (Kind::Links(linked), _) => format!(
                "Id of {} {}; several times for more than one. Replaces the list",
                match linked.starts_with(['a', 'e', 'i', 'o', 'u']) {
                    true => "an",
                    false => "a",
                },
                linked.replace('_', " ")
            ),
            (Kind::Code(codes), _) => {
                let list = |text: fn(&Code) -> String| {
                    codes.iter().map(text).collect::<Vec<String>>().join(", ")
                };
                format!(
                    "{} ({}): {}; or the code {}",
                    self.field.label.en,
                    self.field.label.ru.to_lowercase(),
                    list(|code| format!("{} ({})", code.name, code.label.ru.to_lowercase())),
                    list(|code| code.value.to_string())
                )
            }
            _ => summary.to_owned(),
        }
    }
}

/// The fields that `--clear` takes: the name there, the field, and the value that clears it.
pub(crate) fn clearable(entity: &'static Entity) -> Vec<(String, &'static str, Value)> {
    let fields = entity.fields.iter().filter(|field| field.in_request);
    let clearable = fields.filter_map(|field| {
        let value = match field.clear {
            Clear::Null => Value::Null,
            Clear::EmptyList => Value::Array(Vec::new()),
            _ => return None,
        };
        let name = match field.kind {
            Kind::Links(_) | Kind::Object(_) => field.response_name.replace('_', "-"),
            _ => flag_name(entity, field, None),
        };
        Some((name, field.name, value))
    });
    clearable.collect()
}

/// The name of a field as a flag: without the entity's name in front and without `_id` at the end.
fn flag_name(entity: &Entity, field: &Field, outer: Option<&Field>) -> String {
    if let Some((_, name)) = NAMES.iter().find(|(path, _)| *path == field.name) {
        return (*name).to_owned();
    }
    let without = |name: &'static str, suffixes: &[&str]| {
        let mut suffixes = suffixes.iter();
        suffixes
            .find_map(|suffix| name.strip_suffix(suffix))
            .unwrap_or(name)
    };
    let name = match outer {
        None => {
            let prefix = format!("{}_", entity.name);
            let name = field.name.strip_prefix(&prefix).unwrap_or(field.name);
            without(name, &["_ids", "_id"]).to_owned()
        }
        Some(outer) => format!(
            "{}_{}",
            without(outer.name, &["_address"]),
            without(field.name, &["_id", "_name", "_no"])
        ),
    };
    name.replace('_', "-")
}

/// The value of a flag, as JSON has it.
fn parse(path: &str, kind: Kind, text: &str) -> Result<Value, Box<dyn Error + Send + Sync>> {
    Ok(match (path, kind) {
        ("residency", _) => text.parse::<Residency>()?.code().into(),
        ("address_type", _) => text.parse::<AddressType>()?.code().into(),
        (_, Kind::Code(codes)) => {
            let code = codes.iter().find(|code| {
                code.name.eq_ignore_ascii_case(text) || code.value.to_string() == text
            });
            code.ok_or("not a known name or code")?.value.into()
        }
        (_, Kind::Integer | Kind::Integers) => text.parse::<i32>()?.into(),
        (_, Kind::Number) => match text.trim().replace(',', ".").parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ => return Err("not a number (expected e.g. 55.7558)".into()),
        },
        (_, Kind::Links(_) | Kind::Id) => text.parse::<Uuid>()?.to_string().into(),
        _ => text.into(),
    })
}
