//! The methods that only organizations have.

use crate::{
    Collection, Organization, Result,
    model::DepartmentId,
    request::{RequestDescription, Requests},
    transport::{call, decode},
};

/// The user's organizations (организации).
pub type Organizations = Collection<Organization>;

impl Organizations {
    /// Returns the organizations that any of these departments has access to.
    ///
    /// The response to an empty list is not documented.
    ///
    /// ```no_run
    /// # use catalogs::Client;
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let some = client.organizations().in_departments([7]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub fn in_departments<I>(
        &self,
        departments: I,
    ) -> impl Future<Output = Result<Vec<Organization>>> + Send + use<I>
    where
        I: IntoIterator<Item: Into<DepartmentId>>,
    {
        let departments = departments.into_iter().map(Into::into);
        let prepared = self.core.filter_organizations(departments);
        let core = self.core.clone();
        async move { call(&core, &prepared?, decode::value).await }
    }
}

impl Requests<Organization> {
    /// Returns the request of [`in_departments`](Organizations::in_departments).
    ///
    /// # Errors
    ///
    /// None are known.
    pub fn in_departments(
        &self,
        departments: impl IntoIterator<Item: Into<DepartmentId>>,
    ) -> Result<RequestDescription> {
        let departments = departments.into_iter().map(Into::into);
        let prepared = self.core.filter_organizations(departments)?;
        Ok(prepared.describe(&self.core))
    }
}
