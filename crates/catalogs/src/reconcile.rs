//! Whether an entity may have been created from a draft.

use serde_json::{Map, Value};

use crate::{Draft, compare, model::is_about};

/// The result of [`Collection::reconcile`](crate::Collection::reconcile).
#[derive(Clone, Debug, PartialEq)]
pub enum Reconciled<E> {
    /// No entity matches: the create did not take effect, at least not yet.
    NotFound,
    /// None of the entities that could be decoded matches, and this many could not: one of them may
    /// be it.
    Unreadable(usize),
    /// One entity matches.
    Found(E),
    /// More than one matches; the draft does not tell which of them is new.
    Ambiguous(Vec<E>),
}

/// Whether `candidate` has what `draft` has.
///
/// Missing fields of a partial response do not count, and neither do unknown fields.
pub(crate) fn matches<D: Draft>(draft: &D, candidate: &D) -> bool {
    let missing = candidate.missing_fields();
    let (Some(draft), Some(candidate)) = (body(draft), body(candidate)) else {
        return false;
    };
    let value =
        |body: &Map<String, Value>, field: &str| body.get(field).cloned().unwrap_or_default();
    D::FIELDS
        .iter()
        .filter(|field| !missing.iter().any(|missing| is_about(missing, field)))
        .all(|field| compare::could_be(field, &value(&draft, field), &value(&candidate, field)))
}

fn body<D: Draft>(draft: &D) -> Option<Map<String, Value>> {
    match serde_json::to_value(draft) {
        Ok(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AddressDraft, AddressType, DepartmentAccess, OrganizationDraft, Residency};

    fn organization() -> OrganizationDraft {
        OrganizationDraft::builder()
            .name("ООО «Ромашка»")
            .ownership(1)
            .residency(Residency::Russia)
            .departments(DepartmentAccess::only([9, 7]))
            .build()
    }

    #[test]
    fn equivalent_values_match_draft() {
        let draft = organization();
        type Change = fn(&mut OrganizationDraft);
        let same: &[Change] = &[
            |_| {},
            |d| d.phone = Some(String::new()),
            |d| d.extra_phone = Some(0),
            |d| d.departments = DepartmentAccess::only([7, 9, 9]),
            |d| drop(d.extra.insert("created".into(), "today".into())),
            |d| d.name = Some(" ООО «Ромашка» ".into()),
        ];
        let other: &[Change] = &[
            |d| d.name = Some("ООО «Роза»".into()),
            |d| d.phone = Some("+7".into()),
            |d| d.extra_phone = Some(1),
            |d| d.departments = DepartmentAccess::only([7]),
            |d| d.departments = DepartmentAccess::All,
            |d| d.residency = None,
            |d| d.addresses = vec![crate::model::AddressId::new(uuid::Uuid::nil())],
        ];
        for (changes, expected) in [(same, true), (other, false)] {
            for (case, change) in changes.iter().enumerate() {
                let mut candidate = draft.clone();
                change(&mut candidate);
                assert_eq!(
                    matches(&draft, &candidate),
                    expected,
                    "{expected} case {case}"
                );
            }
        }
    }

    #[test]
    fn coordinates_within_tolerance_match_draft() {
        let at = |latitude| {
            AddressDraft::builder()
                .address("ул. Складская, 5")
                .city_id(1)
                .address_type(AddressType::Warehouse)
                .latitude(latitude)
                .build()
        };
        assert!(matches(&at(55.755_800_1), &at(55.755_800_2)));
        assert!(!matches(&at(55.7558), &at(55.7559)));
    }
}
