//! Which generated method builds the request of which operation.

use catalogs_raw::{ResponseValue, types::OrganizationFilter};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Prepared;
use crate::{
    Address, AddressDraft, ContactPerson, ContactPersonDraft, Error, Operation, Organization,
    OrganizationDraft, Result,
    core::Core,
    model::{Body, DepartmentId, Received, restore_digits},
};

/// What a method of a collection asks for.
#[derive(Debug)]
pub enum Verb<'a, D> {
    List,
    Get(Uuid),
    Create(&'a D),
    Replace(Uuid, &'a D),
    Delete(Uuid),
}

/// The requests about a kind of entity, as the generated client builds them.
pub trait Build: DeserializeOwned + Received {
    /// What is sent to create or to replace one.
    type Content;

    /// Builds a request.
    ///
    /// # Errors
    ///
    /// Fails when the draft cannot be sent.
    fn build(core: &Core, verb: Verb<'_, Self::Content>) -> Result<Prepared>;
}

macro_rules! build {
    (
        $entity:ident, $draft:ident:
        $list:ident = $List:ident, $get:ident = $Get:ident, $create:ident = $Create:ident,
        $replace:ident = $Replace:ident, $delete:ident = $Delete:ident
    ) => {
        impl Build for $entity {
            type Content = $draft;

            fn build(core: &Core, verb: Verb<'_, $draft>) -> Result<Prepared> {
                use Operation as Op;
                match verb {
                    Verb::List => core.build(Op::$List, async |raw| raw.$list().await),
                    Verb::Get(id) => core.build(Op::$Get, async |raw| raw.$get(&id).await),
                    Verb::Create(draft) => {
                        let body = draft.to_addition();
                        let body = body.map_err(|error| error.before(Op::$Create))?;
                        let built = core.build(Op::$Create, async |raw| raw.$create(&body).await);
                        built.map(|prepared| exact(prepared, draft))
                    }
                    Verb::Replace(id, draft) => {
                        let body = draft.to_replacement();
                        let body = body.map_err(|error| error.before(Op::$Replace))?;
                        let built =
                            core.build(Op::$Replace, async |raw| raw.$replace(&id, &body).await);
                        built.map(|prepared| exact(prepared, draft))
                    }
                    Verb::Delete(id) => core.build(Op::$Delete, async |raw| raw.$delete(&id).await),
                }
            }
        }
    };
}

build!(Organization, OrganizationDraft:
    list_organizations = ListOrganizations,
    get_organization = GetOrganization,
    create_organization = CreateOrganization,
    replace_organization = ReplaceOrganization,
    delete_organization = DeleteOrganization
);

build!(Address, AddressDraft:
    list_addresses = ListAddresses,
    get_address = GetAddress,
    create_address = CreateAddress,
    replace_address = ReplaceAddress,
    delete_address = DeleteAddress
);

build!(ContactPerson, ContactPersonDraft:
    list_contact_persons = ListContactPersons,
    get_contact_person = GetContactPerson,
    create_contact_person = CreateContactPerson,
    replace_contact_person = ReplaceContactPerson,
    delete_contact_person = DeleteContactPerson
);

/// Gives the unknown numbers in the body the digits that they were read with.
fn exact(mut prepared: Prepared, draft: &impl Body) -> Prepared {
    let body = prepared.body().zip(draft.digits());
    if let Some(body) = body.and_then(|(body, digits)| restore_digits(digits, body)) {
        *prepared.request.body_mut() = Some(body.into());
    }
    prepared
}

impl Core {
    pub(crate) fn filter_organizations(
        &self,
        departments: impl IntoIterator<Item = DepartmentId>,
    ) -> Result<Prepared> {
        let filter = OrganizationFilter {
            departments: departments.into_iter().map(DepartmentId::get).collect(),
            extra: Default::default(),
        };
        self.build(Operation::FilterOrganizations, async |raw| {
            raw.filter_organizations(&filter).await
        })
    }

    pub(crate) fn list_address_types(&self) -> Result<Prepared> {
        self.build(Operation::ListAddressTypes, async |raw| {
            raw.list_address_types().await
        })
    }

    /// Builds the request of an operation with its generated method.
    fn build<T>(
        &self,
        operation: Operation,
        method: impl AsyncFnOnce(
            &catalogs_raw::Client,
        ) -> std::result::Result<ResponseValue<T>, catalogs_raw::Error>,
    ) -> Result<Prepared> {
        match catalogs_raw::build(&self.identity.url, &self.shared.http, method) {
            Ok(request) => Ok(Prepared::new(self, operation, operation.effect(), request)),
            Err(_) => Err(Error::request().before(operation)),
        }
    }
}
