//! What the address book holds, and drafts by the names of fields.

use catalogs::{Address, Client, ContactPerson, Draft, Entity, Organization, model::Extra};
use serde_json::Value;
use uuid::Uuid;

use crate::Kind;

/// What the address book holds at one moment.
///
/// ```no_run
/// # async fn example(client: catalogs::Client) -> catalogs::Result<()> {
/// let existing = catalogs_transfer::Existing::fetch(&client).await?;
/// println!("{} organizations", existing.organizations.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Existing {
    /// The organizations.
    pub organizations: Vec<Organization>,
    /// The addresses.
    pub addresses: Vec<Address>,
    /// The contact persons.
    pub contact_persons: Vec<ContactPerson>,
    /// Why further records could not be read, one text for each. Rows are not matched with them.
    pub unreadable: Vec<String>,
}

impl Existing {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists all three kinds: one request each. Records that cannot be read are left out and
    /// reported in [`unreadable`](Self::unreadable).
    ///
    /// # Errors
    ///
    /// Those of [any call](catalogs::Collection).
    pub async fn fetch(client: &Client) -> catalogs::Result<Self> {
        let organizations = client.organizations().list_readable().await?;
        let addresses = client.addresses().list_readable().await?;
        let contact_persons = client.contact_persons().list_readable().await?;
        let errors = [
            organizations.errors,
            addresses.errors,
            contact_persons.errors,
        ];
        Ok(Self {
            organizations: organizations.entities,
            addresses: addresses.entities,
            contact_persons: contact_persons.entities,
            unreadable: errors.iter().flatten().map(ToString::to_string).collect(),
        })
    }

    /// The ids of a kind.
    pub(crate) fn ids(&self, kind: Kind) -> Vec<Uuid> {
        match kind {
            Kind::Organization => self.ids_of::<Organization>(),
            Kind::Address => self.ids_of::<Address>(),
            Kind::ContactPerson => self.ids_of::<ContactPerson>(),
        }
    }

    fn ids_of<E: ImportEntity>(&self) -> Vec<Uuid> {
        E::all(self)
            .iter()
            .map(|entity| entity.id().into())
            .collect()
    }
}

/// An entity, as an import sees it.
pub(crate) trait ImportEntity: Entity {
    const KIND: Kind;

    fn all(existing: &Existing) -> &[Self];
}

impl ImportEntity for ContactPerson {
    const KIND: Kind = Kind::ContactPerson;

    fn all(existing: &Existing) -> &[Self] {
        &existing.contact_persons
    }
}

impl ImportEntity for Address {
    const KIND: Kind = Kind::Address;

    fn all(existing: &Existing) -> &[Self] {
        &existing.addresses
    }
}

impl ImportEntity for Organization {
    const KIND: Kind = Kind::Organization;

    fn all(existing: &Existing) -> &[Self] {
        &existing.organizations
    }
}

/// Sets fields of a draft, by the names of columns.
pub(crate) fn apply<'a, D: Draft>(
    draft: &mut D,
    fields: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> catalogs::Result<()> {
    for (field, value) in fields {
        match field {
            "extra" => add(draft.extra_mut(), value),
            "docs_address.extra" => {
                if let Some(address) = draft.docs_address_mut() {
                    add(&mut address.get_or_insert_default().extra, value);
                }
            }
            _ => draft.set_field(field, value.clone())?,
        }
    }
    Ok(())
}

/// Adds unknown fields; null removes them all.
fn add(extra: &mut Extra, value: &Value) {
    match value {
        Value::Object(fields) => extra.extend(fields.clone()),
        _ => extra.clear(),
    }
}

/// A draft whose fields are read by the names of columns.
pub(crate) struct Fields {
    body: Value,
    extra: Extra,
    docs_extra: Extra,
}

impl Fields {
    pub(crate) fn of<D: Draft>(mut draft: D) -> Self {
        let docs_address = draft.docs_address_mut().and_then(|it| it.as_ref());
        let docs_extra = docs_address.map(|address| address.extra.clone());
        Self {
            docs_extra: docs_extra.unwrap_or_default(),
            extra: draft.extra_mut().clone(),
            // Texts and numbers as keys and values: it cannot fail.
            body: serde_json::to_value(draft).unwrap_or_default(),
        }
    }

    pub(crate) fn get(&self, field: &str) -> Value {
        match field {
            "extra" => Value::Object(self.extra.clone()),
            "docs_address.extra" => Value::Object(self.docs_extra.clone()),
            _ => {
                let mut parts = field.split('.');
                let value = parts.try_fold(&self.body, |value, part| value.get(part));
                value.cloned().unwrap_or_default()
            }
        }
    }
}
