//! What a response did not show of an entity, so that writing it back could erase it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    DepartmentAccess, DepartmentId, Extra, convert,
    digits::Digits,
    lenient::{integer, is_blank},
};

/// The key of a stored draft that holds its missing fields. It is never sent.
pub(super) const KEY: &str = "$missing";

/// Name of the missing field that stands for the flag and the list of departments.
const DEPARTMENTS: &str = "departments";

/// Name under which the digits of unknown numbers are kept.
const DIGITS: &str = "$digits";

/// Name of the missing field that stands for unknown ones.
const EXTRA: &str = "extra";

/// The flag and the list of a response; `None` is null.
type Departments = (Option<bool>, Option<Vec<Option<i32>>>);

/// The fields that a response left out or garbled, each with what it had instead; and what else the
/// public fields cannot show.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Missing {
    fields: BTreeMap<String, Value>,
    /// Departments that are listed although every department is allowed. They have no effect.
    #[serde(skip)]
    unused_departments: Vec<DepartmentId>,
}

impl Missing {
    /// Whether the response did not show this field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// Forgets which fields are missing, so that their empty values are sent.
    pub(super) fn clear(&mut self) {
        self.fields.retain(|name, _| name == DIGITS);
    }

    /// Marks the fields that could not be read, also unknown ones.
    pub(super) fn mark_unread(&mut self, documented: &[&str], unread: &[&str]) {
        for name in unread {
            // The flag and the list of departments are missing already.
            if !matches!(*name, "all_departments_allowed" | "department_ids") {
                let name = documented.iter().find(|known| *known == name);
                let name = *name.unwrap_or(&EXTRA);
                self.fields.entry(name.to_owned()).or_insert(Value::Null);
            }
        }
    }

    /// Whether unknown fields could not be read.
    pub(super) fn has_extra(&self) -> bool {
        self.has(EXTRA)
    }

    /// Keeps the digits of unknown numbers.
    pub(super) fn keep_digits(&mut self, digits: Digits) {
        if !digits.is_empty() {
            self.fields.insert(DIGITS.to_owned(), digits.into());
        }
    }

    /// The digits of unknown numbers.
    pub(super) fn digits(&self) -> Option<&Digits> {
        self.fields.get(DIGITS)?.as_object()
    }

    /// The missing fields, if there are any, as a draft is stored with them.
    pub(super) fn stored(&self) -> Option<&Self> {
        (!self.fields.is_empty()).then_some(self)
    }

    /// Reads a code. The documented example has `{}` in place of one.
    pub(super) fn read_code<T: From<i64>>(
        &mut self,
        field: &str,
        value: Option<Value>,
    ) -> Option<T> {
        let value = value.filter(|value| !is_blank(value))?;
        let code = integer(&value).map(T::from);
        if code.is_none() {
            self.fields.insert(field.to_owned(), value);
        }
        code
    }

    /// A code, or what the response had in its place.
    pub(super) fn write_code(&self, field: &str, code: Option<i64>) -> Option<Value> {
        code.map(Value::from)
            .or_else(|| self.fields.get(field).cloned())
    }

    /// Reads a list of other entities. What could not be read of it must not be unlinked, so the
    /// list counts as missing then.
    pub(super) fn read_list<T, I: Serialize>(
        &mut self,
        field: &str,
        list: Option<Vec<Option<T>>>,
        id: impl Fn(&T) -> I,
    ) -> Vec<T> {
        let Some(list) = list else {
            self.fields.insert(field.to_owned(), Value::Null);
            return Vec::new();
        };
        let length = list.len();
        let list: Vec<T> = list.into_iter().flatten().collect();
        if list.len() < length {
            self.fields
                .insert(field.to_owned(), ids(list.iter().map(id)));
        }
        list
    }

    /// Whether a list is missing, in whole or in part, and still as it was read. `list` is its ids.
    pub(super) fn has_list<I: Serialize>(&self, field: &str, list: &[I]) -> bool {
        match self.fields.get(field) {
            None => false,
            Some(Value::Null) => list.is_empty(),
            Some(seen) => *seen == ids(list.iter()),
        }
    }

    /// A list of other entities as the response had it: nothing, or with null for what could not be
    /// read.
    pub(super) fn write_list<'a, T, I: Serialize>(
        &self,
        field: &str,
        list: &'a [T],
        id: impl Fn(&T) -> I,
    ) -> Option<Vec<Option<&'a T>>> {
        let is_partial = self.has_list(field, &list.iter().map(id).collect::<Vec<_>>());
        if is_partial && self.fields[field].is_null() {
            return None;
        }
        let unread = is_partial.then_some(None);
        Some(list.iter().map(Some).chain(unread).collect())
    }

    /// Reads which departments have access.
    pub(super) fn read_departments(
        &mut self,
        all: Option<bool>,
        ids: Option<Vec<Option<DepartmentId>>>,
    ) -> DepartmentAccess {
        let all_ids = ids.as_ref().filter(|ids| !ids.contains(&None));
        let is_complete = all == Some(true) || (all == Some(false) && all_ids.is_some());
        if !is_complete {
            let seen = json!({ "all_departments_allowed": all, "department_ids": ids });
            self.fields.insert(DEPARTMENTS.to_owned(), seen);
        }
        let ids = ids.into_iter().flatten().flatten();
        self.departments(all == Some(true), ids)
    }

    /// Reads which departments have access from a draft, which may leave out what is clear.
    pub(super) fn stored_departments<E: serde::de::Error>(
        &mut self,
        all: Option<bool>,
        ids: Option<Vec<DepartmentId>>,
    ) -> Result<DepartmentAccess, E> {
        let ids = ids.unwrap_or_default();
        let all = match all {
            Some(all) => all,
            None if ids.is_empty() => return Err(E::missing_field("all_departments_allowed")),
            None => false,
        };
        Ok(self.departments(all, ids.into_iter()))
    }

    /// Access by the flag and the list, which may contradict each other.
    fn departments(
        &mut self,
        all: bool,
        ids: impl Iterator<Item = DepartmentId>,
    ) -> DepartmentAccess {
        if all {
            self.unused_departments = ids.collect();
            return DepartmentAccess::All;
        }
        DepartmentAccess::Only(ids.collect())
    }

    /// Whether departments are missing, and `access` is still what was read in their place.
    pub(super) fn has_departments(&self, access: &DepartmentAccess) -> bool {
        self.seen_departments().is_some_and(|(_, ids)| {
            let ids = ids.into_iter().flatten().flatten();
            *access == DepartmentAccess::Only(ids.map(DepartmentId::new).collect())
        })
    }

    fn seen_departments(&self) -> Option<Departments> {
        let seen = self.fields.get(DEPARTMENTS)?;
        let all = seen.get("all_departments_allowed").and_then(Value::as_bool);
        let ids = seen.get("department_ids").cloned().unwrap_or_default();
        Some((all, serde_json::from_value(ids).unwrap_or_default()))
    }

    /// The flag and the list of a request body.
    pub(super) fn requested_departments(&self, access: &DepartmentAccess) -> (bool, Vec<i32>) {
        match access {
            DepartmentAccess::All => (true, convert::list(&self.unused_departments)),
            DepartmentAccess::Only(ids) => (false, convert::list(ids)),
        }
    }

    /// The flag and the list of a response, as they came.
    pub(super) fn shown_departments(&self, access: &DepartmentAccess) -> Departments {
        match self.seen_departments() {
            Some(seen) if self.has_departments(access) => seen,
            _ => {
                let (all, ids) = self.requested_departments(access);
                (Some(all), Some(ids.into_iter().map(Some).collect()))
            }
        }
    }
}

/// The ids of what could be read of a list.
fn ids<I: Serialize>(ids: impl Iterator<Item = I>) -> Value {
    ids.map(|id| json!(id)).collect()
}

/// Whether a field of this name is unknown, so that it goes into a draft's body as it came.
pub(super) fn is_unknown(name: &str, documented: &[&str]) -> bool {
    name != KEY && !documented.contains(&name)
}

pub(crate) mod sealed {
    //! What cannot be called outside.

    /// An entity that was read from a response.
    pub trait Received {
        /// Marks fields that could not be read as missing.
        fn mark_unread(&mut self, unread: &[&str], is_whole: bool);

        /// Keeps the digits of the unknown numbers in `response`, from which it was read.
        fn keep_digits(&mut self, response: &[u8]);
    }
}

/// Unknown fields without those that the request documents, which would be sent twice.
pub(super) fn unknown_only(extra: &Extra, documented: &[&str]) -> Extra {
    let unknown = extra
        .iter()
        .filter(|(name, _)| is_unknown(name, documented));
    unknown
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Residency;

    #[test]
    fn code_of_any_shape_is_read_and_written_back() {
        let cases = [
            (None, None, false),
            (Some(json!(null)), None, false),
            (Some(json!(3)), Some(3), false),
            (Some(json!(-1)), Some(-1), false),
            (Some(json!({})), None, true),
            (Some(json!("1")), Some(1), false),
            (Some(json!(10.0)), Some(10), false),
            (Some(json!("")), None, false),
            (Some(json!(1.5)), None, true),
            (Some(json!(u64::MAX)), None, true),
        ];
        for (value, expected, is_missing) in cases {
            let mut missing = Missing::default();
            let code: Option<Residency> = missing.read_code("residency", value.clone());
            assert_eq!(code.map(Residency::code), expected, "{value:?}");
            assert_eq!(missing.has("residency"), is_missing, "{value:?}");
            let written = missing.write_code("residency", code.map(Residency::code));
            let kept = value.filter(|_| is_missing);
            assert_eq!(written, expected.map(Value::from).or(kept));
        }
    }

    #[test]
    fn departments_are_missing_until_decided() {
        let cases = [
            (Some(true), None, false),
            (Some(true), Some(vec![Some(7)]), false),
            (Some(false), Some(vec![Some(7)]), false),
            (Some(false), Some(vec![Some(7), None]), true),
            (Some(false), Some(vec![]), false),
            (Some(false), None, true),
            (None, Some(vec![Some(7)]), true),
            (None, None, true),
        ];
        for (all, ids, is_missing) in cases {
            let mut missing = Missing::default();
            let read = |id: &Option<i32>| id.map(DepartmentId::new);
            let read = ids.as_ref().map(|ids| ids.iter().map(read).collect());
            let access = missing.read_departments(all, read);
            assert_eq!(
                missing.has_departments(&access),
                is_missing,
                "{all:?} {ids:?}"
            );
            assert!(!missing.has_departments(&DepartmentAccess::only([1])));
            let (_, shown) = missing.shown_departments(&access);
            let expected = ids.or_else(|| (all == Some(true)).then(Vec::new));
            assert_eq!(shown, expected, "{all:?}");
        }
    }
}
