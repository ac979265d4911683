//! Changes to a request body.

use catalogs::Draft;
use serde_json::{Map, Value};

use crate::{
    entities::{CliEntity, flags::clearable},
    error::Failure,
};

/// One field of a request body, by its name; those of an inner object with a dot.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) field: String,
    pub(crate) value: Value,
}

/// Changes, in the order in which they are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Changes(Vec<Change>);

impl Changes {
    pub(crate) fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.0.push(Change {
            field: field.to_owned(),
            value: value.into(),
        });
    }

    /// Clears the fields that `--clear` names.
    pub(crate) fn clear<E: CliEntity>(&mut self, names: &[String]) -> Result<(), Failure> {
        let clearable = clearable(E::DESCRIPTION);
        for name in names {
            let is_named =
                |(flag, field, _): &&(String, &str, Value)| flag == name || field == name;
            let Some((flag, field, value)) = clearable.iter().find(is_named) else {
                let names: Vec<&str> = clearable.iter().map(|(flag, ..)| flag.as_str()).collect();
                return Err(Failure::usage(format!("--clear cannot empty {name}"))
                    .hint(format!("it takes {}", names.join(", "))));
            };
            if self.0.iter().any(|change| change.field == *field) {
                return Err(Failure::usage(format!("{flag} is both set and cleared")));
            }
            self.set(field, value.clone());
        }
        Ok(())
    }

    /// These on top of others.
    pub(crate) fn on_top_of(self, mut others: Self) -> Self {
        others.0.extend(self.0);
        others
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }

    /// Makes the changes in a draft.
    pub(crate) fn apply<D: Draft>(&self, draft: &mut D) -> catalogs::Result<()> {
        self.0
            .iter()
            .try_for_each(|change| draft.set_field(&change.field, change.value.clone()))
    }

    /// Makes them in a request body.
    pub(crate) fn apply_to(&self, body: &mut Map<String, Value>) {
        for Change { field, value } in &self.0 {
            match field.split_once('.') {
                None => drop(body.insert(field.clone(), value.clone())),
                Some((outer, inner)) => {
                    let place = body.entry(outer).or_insert(Value::Null);
                    if !place.is_object() {
                        *place = Value::Object(Map::new());
                    }
                    place[inner] = value.clone();
                }
            }
        }
    }
}

impl From<Map<String, Value>> for Changes {
    fn from(body: Map<String, Value>) -> Self {
        let changes = body.into_iter();
        Self(
            changes
                .map(|(field, value)| Change { field, value })
                .collect(),
        )
    }
}
