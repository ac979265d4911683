//! What can be done with organizations, addresses and contact persons.

use std::{fmt, marker::PhantomData};

use crate::{
    ContactPerson, Entity, Error, ListStream, ReadableList, Reconciled, Requests, Result,
    core::Core,
    list,
    request::{Prepared, Verb},
    transport::{call, decode},
};

/// The user's contact persons (контактные лица).
pub type ContactPersons = Collection<ContactPerson>;

/// All of the user's organizations, addresses or contact persons; see
/// [`organizations`](crate::Client::organizations), [`addresses`](crate::Client::addresses) and
/// [`contact_persons`](crate::Client::contact_persons).
///
/// Every method fails with an [`Error`](crate::Error) that names the operation. **Any call** can end in
/// [`is_unauthorized`](crate::Error::is_unauthorized), [`is_forbidden`](crate::Error::is_forbidden),
/// [`is_rate_limited`](crate::Error::is_rate_limited), [`is_connect`](crate::Error::is_connect),
/// [`is_timeout`](crate::Error::is_timeout), [`is_interrupted`](crate::Error::is_interrupted),
/// [`is_server_error`](crate::Error::is_server_error) and [`is_decode`](crate::Error::is_decode); each of them
/// documents what to do about it.
///
/// ```no_run
/// # use catalogs::{Client, ContactPersonDraft};
/// # async fn example(client: Client) -> catalogs::Result<()> {
/// let persons = client.contact_persons();
/// let draft = ContactPersonDraft::builder().name("Мария Иванова").build();
/// let maria = persons.create(&draft).await?;
/// persons.edit(maria.id, |draft| draft.extra_phone = Some(104)).await?;
/// persons.delete(maria.id).await?;
/// assert!(persons.get_opt(maria.id).await?.is_none());
/// # Ok(())
/// # }
/// ```
pub struct Collection<E> {
    pub(crate) core: Core,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Collection<E> {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            entity: PhantomData,
        }
    }

    /// Returns all entities that the user may see. [`list_stream`](Self::list_stream) is for more than fits in
    /// memory, [`list_readable`](Self::list_readable) for a service that returns what cannot be decoded.
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub fn list(&self) -> impl Future<Output = Result<Vec<E>>> + Send + use<E> {
        let (core, prepared) = self.prepare(Verb::List);
        async move { call(&core, &prepared?, list::all).await }
    }

    /// Returns all entities that can be decoded, and errors for the rest: one entity that departs
    /// from the documentation does not hide the others.
    ///
    /// ```no_run
    /// # async fn example(client: catalogs::Client) -> catalogs::Result<()> {
    /// let list = client.organizations().list_readable().await?;
    /// for error in &list.errors {
    ///     eprintln!("left out: {error}");
    /// }
    /// println!("{} organizations", list.entities.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection); [`is_decode`](crate::Error::is_decode) if the response as a
    /// whole is not a list.
    pub fn list_readable(&self) -> impl Future<Output = Result<ReadableList<E>>> + Send + use<E> {
        let (core, prepared) = self.prepare(Verb::List);
        async move { call(&core, &prepared?, list::readable).await }
    }

    /// Streams all entities that the user may see as they arrive, in memory that does not grow with
    /// the list.
    ///
    /// The list is asked for when the first one is taken. One that cannot be decoded is an error with a
    /// [`path`](crate::Error::path), which begins with its index, and the others follow. After any
    /// other error comes `None`, and the list is not whole.
    ///
    /// Up to the first one, the call is tried again as any call is; afterwards it is not, since what
    /// was taken already would come twice. Three settings are understood differently:
    ///
    /// | | |
    /// |---|---|
    /// | [`timeout`](crate::ClientBuilder::timeout) | how long to wait for the service in all; what you do with one before you take the next does not count |
    /// | [`attempt_timeout`](crate::ClientBuilder::attempt_timeout) | how long the service may be silent |
    /// | [`max_response_bytes`](crate::ClientBuilder::max_response_bytes) | how large one of them may be |
    ///
    /// What was not taken yet waits on the open connection, which the service may close when that takes
    /// long.
    ///
    /// ```no_run
    /// # async fn example(client: catalogs::Client) -> catalogs::Result<()> {
    /// let mut organizations = client.organizations().list_stream();
    /// while let Some(organization) = organizations.next().await {
    ///     match organization {
    ///         Ok(organization) => println!("{}", organization.id),
    ///         Err(error) if error.path().is_some() => eprintln!("left out: {error}"),
    ///         Err(error) => return Err(error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// An item may be any of those of [any call](Collection). [`is_decode`](crate::Error::is_decode) without a
    /// path says that the response is not a list, or that it ends too early.
    pub fn list_stream(&self) -> ListStream<E> {
        ListStream::new(self.core.clone())
    }

    /// Returns the entity with this id. Use [`get_opt`](Self::get_opt) if it may not exist.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is none, and those of
    /// [any call](Collection).
    pub fn get<I: Into<E::Id>>(&self, id: I) -> impl Future<Output = Result<E>> + Send + use<E, I> {
        let (core, prepared) = self.prepare(Verb::Get(id.into().into()));
        async move { call(&core, &prepared?, decode::entity).await }
    }

    /// Returns the entity with this id, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection); also [`is_not_found`](crate::Error::is_not_found) where the 404
    /// is a web page: then the base URL is wrong, not the id.
    pub fn get_opt<I: Into<E::Id>>(
        &self,
        id: I,
    ) -> impl Future<Output = Result<Option<E>>> + Send + use<E, I> {
        let get = self.get(id);
        async move {
            match get.await {
                Ok(found) => Ok(Some(found)),
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            }
        }
    }

    /// Creates an entity and returns it.
    ///
    /// A response with a readable id is enough: what cannot be read of the rest is
    /// [missing](crate::Draft::missing_fields) in the entity's draft.
    ///
    /// What the draft links to by id has to exist already. The service has no idempotency keys:
    /// creating twice adds two.
    ///
    /// # Errors
    ///
    /// [`is_invalid_request`](crate::Error::is_invalid_request) when the service finds something wrong
    /// with the draft, and those of [any call](Collection). When
    /// [`is_outcome_unknown`](crate::Error::is_outcome_unknown), it may exist:
    /// [`reconcile`](Self::reconcile) finds out.
    pub fn create(&self, draft: &E::Draft) -> impl Future<Output = Result<E>> + Send + use<E> {
        let (core, prepared) = self.prepare(Verb::Create(draft));
        async move { call(&core, &prepared?, decode::entity).await }
    }

    /// Replaces the entity with this id by the draft and returns it: what the draft leaves empty
    /// becomes empty. Use [`edit`](Self::edit) to change some of it.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found), [`is_invalid_request`](crate::Error::is_invalid_request),
    /// [`is_partial_response`](crate::Error::is_partial_response) for a draft made from a response that
    /// did not show everything, and those of [any call](Collection).
    pub fn replace<I: Into<E::Id>>(
        &self,
        id: I,
        draft: &E::Draft,
    ) -> impl Future<Output = Result<E>> + Send + use<E, I> {
        let (core, prepared) = self.prepare(Verb::Replace(id.into().into(), draft));
        async move { call(&core, &prepared?, decode::entity).await }
    }

    /// Reads the entity with this id, lets `change` change it, and writes it back whole: what
    /// `change` does not touch stays as it is, unknown fields included. Returns it as it is then.
    ///
    /// A text or a number that the response leaves out counts as null, and is written back as that; a
    /// list or a flag that it leaves out is not guessed.
    ///
    /// Nothing is written when nothing changed. Between reading and writing somebody else may
    /// write; the service has no way to notice, and the last one wins.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found), [`is_invalid_request`](crate::Error::is_invalid_request),
    /// [`is_partial_response`](crate::Error::is_partial_response) when the service's response did not
    /// show everything, and those of [any call](Collection).
    pub fn edit<I, F>(
        &self,
        id: I,
        change: F,
    ) -> impl Future<Output = Result<E>> + Send + use<E, I, F>
    where
        I: Into<E::Id>,
        F: FnOnce(&mut E::Draft) + Send,
    {
        self.try_edit(id, |draft| {
            change(draft);
            Ok::<(), Error>(())
        })
    }

    /// Edits an entity as [`edit`](Self::edit) does, with a change that can fail: then nothing is
    /// written, and its error is returned.
    ///
    /// ```no_run
    /// # use catalogs::{Client, model::ContactPersonId};
    /// # type BoxError = Box<dyn std::error::Error + Send + Sync>;
    /// # async fn example(client: Client, id: ContactPersonId) -> Result<(), BoxError> {
    /// let persons = client.contact_persons();
    /// persons
    ///     .try_edit(id, |draft| {
    ///         draft.extra_phone = Some("104".parse()?);
    ///         Ok::<_, BoxError>(())
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of `change`, and those of [`edit`](Self::edit).
    pub fn try_edit<I, F, X>(
        &self,
        id: I,
        change: F,
    ) -> impl Future<Output = std::result::Result<E, X>> + Send + use<E, I, F, X>
    where
        I: Into<E::Id>,
        F: FnOnce(&mut E::Draft) -> std::result::Result<(), X> + Send,
        X: From<Error>,
    {
        let (this, id) = (self.clone(), id.into());
        async move {
            let current = this.get(id).await?;
            let before = current.to_draft();
            let mut after = before.clone();
            change(&mut after)?;
            if after == before {
                return Ok(current);
            }
            drop((current, before));
            let replace = this.replace(id, &after);
            drop(after);
            Ok(replace.await?)
        }
    }

    /// Deletes the entity with this id.
    ///
    /// The body of the response does not count, unless it is a web page or reports an error: then the
    /// outcome is unknown. Where an attempt may have deleted it and the next one finds nothing, it is deleted. What
    /// happens to others that link to it is not documented.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is none, and those of
    /// [any call](Collection).
    pub fn delete<I: Into<E::Id>>(
        &self,
        id: I,
    ) -> impl Future<Output = Result<()>> + Send + use<E, I> {
        let (core, prepared) = self.prepare(Verb::Delete(id.into().into()));
        async move {
            match call(&core, &prepared?, decode::nothing).await {
                Err(error) if error.has_unknown_outcome() && error.is_not_found() => Ok(()),
                result => result,
            }
        }
    }

    /// Finds the entity that may have been created from `draft`, after a [`create`](Self::create) whose [outcome is unknown](crate::Error::is_outcome_unknown).
    ///
    /// Lists all and compares what the draft says: null, an empty text and 0 count as the same, since
    /// the service may return one for another; phones are compared by their digits, lists in any
    /// order; what a response does not show is no difference. One that existed before and says the
    /// same is found as well: where that may be, compare with the ids that you knew.
    ///
    /// An entity that cannot be decoded does not match, and does not hide the others; see
    /// [`Reconciled::Unreadable`].
    ///
    /// [`Reconciled::NotFound`] means that it is not there *now*: a request that timed out may still be
    /// at work. Wait, and look again, before you create again.
    ///
    /// ```no_run
    /// # use catalogs::{Client, ContactPerson, ContactPersonDraft, Reconciled};
    /// # async fn example(client: Client, draft: ContactPersonDraft) -> catalogs::Result<ContactPerson> {
    /// let persons = client.contact_persons();
    /// match persons.create(&draft).await {
    ///     Err(error) if error.is_outcome_unknown() => {
    ///         tokio::time::sleep(std::time::Duration::from_secs(30)).await;
    ///         match persons.reconcile(&draft).await? {
    ///             Reconciled::Found(person) => Ok(person),
    ///             _ => Err(error), // a person has to look
    ///         }
    ///     }
    ///     result => result,
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub fn reconcile(
        &self,
        draft: &E::Draft,
    ) -> impl Future<Output = Result<Reconciled<E>>> + Send + use<E> {
        let (list, draft) = (self.list_readable(), draft.clone());
        async move {
            let ReadableList {
                entities: mut found,
                errors,
            } = list.await?;
            found.retain(|entity| entity.matches_draft(&draft));
            Ok(match found.len() {
                0 if !errors.is_empty() => Reconciled::Unreadable(errors.len()),
                0 => Reconciled::NotFound,
                1 => Reconciled::Found(found.remove(0)),
                _ => Reconciled::Ambiguous(found),
            })
        }
    }

    /// Describes the requests of this collection without sending them.
    pub fn requests(&self) -> Requests<E> {
        Requests::new(self.core.clone())
    }

    /// Builds a request, before anything is awaited: no future borrows the collection or a draft.
    fn prepare(&self, verb: Verb<'_, E::Draft>) -> (Core, Result<Prepared>) {
        (self.core.clone(), E::build(&self.core, verb))
    }
}

impl<E> Clone for Collection<E> {
    fn clone(&self) -> Self {
        Self {
            core: self.core.clone(),
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Collection<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection")
            .field("client", &self.core)
            .finish()
    }
}
