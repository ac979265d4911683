//! Requests of a collection that are described and not sent.

use std::marker::PhantomData;

use super::{RequestDescription, Verb};
use crate::{Entity, Result, core::Core};

/// Describes the requests of a [`Collection`](crate::Collection) without sending them: each method
/// returns the request that the collection's method of the same name would send.
///
/// No token is asked for. [`edit`](crate::Collection::edit) is a `get` and a `replace`;
/// [`list_stream`](crate::Collection::list_stream) sends the request of `list`.
///
/// ```
/// # use catalogs::{Auth, Client, ContactPersonDraft};
/// # let client = Client::builder().auth(Auth::api_token("t")).integrator_code("64357").build()?;
/// let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
/// let request = client.contact_persons().requests().create(&draft)?;
/// assert_eq!(request.method, "POST");
/// assert!(request.url.ends_with("/v1.2/catalogs/organizations/contactPersons"));
/// # Ok::<(), catalogs::Error>(())
/// ```
///
/// # Errors
///
/// Every method fails as the call itself does before it sends anything, for instance with
/// [`is_invalid_request`](crate::Error::is_invalid_request) for a coordinate that is not a finite
/// number.
#[derive(Clone, Debug)]
pub struct Requests<E> {
    pub(crate) core: Core,
    entity: PhantomData<fn() -> E>,
}

#[allow(
    clippy::missing_errors_doc,
    reason = "the type says it once for all of them"
)]
impl<E: Entity> Requests<E> {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            entity: PhantomData,
        }
    }

    /// Returns the request that lists all entities.
    pub fn list(&self) -> Result<RequestDescription> {
        self.describe(Verb::List)
    }

    /// Returns the request that reads an entity.
    pub fn get(&self, id: impl Into<E::Id>) -> Result<RequestDescription> {
        self.describe(Verb::Get(id.into().into()))
    }

    /// Returns the request that creates an entity.
    pub fn create(&self, draft: &E::Draft) -> Result<RequestDescription> {
        self.describe(Verb::Create(draft))
    }

    /// Returns the request that replaces an entity.
    pub fn replace(&self, id: impl Into<E::Id>, draft: &E::Draft) -> Result<RequestDescription> {
        self.describe(Verb::Replace(id.into().into(), draft))
    }

    /// Returns the request that deletes an entity.
    pub fn delete(&self, id: impl Into<E::Id>) -> Result<RequestDescription> {
        self.describe(Verb::Delete(id.into().into()))
    }

    fn describe(&self, verb: Verb<'_, E::Draft>) -> Result<RequestDescription> {
        Ok(E::build(&self.core, verb)?.describe(&self.core))
    }
}
