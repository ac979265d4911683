//! What all entities have in common, and the generated methods that belong to each.

use std::{
    fmt::{Debug, Display},
    hash::Hash,
    str::FromStr,
};

use catalogs_raw::{Client, Error, ResponseValue, description, types};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    Address, AddressDraft, AddressId, Collection, ContactPerson, ContactPersonDraft,
    ContactPersonId, Draft, Operation, Organization, OrganizationDraft, OrganizationId,
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
///     let collection = E::collection(client);
///     let mut draft = collection.get(id).await?.to_draft();
///     draft.set_field(field, value)?;
///     collection.replace(id, &draft).await
/// }
/// ```
pub trait Entity:
    Raw + Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
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
    type Draft: Draft<Raw = Self::Request>;

    /// Its names, fields and operations, as data.
    const DESCRIPTION: &'static description::Entity;

    /// Returns the collection of all entities of this type.
    fn collection(client: &crate::Client) -> Collection<Self>;

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

type Answer<T> = Result<ResponseValue<T>, Error>;

/// The operations on a kind of entity, as the generated client makes them.
#[allow(
    async_fn_in_trait,
    reason = "the trait cannot be named outside, so its futures are known"
)]
pub trait Raw: Sized {
    type Request;
    type Response: DeserializeOwned;

    fn from_raw(raw: Self::Response) -> Self;

    const LIST: Operation;
    const GET: Operation;
    const CREATE: Operation;
    const REPLACE: Operation;
    const DELETE: Operation;

    async fn raw_get(client: Client, id: &Uuid) -> Answer<Self::Response>;
    async fn raw_create(client: Client, body: &Self::Request) -> Answer<Self::Response>;
    async fn raw_replace(client: Client, id: &Uuid, body: &Self::Request)
    -> Answer<Self::Response>;
    async fn raw_delete(client: Client, id: &Uuid) -> Answer<()>;
}

macro_rules! entity {
    (
        $entity:ident, $draft:ident, $id:ident, $description:ident, $collection:ident, $request:ident:
        $list_operation:ident,
        $get:ident = $get_operation:ident,
        $create:ident = $create_operation:ident,
        $replace:ident = $replace_operation:ident,
        $delete:ident = $delete_operation:ident
    ) => {
        impl Entity for $entity {
            type Id = $id;
            type Draft = $draft;

            const DESCRIPTION: &'static description::Entity = &description::$description;

            fn collection(client: &crate::Client) -> Collection<Self> {
                client.$collection()
            }

            fn id(&self) -> $id {
                self.id
            }

            fn to_draft(&self) -> $draft {
                $entity::to_draft(self)
            }
        }

        impl Raw for $entity {
            type Request = types::$request;
            type Response = types::$entity;

            fn from_raw(raw: Self::Response) -> Self {
                $entity::from_raw(raw)
            }

            const LIST: Operation = Operation::$list_operation;
            const GET: Operation = Operation::$get_operation;
            const CREATE: Operation = Operation::$create_operation;
            const REPLACE: Operation = Operation::$replace_operation;
            const DELETE: Operation = Operation::$delete_operation;

            async fn raw_get(client: Client, id: &Uuid) -> Answer<Self::Response> {
                client.$get(id).await
            }

            async fn raw_create(client: Client, body: &Self::Request) -> Answer<Self::Response> {
                client.$create(body).await
            }

            async fn raw_replace(
                client: Client,
                id: &Uuid,
                body: &Self::Request,
            ) -> Answer<Self::Response> {
                client.$replace(id, body).await
            }

            async fn raw_delete(client: Client, id: &Uuid) -> Answer<()> {
                client.$delete(id).await
            }
        }
    };
}

entity!(Organization, OrganizationDraft, OrganizationId, ORGANIZATION, organizations, OrganizationRequest:
    ListOrganizations,
    get_organization = GetOrganization,
    create_organization = CreateOrganization,
    replace_organization = ReplaceOrganization,
    delete_organization = DeleteOrganization
);

entity!(Address, AddressDraft, AddressId, ADDRESS, addresses, AddressRequest:
    ListAddresses,
    get_address = GetAddress,
    create_address = CreateAddress,
    replace_address = ReplaceAddress,
    delete_address = DeleteAddress
);

entity!(ContactPerson, ContactPersonDraft, ContactPersonId, CONTACT_PERSON, contact_persons, ContactPersonRequest:
    ListContactPersons,
    get_contact_person = GetContactPerson,
    create_contact_person = CreateContactPerson,
    replace_contact_person = ReplaceContactPerson,
    delete_contact_person = DeleteContactPerson
);
