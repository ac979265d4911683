//! Whether an entity may have come from a draft.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::model::Draft;

/// What [`Collection::reconcile`](crate::Collection::reconcile) found.
#[derive(Clone, Debug, PartialEq)]
pub enum Reconciled<E> {
    /// Nothing: the create did not take effect, at least not yet.
    NotFound,
    /// This one.
    Found(E),
    /// More than one; which of them is new cannot be told from the draft.
    Ambiguous(Vec<E>),
}

/// Coordinates closer than this, in degrees, are the same: a tenth of a metre.
const SAME_NUMBER: f64 = 1e-6;

/// Whether `candidate` says what `draft` says, as far as it says anything.
///
/// What the service's answer left out is no difference, and neither are fields that only the draft
/// or only the answer knows of.
pub(crate) fn is_from<D: Draft>(draft: &D, candidate: &D) -> bool {
    let not_shown = candidate.unsettled();
    let (Some(draft), Some(candidate)) = (body(draft), body(candidate)) else {
        return false;
    };
    draft
        .iter()
        .filter(|(field, _)| D::DOCUMENTED.contains(&field.as_str()))
        .filter(|(field, _)| !not_shown.iter().any(|gap| D::is_about(gap, field)))
        .all(|(field, value)| says(field, value, candidate.get(field)))
}

fn body<D: Draft>(draft: &D) -> Option<Map<String, Value>> {
    match serde_json::to_value(draft.to_raw()) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

fn says(field: &str, wanted: &Value, found: Option<&Value>) -> bool {
    let found = found.unwrap_or(&Value::Null);
    if is_empty(wanted) || is_empty(found) {
        return is_empty(wanted) && is_empty(found);
    }
    match (wanted, found) {
        (Value::Number(wanted), Value::Number(found)) => {
            let degrees = wanted.as_f64().zip(found.as_f64());
            wanted == found || degrees.is_some_and(|(a, b)| (a - b).abs() < SAME_NUMBER)
        }
        (Value::String(wanted), Value::String(found)) if field == "phone" => {
            digits(wanted).eq(digits(found))
        }
        (Value::String(wanted), Value::String(found)) => wanted.trim() == found.trim(),
        (Value::Array(wanted), Value::Array(found)) => sorted(wanted) == sorted(found),
        (Value::Object(wanted), Value::Object(found)) => wanted
            .iter()
            .all(|(field, value)| says(field, value, found.get(field))),
        _ => wanted == found,
    }
}

/// A phone however it is set apart.
fn digits(phone: &str) -> impl Iterator<Item = char> {
    phone.chars().filter(char::is_ascii_digit)
}

/// What the service may answer for one another.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) => false,
    }
}

/// Ids and department numbers, each once, in one order.
fn sorted(list: &[Value]) -> Vec<&Value> {
    let mut sorted: Vec<&Value> = list.iter().collect();
    sorted.sort_by(|a, b| match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a
            .as_str()
            .partial_cmp(&b.as_str())
            .unwrap_or(Ordering::Equal),
    });
    sorted.dedup();
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AddressDraft, AddressType, CityId, DepartmentAccess, DepartmentId, OrganizationDraft,
        OwnershipId, Residency,
    };

    fn organization() -> OrganizationDraft {
        OrganizationDraft::builder()
            .name("ООО «Ромашка»")
            .ownership(OwnershipId::new(1))
            .residency(Residency::Russia)
            .departments(DepartmentAccess::only([
                DepartmentId::new(9),
                DepartmentId::new(7),
            ]))
            .build()
    }

    #[test]
    fn what_the_service_may_answer_for_a_draft_counts_as_the_same() {
        let draft = organization();
        type Change = fn(&mut OrganizationDraft);
        let same: &[Change] = &[
            |_| {},
            |d| d.phone = Some(String::new()),
            |d| d.extra_phone = Some(0),
            |d| d.departments = DepartmentAccess::only([7, 9, 9].map(DepartmentId::new)),
            |d| drop(d.extra.insert("created".into(), "today".into())),
            |d| d.name = Some(" ООО «Ромашка» ".into()),
        ];
        let other: &[Change] = &[
            |d| d.name = Some("ООО «Роза»".into()),
            |d| d.phone = Some("+7".into()),
            |d| d.extra_phone = Some(1),
            |d| d.departments = DepartmentAccess::only([DepartmentId::new(7)]),
            |d| d.departments = DepartmentAccess::All,
            |d| d.residency = None,
            |d| d.addresses = vec![crate::AddressId::new(uuid::Uuid::nil())],
        ];
        for (changes, expected) in [(same, true), (other, false)] {
            for (case, change) in changes.iter().enumerate() {
                let mut candidate = draft.clone();
                change(&mut candidate);
                assert_eq!(
                    is_from(&draft, &candidate),
                    expected,
                    "{expected} case {case}"
                );
            }
        }
    }

    #[test]
    fn coordinates_may_differ_by_less_than_anyone_can_measure() {
        let at = |latitude| {
            AddressDraft::builder()
                .address("ул. Складская, 5")
                .city_id(CityId::new(1))
                .address_type(AddressType::Warehouse)
                .latitude(latitude)
                .build()
        };
        assert!(is_from(&at(55.755_800_1), &at(55.755_800_2)));
        assert!(!is_from(&at(55.7558), &at(55.7559)));
    }
}
