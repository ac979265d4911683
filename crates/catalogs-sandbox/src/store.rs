//! The address book: what is in it, and the rules by which it changes. No HTTP here.

use std::fmt;

use indexmap::IndexMap;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::refusal::Refusal;

mod fields;
mod kind;
mod rule_violation;

use fields::Draft;
pub(crate) use kind::{Kind, Link};
pub(crate) use rule_violation::RuleViolation;

/// One entry: its own fields as they are in responses, and what it refers to. An address refers to
/// no addresses, a contact person to nothing.
#[derive(Debug, Clone)]
struct Record {
    id: Uuid,
    fields: Map<String, Value>,
    addresses: Vec<Uuid>,
    contact_persons: Vec<Uuid>,
}

/// Entries by their ids, in the order in which they were added.
type Records = IndexMap<Uuid, Record>;

/// The whole address book: the entries of each [`Kind`].
#[derive(Clone, Default)]
pub(crate) struct AddressBook([Records; 3]);

/// The address book at one moment: each list as the service would return it.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Snapshot {
    /// The organizations, with their addresses and contact persons inside.
    pub organizations: Vec<Value>,
    /// The addresses, with their contact persons inside.
    pub addresses: Vec<Value>,
    /// The contact persons.
    pub contact_persons: Vec<Value>,
}

/// Counts only: what is in the book may be personal data, and builders show theirs.
impl fmt::Debug for AddressBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.0.each_ref().map(IndexMap::len);
        f.debug_tuple("AddressBook").field(&counts).finish()
    }
}

impl AddressBook {
    pub(crate) fn list(&self, kind: Kind) -> Vec<Value> {
        self.first(kind, usize::MAX).0
    }

    /// The first few of a list, and how long it is.
    pub(crate) fn first(&self, kind: Kind, count: usize) -> (Vec<Value>, usize) {
        let records = self.records(kind);
        let first = records.values().take(count);
        let first = first.map(|record| self.to_json(kind, record)).collect();
        (first, records.len())
    }

    pub(crate) fn get(&self, kind: Kind, id: Uuid) -> Result<Value, Refusal> {
        let record = self.records(kind).get(&id);
        record
            .map(|record| self.to_json(kind, record))
            .ok_or_else(|| kind.not_found())
    }

    pub(crate) fn create(
        &mut self,
        kind: Kind,
        id: Uuid,
        body: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let record = self.record(kind, id, body)?;
        let response = self.to_json(kind, &record);
        self.records_mut(kind).insert(id, record);
        Ok(response)
    }

    pub(crate) fn replace(
        &mut self,
        kind: Kind,
        id: Uuid,
        body: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let record = self.record(kind, id, body)?;
        let place = self.records_mut(kind).get_mut(&id);
        *place.ok_or_else(|| kind.not_found())? = record;
        self.get(kind, id)
    }

    /// Deletes an entry and unlinks it from everything that refers to it.
    pub(crate) fn delete(&mut self, kind: Kind, id: Uuid) -> Result<(), Refusal> {
        let removed = self.records_mut(kind).shift_remove(&id);
        removed.ok_or_else(|| kind.not_found())?;
        for record in self.0.iter_mut().flat_map(|records| records.values_mut()) {
            match kind {
                Kind::Organization => {}
                Kind::Address => record.addresses.retain(|other| *other != id),
                Kind::ContactPerson => record.contact_persons.retain(|other| *other != id),
            }
        }
        Ok(())
    }

    /// The organizations that at least one of the departments sees.
    pub(crate) fn filter(&self, departments: &[Value]) -> Vec<Value> {
        let seen = |record: &&Record| {
            departments
                .iter()
                .any(|department| sees(&record.fields, department))
        };
        let organizations = self.records(Kind::Organization).values();
        organizations
            .filter(seen)
            .map(|record| self.to_json(Kind::Organization, record))
            .collect()
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            organizations: self.list(Kind::Organization),
            addresses: self.list(Kind::Address),
            contact_persons: self.list(Kind::ContactPerson),
        }
    }

    /// Adds an entry even where it breaks rules, so that what refers to it is not blamed for that,
    /// and says which ones.
    pub(crate) fn load(
        &mut self,
        kind: Kind,
        id: Uuid,
        body: &Map<String, Value>,
    ) -> Vec<RuleViolation> {
        let (record, violations) = self.draft(kind, id, body);
        self.records_mut(kind).insert(id, record);
        violations
    }

    /// Turns a request that passed the schema into an entry, if the book's own rules let it.
    fn record(&self, kind: Kind, id: Uuid, body: &Map<String, Value>) -> Result<Record, Refusal> {
        let (record, violations) = self.draft(kind, id, body);
        match violations.into_iter().next() {
            None => Ok(record),
            Some(first) => Err(first.into()),
        }
    }

    /// The entry that a request makes, as far as it goes, and every rule that it breaks.
    fn draft(
        &self,
        kind: Kind,
        id: Uuid,
        body: &Map<String, Value>,
    ) -> (Record, Vec<RuleViolation>) {
        let Draft {
            fields,
            missing,
            addresses,
            contact_persons,
        } = fields::complete(kind, body);
        let mut violations = Vec::new();
        if !missing.is_empty() {
            violations.push(RuleViolation::Missing(missing));
        }
        let no_departments = fields
            .get("department_ids")
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty);
        if no_departments && fields.get("all_departments_allowed") == Some(&Value::Bool(false)) {
            violations.push(RuleViolation::NoDepartments);
        }
        let addresses = self.resolved(Kind::Address, "address_ids", addresses, &mut violations);
        let contact_persons = self.resolved(
            Kind::ContactPerson,
            "contact_person_ids",
            contact_persons,
            &mut violations,
        );
        let record = Record {
            id,
            fields,
            addresses,
            contact_persons,
        };
        (record, violations)
    }

    /// Keeps each id once, and notes those of nothing.
    fn resolved(
        &self,
        kind: Kind,
        field: &'static str,
        ids: Vec<(usize, Uuid)>,
        violations: &mut Vec<RuleViolation>,
    ) -> Vec<Uuid> {
        let mut known = Vec::with_capacity(ids.len());
        for (index, id) in ids {
            if !self.records(kind).contains_key(&id) {
                violations.push(RuleViolation::UnknownReference { field, index, kind });
            } else if !known.contains(&id) {
                known.push(id);
            }
        }
        known
    }

    /// An entry as the service returns it: with what it refers to inside.
    fn to_json(&self, kind: Kind, record: &Record) -> Value {
        let mut response = record.fields.clone();
        response.insert("id".to_owned(), record.id.to_string().into());
        if kind == Kind::Organization {
            let addresses = self.referred(Kind::Address, &record.addresses);
            response.insert("addresses".to_owned(), addresses);
        }
        if kind != Kind::ContactPerson {
            let contact_persons = self.referred(Kind::ContactPerson, &record.contact_persons);
            response.insert("contact_persons".to_owned(), contact_persons);
        }
        response.into()
    }

    fn referred(&self, kind: Kind, ids: &[Uuid]) -> Value {
        ids.iter()
            .filter_map(|id| self.get(kind, *id).ok())
            .collect()
    }

    fn records(&self, kind: Kind) -> &Records {
        &self.0[kind as usize]
    }

    fn records_mut(&mut self, kind: Kind) -> &mut Records {
        &mut self.0[kind as usize]
    }
}

fn sees(organization: &Map<String, Value>, department: &Value) -> bool {
    if organization.get("all_departments_allowed") == Some(&Value::Bool(true)) {
        return true;
    }
    let listed = organization.get("department_ids").and_then(Value::as_array);
    listed.is_some_and(|listed| listed.contains(department))
}

#[cfg(test)]
mod tests;
