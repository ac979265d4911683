//! The three kinds of entities, and the generated methods that stand behind each.

use catalogs_raw::{Client, Error, ResponseValue, types};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{
    Address, AddressDraft, AddressId, ContactPerson, ContactPersonDraft, ContactPersonId,
    Operation, Organization, OrganizationDraft, OrganizationId, model,
};

/// A kind of entity in the address book: [`Organization`], [`Address`] or [`ContactPerson`].
///
/// Lets code be written once for all three; it cannot be implemented elsewhere.
pub trait Entity: Raw + Sized + Send + 'static {
    /// Its id.
    type Id: Copy + Into<Uuid> + From<Uuid>;
    /// What is sent to add or to replace one.
    type Draft: model::Draft<Raw = Self::Request>;

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
        $entity:ident, $draft:ident, $id:ident, $request:ident:
        $list_operation:ident,
        $get:ident = $get_operation:ident,
        $create:ident = $create_operation:ident,
        $replace:ident = $replace_operation:ident,
        $delete:ident = $delete_operation:ident
    ) => {
        impl Entity for $entity {
            type Id = $id;
            type Draft = $draft;

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

entity!(Organization, OrganizationDraft, OrganizationId, OrganizationRequest:
    ListOrganizations,
    get_organization = GetOrganization,
    create_organization = CreateOrganization,
    replace_organization = ReplaceOrganization,
    delete_organization = DeleteOrganization
);

entity!(Address, AddressDraft, AddressId, AddressRequest:
    ListAddresses,
    get_address = GetAddress,
    create_address = CreateAddress,
    replace_address = ReplaceAddress,
    delete_address = DeleteAddress
);

entity!(ContactPerson, ContactPersonDraft, ContactPersonId, ContactPersonRequest:
    ListContactPersons,
    get_contact_person = GetContactPerson,
    create_contact_person = CreateContactPerson,
    replace_contact_person = ReplaceContactPerson,
    delete_contact_person = DeleteContactPerson
);
