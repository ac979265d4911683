//! Which departments see an organization.

use serde::{Deserialize, Serialize};

use super::DepartmentId;

/// Which departments of the user's company see an organization.
///
/// The API has a flag and a list that can contradict each other; this cannot.
///
/// ```
/// use catalogs::{DepartmentAccess, DepartmentId};
///
/// let access = DepartmentAccess::only([DepartmentId::new(7), DepartmentId::new(9)]);
/// assert!(access.includes(DepartmentId::new(7)));
/// assert!(!access.includes(DepartmentId::new(8)));
/// assert!(DepartmentAccess::All.includes(DepartmentId::new(8)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "Fields"))]
#[serde(from = "Fields", into = "Fields")]
pub enum DepartmentAccess {
    /// Every department (организация доступна всем подразделениям).
    All,
    /// Only these; the service wants at least one.
    Only(Vec<DepartmentId>),
}

impl DepartmentAccess {
    /// Access for these departments only.
    pub fn only(departments: impl IntoIterator<Item = DepartmentId>) -> Self {
        Self::Only(departments.into_iter().collect())
    }

    /// Whether this department sees the organization.
    pub fn includes(&self, department: DepartmentId) -> bool {
        match self {
            Self::All => true,
            Self::Only(departments) => departments.contains(&department),
        }
    }
}

/// How the API says it.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Fields {
    /// Whether every department sees the organization.
    all_departments_allowed: bool,
    /// The departments that do, when not every one does.
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
        match access {
            DepartmentAccess::All => Self {
                all_departments_allowed: true,
                department_ids: Vec::new(),
            },
            DepartmentAccess::Only(department_ids) => Self {
                all_departments_allowed: false,
                department_ids,
            },
        }
    }
}

/// How an answer may say it, for its JSON Schema: nothing is sure to be there.
#[cfg(feature = "schemars")]
#[derive(schemars::JsonSchema)]
#[allow(dead_code, reason = "only its schema is used")]
pub(super) struct Answered {
    /// Whether every department sees the organization.
    all_departments_allowed: Option<bool>,
    /// The departments that do, when not every one does.
    department_ids: Option<Vec<DepartmentId>>,
}
