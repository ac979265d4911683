//! What can be done with organizations only.

use catalogs_raw::types::OrganizationFilter;

use crate::{Collection, DepartmentId, Operation, Organization, Result, transport::call};

/// The user's organizations (организации).
pub type Organizations = Collection<Organization>;

impl Organizations {
    /// The organizations that any of these departments sees.
    ///
    /// What the service answers to an empty list is not documented.
    ///
    /// ```no_run
    /// # use catalogs::{Client, DepartmentId};
    /// # async fn example(client: Client) -> catalogs::Result<()> {
    /// let some = client.organizations().in_departments([DepartmentId::new(7)]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [any call](Collection).
    pub async fn in_departments(
        &self,
        departments: impl IntoIterator<Item = DepartmentId>,
    ) -> Result<Vec<Organization>> {
        let departments = departments.into_iter().map(DepartmentId::get).collect();
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
