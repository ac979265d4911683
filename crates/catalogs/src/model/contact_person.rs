//! Contact persons, and the drafts that change them.

use catalogs_raw::types as raw;
use serde::{Deserialize, Serialize};

use super::{
    ContactPersonId, Draft, Extra, Warning, check,
    masked::{keys, present},
    wire::{through_raw, unknown_only},
};

/// A contact person of the user's organizations (контактное лицо).
///
/// `Debug` shows no personal data; serialize it to see it all.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ContactPerson {
    /// Id of the contact person.
    pub id: ContactPersonId,
    /// Full name (ФИО).
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Extension (добавочный номер).
    pub extra_phone: Option<i32>,
    /// E-mail address.
    pub email: Option<String>,
    /// Fields that this version of the crate does not know.
    #[cfg_attr(feature = "schemars", schemars(flatten))]
    pub extra: Extra,
}

impl ContactPerson {
    /// A draft that would leave the contact person as it is, unknown fields included.
    pub fn to_draft(&self) -> ContactPersonDraft {
        ContactPersonDraft {
            name: self.name.clone(),
            phone: self.phone.clone(),
            extra_phone: self.extra_phone,
            email: self.email.clone(),
            extra: self.extra.clone(),
        }
    }
}

through_raw!(ContactPerson, raw::ContactPerson);

impl ContactPerson {
    pub(crate) fn from_raw(raw: raw::ContactPerson) -> Self {
        Self {
            id: raw.id.into(),
            name: raw.name,
            phone: raw.phone,
            extra_phone: raw.extra_phone,
            email: raw.email,
            extra: raw.extra,
        }
    }
}

impl ContactPerson {
    pub(crate) fn into_raw(self) -> raw::ContactPerson {
        raw::ContactPerson {
            id: self.id.into(),
            name: self.name,
            phone: self.phone,
            extra_phone: self.extra_phone,
            email: self.email,
            extra: self.extra,
        }
    }
}

impl std::fmt::Debug for ContactPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactPerson")
            .field("id", &self.id)
            .field("name", &present(&self.name))
            .field("phone", &present(&self.phone))
            .field("extra_phone", &present(&self.extra_phone))
            .field("email", &present(&self.email))
            .field("extra", &keys(&self.extra))
            .finish()
    }
}

/// A contact person to be added, or to replace one.
///
/// ```
/// use catalogs::ContactPersonDraft;
///
/// let draft = ContactPersonDraft::builder()
///     .name("Иванова Мария Петровна")
///     .phone("+7 495 123-45-67")
///     .email("m.ivanova@romashka.example")
///     .build();
/// assert!(draft.warnings().is_empty());
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize, bon::Builder)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[builder(state_mod(vis = "pub"))]
#[non_exhaustive]
pub struct ContactPersonDraft {
    /// Full name (ФИО).
    #[builder(required, with = |name: impl Into<String>| Some(name.into()))]
    pub name: Option<String>,
    /// Phone.
    #[builder(into)]
    pub phone: Option<String>,
    /// Extension (добавочный номер).
    pub extra_phone: Option<i32>,
    /// E-mail address.
    #[builder(into)]
    pub email: Option<String>,
    /// Fields that this version of the crate does not know.
    #[serde(flatten)]
    #[builder(default)]
    pub extra: Extra,
}

impl ContactPersonDraft {
    /// What is likely wrong with the draft; the service decides whether it is.
    pub fn warnings(&self) -> Vec<Warning> {
        check::contact_person(self)
    }
}

impl Draft for ContactPersonDraft {
    type Raw = raw::ContactPersonRequest;

    const DOCUMENTED: &'static [&'static str] = &["name", "phone", "extra_phone", "email"];

    fn to_raw(&self) -> Self::Raw {
        raw::ContactPersonRequest {
            name: self.name.clone(),
            phone: self.phone.clone(),
            extra_phone: self.extra_phone,
            email: self.email.clone(),
            extra: unknown_only(&self.extra, Self::DOCUMENTED),
        }
    }

    fn keep_gaps_of(&mut self, _: &Self) {}

    fn unsettled(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

impl std::fmt::Debug for ContactPersonDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContactPersonDraft")
            .field("name", &present(&self.name))
            .field("phone", &present(&self.phone))
            .field("extra_phone", &present(&self.extra_phone))
            .field("email", &present(&self.email))
            .field("extra", &keys(&self.extra))
            .finish()
    }
}
