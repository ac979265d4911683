//! The methods that only organizations have.

use catalogs_raw::types::OrganizationFilter;

use crate::{Collection, DepartmentId, Operation, Organization, Result, transport::call};

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
    pub async fn in_departments<I: Into<DepartmentId>>(
        &self,
        departments: impl IntoIterator<Item = I>,
    ) -> Result<Vec<Organization>> {
        let departments = departments.into_iter().map(|id| id.into().get()).collect();
        let filter = OrganizationFilter {
            departments,
            extra: Default::default(),
        };
        let answer = call(&self.client, Operation::FilterOrganizations, |raw| {
            let filter = &filter;
            async move { raw.filter_organizations(filter).await }
        });
        Ok(answer
            .await?
            .into_iter()
            .map(Organization::from_raw)
            .collect())
    }
}
