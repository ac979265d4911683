//! What the address book holds, and how all three kinds of it are handled alike.

use std::collections::HashSet;

use catalogs::{
    Address, AddressDraft, Client, Collection, ContactPerson, ContactPersonDraft, Draft, Entity,
    Extra, Organization, OrganizationDraft,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Kind, matching::Identity};

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
}

impl Existing {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lists all three kinds: one request each.
    ///
    /// # Errors
    ///
    /// Those of [any call](catalogs::Collection).
    pub async fn fetch(client: &Client) -> catalogs::Result<Self> {
        Ok(Self {
            organizations: client.organizations().list().await?,
            addresses: client.addresses().list().await?,
            contact_persons: client.contact_persons().list().await?,
        })
    }

    /// The ids of a kind.
    pub(crate) fn ids(&self, kind: Kind) -> HashSet<Uuid> {
        match kind {
            Kind::Organization => self.organizations.iter().map(Held::uuid).collect(),
            Kind::Address => self.addresses.iter().map(Held::uuid).collect(),
            Kind::ContactPerson => self.contact_persons.iter().map(Held::uuid).collect(),
        }
    }
}

/// An entity, as an import sees it.
pub(crate) trait Held: Entity<Draft: Form> {
    fn uuid(&self) -> Uuid;
    fn identity(&self) -> Option<Identity>;
    fn all(existing: &Existing) -> &[Self];
    fn of(client: &Client) -> Collection<Self>;
}

/// A draft, as an import fills it.
pub(crate) trait Form: Clone {
    fn blank() -> catalogs::Result<Self>;
    fn put(&mut self, field: &str, value: Value) -> catalogs::Result<()>;
    fn extra(&mut self) -> &mut Extra;
    fn docs_extra(&mut self) -> Option<&mut Extra>;
    /// The request body, but for the fields that are not documented.
    fn body(&self) -> Value;
}

macro_rules! held {
    ($entity:ident, $draft:ident, $all:ident, $identity:ident, $docs_extra:expr) => {
        impl Held for $entity {
            fn uuid(&self) -> Uuid {
                self.id.into()
            }

            fn identity(&self) -> Option<Identity> {
                Identity::$identity(self)
            }

            fn all(existing: &Existing) -> &[Self] {
                &existing.$all
            }

            fn of(client: &Client) -> Collection<Self> {
                client.$all()
            }
        }

        impl Form for $draft {
            fn blank() -> catalogs::Result<Self> {
                Ok(Self::empty())
            }

            fn put(&mut self, field: &str, value: Value) -> catalogs::Result<()> {
                self.set_field(field, value)
            }

            fn extra(&mut self) -> &mut Extra {
                &mut self.extra
            }

            fn docs_extra(&mut self) -> Option<&mut Extra> {
                $docs_extra(self)
            }

            fn body(&self) -> Value {
                // Texts and numbers as keys and values: it cannot fail.
                serde_json::to_value(self).unwrap_or_default()
            }
        }
    };
}

held!(
    ContactPerson,
    ContactPersonDraft,
    contact_persons,
    of_person,
    |_| None
);
held!(Address, AddressDraft, addresses, of_address, |_| None);
held!(
    Organization,
    OrganizationDraft,
    organizations,
    of_organization,
    extra_of_docs_address
);

fn extra_of_docs_address(draft: &mut OrganizationDraft) -> Option<&mut Extra> {
    Some(&mut draft.docs_address.get_or_insert_default().extra)
}

/// Says all of these fields in a draft.
pub(crate) fn fill<'a, D: Form>(
    draft: &mut D,
    fields: impl IntoIterator<Item = (&'a str, &'a Value)>,
) -> catalogs::Result<()> {
    for (field, value) in fields {
        match field {
            "extra" => add(draft.extra(), value),
            "docs_address.extra" => {
                if let Some(extra) = draft.docs_extra() {
                    add(extra, value);
                }
            }
            _ => draft.put(field, value.clone())?,
        }
    }
    Ok(())
}

/// Adds unknown fields to those that are there; null takes them all away.
fn add(extra: &mut Extra, value: &Value) {
    match value {
        Value::Object(fields) => extra.extend(fields.clone()),
        _ => extra.clear(),
    }
}

/// What a draft says of a field.
pub(crate) fn said<D: Form>(draft: &mut D, body: &Value, field: &str) -> Value {
    match field {
        "extra" => Value::Object(draft.extra().clone()),
        "docs_address.extra" if body["docs_address"].is_null() => json!({}),
        "docs_address.extra" => json!(draft.docs_extra()),
        _ => {
            let mut parts = field.split('.');
            parts
                .try_fold(body, |value, part| value.get(part))
                .cloned()
                .unwrap_or_default()
        }
    }
}
