//! What flags and files say of a request body.

use serde_json::{Map, Value};

use super::{CliEntity, DraftArgs, Empty};
use crate::error::Failure;

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

    /// Sets it, if the flag was there.
    pub(crate) fn set_if<T: Into<Value> + Clone>(&mut self, field: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.set(field, value.clone());
        }
    }

    /// Sets a list, if the flag was there.
    pub(crate) fn set_list<T: ToString>(&mut self, field: &str, list: &[T]) {
        if !list.is_empty() {
            self.set(
                field,
                list.iter().map(T::to_string).collect::<Vec<String>>(),
            );
        }
    }

    /// Empties what `--clear` names.
    pub(crate) fn clear<F: DraftArgs>(&mut self, names: &[String]) -> Result<(), Failure> {
        for name in names {
            let known = |(flag, field, _): &&(&str, &str, Empty)| flag == name || field == name;
            let Some((flag, field, empty)) = F::CLEARABLE.iter().find(known) else {
                let names: Vec<&str> = F::CLEARABLE.iter().map(|(flag, ..)| *flag).collect();
                return Err(Failure::usage(format!("--clear cannot empty {name}"))
                    .hint(format!("it takes {}", names.join(", "))));
            };
            if self.0.iter().any(|change| change.field == *field) {
                return Err(Failure::usage(format!("{flag} is both set and cleared")));
            }
            self.set(
                field,
                match empty {
                    Empty::Null => Value::Null,
                    Empty::List => Value::Array(Vec::new()),
                },
            );
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

    /// Makes them in a draft.
    pub(crate) fn apply<E: CliEntity>(&self, draft: &mut E::Draft) -> catalogs::Result<()> {
        self.0
            .iter()
            .try_for_each(|change| E::set(draft, &change.field, change.value.clone()))
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
