//! What a response did not show of an entity, so that writing it back could erase it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    DepartmentAccess, DepartmentId, Extra,
    convert::{self, FromRaw, ToRaw},
};

/// The key of a stored draft that holds its missing fields. It is never sent.
pub(super) const KEY: &str = "$missing";

/// Name of the missing field that stands for the flag and the list of departments.
const DEPARTMENTS: &str = "departments";

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
        self.fields.clear();
    }

    /// Adds the missing fields to the unknown ones of a draft that is stored.
    pub(super) fn store(&self, extra: &mut Extra) {
        if !self.fields.is_empty() {
            let fields = self.fields.clone().into_iter().collect();
            extra.insert(KEY.to_owned(), Value::Object(fields));
        }
    }

    /// Reads a code. The documented example has `{}` in place of one.
    pub(super) fn read_code<T: From<i64>>(
        &mut self,
        field: &str,
        value: Option<Value>,
    ) -> Option<T> {
        let value = value.filter(|value| !value.is_null())?;
        let code = value.as_i64().map(T::from);
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

    /// Reads a list of other entities.
    pub(super) fn read_list<R, T: FromRaw<R>>(
        &mut self,
        field: &str,
        list: Option<Vec<R>>,
    ) -> Vec<T> {
        if list.is_none() {
            self.fields.insert(field.to_owned(), Value::Null);
        }
        let list = list.unwrap_or_default();
        list.into_iter().map(FromRaw::from_raw).collect()
    }

    /// A list of other entities, or nothing where the response had nothing.
    pub(super) fn write_list<R, T: ToRaw<R>>(&self, field: &str, list: &[T]) -> Option<Vec<R>> {
        (!list.is_empty() || !self.has(field)).then(|| convert::list(list))
    }

    /// Reads which departments have access.
    pub(super) fn read_departments(
        &mut self,
        all: Option<bool>,
        ids: Option<Vec<i32>>,
    ) -> DepartmentAccess {
        let is_complete = all == Some(true) || (all == Some(false) && ids.is_some());
        if !is_complete {
            let seen = json!({ "all_departments_allowed": all, "department_ids": ids });
            self.fields.insert(DEPARTMENTS.to_owned(), seen);
        }
        let ids = ids.unwrap_or_default();
        self.departments(all == Some(true), ids.into_iter().map(DepartmentId::new))
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
            let ids = ids.unwrap_or_default().into_iter().map(DepartmentId::new);
            *access == DepartmentAccess::Only(ids.collect())
        })
    }

    fn seen_departments(&self) -> Option<(Option<bool>, Option<Vec<i32>>)> {
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
    pub(super) fn shown_departments(
        &self,
        access: &DepartmentAccess,
    ) -> (Option<bool>, Option<Vec<i32>>) {
        match self.seen_departments() {
            Some(seen) if self.has_departments(access) => seen,
            _ => {
                let (all, ids) = self.requested_departments(access);
                (Some(all), Some(ids))
            }
        }
    }
}

/// Unknown fields without those that the request documents, which would be sent twice.
pub(super) fn unknown_only(extra: &Extra, documented: &[&str]) -> Extra {
    let unknown = extra
        .iter()
        .filter(|(name, _)| *name != KEY && !documented.contains(&name.as_str()));
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
            (Some(json!("1")), None, true),
            (Some(json!(1.5)), None, true),
            (Some(json!(u64::MAX)), None, true),
        ];
        for (value, expected, is_missing) in cases {
            let mut missing = Missing::default();
            let code: Option<Residency> = missing.read_code("residency", value.clone());
            assert_eq!(code.map(Residency::code), expected, "{value:?}");
            assert_eq!(missing.has("residency"), is_missing, "{value:?}");
            let written = missing.write_code("residency", code.map(Residency::code));
            assert_eq!(written, value.filter(|value| !value.is_null()));
        }
    }

    #[test]
    fn departments_are_missing_until_decided() {
        let cases = [
            (Some(true), None, false),
            (Some(true), Some(vec![7]), false),
            (Some(false), Some(vec![7]), false),
            (Some(false), Some(vec![]), false),
            (Some(false), None, true),
            (None, Some(vec![7]), true),
            (None, None, true),
        ];
        for (all, ids, is_missing) in cases {
            let mut missing = Missing::default();
            let access = missing.read_departments(all, ids.clone());
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
