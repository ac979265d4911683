//! The methods that only addresses have.

use crate::{
    Address, Collection, Result,
    model::AddressTypeInfo,
    request::{RequestDescription, Requests},
    transport::{call, decode},
};

/// The user's addresses (адреса).
pub type Addresses = Collection<Address>;

impl Addresses {
    /// Returns the service's own dictionary of address types; [`AddressType`](crate::AddressType)
    /// has those that are documented.
    ///
    /// ```no_run
    /// # async fn example(client: catalogs::Client) -> catalogs::Result<()> {
    /// for entry in client.addresses().types().await? {
    ///     println!("{:?}: {}", entry.address_type, entry.name.unwrap_or_default());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub fn types(&self) -> impl Future<Output = Result<Vec<AddressTypeInfo>>> + Send + use<> {
        let prepared = self.core.list_address_types();
        let core = self.core.clone();
        async move { call(&core, &prepared?, decode::value).await }
    }
}

impl Requests<Address> {
    /// Returns the request of [`types`](Addresses::types).
    ///
    /// # Errors
    ///
    /// None are known.
    pub fn types(&self) -> Result<RequestDescription> {
        Ok(self.core.list_address_types()?.describe(&self.core))
    }
}
