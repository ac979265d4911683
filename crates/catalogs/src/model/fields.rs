//! Fields of drafts by name, for names that are known at run time only.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{CityId, OwnershipId, redact::Present};
use crate::{Error, Result, error::Problem};

/// The value of a field.
pub(super) trait FieldValue: Sized {
    /// What `Debug` may show of it.
    fn redacted(&self) -> impl Debug {
        Present
    }

    /// Whether JSON can represent it.
    fn is_sendable(&self) -> bool {
        true
    }

    /// Whether unknown fields came with it.
    fn has_unknown(&self) -> bool {
        false
    }

    /// Sets a field inside of it; `field` is its whole path.
    fn set_inner(_: &mut Option<Self>, field: &str, _inner: &str, _value: Value) -> Result<()> {
        Err(unknown(field))
    }
}

impl FieldValue for String {}
impl FieldValue for i32 {}

impl FieldValue for f64 {
    fn is_sendable(&self) -> bool {
        self.is_finite()
    }
}

impl FieldValue for CityId {
    fn redacted(&self) -> impl Debug {
        *self
    }
}

impl FieldValue for OwnershipId {
    fn redacted(&self) -> impl Debug {
        *self
    }
}

/// Reads the value of a field; an error does not repeat it.
pub(super) fn read<T: DeserializeOwned>(field: &str, value: Value) -> Result<T> {
    T::deserialize(&value).map_err(|_| {
        let (_, problem) = Error::decode_problem::<T>(value.to_string().as_bytes());
        Error::unsettable(field, problem)
    })
}

/// The error for a field that does not exist.
pub(super) fn unknown(field: &str) -> Error {
    refuse(field, "the documentation has no field of this name")
}

/// The error for a value that a field cannot have.
pub(super) fn refuse(field: &str, problem: impl Into<Problem>) -> Error {
    Error::unsettable(field, problem)
}

#[cfg(test)]
mod tests;
