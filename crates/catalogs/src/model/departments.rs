//! Which departments have access to an organization.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    DepartmentId,
    fields::{read, refuse},
};
use crate::Result;

/// Which departments of the user's company have access to an organization.
///
/// The API has a flag and a list that can contradict each other; this cannot.
///
/// ```
/// use catalogs::DepartmentAccess;
///
/// let access = DepartmentAccess::only([7, 9]);
/// assert!(access.includes(7));
/// assert!(!access.includes(8));
/// assert!(DepartmentAccess::All.includes(8));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "Fields"))]
#[serde(from = "Fields", into = "Fields")]
#[non_exhaustive]
pub enum DepartmentAccess {
    /// Every department (организация доступна всем подразделениям).
    All,
    /// Only these; the service wants at least one.
    Only(Vec<DepartmentId>),
}

impl DepartmentAccess {
    /// Returns access for these departments only.
    pub fn only<I: Into<DepartmentId>>(departments: impl IntoIterator<Item = I>) -> Self {
        Self::Only(departments.into_iter().map(Into::into).collect())
    }

    /// Returns whether this department has access.
    pub fn includes(&self, department: impl Into<DepartmentId>) -> bool {
        match self {
            Self::All => true,
            Self::Only(departments) => departments.contains(&department.into()),
        }
    }

    /// Sets the flag or the list of the request body.
    pub(super) fn set_field(&mut self, field: &str, value: Value) -> Result<()> {
        if field == "all_departments_allowed" {
            *self = match (read(field, value)?, &self) {
                (true, _) => Self::All,
                (false, Self::Only(_)) => return Ok(()),
                (false, _) => Self::Only(Vec::new()),
            };
            return Ok(());
        }
        let departments: Vec<DepartmentId> = read::<Option<_>>(field, value)?.unwrap_or_default();
        match self {
            Self::Only(current) => *current = departments,
            Self::All if departments.is_empty() => {}
            Self::All => {
                let problem =
                    "all departments are allowed; set all_departments_allowed to false first";
                return Err(refuse(field, problem));
            }
        }
        Ok(())
    }
}

/// How the API represents it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Fields {
    /// Whether every department has access.
    all_departments_allowed: bool,
    /// The departments that have access, unless every one has.
    #[serde(default)]
    department_ids: Vec<DepartmentId>,
}

impl From<Fields> for DepartmentAccess {
    fn from(fields: Fields) -> Self {
        match fields.all_departments_allowed {
            true => Self::All,
            false => Self::Only(fields.department_ids),
        }
    }
}

impl From<DepartmentAccess> for Fields {
    fn from(access: DepartmentAccess) -> Self {
        let (all_departments_allowed, department_ids) = match access {
            DepartmentAccess::All => (true, Vec::new()),
            DepartmentAccess::Only(departments) => (false, departments),
        };
        Self {
            all_departments_allowed,
            department_ids,
        }
    }
}
