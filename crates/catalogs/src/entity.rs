//! The three kinds of entities.

use uuid::Uuid;

use crate::{
    Address, AddressDraft, AddressId, ContactPerson, ContactPersonDraft, ContactPersonId,
    Organization, OrganizationDraft, OrganizationId, model, request::Build,
};

/// A kind of entity in the address book: [`Organization`], [`Address`] or [`ContactPerson`].
///
/// Lets code be written once for all three; it cannot be implemented elsewhere.
pub trait Entity: Build<Content = Self::Draft> + Sized + Send + 'static {
    /// Its id.
    type Id: Copy + Send + Into<Uuid> + From<Uuid>;
    /// What is sent to add or to replace one.
    type Draft: model::Draft + Send + 'static;

    /// A draft that would leave the entity as it is.
    fn to_draft(&self) -> Self::Draft;

    /// Whether it says what `draft` says, as [`Collection::reconcile`](crate::Collection::reconcile)
    /// compares them: for a list that is at hand.
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
        crate::reconcile::is_from(draft, &self.to_draft())
    }
}

macro_rules! entity {
    ($($entity:ident, $draft:ident, $id:ident;)+) => {$(
        impl Entity for $entity {
            type Id = $id;
            type Draft = $draft;

            fn to_draft(&self) -> $draft {
                $entity::to_draft(self)
            }
        }
    )+};
}

entity! {
    Organization, OrganizationDraft, OrganizationId;
    Address, AddressDraft, AddressId;
    ContactPerson, ContactPersonDraft, ContactPersonId;
}
