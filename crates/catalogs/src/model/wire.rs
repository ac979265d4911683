//! Between the models and the generated types.

use super::Extra;
use crate::Error;

/// A draft that can be sent.
pub trait Draft: Clone + PartialEq {
    /// The request body.
    type Raw: serde::Serialize;

    /// The fields of the request body that the documentation knows.
    const DOCUMENTED: &'static [&'static str];

    /// The request body, with every documented field present.
    fn to_raw(&self) -> Self::Raw;

    /// Fields that the answer behind this draft left out or garbled, and whose empty value would
    /// change something if it were written.
    fn unsettled(&self) -> Vec<&'static str>;

    /// Takes over what the answer behind `other` left out or garbled.
    fn keep_gaps_of(&mut self, other: &Self);

    /// Takes over what a request body says and the public fields cannot show.
    fn keep_fine_print_of(&mut self, _: &serde_json::Value) {}

    /// Whether a value for this field would change nothing, for what another field says.
    fn ignores(&self, _field: &str) -> bool {
        false
    }

    /// Whether a gap of this name leaves this field of the request body open.
    fn is_about(gap: &str, field: &str) -> bool {
        match gap {
            "addresses" => field == "address_ids",
            "contact_persons" => field == "contact_person_ids",
            "departments" => matches!(field, "all_departments_allowed" | "department_ids"),
            _ => field == gap,
        }
    }

    /// The request body of a POST.
    ///
    /// # Errors
    ///
    /// Fails when a number is none, which JSON would say as null.
    fn to_addition(&self) -> Result<Self::Raw, Error> {
        match self.unsendable() {
            Some(field) => Err(Error::unsendable(field)),
            None => Ok(self.to_raw()),
        }
    }

    /// A field whose value JSON cannot say.
    fn unsendable(&self) -> Option<&'static str> {
        None
    }

    /// The request body of a PUT.
    ///
    /// # Errors
    ///
    /// Fails when something is [unsettled](Self::unsettled): writing it would erase what the
    /// answer did not show; and as [`to_addition`](Self::to_addition).
    fn to_replacement(&self) -> Result<Self::Raw, Error> {
        match self.unsettled() {
            fields if fields.is_empty() => self.to_addition(),
            fields => Err(Error::partial_response(&fields)),
        }
    }
}

/// The names of the gaps that are open.
pub(super) fn open<const N: usize>(gaps: [(bool, &'static str); N]) -> Vec<&'static str> {
    gaps.into_iter()
        .filter(|(open, _)| *open)
        .map(|(_, field)| field)
        .collect()
}

/// Unknown fields without those that the request documents, which would stand in it twice.
pub(super) fn unknown_only(extra: &Extra, documented: &[&str]) -> Extra {
    let unknown = extra
        .iter()
        .filter(|(name, _)| !documented.contains(&name.as_str()));
    unknown
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Serializes and deserializes an answer model in the API's own shape, by way of the generated
/// type, so that both survive the same bent answers.
macro_rules! through_raw {
    ($model:ty, $raw:ty) => {
        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.clone().into_raw().serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$raw>::deserialize(deserializer).map(Self::from_raw)
            }
        }
    };
}

pub(super) use through_raw;
