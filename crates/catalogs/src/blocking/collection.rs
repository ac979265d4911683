//! What can be done with organizations, addresses and contact persons, with blocking calls.

use std::{fmt, sync::Arc};

use super::thread::Thread;
use crate::{
    Address, Entity, Error, ListStream, Organization, ReadableList, Reconciled, Requests, Result,
    model::{AddressTypeInfo, DepartmentId},
};

/// All of the user's organizations, addresses or contact persons, with blocking calls.
///
/// The methods do what those of the [async collection](crate::Collection) do, which documents them.
///
/// # Errors
///
/// Those of the async method; [`is_configuration`](Error::is_configuration) in async code.
pub struct Collection<E> {
    calls: crate::Collection<E>,
    thread: Arc<Thread>,
}

impl<E: Entity> Collection<E> {
    pub(super) fn new(calls: crate::Collection<E>, thread: Arc<Thread>) -> Self {
        Self { calls, thread }
    }

    /// Returns all entities that the user may see; see [`list`](crate::Collection::list).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn list(&self) -> Result<Vec<E>> {
        self.thread.run(self.calls.list())?
    }

    /// Returns all entities that can be decoded, and errors for the rest; see
    /// [`list_readable`](crate::Collection::list_readable).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn list_readable(&self) -> Result<ReadableList<E>> {
        self.thread.run(self.calls.list_readable())?
    }

    /// Returns an iterator over the entities, which reads them as they arrive; see
    /// [`list_stream`](crate::Collection::list_stream).
    ///
    /// ```no_run
    /// # fn example(client: catalogs::blocking::Client) -> catalogs::Result<()> {
    /// for organization in client.organizations().list_iter() {
    ///     println!("{}", organization?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_iter(&self) -> ListIter<E> {
        ListIter {
            stream: Some(self.calls.list_stream()),
            thread: Arc::clone(&self.thread),
        }
    }

    /// Returns the entity with this id; see [`get`](crate::Collection::get).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn get(&self, id: impl Into<E::Id>) -> Result<E> {
        self.thread.run(self.calls.get(id))?
    }

    /// Returns the entity with this id, or `None` if it does not exist; see
    /// [`get_opt`](crate::Collection::get_opt).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn get_opt(&self, id: impl Into<E::Id>) -> Result<Option<E>> {
        self.thread.run(self.calls.get_opt(id))?
    }

    /// Creates an entity and returns it; see [`create`](crate::Collection::create).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn create(&self, draft: &E::Draft) -> Result<E> {
        self.thread.run(self.calls.create(draft))?
    }

    /// Replaces an entity by the draft and returns it; see [`replace`](crate::Collection::replace).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn replace(&self, id: impl Into<E::Id>, draft: &E::Draft) -> Result<E> {
        self.thread.run(self.calls.replace(id, draft))?
    }

    /// Reads an entity, lets `change` change it, and writes it back whole; see
    /// [`edit`](crate::Collection::edit).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn edit(
        &self,
        id: impl Into<E::Id>,
        change: impl FnOnce(&mut E::Draft) + Send,
    ) -> Result<E> {
        self.thread.run(self.calls.edit(id, change))?
    }

    /// Edits an entity with a change that can fail; see [`try_edit`](crate::Collection::try_edit).
    ///
    /// # Errors
    ///
    /// See [`Collection`]; also those of `change`.
    pub fn try_edit<X: From<Error>>(
        &self,
        id: impl Into<E::Id>,
        change: impl FnOnce(&mut E::Draft) -> std::result::Result<(), X> + Send,
    ) -> std::result::Result<E, X> {
        self.thread.run(self.calls.try_edit(id, change))?
    }

    /// Deletes the entity with this id; see [`delete`](crate::Collection::delete).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn delete(&self, id: impl Into<E::Id>) -> Result<()> {
        self.thread.run(self.calls.delete(id))?
    }

    /// Finds the entity that may have been created from `draft`; see
    /// [`reconcile`](crate::Collection::reconcile).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn reconcile(&self, draft: &E::Draft) -> Result<Reconciled<E>> {
        self.thread.run(self.calls.reconcile(draft))?
    }

    /// Describes the requests of this collection without sending them.
    pub fn requests(&self) -> Requests<E> {
        self.calls.requests()
    }
}

impl Collection<Organization> {
    /// Returns the organizations that any of these departments has access to; see
    /// [`in_departments`](crate::Organizations::in_departments).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn in_departments(
        &self,
        departments: impl IntoIterator<Item: Into<DepartmentId>>,
    ) -> Result<Vec<Organization>> {
        self.thread.run(self.calls.in_departments(departments))?
    }
}

impl Collection<Address> {
    /// Returns the service's own dictionary of address types; see
    /// [`types`](crate::Addresses::types).
    ///
    /// # Errors
    ///
    /// See [`Collection`].
    pub fn types(&self) -> Result<Vec<AddressTypeInfo>> {
        self.thread.run(self.calls.types())?
    }
}

impl<E> Clone for Collection<E> {
    fn clone(&self) -> Self {
        Self {
            calls: self.calls.clone(),
            thread: Arc::clone(&self.thread),
        }
    }
}

impl<E> fmt::Debug for Collection<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.calls.fmt(f)
    }
}

/// An iterator over the entities of a list; see [`Collection::list_iter`].
pub struct ListIter<E> {
    stream: Option<ListStream<E>>,
    thread: Arc<Thread>,
}

impl<E: Entity> Iterator for ListIter<E> {
    type Item = Result<E>;

    fn next(&mut self) -> Option<Result<E>> {
        let stream = self.stream.as_mut()?;
        match self.thread.run(stream.next()) {
            Ok(next) => next,
            Err(error) => {
                self.stream = None;
                Some(Err(error))
            }
        }
    }
}

impl<E> fmt::Debug for ListIter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListIter").finish_non_exhaustive()
    }
}
