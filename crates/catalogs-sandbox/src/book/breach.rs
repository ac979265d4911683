//! The rules of the address book that an entry can break.

use super::Kind;
use crate::answer::Refusal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Breach {
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

impl Breach {
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

impl From<Breach> for Refusal {
    fn from(breach: Breach) -> Self {
        match breach {
            Breach::Missing(names) => Self::missing_fields(&names),
            Breach::NoDepartments => Self::departments_required(),
            Breach::UnknownReference { field, index, kind } => {
                Self::unknown_reference(&format!("$.{field}[{index}]"), kind.title())
            }
        }
    }
}
