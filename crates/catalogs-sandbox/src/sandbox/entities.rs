//! `Sandbox`: entities that a test starts from.

use serde::Serialize;
use uuid::Uuid;

use super::Sandbox;
use crate::{
    data::{self, DataError},
    store::Kind,
};

/// Entities that a test starts from.
impl Sandbox {
    /// Adds a contact person and returns its id, without a request.
    ///
    /// Takes what serializes as a request does: a draft of the crate `catalogs`, or `json!`. An `id`
    /// may be given; otherwise it is random.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use catalogs_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// let sandbox = Sandbox::builder().demo_data(false).start().await?;
    /// // Or: ContactPersonDraft::builder().name("Мария Иванова").build()
    /// let maria = sandbox.add_contact_person(json!({"name": "Мария Иванова"}))?;
    /// assert_eq!(sandbox.state().contact_persons[0]["id"], maria.to_string());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`DataError`] when the service would refuse to create it, when it links to what does not
    /// exist, or when the id is in use. Nothing is added then.
    pub fn add_contact_person(&self, person: impl Serialize) -> Result<Uuid, DataError> {
        self.add(Kind::ContactPerson, &person)
    }

    /// Adds an address and returns its id; see [`add_contact_person`](Self::add_contact_person).
    ///
    /// # Errors
    ///
    /// Those of [`add_contact_person`](Self::add_contact_person).
    pub fn add_address(&self, address: impl Serialize) -> Result<Uuid, DataError> {
        self.add(Kind::Address, &address)
    }

    /// Adds an organization and returns its id; see
    /// [`add_contact_person`](Self::add_contact_person).
    ///
    /// # Errors
    ///
    /// Those of [`add_contact_person`](Self::add_contact_person).
    pub fn add_organization(&self, organization: impl Serialize) -> Result<Uuid, DataError> {
        self.add(Kind::Organization, &organization)
    }

    fn add(&self, kind: Kind, entity: &impl Serialize) -> Result<Uuid, DataError> {
        let entity = serde_json::to_value(entity)
            .map_err(|error| DataError::unserializable(kind, &error))?;
        let id = data::add(&mut self.app.address_book(), kind, entity)?;
        self.app.notify_console();
        Ok(id)
    }
}
