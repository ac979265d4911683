//! What can be done with organizations, addresses and contact persons alike.

use std::{fmt, marker::PhantomData};

use crate::{Client, Entity, ListStream, Reconciled, Result, list, model::Body, transport::call};

/// The user's organizations, addresses or contact persons, one kind of them; see
/// [`Client::organizations`], [`Client::addresses`] and [`Client::contact_persons`].
///
/// Every method fails with an [`Error`](crate::Error) that names the operation. **Any call** can end in
/// [`is_unauthorized`](crate::Error::is_unauthorized), [`is_forbidden`](crate::Error::is_forbidden),
/// [`is_rate_limited`](crate::Error::is_rate_limited), [`is_connect`](crate::Error::is_connect),
/// [`is_timeout`](crate::Error::is_timeout), [`is_interrupted`](crate::Error::is_interrupted),
/// [`is_server_error`](crate::Error::is_server_error) and [`is_decode`](crate::Error::is_decode); each of them
/// says what to do about it.
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
    pub(crate) client: Client,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Collection<E> {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            entity: PhantomData,
        }
    }

    /// All that the user may see. [`list_stream`](Self::list_stream) is for more than fits in memory.
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub async fn list(&self) -> Result<Vec<E>> {
        list::whole(&self.client).await
    }

    /// All that the user may see, one by one, as they arrive: in memory that does not grow with the
    /// list.
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
    /// path says that the answer is no list, or that it ends too early.
    pub fn list_stream(&self) -> ListStream<E> {
        ListStream::new(self.client.clone())
    }

    /// The one with this id. Use [`get_opt`](Self::get_opt) where its absence is no error.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is none, and those of
    /// [any call](Collection).
    pub async fn get(&self, id: E::Id) -> Result<E> {
        let id = id.into();
        call(&self.client, E::GET, |raw| E::raw_get(raw, &id))
            .await
            .map(E::from_raw)
    }

    /// The one with this id, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection); also [`is_not_found`](crate::Error::is_not_found) where the 404
    /// is a web page: then the base URL is wrong, not the id.
    pub async fn get_opt(&self, id: E::Id) -> Result<Option<E>> {
        match self.get(id).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.means_absent() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Adds one, and answers it with its id.
    ///
    /// What the draft links to by id has to exist already. The service has no idempotency keys:
    /// creating twice adds two.
    ///
    /// # Errors
    ///
    /// [`is_invalid_request`](crate::Error::is_invalid_request) when the service finds something wrong
    /// with the draft, and those of [any call](Collection). When
    /// [`is_outcome_unknown`](crate::Error::is_outcome_unknown), it may exist all the same:
    /// [`reconcile`](Self::reconcile) finds out.
    pub async fn create(&self, draft: &E::Draft) -> Result<E> {
        let body = draft
            .to_addition()
            .map_err(|error| error.during(E::CREATE, 0))?;
        call(&self.client, E::CREATE, |raw| E::raw_create(raw, &body))
            .await
            .map(E::from_raw)
    }

    /// Replaces the one with this id by the draft as it is: what the draft leaves empty becomes
    /// empty. Use [`edit`](Self::edit) to change some of it.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found), [`is_invalid_request`](crate::Error::is_invalid_request),
    /// [`is_partial_response`](crate::Error::is_partial_response) for a draft made from an answer that
    /// did not show everything, and those of [any call](Collection).
    pub async fn replace(&self, id: E::Id, draft: &E::Draft) -> Result<E> {
        let body = draft
            .to_replacement()
            .map_err(|error| error.during(E::REPLACE, 0))?;
        let id = id.into();
        call(&self.client, E::REPLACE, |raw| {
            E::raw_replace(raw, &id, &body)
        })
        .await
        .map(E::from_raw)
    }

    /// Reads the one with this id, lets `change` change it, and writes it back whole: what
    /// `change` does not touch stays as it is, unknown fields included. Answers it as it is then.
    ///
    /// A text or a number that the answer leaves out counts as null, and is written back as that; a
    /// list or a flag that it leaves out is not guessed.
    ///
    /// Nothing is written when nothing changed. Between reading and writing somebody else may
    /// write; the service has no way to notice, and the last one wins.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found), [`is_invalid_request`](crate::Error::is_invalid_request),
    /// [`is_partial_response`](crate::Error::is_partial_response) when the service's answer did not
    /// show everything, and those of [any call](Collection).
    pub async fn edit(&self, id: E::Id, change: impl FnOnce(&mut E::Draft)) -> Result<E> {
        let current = self.get(id).await?;
        let before = current.to_draft();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(current);
        }
        self.replace(id, &after).await
    }

    /// Deletes the one with this id.
    ///
    /// Where an attempt may have deleted it and the next one finds nothing, it is deleted. What
    /// happens to others that link to it is not documented.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is none, and those of
    /// [any call](Collection).
    pub async fn delete(&self, id: E::Id) -> Result<()> {
        let id = id.into();
        match call(&self.client, E::DELETE, |raw| E::raw_delete(raw, &id)).await {
            Err(error) if error.is_in_doubt() && error.means_absent() => Ok(()),
            result => result,
        }
    }

    /// Finds what may have been created from `draft`, after a
    /// [`create`](Self::create) whose [outcome is unknown](crate::Error::is_outcome_unknown).
    ///
    /// Lists all and compares what the draft says: null, an empty text and 0 count as the same, since
    /// the service may answer one for another; phones are compared by their digits, lists in any
    /// order; what an answer does not show is no difference. One that existed before and says the
    /// same is found as well: where that may be, compare with the ids that you knew.
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
    ///             Reconciled::NotFound | Reconciled::Ambiguous(_) => Err(error), // a person has to look
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
    pub async fn reconcile(&self, draft: &E::Draft) -> Result<Reconciled<E>> {
        let mut found = self.list().await?;
        found.retain(|entity| entity.matches_draft(draft));
        Ok(match found.len() {
            0 => Reconciled::NotFound,
            1 => Reconciled::Found(found.remove(0)),
            _ => Reconciled::Ambiguous(found),
        })
    }
}

impl<E> Clone for Collection<E> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Collection<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection")
            .field("client", &self.client)
            .finish()
    }
}
