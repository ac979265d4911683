//! What all entities have in common.

use std::{
    fmt::{Debug, Display},
    hash::Hash,
    str::FromStr,
};

use catalogs_raw::description;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Address, AddressDraft, ContactPerson, ContactPersonDraft, Draft, Organization,
    OrganizationDraft,
    model::{AddressId, ContactPersonId, OrganizationId},
    request::Build,
};

/// An entity of the address book: [`Organization`], [`Address`] or [`ContactPerson`].
///
/// For code that is written once for all three; it cannot be implemented outside this crate.
///
/// ```no_run
/// use catalogs::{Client, Draft, Entity};
/// use serde_json::Value;
///
/// async fn set<E: Entity>(client: &Client, id: E::Id, field: &str, value: Value) -> catalogs::Result<E> {
///     let collection = client.collection::<E>();
///     let mut draft = collection.get(id).await?.to_draft();
///     draft.set_field(field, value)?;
///     collection.replace(id, &draft).await
/// }
/// ```
pub trait Entity:
    Build<Content = Self::Draft>
    + Clone
    + PartialEq
    + Debug
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// Its id.
    type Id: Copy
        + Eq
        + Ord
        + Hash
        + Debug
        + Display
        + FromStr<Err = uuid::Error>
        + Serialize
        + DeserializeOwned
        + Into<Uuid>
        + From<Uuid>
        + Send
        + Sync
        + 'static;
    /// What is sent to create or to replace one.
    type Draft: Draft;

    /// Its names, fields and operations, as data.
    const DESCRIPTION: &'static description::Entity;

    /// Returns the id.
    fn id(&self) -> Self::Id;

    /// Returns a draft that would leave the entity as it is.
    fn to_draft(&self) -> Self::Draft;

    /// Returns whether the entity could have been created from `draft`, by the rules of
    /// [`compare::could_be`](crate::compare::could_be): for a list that is at hand.
    /// [`Collection::reconcile`](crate::Collection::reconcile) lists the entities itself.
    ///
    /// ```
    /// use catalogs::{ContactPerson, ContactPersonDraft, Entity};
    ///
    /// let person = r#"{"id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "name": "Мария", "phone": ""}"#;
    /// let person: ContactPerson = serde_json::from_str(person)?;
    /// assert!(person.matches_draft(&ContactPersonDraft::builder().name("Мария").build()));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    fn matches_draft(&self, draft: &Self::Draft) -> bool {
        crate::reconcile::matches(draft, &self.to_draft())
    }
}

macro_rules! entity {
    ($($entity:ident, $draft:ident, $id:ident, $description:ident;)+) => {$(
        impl Entity for $entity {
            type Id = $id;
            type Draft = $draft;

            const DESCRIPTION: &'static description::Entity = &description::$description;

            fn id(&self) -> $id {
                self.id
            }

            fn to_draft(&self) -> $draft {
                $entity::to_draft(self)
            }
        }
    )+};
}

entity! {
    Organization, OrganizationDraft, OrganizationId, ORGANIZATION;
    Address, AddressDraft, AddressId, ADDRESS;
    ContactPerson, ContactPersonDraft, ContactPersonId, CONTACT_PERSON;
}
