//! Values of responses that are not of the documented type but whose meaning is clear: `101.0` or
//! `"101"` for an integer, a number for a text, `""` for nothing.
//!
//! Every scalar goes through [`Value`], which reads numbers whatever features of `serde_json` the
//! rest of the program turns on.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Unexpected, Visitor, value::MapAccessDeserializer},
};
use serde_json::Value;

use super::{CityId, DepartmentId, OwnershipId};

/// The integers up to here are exact as floating-point numbers.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// A type that is read leniently.
pub(super) trait Lenient: Sized {
    /// Reads a value; `None` if it is null, or an empty text in its place.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;
}

/// A value that is read leniently.
pub(super) struct Shown<T>(pub(super) Option<T>);

impl<'de, T: Lenient> Deserialize<'de> for Shown<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

/// A list whose elements are read leniently; `None` stands for a list or an element that the
/// response does not show.
pub(super) struct Listed<T>(pub(super) Option<Vec<Option<T>>>);

impl<'de, T: Lenient> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(List(PhantomData)).map(Self)
    }
}

/// The name of a field, borrowed where the response allows it.
pub(super) struct Name<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }

            fn visit_string<E: Error>(self, name: String) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name)))
            }
        }

        deserializer.deserialize_identifier(Names)
    }
}

/// Reads an integer from a number or a text.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .or_else(|| number.as_f64().and_then(integral)),
        Value::String(text) => {
            let text = text.trim();
            let float = || text.parse().ok().and_then(integral);
            text.parse().ok().or_else(float)
        }
        _ => None,
    }
}

/// Returns whether the value is null or blank.
pub(super) fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn integral(number: f64) -> Option<i64> {
    let is_exact = number.fract() == 0.0 && number.abs() < MAX_EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "it is an integer in range")]
    is_exact.then_some(number as i64)
}

fn int32(value: &Value) -> Option<i32> {
    integer(value).and_then(|number| number.try_into().ok())
}

fn float(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        value => match integer(value)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
    }
}

/// Numbers whose digits are known become texts.
fn text(value: &Value) -> Option<String> {
    let Value::Number(number) = value else {
        return None;
    };
    match (number.is_f64(), number.as_f64()) {
        (false, _) => Some(number.to_string()),
        (true, Some(float)) if float.abs() < MAX_EXACT => {
            Some(integral(float).map_or_else(|| number.to_string(), |integer| integer.to_string()))
        }
        _ => None,
    }
}

fn scalar<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    read: fn(&Value) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if is_blank(&value) {
        return Ok(None);
    }
    let read = read(&value).map(Some);
    read.ok_or_else(|| mismatch(&value, expected))
}

fn mismatch<E: Error>(value: &Value, expected: &'static str) -> E {
    let unexpected = match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(flag) => Unexpected::Bool(*flag),
        Value::Number(number) if number.is_f64() => Unexpected::Float(0.0),
        Value::Number(_) => Unexpected::Signed(0),
        Value::String(_) => Unexpected::Str(""),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    E::invalid_type(unexpected, &expected)
}

macro_rules! scalars {
    ($($ty:ty: $expected:literal, $read:expr;)+) => {$(
        impl Lenient for $ty {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                scalar(deserializer, $expected, $read)
            }
        }
    )+};
}

scalars! {
    i32: "i32", int32;
    f64: "f64", float;
    bool: "a boolean", flag;
    CityId: "i32", |value| int32(value).map(CityId::new);
    DepartmentId: "i32", |value| int32(value).map(DepartmentId::new);
    OwnershipId: "i32", |value| int32(value).map(OwnershipId::new);
}

impl Lenient for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text)),
            value => text(&value)
                .map(Some)
                .ok_or_else(|| mismatch(&value, "a string")),
        }
    }
}

/// Reads an object; `None` if it is null, or an empty text in its place.
pub(super) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        nothing(text, &self)
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Lenient> Visitor<'de> for List<T> {
    type Value = Option<Vec<Option<T>>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Shown(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(Some(list))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        nothing(text, &self)
    }
}

/// A blank text stands for nothing.
fn nothing<'de, T, E: Error>(text: &str, visitor: &impl Visitor<'de>) -> Result<Option<T>, E> {
    match text.trim().is_empty() {
        true => Ok(None),
        false => Err(E::invalid_type(Unexpected::Str(""), visitor)),
    }
}

#[cfg(test)]
mod tests;
