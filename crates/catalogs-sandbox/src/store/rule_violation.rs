//! The rules of the address book that an entry can break.

use super::kind::Kind;
use crate::refusal::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RuleViolation {
    /// Fields are left out that nothing can stand for.
    Missing(Vec<String>),
    /// Neither all departments see the organization, nor any that is listed.
    NoDepartments,
    /// An id, by its place, is that of nothing in the book.
    UnknownReference {
        field: &'static str,
        index: usize,
        kind: Kind,
    },
}

impl RuleViolation {
    /// The error code, the places where the entry breaks the rule, without `$.`, and what is wrong
    /// at each.
    pub(crate) fn describe(self) -> (&'static str, Vec<String>, String) {
        match self {
            Self::Missing(names) => {
                let what = "left out, with no value to stand for it";
                ("missing_field", names, what.to_owned())
            }
            Self::NoDepartments => {
                let what = "has to list the departments (подразделения) that see the organization \
                    when all_departments_allowed is false";
                let places = vec!["department_ids".to_owned()];
                ("departments_required", places, what.to_owned())
            }
            Self::UnknownReference { field, index, kind } => {
                let what = format!("is the id of no {}", kind.title());
                ("unknown_reference", vec![format!("{field}[{index}]")], what)
            }
        }
    }
}

impl From<RuleViolation> for Refusal {
    fn from(violation: RuleViolation) -> Self {
        let (code, places, what) = violation.describe();
        let paths: Vec<String> = places.iter().map(|place| format!("$.{place}")).collect();
        Self::bad_request(code, format!("{}: {what}", paths.join(", ")))
    }
}
