//! Drafts by the names of their fields, for what comes from files, tables and command lines.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{AddressDraft, ContactPersonDraft, Draft, OrganizationDraft, docs_address};
use crate::{Error, Result, error::Problem};

/// Sets one field, by its name in the request body.
fn set<D: Draft + Serialize + DeserializeOwned>(
    draft: &mut D,
    field: &str,
    value: Value,
) -> Result<()> {
    let path: Vec<&str> = field.split('.').collect();
    let documented = match path[..] {
        ["docs_address", inner] => {
            D::DOCUMENTED.contains(&"docs_address") && docs_address::DOCUMENTED.contains(&inner)
        }
        [field] => D::DOCUMENTED.contains(&field),
        _ => false,
    };
    if !documented {
        return Err(Error::unsettable(
            field,
            "the documentation has none of this name",
        ));
    }
    let mut body = serde_json::to_value(&*draft)
        .map_err(|_| Error::unsettable(field, "the draft cannot be written as JSON"))?;
    let says_something = value.as_array().is_none_or(|list| !list.is_empty());
    let place = path.iter().fold(&mut body, |place, name| {
        if !place.is_object() {
            // As its builder makes one.
            *place = json!({ "office_no": "" });
        }
        &mut place[*name]
    });
    *place = value;
    let mut changed = read::<D>(body).map_err(|(_, problem)| Error::unsettable(field, problem))?;
    if changed.ignores(field) && says_something {
        return Err(Error::unsettable(
            field,
            "all departments are allowed; set all_departments_allowed to false first",
        ));
    }
    changed.keep_gaps_of(draft);
    *draft = changed;
    Ok(())
}

/// Reads a draft in the shape of a request body, or tells where it is none and why.
fn read<D: DeserializeOwned>(body: Value) -> std::result::Result<D, (String, Problem)> {
    serde_json::from_value(body.clone())
        .map_err(|_| Error::why_no::<D>(body.to_string().as_bytes()))
}

macro_rules! by_name {
    ($draft:ident, $field:literal) => {
        impl $draft {
            /// Reads a draft in the shape of a request body, as the API has it: of its fields, the
            /// links are `address_ids` and `contact_person_ids`. What may be empty may be left out;
            /// fields that are not documented go into `extra`.
            ///
            /// # Errors
            ///
            /// [`is_invalid_request`](Error::is_invalid_request) when it is none; the text names the
            /// field, and never its value.
            pub fn from_json(body: Value) -> Result<Self> {
                let mut draft: Self = read(body.clone())
                    .map_err(|(path, problem)| Error::unsettable(&path, problem))?;
                draft.keep_fine_print_of(&body);
                Ok(draft)
            }

            /// Sets a field by the name that it has in the request body; those of `docs_address` are
            /// `docs_address.postcode` and so on, which make one where there is none, with an
            /// empty office. Null, or an empty list, empties it.
            ///
            /// For names that are known at run time only; otherwise the fields themselves are
            /// plainer.
            ///
            /// ```
            /// # use catalogs::Error;
            #[doc = concat!("# fn example(mut draft: catalogs::", stringify!($draft), ") -> Result<(), Error> {")]
            #[doc = concat!("draft.set(\"", $field, "\", \"+7 495 123-45-67\".into())?;")]
            /// # Ok(())
            /// # }
            /// ```
            ///
            /// # Errors
            ///
            /// [`is_invalid_request`](Error::is_invalid_request) when the documentation has no such field,
            /// or the value is none for it; the draft stays as it is.
            pub fn set(&mut self, field: &str, value: Value) -> Result<()> {
                set(self, field, value)
            }

            /// The names of the fields of the request body, as the documentation has them.
            pub const FIELDS: &[&str] = <Self as Draft>::DOCUMENTED;
        }
    };
}

by_name!(OrganizationDraft, "phone");
by_name!(AddressDraft, "note");
by_name!(ContactPersonDraft, "phone");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DepartmentAccess, DepartmentId, Organization, Residency};

    fn read_organization(extra: Value) -> OrganizationDraft {
        let mut answer = json!({
            "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            "name": "ООО «Ромашка»", "residency": 1, "inn": "7707083893",
            "all_departments_allowed": true, "department_ids": [],
            "addresses": [], "contact_persons": [], "new_field": {"a": 1},
        });
        for (name, value) in extra.as_object().unwrap() {
            answer[name] = value.clone();
        }
        serde_json::from_value::<Organization>(answer)
            .unwrap()
            .to_draft()
    }

    #[test]
    fn a_field_is_set_and_the_rest_stays() {
        let before = read_organization(json!({}));
        let mut draft = before.clone();
        draft.set("residency", json!(10)).unwrap();
        draft.set("docs_address.postcode", json!("050000")).unwrap();
        draft.set("inn", Value::Null).unwrap();
        draft.set("all_departments_allowed", json!(false)).unwrap();
        draft.set("department_ids", json!([7])).unwrap();
        assert_eq!(draft.residency, Some(Residency::Kazakhstan));
        assert_eq!(
            draft.docs_address.as_ref().unwrap().postcode.as_deref(),
            Some("050000")
        );
        assert_eq!(
            draft.docs_address.as_ref().unwrap().office_no.as_deref(),
            Some("")
        );
        assert_eq!(draft.inn, None);
        assert_eq!(
            draft.departments,
            DepartmentAccess::only([DepartmentId::new(7)])
        );
        assert_eq!((&draft.name, &draft.extra), (&before.name, &before.extra));
    }

    #[test]
    fn what_the_answer_did_not_show_stays_marked() {
        let mut draft = read_organization(json!({"addresses": null, "residency": {}}));
        draft.set("phone", json!("+7 495 123-45-67")).unwrap();
        assert_eq!(draft.unsettled(), ["addresses", "residency"]);
        draft.set("residency", json!(1)).unwrap();
        assert_eq!(draft.unsettled(), ["addresses"]);
    }

    #[test]
    fn what_cannot_be_set_is_said_without_the_value_and_changes_nothing() {
        let before = read_organization(json!({}));
        let cases = [
            (
                "nmae",
                json!("canary"),
                "nmae cannot be set: the documentation has none of this name",
            ),
            ("docs_address.x", json!("canary"), "has none"),
            ("name.x", json!("canary"), "has none"),
            ("extra", json!("canary"), "has none"),
            (
                "ownership",
                json!("canary"),
                "ownership cannot be set: expected i32, found string",
            ),
            (
                "docs_address.city_id",
                json!("canary"),
                "expected i32, found string",
            ),
            ("address_ids", json!(["canary"]), "expected a GUID"),
            ("department_ids", json!("canary"), "expected a sequence"),
        ];
        for (field, value, expected) in cases {
            let mut draft = before.clone();
            let error = draft.set(field, value).unwrap_err();
            let text = error.to_string();
            assert!(
                error.is_invalid_request() && text.contains(expected),
                "{field}: {text}"
            );
            assert!(!text.contains("canary"), "{text}");
            assert!(draft == before);
        }
    }

    #[test]
    fn departments_listed_beside_all_of_them_are_sent_as_they_were_read() {
        let body = json!({"all_departments_allowed": true, "department_ids": [7]});
        let draft = OrganizationDraft::from_json(body).unwrap();
        assert_eq!(draft.departments, DepartmentAccess::All);
        assert_eq!(draft.to_raw().department_ids, [7]);
        let mut set = draft.clone();
        let error = set.set("department_ids", json!([9])).unwrap_err();
        assert!(error.to_string().contains("all departments are allowed"));
        assert!(set == draft);
    }

    #[test]
    fn a_draft_is_read_from_a_request_body() {
        let draft = ContactPersonDraft::from_json(json!({"name": "Мария", "x": 1})).unwrap();
        assert_eq!((draft.name.as_deref(), draft.phone), (Some("Мария"), None));
        assert_eq!(draft.extra["x"], 1);
        let error = OrganizationDraft::from_json(json!({"name": "canary", "ownership": "canary"}));
        let text = error.unwrap_err().to_string();
        assert!(
            text.contains("ownership") && !text.contains("canary"),
            "{text}"
        );
    }
}
