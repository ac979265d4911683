//! The methods that only addresses have.

use crate::{Address, AddressTypeInfo, Collection, Operation, Result, transport::call};

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
    pub async fn types(&self) -> Result<Vec<AddressTypeInfo>> {
        let answer = call(
            &self.client,
            Operation::ListAddressTypes,
            |raw| async move { raw.list_address_types().await },
        );
        Ok(answer
            .await?
            .into_iter()
            .map(AddressTypeInfo::from_raw)
            .collect())
    }
}
