//! What all drafts have in common.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{DocsAddress, Extra, Unmasked, Warning};
use crate::{Result, error::problem};

/// A draft of an entity: [`OrganizationDraft`](crate::OrganizationDraft),
/// [`AddressDraft`](crate::AddressDraft) or [`ContactPersonDraft`](crate::ContactPersonDraft).
///
/// For code that is written once for all three; it cannot be implemented outside this crate.
///
/// A draft is (de)serialized in the shape of its request body: links are `address_ids` and
/// `contact_person_ids`, fields may be left out, unknown fields go into `extra`. A draft made from a
/// [partial response](crate::Error::is_partial_response) keeps its missing fields under the key
/// `$missing`, which is never sent, so that a draft that was stored is as safe to write as before.
/// An error names the field and never its value.
///
/// ```
/// use catalogs::{ContactPersonDraft, Draft};
///
/// fn read<D: Draft>(json: &str) -> Result<D, serde_json::Error> {
///     serde_json::from_str(json)
/// }
///
/// let draft: ContactPersonDraft = read(r#"{"name": "Мария", "telegram": "@maria"}"#)?;
/// assert_eq!(draft.name.as_deref(), Some("Мария"));
/// assert_eq!(draft.extra["telegram"], "@maria");
/// let error = read::<ContactPersonDraft>(r#"{"extra_phone": "104"}"#).unwrap_err();
/// assert!(error.to_string().starts_with("extra_phone: expected i32, found string"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait Draft:
    sealed::Body + Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The names of the fields of the request body.
    const FIELDS: &'static [&'static str];

    /// Returns a draft in which every field is empty, and which no department has access to.
    fn empty() -> Self;

    /// Returns what is likely wrong with the draft; the service decides whether it is.
    fn warnings(&self) -> Vec<Warning>;

    /// Sets a field by its name in the request body. The fields of `docs_address` are
    /// `docs_address.postcode` and so on; setting one creates the address if there is none, with an
    /// empty office. Null, or an empty list, empties a field.
    ///
    /// Use it for names that are known at run time only.
    ///
    /// # Errors
    ///
    /// [`is_invalid_request`](crate::Error::is_invalid_request) if there is no such field, or the value
    /// does not fit it; the draft stays as it is.
    fn set_field(&mut self, field: &str, value: Value) -> Result<()>;

    /// Returns the fields that the response behind this draft did not show, and that were not set
    /// since. Replacing an entity by a draft with missing fields is refused.
    fn missing_fields(&self) -> Vec<&'static str>;

    /// Declares that the missing fields are empty, so that they are written as empty.
    fn treat_missing_as_empty(&mut self);

    /// Returns the fields that this version of the crate does not know.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Returns the address for documents, if drafts of this type have one.
    fn docs_address_mut(&mut self) -> Option<&mut Option<DocsAddress>>;

    /// Returns a view that shows the draft whole, personal data included, which `Debug` hides.
    ///
    /// ```
    /// use catalogs::{ContactPersonDraft, Draft};
    ///
    /// let draft = ContactPersonDraft::builder().name("Мария").build();
    /// assert!(!format!("{draft:?}").contains("Мария"));
    /// assert!(draft.unmasked().to_string().contains("Мария"));
    /// ```
    fn unmasked(&self) -> Unmasked<'_, Self> {
        Unmasked::new(self)
    }
}

pub(crate) mod sealed {
    //! What cannot be implemented outside.

    use crate::{Error, Result};

    /// A draft as a request body.
    pub trait Body: Sized {
        /// The generated type of the body.
        type Raw: serde::Serialize;

        /// The request body, with every documented field present.
        fn to_raw(&self) -> Self::Raw;

        /// The digits of unknown numbers, by the names of their fields.
        fn digits(&self) -> Option<&crate::model::Extra>;

        /// A field whose value JSON cannot represent.
        fn unsendable(&self) -> Option<&'static str>;

        /// The fields that a response did not show; see [`Draft`](crate::Draft).
        fn unresolved(&self) -> Vec<&'static str>;

        /// The request body of a POST.
        ///
        /// # Errors
        ///
        /// Fails if a number is not finite, which JSON would turn into null.
        fn to_addition(&self) -> Result<Self::Raw> {
            match self.unsendable() {
                Some(field) => Err(Error::unsendable(field)),
                None => Ok(self.to_raw()),
            }
        }

        /// The request body of a PUT.
        ///
        /// # Errors
        ///
        /// Fails if fields are missing, since writing them as empty would erase what the response
        /// did not show; and as [`to_addition`](Self::to_addition).
        fn to_replacement(&self) -> Result<Self::Raw> {
            match self.unresolved() {
                fields if fields.is_empty() => self.to_addition(),
                fields => Err(Error::partial_response(&fields)),
            }
        }
    }
}

/// Whether a missing field of this name leaves this field of the request body open.
pub(crate) fn is_about(missing: &str, field: &str) -> bool {
    match missing {
        "addresses" => field == "address_ids",
        "contact_persons" => field == "contact_person_ids",
        "departments" => matches!(field, "all_departments_allowed" | "department_ids"),
        _ => field == missing,
    }
}

/// Reads a draft from its stored form; an error names the field, and never its value.
pub(super) fn read<'de, T, D>(deserializer: D) -> std::result::Result<T, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        match problem(&error.inner().to_string()) {
            Some(problem) if path == "." => serde::de::Error::custom(problem),
            Some(problem) => serde::de::Error::custom(format!("{path}: {problem}")),
            // There is no value in what is left: a syntax error, a field that occurs twice.
            None => error.into_inner(),
        }
    })
}
