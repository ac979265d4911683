//! The rules of the address book that an entry can break.

use super::kind::Kind;
use crate::refusal::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RuleViolation {
    /// Fields are left out that nothing can stand for.
    Missing(Vec<String>),
    /// Neither all departments see the organization, nor any that is summarize.
    NoDepartments,
    /// An id, by its place, is that of nothing in the book.
    UnknownReference {
        field: &'static str,
        index: usize,
        kind: Kind,
    },
}

impl RuleViolation {
    /// Each place where the entry breaks the rule, without `$.`, and what is wrong there.
    pub(crate) fn places(&self) -> Vec<(String, String)> {
        match self {
            Self::Missing(names) => {
                let what = "left out, with no value to stand for it";
                let each = names.iter().map(|name| (name.clone(), what.to_owned()));
                each.collect()
            }
            Self::NoDepartments => {
                let what = "has to list the departments (подразделения) that see the organization \
                    when all_departments_allowed is false";
                vec![("department_ids".to_owned(), what.to_owned())]
            }
            Self::UnknownReference { field, index, kind } => {
                let what = format!("is the id of no {}", kind.title());
                vec![(format!("{field}[{index}]"), what)]
            }
        }
    }
}

impl From<RuleViolation> for Refusal {
    fn from(violation: RuleViolation) -> Self {
        match violation {
            RuleViolation::Missing(names) => Self::missing_fields(&names),
            RuleViolation::NoDepartments => Self::departments_required(),
            RuleViolation::UnknownReference { field, index, kind } => {
                Self::unknown_reference(&format!("$.{field}[{index}]"), kind.title())
            }
        }
    }
}
