//! The three kinds of entities, and what their sheets are called.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of entity, in the order in which they are written: what is linked to comes first.
///
/// ```
/// use catalogs_transfer::Kind;
///
/// assert_eq!(Kind::named("Контакты"), Some(Kind::ContactPerson));
/// assert_eq!(Kind::Organization.sheet(), "organizations");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Contact persons (контактные лица).
    ContactPerson,
    /// Addresses (адреса).
    Address,
    /// Organizations (организации).
    Organization,
}

impl Kind {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::ContactPerson, Self::Address, Self::Organization];

    /// The name of its sheet, of its list in a JSON file, and of its file in a folder of CSV files.
    pub const fn sheet(self) -> &'static str {
        match self {
            Self::ContactPerson => "contacts",
            Self::Address => "addresses",
            Self::Organization => "organizations",
        }
    }

    /// The name of its sheet in Russian.
    pub const fn sheet_ru(self) -> &'static str {
        match self {
            Self::ContactPerson => "Контакты",
            Self::Address => "Адреса",
            Self::Organization => "Организации",
        }
    }

    /// The kind whose sheet has this name, in English or in Russian, in any case.
    pub fn named(sheet: &str) -> Option<Self> {
        let wanted = sheet.trim().to_lowercase();
        Self::ALL.into_iter().find(|kind| {
            let others: &[&str] = match kind {
                Self::ContactPerson => &["contact_persons", "контактные лица"],
                Self::Address | Self::Organization => &[],
            };
            wanted == kind.sheet()
                || wanted == kind.sheet_ru().to_lowercase()
                || others.contains(&wanted.as_str())
        })
    }
}

/// One of them, as it reads in a sentence: `contact person`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ContactPerson => "contact person",
            Self::Address => "address",
            Self::Organization => "organization",
        })
    }
}
